package table

import (
	"bytes"
	"encoding/hex"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"

	"lacuna/internal/say"
)

// leaf is a column of a Parquet file that holds values.
type leaf struct {
	name   string
	index  int
	list   bool // several values a row
	empty  int  // definition level from which on a missing value is one of a list
	number bool
	times  bool
	bytes  bool                                      // it may hold text or not
	write  func(text []byte, v parquet.Value) []byte // appends a value; nil where none can be written
	cannot string
}

// leavesOf lists the columns below a node, called outer.inner.
func leavesOf(at *parquet.Column, list []leaf, name string) []leaf {
	if at.Leaf() {
		return append(list, newLeaf(at, name))
	}
	wrapper := isList(at)
	for _, c := range at.Columns() {
		inner := name
		switch {
		case wrapper && c.Repeated() && len(c.Columns()) == 1 && !structure(c, name):
			c = c.Columns()[0] // list.element
		case wrapper && c.Repeated():
		case name == "":
			inner = c.Name()
		default:
			inner += "." + c.Name()
		}
		list = leavesOf(c, list, inner)
	}
	return list
}

// structure says whether the repeated node of a list is an element by itself:
// writers of old left the level between out.
func structure(repeated *parquet.Column, name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	return repeated.Name() == "array" || repeated.Name() == last+"_tuple"
}

// isList says whether a node is a list or a map.
func isList(at *parquet.Column) bool {
	t := at.Type()
	if l := t.LogicalType(); l != nil {
		switch l.Value.(type) {
		case *format.ListType, *format.MapType:
			return true
		}
	}
	c := t.ConvertedType()
	return c != nil && (*c == deprecated.List || *c == deprecated.Map || *c == deprecated.MapKeyValue)
}

func newLeaf(c *parquet.Column, name string) leaf {
	l := leaf{name: name, index: c.Index(), list: c.MaxRepetitionLevel() == 1, empty: c.MaxDefinitionLevel()}
	if c.Optional() {
		l.empty--
	}
	if c.MaxRepetitionLevel() > 1 {
		l.cannot = say.Mark("lists of lists")
		return l
	}
	l.annotated(c.Type())
	if l.write == nil && l.cannot == "" {
		l.physical(c.Type().Kind())
	}
	return l
}

// annotated chooses how values are written by what the file says they mean.
func (l *leaf) annotated(t parquet.Type) {
	kind, length := t.Kind(), t.Length()
	logical := t.LogicalType()
	if logical == nil {
		l.converted(t)
		return
	}
	switch a := logical.Value.(type) {
	case *format.StringType, *format.EnumType, *format.JsonType:
		l.write = writeBytes
	case *format.DateType:
		l.write = writeDate
	case *format.TimestampType:
		if kind == parquet.Int64 && a.Unit.Value != nil {
			l.times, l.write = true, writeTimestamp(a.Unit.Value.Duration())
		}
	case *format.TimeType:
		if a.Unit.Value != nil {
			l.write = writeClock(kind, a.Unit.Value.Duration())
		}
	case *format.DecimalType:
		l.number, l.write = true, writeDecimal(kind, int(a.Scale))
	case *format.IntType:
		l.number = true
		if !a.IsSigned {
			l.write = writeUnsigned(kind)
		}
	case *format.Float16Type:
		if length == 2 || length == 16 {
			l.number, l.write = true, writeHalf
		}
	case *format.UUIDType:
		l.write = func(text []byte, v parquet.Value) []byte { return append(text, uuid(v.ByteArray())...) }
	case *format.NullType:
		l.write = func(text []byte, _ parquet.Value) []byte { return text }
	case *format.BsonType, *format.VariantType, *format.GeometryType, *format.GeographyType:
		l.cannot = say.Kept("values of type %s, which is not read", logical.String())
	}
}

// converted does the same for files that use the older annotations.
func (l *leaf) converted(t parquet.Type) {
	c := t.ConvertedType()
	if c == nil {
		return
	}
	kind := t.Kind()
	switch *c {
	case deprecated.UTF8, deprecated.Enum, deprecated.Json:
		l.write = writeBytes
	case deprecated.Date:
		l.write = writeDate
	case deprecated.TimestampMillis:
		l.times, l.write = true, writeTimestamp(time.Millisecond)
	case deprecated.TimestampMicros:
		l.times, l.write = true, writeTimestamp(time.Microsecond)
	case deprecated.TimeMillis:
		l.write = writeClock(kind, time.Millisecond)
	case deprecated.TimeMicros:
		l.write = writeClock(kind, time.Microsecond)
	case deprecated.Uint8, deprecated.Uint16, deprecated.Uint32, deprecated.Uint64:
		l.number, l.write = true, writeUnsigned(kind)
	case deprecated.Bson, deprecated.Interval:
		l.cannot = say.Mark("values of a type that is not read")
	}
}

// physical chooses how values are written by how they are stored.
func (l *leaf) physical(kind parquet.Kind) {
	l.number = kind != parquet.Boolean
	switch kind {
	case parquet.Boolean:
		l.write = func(text []byte, v parquet.Value) []byte { return strconv.AppendBool(text, v.Boolean()) }
	case parquet.Int32:
		l.write = func(text []byte, v parquet.Value) []byte { return strconv.AppendInt(text, int64(v.Int32()), 10) }
	case parquet.Int64:
		l.write = func(text []byte, v parquet.Value) []byte { return strconv.AppendInt(text, v.Int64(), 10) }
	case parquet.Int96:
		l.number, l.times, l.write = false, true, writeInt96
	case parquet.Float:
		l.write = func(text []byte, v parquet.Value) []byte { return appendFloat(text, float64(v.Float()), 32) }
	case parquet.Double:
		l.write = func(text []byte, v parquet.Value) []byte { return appendFloat(text, v.Double(), 64) }
	case parquet.ByteArray:
		l.number, l.bytes, l.write = false, true, writeBytes
	default:
		l.number, l.cannot = false, say.Mark("bytes that are not read")
	}
}

// appendFloat writes the fewest digits that tell a number from all others.
func appendFloat(text []byte, x float64, bits int) []byte {
	style := byte('f')
	if a := math.Abs(x); a != 0 && (a >= 1e21 || a < 1e-7) {
		style = 'g'
	}
	return strconv.AppendFloat(text, x, style, -1, bits)
}

func writeBytes(text []byte, v parquet.Value) []byte { return append(text, v.ByteArray()...) }

func isText(b []byte) bool { return utf8.Valid(b) && bytes.IndexByte(b, 0) < 0 }

// Dates and times are written as ISO 8601 does, with a blank between them.
const (
	isoDay  = "2006-01-02"
	isoTime = "2006-01-02 15:04:05.999999999"
)

func writeDate(text []byte, v parquet.Value) []byte {
	return time.Unix(int64(v.Int32())*86400, 0).UTC().AppendFormat(text, isoDay)
}

func writeTimestamp(unit time.Duration) func([]byte, parquet.Value) []byte {
	per := int64(time.Second / unit)
	return func(text []byte, v parquet.Value) []byte {
		n := v.Int64()
		return time.Unix(n/per, n%per*int64(unit)).UTC().AppendFormat(text, isoTime)
	}
}

func writeClock(kind parquet.Kind, unit time.Duration) func([]byte, parquet.Value) []byte {
	per := int64(time.Second / unit)
	return func(text []byte, v parquet.Value) []byte {
		n := whole(kind, v)
		return time.Unix(n/per, n%per*int64(unit)).UTC().AppendFormat(text, "15:04:05.999999999")
	}
}

func whole(kind parquet.Kind, v parquet.Value) int64 {
	if kind == parquet.Int32 {
		return int64(v.Int32())
	}
	return v.Int64()
}

// writeInt96 writes the time stamps of old writers: nanoseconds of a day, and
// the Julian day.
func writeInt96(text []byte, v parquet.Value) []byte {
	const julian1970 = 2440588
	n := v.Int96()
	nanos := int64(uint64(n[1])<<32 | uint64(n[0]))
	return time.Unix((int64(n[2])-julian1970)*86400, nanos).UTC().AppendFormat(text, isoTime)
}

func writeUnsigned(kind parquet.Kind) func([]byte, parquet.Value) []byte {
	return func(text []byte, v parquet.Value) []byte {
		if kind == parquet.Int32 {
			return strconv.AppendUint(text, uint64(uint32(v.Int32())), 10)
		}
		return strconv.AppendUint(text, uint64(v.Int64()), 10)
	}
}

// Bounds of a decimal number: digits behind the point, and bytes.
const (
	mostScale   = 1000
	mostDecimal = 512
)

func writeDecimal(kind parquet.Kind, scale int) func([]byte, parquet.Value) []byte {
	scale = min(max(scale, 0), mostScale)
	return func(text []byte, v parquet.Value) []byte {
		n := new(big.Int)
		switch kind {
		case parquet.Int32, parquet.Int64:
			n.SetInt64(whole(kind, v))
		default:
			b := v.ByteArray()
			if n.SetBytes(b[:min(len(b), mostDecimal)]); len(b) > mostDecimal {
				return text
			}
			if len(b) > 0 && b[0]&0x80 != 0 {
				n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
			}
		}
		return append(text, withPoint(n, scale)...)
	}
}

// withPoint writes a whole number with a point before the last digits.
func withPoint(n *big.Int, scale int) string {
	if scale == 0 {
		return n.String()
	}
	digits := new(big.Int).Abs(n).String()
	if pad := scale + 1 - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	out := digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	if n.Sign() < 0 {
		out = "-" + out
	}
	return out
}

// writeHalf writes a floating-point number of 16 bits. Its three digits are
// told by those of 32 bits.
func writeHalf(text []byte, v parquet.Value) []byte {
	b := v.ByteArray()
	if len(b) != 2 {
		return text
	}
	bits := uint32(b[0]) | uint32(b[1])<<8
	sign, exponent, fraction := bits>>15, bits>>10&31, bits&1023
	x := math.Ldexp(float64(fraction), -24)
	switch {
	case exponent == 31 && fraction != 0:
		x = math.NaN()
	case exponent == 31:
		x = math.Inf(1)
	case exponent > 0:
		x = math.Ldexp(float64(1024+fraction), int(exponent)-25)
	}
	if sign != 0 {
		x = -x
	}
	return appendFloat(text, x, 32)
}

func uuid(b []byte) string {
	s := hex.EncodeToString(b)
	if len(s) != 32 {
		return s
	}
	return strings.Join([]string{s[:8], s[8:12], s[12:16], s[16:20], s[20:]}, "-")
}

// shortenTimes leaves the time of day out where it is midnight in all cells.
func shortenTimes(cells []string) {
	const midnight = " 00:00:00"
	for _, c := range cells {
		if c != "" && !strings.HasSuffix(c, midnight) {
			return
		}
	}
	for i, c := range cells {
		cells[i] = strings.TrimSuffix(c, midnight)
	}
}

func widest(lists [][]string) int {
	n := 0
	for _, list := range lists {
		n = max(n, len(list))
	}
	return n
}

func joinLists(lists [][]string) []string {
	cells := make([]string, len(lists))
	for i, list := range lists {
		cells[i] = strings.Join(slices.DeleteFunc(list, func(s string) bool { return s == "" }), listMark)
	}
	return cells
}
