package table

import (
	"bytes"
	"errors"
	"math"
	"strconv"
	"testing"
	"testing/fstest"

	"lacuna/dataset"
)

// FuzzText opens any bytes as a table and reads all of it: whatever comes is a
// table whose cells are all there, or an error for people.
func FuzzText(f *testing.F) {
	for _, seed := range []string{
		"id,crp\np1,3\n", "sep=;\nid;x\n1;1,5\n", "\xff\xfei\x00d\x00\n\x00", "\x1f\x8b\x08", "\"a\" \"b\"\n\"p\" 1 2\n", "# a,b\n1,2\n", "a,b\n1\n1,2,3\n\"x",
		"'a, b',1\n'c',2\n", "| a | b |\n|---|---|\n| 1 | 2 |\n", "id,d\n1,2021-01-02\n2,<5\n3,$1,200\n", "\"a,b\"\n\"1,2\"\n", "a::b\n1::2\n", "\r\r\n,\n,,\n", "a\x00b\n", "id,x\n1,\"a\nb\"\n2,\"\"\n",
	} {
		f.Add([]byte(seed), "", "")
	}
	f.Add([]byte("a;b\n1;2"), "space", ",")
	f.Fuzz(func(t *testing.T, data []byte, delimiter, decimal string) {
		r := Request{Delimiter: delimiter, Decimal: decimal, Workers: 2}
		tables, err := Open(t.Context(), fstest.MapFS{"a.csv": {Data: data}}, "a.csv", r)
		if err != nil {
			var user *dataset.UserError
			if !errors.As(err, &user) {
				t.Fatalf("an error that is not for people: %v", err)
			}
			return
		}
		for _, tab := range tables {
			readAgain(t, tab)
		}
		if !bytes.HasPrefix(data, []byte(zipMagic)) {
			sameInFile(t, data, r)
		}
	})
}

// readAgain reads a table twice, as recognised and as then decided.
func readAgain(t *testing.T, tab *Table) {
	t.Helper()
	names := map[string]bool{}
	for _, n := range tab.Names {
		if names[n] {
			t.Fatalf("two columns are called %q", n)
		}
		names[n] = true
	}
	columns, err := tab.Columns(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]int, len(columns))
	decided := map[string]dataset.ColumnImport{}
	for j, c := range columns {
		all[j] = j
		decided[c.Name] = c.Import
		if c.Filled < 0 || c.Filled+c.Missing != tab.Rows() {
			t.Fatalf("column %q: %d filled and %d missing of %d", c.Name, c.Filled, c.Missing, tab.Rows())
		}
		for _, p := range c.Problems {
			if p.What == "" || p.Done == "" {
				t.Fatalf("half a problem: %v", p)
			}
		}
	}
	block, err := tab.Block(t.Context(), all, columns)
	if err != nil {
		t.Fatal(err)
	}
	twin := tab.Decided(decided)
	again, err := twin.Columns(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	second, err := twin.Block(t.Context(), all, again)
	if err != nil {
		t.Fatal(err)
	}
	other := dataset.Dense(second.Numbers).Data
	for k, x := range dataset.Dense(block.Numbers).Data {
		if y := other[k]; math.Float64bits(x) != math.Float64bits(y) && !(math.IsNaN(x) && math.IsNaN(y)) {
			t.Fatalf("column %q is read as %v, then as %v", tab.Names[k%len(all)], x, y)
		}
		if math.IsInf(x, 0) {
			t.Fatal("an infinity")
		}
	}
}

// FuzzNumber reads any cell. What is plain is read as strconv reads it.
func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"1", "-1.5", "1,5", "1.234,5", "1 000", "$1,100", "12 %", "<5", "0x1a", "1_000", "(5)", "1e-3", "1.5D+02", "=\"5\"", "１２", "12 H", "9007199254740993", "1'234", "−4", "", "inf", "5-10"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		for _, mark := range decimalMarks {
			r := parse([]byte(cell), mark)
			if r.class == aNumber && (math.IsNaN(r.x) || math.IsInf(r.x, 0)) {
				t.Errorf("%q is the number %v", cell, r.x)
			}
			if r.class == aWord && !math.IsNaN(r.x) {
				t.Errorf("%q is the word %v", cell, r.x)
			}
			x, n, _ := plainNumber([]byte(cell), mark)
			if n == 0 || n < len(cell) {
				continue
			}
			if r.class != aNumber || r.x != x {
				t.Errorf("%q is %v in short and %v (%d) at length", cell, x, r.x, r.class)
			}
			if want, err := strconv.ParseFloat(cell, 64); mark == '.' && (err != nil || want != x) {
				t.Errorf("%q is %v, want %v", cell, x, want)
			}
		}
	})
}
