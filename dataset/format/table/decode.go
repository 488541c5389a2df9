package table

import (
	"bytes"
	"context"
	"encoding/binary"
	"runtime"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/sync/errgroup"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// decoded is the text of a file in UTF-8.
type decoded struct {
	text     []byte
	charset  string // IANA name
	why      string // the evidence, where it is not simply UTF-8
	problems []dataset.Problem
	noNUL    bool // it is known that no byte is zero
}

// toText turns bytes into UTF-8 with new lines: marks of the byte order go,
// the charset is the given one or is recognised. It fails on what is no text.
func toText(ctx context.Context, file string, data []byte, charset string) (decoded, error) {
	d, err := decode(ctx, file, data, charset)
	if err != nil {
		return d, err
	}
	for {
		rest, more := bytes.CutPrefix(d.text, []byte("\ufeff"))
		if d.text = rest; !more {
			break
		}
	}
	if err := d.noNULs(file); err != nil {
		return d, err
	}
	d.text = newLines(bytes.TrimRight(d.text, "\x1a"))
	return d, nil
}

func decode(ctx context.Context, file string, data []byte, charset string) (decoded, error) {
	if charset != "" {
		return decodeAs(ctx, file, data, charset)
	}
	for _, m := range marks {
		if bytes.HasPrefix(data, m.mark) {
			d, err := decodeAs(ctx, file, data, m.charset)
			d.why = say.Kept("a byte order mark says %s", m.charset)
			return d, err
		}
	}
	if bytes.IndexByte(data[:min(len(data), 1<<16)], 0) >= 0 {
		if name := pairs(data); name != "" {
			d, err := decodeAs(ctx, file, data, name)
			d.problem(file, say.Kept("the file is %s and does not say so", strings.ToUpper(name)), say.Mark("read as such"))
			return d, err
		}
	}
	if l := lookAt(data); (l.ascii || utf8.Valid(data)) && !(l.escape && bytes.Contains(data, []byte("\x1b$"))) {
		return decoded{text: data, charset: "utf-8", noNUL: !l.nul}, nil
	}
	return guess(ctx, file, data)
}

// looked is which kinds of bytes a text has.
type looked struct{ ascii, nul, escape bool }

// lookAt looks once at all bytes, in parts that stay near the processor, many
// at once.
func lookAt(data []byte) looked {
	const part = 1 << 20
	parts := make([]looked, (len(data)+part-1)/part)
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for k := range parts {
		g.Go(func() error {
			bytesOf := data[k*part : min((k+1)*part, len(data))]
			parts[k] = looked{isASCII(bytesOf), bytes.IndexByte(bytesOf, 0) >= 0, bytes.IndexByte(bytesOf, 0x1b) >= 0}
			return nil
		})
	}
	_ = g.Wait() // nothing fails
	all := looked{ascii: true}
	for _, l := range parts {
		all = looked{all.ascii && l.ascii, all.nul || l.nul, all.escape || l.escape}
	}
	return all
}

// isASCII says whether all bytes are, many at a time.
func isASCII(data []byte) bool {
	const high = 0x8080808080808080
	for len(data) >= 32 {
		a, b := binary.LittleEndian.Uint64(data)|binary.LittleEndian.Uint64(data[8:]), binary.LittleEndian.Uint64(data[16:])|binary.LittleEndian.Uint64(data[24:])
		if (a|b)&high != 0 {
			return false
		}
		data = data[32:]
	}
	for _, c := range data {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// marks are the byte order marks, longer ones before those they begin with.
// That of UTF-8 is removed later, as it may be there twice.
var marks = []struct {
	mark     []byte
	charset  string
	encoding encoding.Encoding
}{
	{[]byte{0xff, 0xfe, 0, 0}, "utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{[]byte{0, 0, 0xfe, 0xff}, "utf-32be", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{[]byte{0xff, 0xfe}, "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{[]byte{0xfe, 0xff}, "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
}

// decodeAs decodes a named charset.
func decodeAs(ctx context.Context, file string, data []byte, charset string) (decoded, error) {
	d := decoded{charset: strings.ToLower(charset), why: say.Kept("the charset is %s", charset)}
	var e encoding.Encoding
	for _, m := range marks {
		if m.charset == d.charset {
			e, data = m.encoding, bytes.TrimPrefix(data, m.mark)
		}
	}
	if e == nil {
		var err error
		if e, err = htmlindex.Get(charset); err != nil {
			return d, &dataset.UserError{What: say.Kept("the charset %q is not known", charset),
				Try: say.Mark("Names are such as utf-8, windows-1252, iso-8859-2, utf-16le, gb18030, shift_jis."), Err: err}
		}
	}
	if d.charset == "utf-8" || d.charset == "utf8" {
		d.text = data
		if !utf8.Valid(data) {
			d.text = bytes.ToValidUTF8(data, []byte("\ufffd"))
			d.problem(file, say.Mark("the file is not UTF-8 throughout"), say.Mark("what is not, is replaced by a sign for unknown characters"))
		}
		return d, nil
	}
	text, err := readUpTo(ctx, e.NewDecoder().Reader(bytes.NewReader(data)), int64(len(data)), mostText)
	if err != nil {
		return d, readError(ctx, file, err)
	}
	d.text = text
	return d, nil
}

func (d *decoded) problem(file, what, done string) {
	d.problems = append(d.problems, dataset.Problem{File: file, What: what, Done: done})
}

// pairs says which UTF-16 data without a mark is, or "": every other byte of
// its blanks, digits and line ends is zero, and no pair is.
func pairs(data []byte) string {
	data = data[:min(len(data), 1<<16)&^1]
	var zero, other [2]int
	for i, c := range data {
		if c == 0 {
			zero[i&1]++
		} else if (c >= ' ' || c == '\n' || c == '\r' || c == '\t') && data[i^1] == 0 {
			other[i&1]++
		}
	}
	name, k := "utf-16le", 1
	if zero[0] > zero[1] {
		name, k = "utf-16be", 0
	}
	if enough := len(data) / 40; zero[k] > enough && zero[1-k] <= zero[k]/50 && other[1-k] >= zero[k]*9/10 {
		return name
	}
	return ""
}

// guess decodes text in a charset that nothing names.
func guess(ctx context.Context, file string, data []byte) (decoded, error) {
	if text, bad := mostlyUTF8(data); bad > 0 {
		d := decoded{text: text, charset: "utf-8", why: say.Mark("most characters are UTF-8")}
		d.problem(file, say.Kept("%s not UTF-8 as the rest of the file", say.KeptCount(bad, "byte is", "bytes are")), say.Mark("read as Windows-1252"))
		return d, nil
	}
	name, sure := detect(data)
	if asian := eastAsian(data); name == western && asian != "" {
		name, sure = asian, 0.5
	}
	d, err := decodeAs(ctx, file, data, name)
	if err != nil {
		return d, err
	}
	d.why = say.Kept("the file is not UTF-8; %s is the likeliest charset (confidence %.0f %%)", name, say.Percent(sure, 0))
	d.problem(file, say.Kept("the file is not UTF-8; %s is likely (confidence %.0f %%)", name, say.Percent(sure, 0)),
		say.Mark("read as such; --charset says otherwise"))
	return d, nil
}

// mostlyUTF8 reads data in which few bytes spoil many good characters, those
// bytes as Windows-1252. It counts no bad ones where data is not of this kind.
func mostlyUTF8(data []byte) (text []byte, bad int) {
	good := 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	if good < 4 || bad*5 > good {
		return nil, 0
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(data[i])
		}
		text = utf8.AppendRune(text, r)
		i += n
	}
	return text, bad
}

// western is the charset of texts that look Western.
const western = "windows-1252"

// detect names the charset of text that is not UTF-8. What looks Western is
// Windows-1252, which holds all that ISO-8859-1 has.
func detect(data []byte) (name string, sure float64) {
	lone := loneShare(data)
	r := chardet.Detect(highLines(data))
	name = strings.ToLower(r.Encoding)
	if _, err := htmlindex.Get(name); err != nil || name == "" || r.Confidence < 0.5 {
		return western, max(lone/2, 0.2)
	}
	switch name {
	case "ascii", "iso-8859-1", "iso-8859-15", "iso-8859-9", "windows-1254", western, "macroman", "macintosh", "utf-8":
		return western, max(r.Confidence, lone/2)
	}
	// A letter with an accent stands between plain ones; of other scripts whole
	// words are made.
	if lone > 0.8 && !strings.HasSuffix(name, "-2") && name != "windows-1250" {
		return western, lone / 2
	}
	return name, r.Confidence
}

// highLines are the lines that tell the charset, up to a megabyte of them.
func highLines(data []byte) []byte {
	const enough = 1 << 20
	var lines []byte
	for len(data) > 0 && len(lines) < enough {
		line, rest, _ := bytes.Cut(data, []byte{'\n'})
		if bytes.ContainsFunc(line[:min(len(line), enough)], func(r rune) bool { return r >= utf8.RuneSelf || r == 0x1b }) {
			lines = append(append(lines, line[:min(len(line), enough)]...), '\n')
		}
		data = rest
	}
	return lines
}

// loneShare is the share of bytes beyond ASCII that stand alone.
func loneShare(data []byte) float64 {
	all, lone := 0, 0
	for i, c := range data {
		if c < utf8.RuneSelf {
			continue
		}
		all++
		if (i == 0 || data[i-1] < utf8.RuneSelf) && (i+1 == len(data) || data[i+1] < utf8.RuneSelf) {
			lone++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(lone) / float64(all)
}

// noNULs refuses what is no text. A NUL here or there in a text is an accident
// and becomes a blank; those behind the end of a text that was not written in
// whole are left out.
func (d *decoded) noNULs(file string) error {
	if d.noNUL {
		return nil
	}
	at := bytes.IndexByte(d.text, 0)
	if at < 0 {
		return nil
	}
	count, line := bytes.Count(d.text, []byte{0}), 1+bytes.Count(d.text[:at], []byte{'\n'})
	what := say.Kept("%s NUL, which no text has, the first in line %d", say.KeptCount(count, "character is", "characters are"), line)
	if text := bytes.TrimRight(d.text, "\x00"); at == len(text) && at > 0 && !isBinary(text) {
		d.text = text
		d.problem(file, say.Kept("%s, behind everything else: the file was not written in whole", what), say.Mark("left out; get the file once more if rows are lacking"))
		return nil
	}
	if count > max(few, len(d.text)/1000) || isBinary(d.text) {
		return &dataset.UserError{What: say.Kept("%s is no table", file), Why: say.Kept("it is no text file: %s", what), Try: say.Mark("Open a folder or a CSV file.")}
	}
	d.text = bytes.ReplaceAll(d.text, []byte{0}, []byte{' '})
	d.problem(file, what, say.Mark("taken as blanks"))
	return nil
}

// few NULs are an accident in a text of any length.
const few = 8

// isBinary says whether the start of a file holds characters that steer
// machines and stand in no text, beside NULs.
func isBinary(text []byte) bool {
	const look = 1 << 16
	return bytes.ContainsFunc(text[:min(len(text), look)], func(r rune) bool {
		return r > 0 && r < 0x1c && !strings.ContainsRune("\a\b\t\n\v\f\r\x1a\x1b", r) || r == 0x7f
	})
}

// newLines turns the ends of lines of old Macintoshes into those of today.
func newLines(text []byte) []byte {
	const look = 1 << 20
	head := text[:min(len(text), look)]
	lone := bytes.Count(head, []byte{'\r'}) - bytes.Count(head, []byte("\r\n"))
	first, _, _ := bytes.Cut(head, []byte{'\n'})
	first = bytes.TrimRight(first, "\r")
	if lone <= bytes.Count(head, []byte{'\n'}) && (bytes.IndexByte(first, '\r') < 0 || bytes.IndexByte(first, '"') >= 0) {
		return text
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte{'\n'})
	return bytes.ReplaceAll(text, []byte{'\r'}, []byte{'\n'})
}
