package table

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"lacuna/dataset"
)

// open opens one file with the given bytes.
func open(t *testing.T, file, data string, r Request) *Table {
	t.Helper()
	tables, err := Open(t.Context(), fstest.MapFS{file: {Data: []byte(data)}}, file, r)
	if err != nil {
		t.Fatal(err)
	}
	if len(tables) != 1 {
		t.Fatalf("%d tables", len(tables))
	}
	return tables[0]
}

// lines writes a table as lines of cells between bars.
func lines(t *Table) []string {
	all := make([]int, len(t.Names))
	for j := range all {
		all[j] = j
	}
	cells := t.Texts(all...)
	out := []string{strings.Join(t.Names, "|")}
	for i := range t.Rows() {
		row := make([]string, len(cells))
		for j := range cells {
			row[j] = cells[j][i]
		}
		out = append(out, strings.Join(row, "|"))
	}
	return out
}

// remarked checks that each of the wanted texts stands in a problem of its own, and
// that there are no more problems.
func remarked(t *testing.T, problems []dataset.Problem, want ...string) {
	t.Helper()
	var have []string
	for _, p := range problems {
		have = append(have, p.What+" → "+p.Done)
	}
	if len(have) != len(want) {
		t.Errorf("%d problems, want %d: %q", len(have), len(want), have)
		return
	}
	for k, w := range want {
		if !strings.Contains(have[k], w) {
			t.Errorf("problem %q, want one with %q", have[k], w)
		}
	}
}

// dialectCases are the cases of TestDialects.
var dialectCases = []struct {
	name, data string
	r          Request
	want       []string
	said       []string
}{
	{name: "comma", data: "id,crp,wbc\np01,13,2\np02,16,3\np03,19,4\n"},
	{name: "no line end at the end", data: "id,crp,wbc\np01,13,2\np02,16,3\np03,19,4"},
	{name: "semicolon", data: "id;crp;wbc\np01;13;2\np02;16;3\np03;19;4\n"},
	{name: "tab", data: "id\tcrp\twbc\np01\t13\t2\np02\t16\t3\np03\t19\t4\n"},
	{name: "bar", data: "id|crp|wbc\np01|13|2\np02|16|3\np03|19|4\n"},
	{name: "colon", data: "id:crp:wbc\np01:13:2\np02:16:3\np03:19:4\n"},
	{name: "tilde", data: "id~crp~wbc\np01~13~2\np02~16~3\np03~19~4\n"},
	{name: "caret", data: "id^crp^wbc\np01^13^2\np02^16^3\np03^19^4\n"},
	{name: "control A", data: "id\x01crp\x01wbc\np01\x0113\x012\np02\x0116\x013\np03\x0119\x014\n"},
	{name: "broken bar", data: "id¦crp¦wbc\np01¦13¦2\np02¦16¦3\np03¦19¦4\n"},
	{name: "double semicolon", data: "id;;crp;;wbc\np01;;13;;2\np02;;16;;3\np03;;19;;4\n"},
	{name: "double colon", data: "id::crp::wbc\np01::13::2\np02::16::3\np03::19::4\n"},
	{name: "blank", data: "\"id\" \"crp\" \"wbc\"\n\"p01\" 13 2\n\"p02\" 16 3\n\"p03\" 19 4\n"},
	{name: "blanks in columns", data: "id    crp   wbc\np01    13     2\np02    16     3\np03    19     4\n"},
	{name: "blanks before lines", data: "  id    crp   wbc\n p01    13     2\n p02    16     3\n p03    19     4\n"},
	{name: "markdown", data: "| id | crp | wbc |\n|----|-----|-----|\n| p01 | 13 | 2 |\n| p02 | 16 | 3 |\n| p03 | 19 | 4 |\n",
		said: []string{"only draws a line", "neither a name nor any cell"}},
	{name: "sep line", data: "sep=;\r\nid;crp;wbc\r\np01;13;2\r\np02;16;3\r\np03;19;4\r\n"},
	{name: "sep line in quotes", data: "\"sep=,\"\nid,crp,wbc\np01,13,2\np02,16,3\np03,19,4\n"},
	{name: "a bar between tildes", data: "id~|~crp~|~wbc\np01~|~13~|~2\np02~|~16~|~3\np03~|~19~|~4\n"},
	{name: "a tilde between bars", data: "id|~|crp|~|wbc\np01|~|13|~|2\np02|~|16|~|3\np03|~|19|~|4\n"},
	{name: "full-width commas", data: "id，crp，wbc\np01，13，2\np02，16，3\np03，19，4\n"},
	{name: "Arabic semicolons", data: "id؛crp؛wbc\np01؛13؛2\np02؛16؛3\np03؛19؛4\n"},
	{name: "signs of some cells", data: "id,crp#,wbc\np01,#a,2\np02,#b,3\n", want: []string{"id|crp#|wbc", "p01|#a|2", "p02|#b|3"}},
	{name: "carriage returns", data: "id,crp,wbc\rp01,13,2\rp02,16,3\rp03,19,4\r"},
	{name: "Ctrl-Z", data: "id,crp,wbc\r\np01,13,2\r\np02,16,3\r\np03,19,4\r\n\x1a"},
	{name: "marks", data: "\ufeff\ufeffid,\u200bcrp,wbc\u00a0\n p01 ,13,2\np02\u200b,\u00a016,3\np03,19\u2009,4\n"},
	{name: "mark before a quote", data: "\ufeff\"id\",crp,wbc\np01,13,2\np02,16,3\np03,19,4\n"},
	{name: "hash", data: "#id\tcrp\twbc\np01\t13\t2\np02\t16\t3\np03\t19\t4\n", want: []string{"#id|crp|wbc", "p01|13|2", "p02|16|3", "p03|19|4"}},
	{name: "hash and blank", data: "# made by a machine\n# id,crp,wbc\np01,13,2\np02,16,3\np03,19,4\n"},
	{name: "comments", data: "# made by a machine\n\nid,crp,wbc\np01,13,2\n# in between\np02,16,3\np03,19,4\n", said: []string{"is a comment"}},
	{name: "a comment that is no header", data: "# a,b,c\nid,crp,wbc\np01,13,2\np02,16,3\np03,19,4\n"},
	{name: "title", data: "Report of the ward\n\nid,crp,wbc\np01,13,2\np02,16,3\np03,19,4\n", said: []string{"above the table"}},
	{name: "a header that lacks names", data: "id,crp,wbc\np01,13,2,a,b\np02,16,3,c,d\np03,19,4,e,f\n", want: []string{"id|crp|wbc|c4|c5", "p01|13|2|a|b", "p02|16|3|c|d", "p03|19|4|e|f"}, said: []string{"no name"}},
	{name: "R's row names", data: "\"crp\" \"wbc\"\n\"p01\" 13 2\n\"p02\" 16 3\n\"p03\" 19 4\n", want: []string{"|crp|wbc", "p01|13|2", "p02|16|3", "p03|19|4"}},
	{name: "R's row numbers beside an id", data: "\"id\",\"crp\",\"wbc\"\n\"1\",\"p01\",13,2\n\"2\",\"p02\",16,3\n\"3\",\"p03\",19,4\n",
		want: []string{"|id|crp|wbc", "1|p01|13|2", "2|p02|16|3", "3|p03|19|4"}},
	{name: "whole lines in quotes", data: "\"id,crp,wbc\"\n\"p01,13,2\"\n\"p02,16,3\"\n\"p03,19,4\"\n"},
	{name: "one whole line in quotes", data: "id,crp,wbc\np01,13,2\n\"p02,16,3\"\np03,19,4\n", said: []string{"in quotes as a whole"}},
	{name: "all cells in quotes", data: "\"id\",\"crp\",\"wbc\"\n\"p01\",\"13\",\"2\"\n\"p02\",\"16\",\"3\"\n\"p03\",\"19\",\"4\"\n"},
	{name: "delimiter at all ends", data: "id,crp,wbc,\np01,13,2,\np02,16,3,\np03,19,4,\n", said: []string{"neither a name nor any cell"}},
	{name: "delimiter at the ends of rows", data: "id,crp,wbc\np01,13,2,\np02,16,3,\np03,19,4,\n", said: []string{"beyond the last column"}},
	{name: "short lines", data: "id,crp,wbc\np01,13\np02,16,3\np03\n", want: []string{"id|crp|wbc", "p01|13|", "p02|16|3", "p03||"},
		said: []string{"2 lines have fewer cells than there are columns: lines 2, 4"}},
	{name: "repeated header", data: "id,crp,wbc\np01,13,2\nid,crp,wbc\np02,16,3\nid,crp,wbc\np03,19,4\n", said: []string{"2 lines repeat the header: lines 3, 5"}},
	{name: "units", data: "id,crp,wbc\n,mg/l,1/nl\np01,13,2\np02,16,3\np03,19,4\n", said: []string{"line 2 holds units"}},
	{name: "empty lines of a spreadsheet", data: "id,crp,wbc\np01,13,2\np02,16,3\np03,19,4\n,,\n,,\n", said: []string{"2 lines at the end"}},
	{name: "twins", data: "id,x,x,x (2),x\np01,1,2,3,4\np02,5,6,7,8\n", want: []string{"id|x|x (3)|x (2)|x (4)", "p01|1|2|3|4", "p02|5|6|7|8"}, said: []string{"name of an earlier one"}},
	{name: "nameless", data: ",id,crp,\n0,p01,13,2\n1,p02,16,3\n", want: []string{"|id|crp|c4", "0|p01|13|2", "1|p02|16|3"}, said: []string{"no name"}},
	{name: "no header", data: "p01,13,2\np02,16,3\np03,19,4\n", want: []string{"c1|c2|c3", "p01|13|2", "p02|16|3", "p03|19|4"}, said: []string{"no header"}},
	{name: "numbers without header", data: "1.5,13,2\n2.5,16,3\n0.5,19,4\n", want: []string{"c1|c2|c3", "1.5|13|2", "2.5|16|3", "0.5|19|4"}, said: []string{"no header"}},
	{name: "one nameless column of pandas", data: ",0\n0,1\n1,0\n2,1\n", want: []string{"|0", "0|1", "1|0", "2|1"}},
	{name: "columns counted", data: "0,1,2\n5.5,13,2\n6.5,16,3\n", want: []string{"0|1|2", "5.5|13|2", "6.5|16|3"}},
	{name: "years as names", data: "country,2019,2020,2021\nde,13,2,7\nfr,16,3,8\n", want: []string{"country|2019|2020|2021", "de|13|2|7", "fr|16|3|8"}},
	{name: "header alone", data: "id,crp\n", want: []string{"id|crp"}, said: []string{"no row"}},
	{name: "header decided", data: "a,b\nc,d\n", r: Request{File: dataset.FileImport{Header: "none"}}, want: []string{"c1|c2", "a|b", "c|d"}, said: []string{"no header"}},
	{name: "delimiter decided", data: "a,b;c,d\ne,f;g,h\n", r: Request{Delimiter: ";", File: dataset.FileImport{Header: "first"}}, want: []string{"a,b|c,d", "e,f|g,h"}},
	{name: "delimiter by its name", data: "id x\tcrp\np 1\t3\np 2\t4\n", r: Request{Delimiter: "tab"}, want: []string{"id x|crp", "p 1|3", "p 2|4"}},
	{name: "one column", data: "crp\n1\n2\n", want: []string{"crp", "1", "2"}},
	{name: "one column of ids", data: "sample_1\nsample_2\nsample_3\n", want: []string{"c1", "sample_1", "sample_2", "sample_3"}, said: []string{"no header"}},
	{name: "one column of times", data: "time\n10:30\n10:45\n11:00\n", want: []string{"time", "10:30", "10:45", "11:00"}, said: nil},
	{name: "one column of decimal commas", data: "crp\n1,5\n2,5\n", want: []string{"crp", "1,5", "2,5"}},
	{name: "decimal commas in tabs", data: "id\tcrp\np01\t1,5\np02\t2,5\n", want: []string{"id|crp", "p01|1,5", "p02|2,5"}},
	{name: "decimal commas without header", data: "1,5;2,5\n3,5;4,5\n", want: []string{"c1|c2", "1,5|2,5", "3,5|4,5"}, said: []string{"no header"}},
	{name: "nothing", data: "", want: []string{""}, said: []string{"empty"}},
	{name: "blank lines", data: "\n \n\n", want: []string{""}, said: []string{"empty"}},
}

func TestDialects(t *testing.T) {
	tidy := []string{"id|crp|wbc", "p01|13|2", "p02|16|3", "p03|19|4"}
	for _, c := range dialectCases {
		t.Run(c.name, func(t *testing.T) {
			have := open(t, "a.csv", c.data, c.r)
			want := c.want
			if want == nil {
				want = tidy
			}
			if diff := cmp.Diff(want, lines(have)); diff != "" {
				t.Error(diff, have.Import.Why)
			}
			remarked(t, have.Problems, c.said...)
		})
	}
}

func TestQuotes(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       []string
		said       []string
	}{
		{name: "delimiter and line ends inside", data: "id,text\np1,\"well, yes\"\np2,\"one\ntwo, \"\"three\"\"\n\nfour\"\np3,plain\n",
			want: []string{"id|text", "p1|well, yes", "p2|one\ntwo, \"three\"\n\nfour", "p3|plain"}},
		{name: "backslashes", data: "id,text\r\np1,\"one\r\ntwo, with \\\"this\\\" and, a comma\"\r\np2,\"fine\"\r\n",
			want: []string{"id|text", "p1|one\r\ntwo, with \"this\" and, a comma", "p2|fine"}},
		{name: "inches", data: "id,text,x\np1,the 15\" screen,1\np2,5'11\",2\np3,15\" or 17\" wide,3\n",
			want: []string{"id|text|x", "p1|the 15\" screen|1", "p2|5'11\"|2", "p3|15\" or 17\" wide|3"}},
		{name: "a word in quotes", data: "id,text,x\np1,\"Great\" film,1\np2,poor,2\n", want: []string{"id|text|x", "p1|\"Great\" film|1", "p2|poor|2"},
			said: []string{"opened and not closed"}},
		{name: "never closed", data: "id,text,x\np1,\"never closed,1\np2,fine,2\np3,\"a, b\",3\np4,\"\",4\n",
			want: []string{"id|text|x", "p1|\"never closed|1", "p2|fine|2", "p3|a, b|3", "p4||4"}, said: []string{"1 line has a quote that is opened and not closed: line 2"}},
		{name: "never closed, inches later", data: "id,text,x,y\np1,\"never closed,1,1\np2,fine,2,2\np3,fine 15\",3,3\np4,x,4,4\n",
			want: []string{"id|text|x|y", "p1|\"never closed|1|1", "p2|fine|2|2", "p3|fine 15\"|3|3", "p4|x|4|4"}, said: []string{"not closed: line 2"}},
		{name: "never closed at the end", data: "id,text,x\np1,fine,1\np2,\"never closed,2\n", want: []string{"id|text|x", "p1|fine|1", "p2|\"never closed|2"}, said: []string{"not closed: line 3"}},
		{name: "single quotes", data: "id,text,x\np1,'well, yes',1\np2,'it''s, so',2\np3,'it's, so',3\n", want: []string{"id|text|x", "p1|well, yes|1", "p2|it's, so|2", "p3|it's, so|3"},
			said: []string{"cells are in single quotes"}},
		{name: "apostrophes", data: "id,text,x\np1,it's so,1\np2,'tis the season,2\n", want: []string{"id|text|x", "p1|it's so|1", "p2|'tis the season|2"}},
		{name: "blanks before quotes", data: "id, text, x\np1, \"well, yes\", 1\np2, \"no\", 2\n", want: []string{"id|text|x", "p1|well, yes|1", "p2|no|2"}},
		{name: "sentences without quotes", data: "id,text\np1,well, this is it, or is it\np2,this is a text\np3,this is a longer text\n",
			want: []string{"id|text", "p1|well, this is it, or is it", "p2|this is a text", "p3|this is a longer text"}, said: []string{"the text of the last column"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			have := open(t, "a.csv", c.data, Request{})
			if diff := cmp.Diff(c.want, lines(have)); diff != "" {
				t.Error(diff, have.Import.Why)
			}
			remarked(t, have.Problems, c.said...)
		})
	}
}

func TestLinesOfRows(t *testing.T) {
	have := open(t, "a.csv", "# made\nid,text\n\np1,\"one\ntwo\"\np2,x\n# no\n\np3,y\n", Request{})
	var got []int
	for i := range have.Rows() {
		got = append(got, have.Line(i))
	}
	if diff := cmp.Diff([]int{4, 6, 9}, got); diff != "" {
		t.Error(diff)
	}
}

// A text of many parts is read as one part would be.
func TestManyParts(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,text,x\n")
	const rows = 300_000
	for i := range rows {
		switch {
		case i%1000 == 7:
			b.WriteString("\n# in between\n")
			fallthrough
		case i%3 > 0:
			b.WriteString("p,some words that make the file long enough to be cut,1\n")
		default:
			b.WriteString("p,\"some words, that make the file long enough to be cut\",1\n")
		}
	}
	one, four := open(t, "a.csv", b.String(), Request{Workers: 1}), open(t, "a.csv", b.String(), Request{Workers: 4})
	if one.Rows() != rows || four.Rows() != rows {
		t.Errorf("%d and %d rows, want %d", one.Rows(), four.Rows(), rows)
	}
	if diff := cmp.Diff(one.Problems, four.Problems); diff != "" {
		t.Error(diff)
	}
	for _, i := range []int{0, 6, 7, 8, 100_000, rows - 1} {
		if one.Line(i) != four.Line(i) {
			t.Errorf("row %d is line %d or %d", i, one.Line(i), four.Line(i))
		}
	}
}

func TestCharsets(t *testing.T) {
	const text = "id,größe,weiß\nZoé,1,2\nNoël,3,4\nBjörn,5,6\n"
	const chinese = "编号,血压,说明\n甲,1,今天感觉很好，没有不舒服\n乙,2,昨天晚上睡得不好\n丙,3,吃了药以后好多了\n"
	pairs := func(s string, big, mark bool) string {
		var out []byte
		units := utf16.Encode([]rune(s))
		if mark {
			units = append([]uint16{0xfeff}, units...)
		}
		for _, u := range units {
			if big {
				out = append(out, byte(u>>8), byte(u))
			} else {
				out = append(out, byte(u), byte(u>>8))
			}
		}
		return string(out)
	}
	western, _ := charmap.Windows1252.NewEncoder().String(text)
	gbk, _ := simplifiedchinese.GBK.NewEncoder().String(chinese)
	cyrillic, _ := charmap.KOI8R.NewEncoder().String("имя,рост\nиван,1\nпётр,2\n")
	for _, c := range []struct {
		name, data string
		r          Request
		want       string
		charset    string
		said       []string
	}{
		{"UTF-8", text, Request{}, text, "utf-8", nil},
		{"UTF-16 with a mark", pairs(text, false, true), Request{}, text, "utf-16le", nil},
		{"UTF-16 with a mark, the other order", pairs(text, true, true), Request{}, text, "utf-16be", nil},
		{"UTF-16", pairs(text, false, false), Request{}, text, "utf-16le", []string{"does not say so"}},
		{"UTF-16, the other order", pairs(text, true, false), Request{}, text, "utf-16be", []string{"does not say so"}},
		{"Windows-1252", western, Request{}, text, "windows-1252", []string{"not UTF-8; windows-1252"}},
		{"GBK", gbk, Request{}, chinese, "gb", []string{"not UTF-8; gb"}},
		{"given", cyrillic, Request{Charset: "koi8-r"}, "имя,рост\nиван,1\nпётр,2\n", "koi8-r", nil},
		{"one byte that is wrong", text + "Ren\xe9,7,8\n", Request{}, text + "René,7,8\n", "utf-8", []string{"1 byte is not UTF-8"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			have := open(t, "a.csv", c.data, c.r)
			want := strings.Split(strings.TrimSpace(strings.ReplaceAll(c.want, ",", "|")), "\n")
			if diff := cmp.Diff(want, lines(have)); diff != "" {
				t.Error(diff)
			}
			if !strings.HasPrefix(have.Import.Charset, c.charset) {
				t.Errorf("charset %q, want %q", have.Import.Charset, c.charset)
			}
			remarked(t, have.Problems, c.said...)
		})
	}
}

func gzipped(data []byte) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.String()
}

func TestPacked(t *testing.T) {
	have := open(t, "a.csv.gz", gzipped([]byte("id,crp\np1,3\n")), Request{})
	if diff := cmp.Diff([]string{"id|crp", "p1|3"}, lines(have)); diff != "" {
		t.Error(diff)
	}
}

func TestRefused(t *testing.T) {
	packed := gzipped([]byte("id,crp\np1,3\n"))
	for _, c := range []struct{ name, data, want string }{
		{"a web page", "\n<!DOCTYPE html>\n<html><body>404, not found</body></html>\n", "no table"},
		{"a message in XML", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "no table"},
		{"no text", "\x7fELF\x00\x00\x01", "no text file"},
		{"half a gzip file", packed[:len(packed)-9], "cannot be unpacked"},
		{"a bomb", strings.Repeat(gzipped(make([]byte, 1<<20)), 300), "unpack to more"},
		{"too many long lines", "id,x\n1,2\n1,2,3\n4,5\n4,5,6\n", "2 of 4 lines cannot be read"},
		{"a million columns and more", strings.Repeat(",", mostColumns+1) + "\n1\n", "more than"},
		{"an unknown charset", "id\n1\n", "not known"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Request{}
			if strings.Contains(c.name, "charset") {
				r.Charset = "klingon"
			}
			_, err := Open(t.Context(), fstest.MapFS{"a.csv": {Data: []byte(c.data)}}, "a.csv", r)
			var user *dataset.UserError
			if !errors.As(err, &user) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one for people with %q", err, c.want)
			}
		})
	}
}

func TestOpenStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, fstest.MapFS{"a.csv": {Data: []byte("id\n1\n")}}, "a.csv", Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}

// Reading again with what was decided gives the same table.
func TestOpenAgain(t *testing.T) {
	for _, data := range []string{
		"p01;1,5\np02;2,5\n", "id::x\np1::3\np2::4\n", "# id,x\n1,2\n3,4\n", "a b\n1 2\n3 4\n", "\"a\" \"b\"\n\"p\" 1 2\n\"q\" 3 4\n",
		"id;crp\np01;1,101\np02;2,102\n",
	} {
		first := open(t, "a.csv", data, Request{})
		again := open(t, "a.csv", data, Request{File: first.Import})
		if diff := cmp.Diff(lines(first), lines(again)); diff != "" || first.Import.Decimal != again.Import.Decimal {
			t.Errorf("%q: %s", data, diff)
		}
	}
}
