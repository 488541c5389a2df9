package table

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// eastAsians are the charsets of East Asia, the likeliest first where several
// fit.
var eastAsians = []struct {
	name string
	encoding.Encoding
}{
	{"shift_jis", japanese.ShiftJIS}, {"euc-jp", japanese.EUCJP}, {"gb18030", simplifiedchinese.GB18030}, {"big5", traditionalchinese.Big5}, {"euc-kr", korean.EUCKR},
}

// eastAsian names the charset of East Asia that a short text is in, or "":
// some of its bytes are none in Windows-1252, and it makes nothing but signs of
// those scripts in one of them.
func eastAsian(data []byte) string {
	const enough = 1 << 16
	lines := highLines(data)
	lines = lines[:min(len(lines), enough)]
	if !beyondWestern(lines) {
		return ""
	}
	for _, e := range eastAsians {
		text, err := e.NewDecoder().Bytes(lines)
		if err == nil && onlyEastAsian(text) {
			return e.name
		}
	}
	return ""
}

// beyondWestern says whether a text has bytes that Windows-1252 leaves free.
func beyondWestern(data []byte) bool {
	for _, c := range data {
		switch c {
		case 0x81, 0x8d, 0x8f, 0x90, 0x9d:
			return true
		}
	}
	return false
}

func onlyEastAsian(text []byte) bool {
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		if r >= utf8.RuneSelf && (r == utf8.RuneError || !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) && (r < 0x3000 || r > 0x30ff) && (r < 0xff00 || r > 0xffef)) {
			return false
		}
	}
	return true
}
