package media

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTexts(t *testing.T) {
	for _, c := range []struct{ name, data, text, charset string }{
		{"plain", "Hello there.\n", "Hello there.", "UTF-8"},
		{"line ends of Windows", "one\r\ntwo\r\n\r\n", "one\r\ntwo", "UTF-8"},
		{"mark", "\ufeffcafé", "café", "UTF-8"},
		{"two marks", "\ufeff\ufeffcafé", "café", "UTF-8"},
		{"western", "caf\xe9 \x93quoted\x94 \x80" + "5", "café “quoted” €5", "windows-1252"},
		{"German", "Stra\xdfe, h\xfcbsch und sch\xf6n", "Straße, hübsch und schön", "windows-1252"},
		{"UTF-16 with mark", "\xff\xfec\x00a\x00f\x00\xe9\x00", "café", "UTF-16LE"},
		{"UTF-16, other order", "\xfe\xff\x00c\x00a\x00f\x00\xe9", "café", "UTF-16BE"},
		{"UTF-16 without mark", "w\x00o\x00r\x00d\x00s\x00", "words", "UTF-16LE"},
		{"UTF-32", "\xff\xfe\x00\x00w\x00\x00\x00\xe9\x00\x00\x00", "wé", "UTF-32LE"},
		{"Chinese", "\xbd\xf1\xcc\xec\xcc\xec\xc6\xf8\xba\xdc\xba\xc3", "今天天气很好", "gb2312"},
		{"Japanese", "\x93\xfa\x96\x7b\x8c\xea\x82\xcc\x83\x65\x83\x4c\x83\x58\x83\x67\x82\xc5\x82\xb7\x81\x42", "日本語のテキストです。", "shift_jis"},
		{"one broken letter", "今天天气很好今天天气很好\xe4\xbb", "今天天气很好今天天气很好\ufffd", "UTF-8"},
		{"a zero inside", "with\x00null byte inside", "with\x00null byte inside", "UTF-8"},
		{"blank", " \n", " ", "UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, charset, err := Text([]byte(c.data))
			if text != c.text || charset != c.charset || err != nil {
				t.Errorf("%q, %s, %v; want %q, %s", text, charset, err, c.text, c.charset)
			}
		})
	}
	for _, data := range []string{"", "\ufeff", "\x00\x01\x02\x03\x04\x05", strings.Repeat("\x07\x90", 30)} {
		if text, _, err := Text([]byte(data)); err == nil {
			t.Errorf("%q was read as %q", data, text)
		}
	}
}

func TestTextFiles(t *testing.T) {
	d := decode(t, map[string]string{"a.txt": "first\n", "b.txt": "", "c.txt": " \n", "d.txt": "caf\xe9", "e.txt": pngFile(ramp(2, 2)), "f.md": "今天天气很好\xe4\xbb"}, Options{})
	if diff := cmp.Diff([]string{"first", "", " ", "café", "", "今天天气很好\ufffd"}, d.Texts); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{present, "unreadable", present, present, "unsupported", present}, presence(d)); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "b.txt", "the file is empty", "absent for record b")
	wantProblem(t, d, "1 text of blanks only", "c.txt", "may stand for missing")
	wantProblem(t, d, "1 text in another charset than UTF-8, for example d.txt", "windows-1252")
	wantProblem(t, d, "e.txt", "the file is an image; this modality is one of texts")
	wantProblem(t, d, "1 text with bytes that are no letters", "f.md")
}

// Short texts are read in the charset that all texts show together.
func TestCommonCharset(t *testing.T) {
	russian := "\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0? \xdd\xf2\xee \xef\xf0\xee\xf1\xf2\xee\xe9 \xf2\xe5\xea\xf1\xf2 \xed\xe0 \xf0\xf3\xf1\xf1\xea\xee\xec \xff\xe7\xfb\xea\xe5."
	d := decode(t, map[string]string{"a.txt": strings.Repeat(russian, 5), "b.txt": "\xe4\xe0"}, Options{})
	if d.Texts[1] != "да" {
		t.Errorf("%q", d.Texts[1])
	}
}
