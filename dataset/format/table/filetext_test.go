package table

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"lacuna/dataset"
)

// smallSizes leave even the shortest text in its file, read it by shreds, and
// keep its numbers as decimals.
var smallSizes = sizes{held: 1, part: 7, window: 5, cells: 1}

// content is all that a table says.
type content struct {
	Names    []string
	Import   dataset.FileImport
	Problems []dataset.Problem
	Lines    []int
	Cells    [][]string
	Columns  []Column
	Numbers  []string
}

func contentOf(t *testing.T, tab *Table) content {
	t.Helper()
	all := UpTo(len(tab.Names))
	c := content{Names: tab.Names, Import: tab.Import, Problems: tab.Problems, Cells: tab.Texts(all...)}
	for i := range tab.Rows() {
		c.Lines = append(c.Lines, tab.Line(i))
	}
	columns, err := tab.Columns(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	block, err := tab.Block(t.Context(), all, columns)
	if err := errors.Join(err, tab.Err()); err != nil {
		t.Fatal(err)
	}
	for k := range columns {
		columns[k].place = placed{}
	}
	for _, x := range dataset.Dense(block.Numbers).Data {
		c.Numbers = append(c.Numbers, fmt.Sprintf("%x", math.Float64bits(x)))
	}
	c.Columns = columns
	return c
}

// sameInFile checks that a text says the same wherever it is read from.
func sameInFile(t *testing.T, data []byte, r Request) {
	t.Helper()
	read := func(s sizes) (content, error) {
		r.sizes, r.Workers = s, 2
		tables, err := Open(t.Context(), fstest.MapFS{"a.csv": {Data: data}}, "a.csv", r)
		if err != nil {
			return content{}, err
		}
		return contentOf(t, tables[0]), nil
	}
	want, err := read(sizes{})
	have, fails := read(smallSizes)
	if (err == nil) != (fails == nil) || err != nil && err.Error() != fails.Error() {
		t.Fatalf("held: %v; in its file: %v", err, fails)
	}
	if diff := cmp.Diff(want, have, cmp.AllowUnexported(Column{}), cmp.Comparer(func(a, b placed) bool { return true })); diff != "" {
		t.Errorf("(-held +in its file):\n%s", diff)
	}
}

// rowsOf is the text of a plain table with a few odd things in it.
func rowsOf(n int, odd map[int]string) string {
	var text strings.Builder
	text.WriteString("id,x,word\n")
	for i := range n {
		if line, ok := odd[i]; ok {
			text.WriteString(line)
			continue
		}
		fmt.Fprintf(&text, "r%d,%d.%d,w%d\n", i, i%50, i, i%3)
	}
	return text.String()
}

// A text that is read in parts from its file says what it says when it is held,
// and it is held only where it must be.
func TestTextInFile(t *testing.T) {
	latin, err := charmap.Windows1252.NewEncoder().String(rowsOf(60, map[int]string{50: "Käse,1,é\n"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, data string
		r          Request
		held       bool
	}{
		{name: "plain", data: rowsOf(60, nil)},
		{name: "no line end at the end", data: strings.TrimSuffix(rowsOf(60, nil), "\n")},
		{name: "carriage returns", data: strings.ReplaceAll(rowsOf(60, nil), "\n", "\r\n")},
		{name: "byte order marks", data: "\ufeff\ufeff" + rowsOf(60, map[int]string{9: "Käse,1,é\n"})},
		{name: "UTF-8 is given", data: rowsOf(60, nil), r: Request{Charset: "utf-8"}},
		{name: "titles, comments, sep=", data: "sep=,\n# made today\n\n" + rowsOf(60, map[int]string{20: "# more\n"})},
		{name: "comment as header", data: "# a\n#id,x,word\n" + strings.TrimPrefix(rowsOf(60, nil), "id,x,word\n")},
		{name: "units", data: rowsOf(60, map[int]string{0: ",mg/l,\n"})},
		{name: "short, long, repeated, ruler, blank", data: rowsOf(60, map[int]string{7: "r7,1\n", 9: "a,b,c,d\n", 20: "id,x,word\n", 30: "---,---,---\n", 40: "\n", 59: ",,\n"})},
		{name: "quotes", data: rowsOf(60, map[int]string{7: "r7,\"1\",\"a, \"\"b\"\"\"\n", 40: "\"r40\",1,c\n"})},
		{name: "nameless column", data: strings.ReplaceAll(rowsOf(60, nil), "\n", ",\n")},
		{name: "a long line", data: rowsOf(60, map[int]string{31: "r31,5," + strings.Repeat("long ", 2000) + "\n"})},
		{name: "a cell over two lines", data: rowsOf(60, map[int]string{31: "r31,5,\"a\nb\"\n"}), held: true},
		{name: "a quote that is not closed", data: rowsOf(60, map[int]string{31: "r31,5,\"a\n"}), held: true},
		{name: "carriage returns alone", data: strings.ReplaceAll(rowsOf(60, nil), "\n", "\r"), held: true},
		{name: "another charset, late", data: latin, held: true},
		{name: "a NUL, late", data: rowsOf(6000, map[int]string{5000: "r\x00,5,a\n"}), held: true},
		{name: "end of text", data: rowsOf(60, nil) + "\x1a", held: true},
		{name: "blanks between", data: strings.ReplaceAll(rowsOf(60, nil), ",", "  "), held: true},
		{name: "lines in quotes", data: `"` + strings.ReplaceAll(strings.TrimSpace(rowsOf(60, nil)), "\n", "\"\n\"") + "\"\n", held: true},
		{name: "empty", data: " \n\n", held: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			sameInFile(t, []byte(c.data), c.r)
			r := c.r
			r.sizes = smallSizes
			d := open(t, "a.csv", c.data, r).cells.(*delimited)
			if held := d.file == nil; held != c.held || held != (d.data != nil) {
				t.Errorf("held %v, want %v", held, c.held)
			}
		})
	}
	for _, c := range dialectCases {
		t.Run(c.name, func(t *testing.T) { sameInFile(t, []byte(c.data), c.r) })
	}
}

// The beginning tells the dialect, wherever the rest lies.
func TestBeginningOfText(t *testing.T) {
	data := rowsOf(40_000, map[int]string{39_000: "r39000,7\n"})
	r := Request{sizes: sizes{held: 1, head: 300 << 10, part: 100 << 10, window: 64 << 10}, Workers: 2}
	tab := open(t, "a.csv", data, r)
	d := tab.cells.(*delimited)
	if d.file == nil || tab.Rows() != 40_000 {
		t.Fatalf("held: %v, %d rows", d.file == nil, tab.Rows())
	}
	if diff := cmp.Diff(contentOf(t, open(t, "a.csv", data, Request{})), contentOf(t, tab), cmp.AllowUnexported(Column{}), cmp.Comparer(func(a, b placed) bool { return true })); diff != "" {
		t.Errorf("(-held +in its file):\n%s", diff)
	}
	r.sizes.head = 1 << 10 // too little to tell
	if open(t, "a.csv", data, r).cells.(*delimited).file != nil {
		t.Error("the dialect is told by a kilobyte")
	}
}

// A file that changes while it is read is no table any more.
func TestTextChanges(t *testing.T) {
	fsys := fstest.MapFS{"a.csv": {Data: []byte(rowsOf(60, nil))}}
	tables, err := Open(t.Context(), fsys, "a.csv", Request{sizes: smallSizes})
	if err != nil {
		t.Fatal(err)
	}
	fsys["a.csv"] = &fstest.MapFile{Data: fsys["a.csv"].Data, ModTime: time.Unix(1, 0)}
	tab := tables[0]
	if tab.Texts(0); tab.Err() == nil || !strings.Contains(tab.Err().Error(), "changed while it was read") {
		t.Errorf("cells of another file: %v", tab.Err())
	}
	if _, err := tab.Columns(t.Context(), nil); err == nil {
		t.Error("columns of another file")
	}
}

// Whoever stops the opening stops the cutting of cells, too.
func TestTextsStop(t *testing.T) {
	for _, s := range []sizes{{}, smallSizes} {
		ctx, stop := context.WithCancel(t.Context())
		tables, err := Open(ctx, fstest.MapFS{"a.csv": {Data: []byte(rowsOf(60, nil))}}, "a.csv", Request{sizes: s})
		if err != nil {
			t.Fatal(err)
		}
		stop()
		if cells := tables[0].Texts(0); !errors.Is(tables[0].Err(), context.Canceled) || cells[0][0] != "" {
			t.Errorf("%q, %v", cells[0][0], tables[0].Err())
		}
	}
}

// openFiles counts the files of a folder that are open.
type openFiles struct {
	fs.FS
	n *atomic.Int64
}

func (o openFiles) Open(name string) (fs.File, error) {
	file, err := o.FS.Open(name)
	if err != nil {
		return nil, err
	}
	o.n.Add(1)
	return countedFile{file, o.n}, nil
}

type countedFile struct {
	fs.File
	n *atomic.Int64
}

func (c countedFile) Close() error {
	c.n.Add(-1)
	return c.File.Close()
}

// ReadAt serves texts that stay in their file.
func (c countedFile) ReadAt(p []byte, at int64) (int, error) {
	return c.File.(io.ReaderAt).ReadAt(p, at)
}

// Notes below a table are looked for at the end of its file, which is closed
// behind them, as everywhere.
func TestFilesOfLargeTextsAreClosed(t *testing.T) {
	text := "id,a,b\n"
	for i := range 40 {
		text += fmt.Sprintf("r%d,%d,%d\n", i, i, 2*i)
	}
	var n atomic.Int64
	folder := openFiles{fstest.MapFS{"a.csv": {Data: []byte(text + "All values are means of three\n")}}, &n}
	tables, err := Open(t.Context(), folder, "a.csv", Request{sizes: smallSizes, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if tables[0].Rows() != 40 {
		t.Errorf("%d rows", tables[0].Rows())
	}
	contentOf(t, tables[0])
	if n.Load() != 0 {
		t.Errorf("%d files are open", n.Load())
	}
}
