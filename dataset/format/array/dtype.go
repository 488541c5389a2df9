package array

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"lacuna/internal/say"
)

// dtype is NumPy's description of one value, or of one field of a record.
type dtype struct {
	field  string // name of the field; "" for the value itself
	offset int    // of the field in the record
	kind   byte   // as number has it, or 'U', 'S' words, 'M' time, 'm' duration
	width  int    // in bytes
	order  binary.ByteOrder
	unit   string // of 'M' and 'm'
	cannot string // why it cannot be read; "" where it can
}

// readDtype returns the fields of a description and the bytes of one value.
func readDtype(descr any) (fields []dtype, width int, err error) {
	if word, ok := descr.(string); ok {
		d, err := simpleDtype(word)
		return []dtype{d}, d.width, err
	}
	list, ok := descr.([]any)
	if !ok {
		return nil, 0, say.Errorf("its header describes values as %v", descr)
	}
	for i, item := range list {
		d, size, err := fieldDtype(item)
		if err != nil {
			return nil, 0, err
		}
		if d.field == "" && d.cannot != "" {
			d.field = fmt.Sprint("field ", i+1)
		}
		d.offset = width
		if width += size; width > maxLetter {
			return nil, 0, say.Errorf("a record of it has more than %d bytes", maxLetter)
		}
		if !strings.HasPrefix(d.cannot, padding) {
			fields = append(fields, d)
		}
	}
	return fields, width, nil
}

// padding marks fields that fill a record up: NumPy gives them no name.
const padding = "padding"

// fieldDtype reads (name, type) or (name, type, shape) of a record.
func fieldDtype(item any) (d dtype, size int, err error) {
	parts, _ := item.([]any)
	if len(parts) < 2 || len(parts) > 3 {
		return d, 0, say.Errorf("its header describes a field as %v", item)
	}
	word, simple := parts[1].(string)
	if !simple {
		return d, 0, say.Errorf("its records hold records: %v", parts[0])
	}
	if d, err = simpleDtype(word); err != nil {
		return d, 0, err
	}
	switch name := parts[0].(type) {
	case string:
		d.field = name
	case []any: // (title, name)
		d.field = fmt.Sprint(name[len(name)-min(1, len(name)):]...)
	}
	size = d.width
	if len(parts) == 3 {
		n, ok := count(dimensions(parts[2]))
		if !ok || n > 0 && d.width > maxLetter/n {
			return d, 0, say.Errorf("its header describes a field as %v", item)
		}
		size *= n
		d.cannot = say.Mark("it holds several values in one field")
	}
	if d.field == "" && strings.HasPrefix(strings.TrimLeft(word, "|<>="), "V") {
		d.cannot = padding
	}
	return d, size, nil
}

// dimensions reads a shape; {-1} where it is none.
func dimensions(v any) []int {
	if n, ok := v.(int); ok {
		return []int{n}
	}
	list, ok := v.([]any)
	if !ok || len(list) > 32 {
		return []int{-1}
	}
	shape := make([]int, len(list))
	for i, item := range list {
		if shape[i], ok = item.(int); !ok {
			return []int{-1}
		}
	}
	return shape
}

// simpleDtype reads a description such as "<f8" or "|S12".
func simpleDtype(word string) (dtype, error) {
	d := dtype{order: binary.LittleEndian}
	rest := strings.TrimLeft(word, "<>|=")
	if strings.HasPrefix(word, ">") {
		d.order = binary.BigEndian
	}
	if rest == "" {
		return d, say.Errorf("its header describes values as %q", word)
	}
	d.kind, rest = rest[0], rest[1:]
	if i := strings.IndexByte(rest, '['); i >= 0 {
		rest, d.unit = rest[:i], strings.TrimSuffix(rest[i+1:], "]")
	}
	if rest == "" && (d.kind == 'O' || d.kind == '?') {
		rest = map[byte]string{'O': "8", '?': "1"}[d.kind]
	}
	n, err := strconv.Atoi(rest)
	if err != nil || n < 0 || n > maxLetter {
		return d, say.Errorf("its header describes values as %q", word)
	}
	if d.width = n; d.kind == 'U' {
		d.width = 4 * n
	}
	return d.judged(word), nil
}

// judged says why values of a description cannot be read, if so.
func (d dtype) judged(word string) dtype {
	switch d.kind {
	case '?':
		d.kind = 'b'
	case 'a':
		d.kind = 'S'
	}
	widths := map[byte][]int{'b': {1}, 'i': {1, 2, 4, 8}, 'u': {1, 2, 4, 8}, 'f': {2, 4, 8}, 'M': {8}, 'm': {8}}
	switch {
	case d.kind == 'O':
		d.cannot = say.Mark("it holds Python objects, which are pickles and run code when they are opened; save it as numbers or strings")
	case d.kind == 'c':
		d.cannot = say.Mark("it holds complex numbers; save real and imaginary part, or the absolute value, as arrays of their own")
	case d.kind == 'U' || d.kind == 'S':
	case d.kind == 'f' && d.width > 8:
		d.cannot = say.Mark("it holds floating-point numbers of more than 64 bits; save it with .astype(\"float64\")")
	case !contains(widths[d.kind], d.width):
		d.cannot = say.Kept("its values are of a type that is not read (%s)", word)
	case d.kind == 'M' && units[d.unit] == 0 && d.unit != "Y" && d.unit != "M":
		d.cannot = say.Kept("its times are counted in %q; save it with .astype(\"datetime64[s]\")", d.unit)
	}
	return d
}

func contains(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

// units are those of NumPy's times that have one length.
var units = map[string]time.Duration{
	"W": 7 * 24 * time.Hour, "D": 24 * time.Hour, "h": time.Hour, "m": time.Minute,
	"s": time.Second, "ms": time.Millisecond, "us": time.Microsecond, "ns": time.Nanosecond,
}

// words reports whether values of a description are kept as words.
func (d dtype) words() bool { return d.kind == 'U' || d.kind == 'S' || d.kind == 'M' }

// text reads a value that is a word.
func (d dtype) text(b []byte) string {
	switch d.kind {
	case 'M':
		return d.date(int64(d.order.Uint64(b)))
	case 'S':
		return string(b[:len(b)-zeros(b)])
	}
	b = b[:(len(b)-zeros(b)+3)/4*4]
	out := make([]byte, 0, len(b)/4)
	for ; len(b) >= 4; b = b[4:] {
		r := d.order.Uint32(b)
		if r > utf8.MaxRune {
			r = utf8.RuneError
		}
		out = utf8.AppendRune(out, rune(r))
	}
	return string(out)
}

// zeros counts the zero bytes at the end: strings are filled up with them.
func zeros(b []byte) int {
	n := 0
	for n < len(b) && b[len(b)-1-n] == 0 {
		n++
	}
	return n
}

// notATime is NumPy's NaT: a missing time or duration.
const notATime = -1 << 63

// date writes a time as ISO 8601 does, as short as its unit allows.
func (d dtype) date(n int64) string {
	if n == notATime {
		return ""
	}
	if n > 1<<31 && (d.unit == "Y" || d.unit == "M") || n < -(1<<31) && (d.unit == "Y" || d.unit == "M") {
		return ""
	}
	switch d.unit {
	case "Y":
		return time.Date(1970+int(n), 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")
	case "M":
		return time.Date(1970, 1+time.Month(n), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
	}
	t, ok := since1970(n, units[d.unit])
	if !ok {
		return ""
	}
	if units[d.unit] >= 24*time.Hour {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02T15:04:05.999999999")
}

// since1970 returns the time n units after 1970, if it is in the years 0 to
// 9999.
func since1970(n int64, unit time.Duration) (time.Time, bool) {
	const span = 1 << 38 // seconds: more than 8000 years
	seconds, rest := n, int64(0)
	if unit < time.Second {
		per := int64(time.Second / unit)
		seconds, rest = n/per, n%per*int64(unit)
	} else if n > span || n < -span {
		return time.Time{}, false
	} else {
		seconds *= int64(unit / time.Second)
	}
	t := time.Unix(seconds, rest).UTC()
	return t, seconds > -span && seconds < span && t.Year() >= 0 && t.Year() <= 9999
}
