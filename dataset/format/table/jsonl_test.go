package table

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

// opened is what a table holds, for comparison.
type opened struct {
	File  string
	Names []string
	Rows  []string // cells of a row joined by |
	Lines []int
}

func look(t *Table) opened {
	out := opened{File: t.File, Names: t.Names}
	all := make([]int, len(t.Names))
	for k := range all {
		all[k] = k
	}
	cells := t.Texts(all...)
	for i := range t.Rows() {
		var row []string
		for k := range cells {
			row = append(row, cells[k][i])
		}
		out.Rows = append(out.Rows, strings.Join(row, "|"))
		if line := t.Line(i); line > 0 {
			out.Lines = append(out.Lines, line)
		}
	}
	return out
}

func said(t *Table) []string {
	var out []string
	for _, p := range t.Problems {
		out = append(out, p.What)
	}
	return out
}

var jsonFiles = []struct {
	name, file, text string
	want             opened
	said             []string
}{
	{
		name: "an object per line", file: "a.jsonl",
		text: "{\"id\":\"p01\",\"x\":1234567890123456789,\"t\":\"a \\\"b\\\" \\u00e9\"}\n\n{\"id\":\"p02\",\"t\":null,\"z\":true,\"x\":1.50}\n",
		want: opened{Names: []string{"id", "x", "t", "z"}, Rows: []string{`p01|1234567890123456789|a "b" é|`, "p02|1.50||true"}, Lines: []int{1, 3}},
	},
	{
		name: "nested objects and lists", file: "a.ndjson",
		text: `{"id":1,"m":{"a":1,"b":{"c":"x"}},"e":[0.5,null,2],"l":["u","v"],"o":[{"k":1}]}` + "\n" + `{"id":2,"m":{"a":2},"e":[1,2,3,4],"l":[],"o":null}`,
		want: opened{Names: []string{"id", "m.a", "m.b.c", "e.0", "e.1", "e.2", "e.3", "l", "o"}, Rows: []string{`1|1|x|0.5||2||u;v|[{"k":1}]`, "2|2||1|2|3|4||"}, Lines: []int{1, 2}},
		said: []string{"lists of numbers have different lengths here: 1 record of 3, 1 record of 4", "1 record holds a list of objects here"},
	},
	{
		name: "a last line that is cut off", file: "a.jsonl", text: "{\"a\":1}\n{\"a\":2}\n{\"a\":3,\"b",
		want: opened{Names: []string{"a"}, Rows: []string{"1", "2"}, Lines: []int{1, 2}},
		said: []string{"the last line is cut off: the file is not complete, and more records may be lacking than this one"},
	},
	{
		name: "vectors that are empty or too short", file: "a.jsonl", text: "{\"e\":[1,2]}\n{\"e\":[]}\n{\"e\":[3,4]}\n{\"e\":[5]}\n{\"e\":null}",
		want: opened{Names: []string{"e", "e.0", "e.1"}, Rows: []string{"|1|2", "||", "|3|4", "|5|", "||"}, Lines: []int{1, 2, 3, 4, 5}},
		said: []string{"lists of numbers have different lengths here: 2 records of 2, 1 record of 0, 1 record of 1"},
	},
	{
		name: "a list of objects", file: "a.json", text: "[\n {\"id\": \"a\", \"x\": NaN},\n {\"id\": \"b\", \"x\": 2}\n]\n",
		want: opened{Names: []string{"id", "x"}, Rows: []string{"a|NaN", "b|2"}, Lines: []int{2, 3}},
	},
	{
		name: "objects over several lines", file: "a.jsonl", text: "{\n \"a\": 1\n}\n{\n \"a\": 2\n}",
		want: opened{Names: []string{"a"}, Rows: []string{"1", "2"}, Lines: []int{1, 4}},
	},
	{
		name: "one of twelve lines is broken", file: "a.jsonl", text: strings.Repeat("{\"a\":1}\n", 6) + "{\"a\":\n" + strings.Repeat("{\"a\":1}\n", 5) + "{\"a\":2,\"a\":3}",
		want: opened{Names: []string{"a"}, Rows: strings.Split("1 1 1 1 1 1 1 1 1 1 1 3", " "), Lines: []int{1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13}},
		said: []string{"1 record has this twice", "1 entry is no object of JSON"},
	},
	{
		name: "lists of columns", file: "a.json", text: `{"id":["a","b"],"x":[1,2]}`,
		want: opened{Names: []string{"id", "x"}, Rows: []string{"a|1", "b|2"}},
	},
	{
		name: "columns as pandas writes them", file: "a.json", text: `{"id":{"0":"a","1":"b"},"x":{"0":1,"1":null}}`,
		want: opened{Names: []string{"id", "x"}, Rows: []string{"a|1", "b|"}},
	},
	{
		name: "records as pandas writes them", file: "a.json", text: `{"0":{"id":"a","x":1},"1":{"id":"b","x":2}}`,
		want: opened{Names: []string{"id", "x"}, Rows: []string{"a|1", "b|2"}},
	},
	{
		name: "split as pandas writes it", file: "a.json", text: `{"columns":["x","y"],"index":["p1","p2"],"data":[[1,2],[3,4]]}`,
		want: opened{Names: []string{"", "x", "y"}, Rows: []string{"p1|1|2", "p2|3|4"}},
	},
	{
		name: "a list in an object", file: "a.json", text: `{"version":1,"data":[{"id":"a"},{"id":"b"}]}`,
		want: opened{Names: []string{"id"}, Rows: []string{"a", "b"}},
	},
	{
		name: "one line", file: "a.jsonl", text: "\ufeff{\"id\":\"a\",\"x\":1e-3}",
		want: opened{Names: []string{"id", "x"}, Rows: []string{"a|1e-3"}, Lines: []int{1}},
	},
}

func TestJSON(t *testing.T) {
	for _, c := range jsonFiles {
		t.Run(c.name, func(t *testing.T) {
			c.want.File = c.file
			tables, err := Open(context.Background(), fstest.MapFS{c.file: {Data: []byte(c.text)}}, c.file, Request{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, look(tables[0])); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.said, said(tables[0])); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Lists of records under several names are a table each; what stands beside them
// is named.
func TestJSONOfSeveralLists(t *testing.T) {
	text := `{"version": 2, "set": {"train": [{"id": "a", "x": 1}, {"id": "b", "x": 2}], "Test": [{"id": "c", "x": 3}]}}`
	for name, c := range map[string]struct{ text, remark string }{
		"in an object": {strings.Replace(text, `"version": 2, `, "", 1), ""},
		"beside words": {`{"version": 2, ` + strings.TrimSuffix(text[strings.Index(text, `"train"`):], "}"), "1 value stands beside the lists of records"},
	} {
		tables, err := Open(context.Background(), fstest.MapFS{"a.json": {Data: []byte(c.text)}}, "a.json", Request{})
		if err != nil || len(tables) != 2 {
			t.Fatalf("%s: %d tables, %v", name, len(tables), err)
		}
		for k, want := range []opened{
			{File: "a.json:train", Names: []string{"id", "x"}, Rows: []string{"a|1", "b|2"}},
			{File: "a.json:Test", Names: []string{"id", "x"}, Rows: []string{"c|3"}},
		} {
			if diff := cmp.Diff(want, look(tables[k])); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		if got := strings.Join(said(tables[0]), ""); got != c.remark {
			t.Errorf("%s: says %q, want %q", name, got, c.remark)
		}
	}
}

func TestJSONRefuses(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"a.json", `[{"a":1},{"a":`, "at line 1"},
		{"a.json", `{"version":1,"name":"x"}`, "one object of JSON"},
		{"a.json", `[1,2,3]`, "3 entries are no objects"},
		{"a.jsonl", "{\"a\":1}\nnonsense\n", "1 entry is no object of JSON, of 2; the first begins at line 2"},
		{"a.jsonl", "", "no record"},
		{"a.json", `{"a":[1,2],"b":[1]}`, `the list of "a" has 2 values, that of "b" has 1`},
		{"a.jsonl", strings.Repeat("[", 100000), "nested too deeply"},
		{"a.jsonl", sparseLines(3000), "almost all are empty"},
	} {
		_, err := Open(context.Background(), fstest.MapFS{c.file: {Data: []byte(c.text)}}, c.file, Request{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40s: %v, want %q", c.text, err, c.want)
		}
	}
}

// sparseLines are objects that each have a name of their own.
func sparseLines(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`{"` + strings.Repeat("k", i+1) + `":1}` + "\n")
	}
	return b.String()
}

func TestNumbersOfJSONHavePoints(t *testing.T) {
	for text, want := range map[string]string{`{"x":1.234,"s":"3,5"}`: ".", `{"x":1,"s":"3,5"}`: ","} {
		tables, err := Open(context.Background(), fstest.MapFS{"a.jsonl": {Data: []byte(text)}}, "a.jsonl", Request{Decimal: map[bool]string{true: ","}[want == "."]})
		if err != nil {
			t.Fatal(err)
		}
		if got := tables[0].Import.Decimal; got != want {
			t.Errorf("%s: the decimal mark is %q, not %q", text, got, want)
		}
	}
}

func TestJSONInAnotherCharset(t *testing.T) {
	data := []byte("{\"t\":\"caf\xe9\"}")
	tables, err := Open(context.Background(), fstest.MapFS{"a.jsonl": {Data: data}}, "a.jsonl", Request{Charset: "iso-8859-2"})
	if err != nil {
		t.Fatal(err)
	}
	if got := tables[0].Texts(0)[0][0] + " in " + tables[0].Import.Charset; got != "café in iso-8859-2" {
		t.Error(got)
	}
}

func TestJSONStopsWhenAsked(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	_, err := Open(ctx, fstest.MapFS{"a.jsonl": {Data: []byte(`{"a":1}`)}}, "a.jsonl", Request{})
	if err != context.Canceled {
		t.Errorf("a stopped reader returns %v", err)
	}
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`{"id":"p01","x":1}` + "\n" + `{"id":"p02","m":{"a":[1,2]}}`, `[{"a":1},{"a":null}]`, `{"a":{"0":1}}`,
		`{"columns":["x"],"index":["p"],"data":[[1]]}`, `{"a":"\ud800\u00e9"}`, `[[[[`, `{"a":-}`, `{"":{"":1}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, file := range []string{"a.json", "a.jsonl"} {
			tables, err := Open(context.Background(), fstest.MapFS{file: {Data: data}}, file, Request{})
			soundOrRefused(t, tables, err)
		}
	})
}

// soundOrRefused checks what holds for whatever was read: columns of one
// length, different names, errors for people.
func soundOrRefused(t *testing.T, tables []*Table, err error) {
	t.Helper()
	if err != nil {
		if _, ok := err.(*dataset.UserError); !ok {
			t.Fatalf("the error is not for people: %v", err)
		}
		return
	}
	for _, table := range tables {
		seen := map[string]bool{}
		for k, name := range table.Names {
			if seen[name] {
				t.Fatalf("two columns are called %q", name)
			}
			seen[name] = true
			if n := len(table.Texts(k)[0]); n != table.Rows() {
				t.Fatalf("column %q has %d cells in %d rows", name, n, table.Rows())
			}
		}
	}
}
