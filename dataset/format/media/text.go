package media

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode/utf32"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// mostText is where a text is refused, in bytes.
const mostText = 64 << 20

// mostPooled is how much of the texts that are no UTF-8 is looked at together.
const mostPooled = 1 << 16

// How sure a guess of a charset must be to stand against that of all texts of
// the modality, and for these to be used.
const sureCharset = 0.9

// texts reads texts. Those that are no UTF-8 are so short, often, that their
// charset shows only when all are taken together.
func (s *set) texts(ctx context.Context, out *Decoded) ([]finding, error) {
	good := s.present()
	raw := make([][]byte, len(s.files))
	at := map[*file]int{}
	for i := range s.files {
		at[&s.files[i]] = i
	}
	err := s.each(ctx, good, func(ctx context.Context, f *file) error {
		if f.size > mostText {
			f.refuse(say.Errorf("%d MB are too many for a text", f.size>>20))
			return nil
		}
		data, err := s.read(ctx, f)
		raw[at[f]], f.data = data, nil
		return err
	})
	if err != nil {
		return nil, err
	}
	common := commonCharset(raw)
	texts := make([]string, len(s.files))
	charsets := make([]string, len(s.files))
	err = s.each(ctx, s.present(), func(_ context.Context, f *file) error {
		text, charset, err := decodeText(raw[at[f]], common)
		if err != nil {
			f.refuse(err)
			return nil
		}
		texts[at[f]], charsets[at[f]] = text, charset
		return nil
	})
	out.Texts = make([]string, len(s.Paths))
	out.Rows = slices.Repeat([]int{-1}, len(s.Paths))
	for i, k := range s.of {
		if k >= 0 {
			out.Texts[i] = texts[k]
		}
	}
	return s.textFindings(texts, charsets), err
}

// textFindings says which texts are blank, and in which charsets others were
// written.
func (s *set) textFindings(texts, charsets []string) []finding {
	var blank, broken []*file
	by := map[string][]*file{}
	for i := range s.files {
		f := &s.files[i]
		if f.cause != dataset.Present {
			continue
		}
		if strings.TrimSpace(texts[i]) == "" {
			blank = append(blank, f)
		}
		if strings.ContainsRune(texts[i], utf8.RuneError) {
			broken = append(broken, f)
		}
		if c := charsets[i]; c != utf8Name {
			by[c] = append(by[c], f)
		}
	}
	var found []finding
	for _, c := range slices.Sorted(maps.Keys(by)) {
		found = append(found, finding{by[c], say.Mark("in another charset than UTF-8"), say.Kept("read as %s", c)})
	}
	if broken != nil {
		found = append(found, finding{broken, say.Mark("with bytes that are no letters in their charset"), say.Mark("each is read as \ufffd")})
	}
	if blank != nil {
		found = append(found, finding{blank, say.Mark("of blanks only, which may stand for missing"), "kept"})
	}
	return found
}

// Text decodes a text in any charset that can be recognised, and says which.
func Text(data []byte) (text, charset string, err error) { return decodeText(data, guess{}) }

const utf8Name = "UTF-8"

// decodeText returns a text without the line ends behind it. common is the
// charset of all texts of the modality.
func decodeText(data []byte, common guess) (text, charset string, err error) {
	charset = utf8Name
	switch name := markOf(data); {
	case len(data) == 0:
		return "", "", errEmptyFile
	case name == utf8Name:
		text = strings.TrimLeft(string(bytes.ToValidUTF8(data, []byte("\ufffd"))), "\ufeff")
	case name != "":
		text, charset = decodeAs(data, name), name
	case nearlyUTF8(data):
		text = string(bytes.ToValidUTF8(data, []byte("\ufffd")))
	default:
		charset = charsetOf(data, common)
		text = decodeAs(data, charset)
	}
	if text == "" {
		return "", "", errEmptyFile
	}
	if !utf8.ValidString(text) || tooOdd(text) {
		return "", "", say.Error("the file holds no text: too many of its bytes are no letters")
	}
	return strings.TrimRight(text, "\r\n"), charset, nil
}

// markOf returns the charset that a mark at the start names, or the zeros
// between the letters of plain words, or "".
func markOf(data []byte) string {
	for _, m := range []struct{ mark, name string }{
		{"\ufeff", utf8Name}, {"\xff\xfe\x00\x00", "UTF-32LE"}, {"\x00\x00\xfe\xff", "UTF-32BE"}, {"\xff\xfe", "UTF-16LE"}, {"\xfe\xff", "UTF-16BE"},
	} {
		if bytes.HasPrefix(data, []byte(m.mark)) {
			return m.name
		}
	}
	look := data[:min(len(data), 4096)&^1]
	var zeros [2]int
	for i, b := range look {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch half := len(look) / 2; {
	case len(data)%2 == 1 || half < 2:
	case zeros[1]*10 > half*6 && zeros[0]*20 < half:
		return "UTF-16LE"
	case zeros[0]*10 > half*6 && zeros[1]*20 < half:
		return "UTF-16BE"
	}
	return ""
}

// nearlyUTF8 says whether a text is UTF-8 but for a few broken letters: other
// charsets hardly ever look like its long letters.
func nearlyUTF8(data []byte) bool {
	broken, long, run := 0, 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		data = data[n:]
		switch {
		case r == utf8.RuneError && n == 1:
			if run%3 == 0 { // up to three bytes are left of a letter
				broken++
			}
			run++
			continue
		case n > 1:
			long++
		}
		run = 0
	}
	return 3*broken <= long
}

// guess is a charset and how sure it is.
type guess struct {
	charset string
	sure    float64
}

// commonCharset guesses the charset of all the texts that are no UTF-8.
func commonCharset(raw [][]byte) guess {
	var pool []byte
	for _, data := range raw {
		if len(pool) < mostPooled && len(data) > 0 && markOf(data) == "" && !nearlyUTF8(data) {
			pool = append(append(pool, data[:min(len(data), mostPooled)]...), '\n')
		}
	}
	if pool == nil {
		return guess{}
	}
	return detect(pool)
}

// detect guesses the charset of bytes that are no UTF-8.
func detect(data []byte) (g guess) {
	defer func() {
		if recover() != nil {
			g = guess{charset: western}
		}
	}()
	r := chardet.Detect(data[:min(len(data), mostPooled)])
	name := strings.ToLower(r.Encoding)
	if name == "iso-8859-1" || strings.HasSuffix(name, "ascii") || turkish[name] && !slices.ContainsFunc(data, isTurkish) {
		name = western
	}
	if _, err := htmlindex.Get(name); err != nil || name == "utf-8" {
		return guess{charset: western}
	}
	return guess{name, r.Confidence}
}

// western is what is assumed where nothing can be recognised: every byte but
// five is a letter or a sign in it.
const western = "windows-1252"

// turkish charsets differ from western in six letters only.
var turkish = map[string]bool{"windows-1254": true, "iso-8859-9": true}

func isTurkish(b byte) bool { return strings.IndexByte("\xd0\xdd\xde\xf0\xfd\xfe", b) >= 0 }

// charsetOf chooses between what one text looks like and what all do.
func charsetOf(data []byte, common guess) string {
	own := detect(data)
	for _, g := range slices.SortedFunc(slices.Values([]guess{own, common}), func(a, b guess) int {
		return cmp.Or(-cmp.Compare(min(a.sure, sureCharset), min(b.sure, sureCharset)))
	}) {
		if g.charset != "" && !strings.ContainsRune(decodeAs(data, g.charset), utf8.RuneError) {
			return g.charset
		}
	}
	return western
}

// decodeAs decodes bytes of a charset; what is no letter in it is U+FFFD.
func decodeAs(data []byte, charset string) string {
	var e encoding.Encoding
	switch charset {
	case "UTF-32LE":
		e = utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case "UTF-32BE":
		e = utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	default:
		var err error
		if e, err = htmlindex.Get(charset); err != nil {
			return string(data)
		}
	}
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(string(out), "\ufeff")
}

// tooOdd says whether more than a tenth of a text, and more than a slip, are no
// letters, signs or blanks.
func tooOdd(text string) bool {
	odd, all := 0, 0
	for _, r := range text {
		all++
		if r == utf8.RuneError || unicode.IsControl(r) && !strings.ContainsRune("\t\n\r\f\v\x1b", r) {
			odd++
		}
	}
	return odd > 2 && 10*odd > all
}
