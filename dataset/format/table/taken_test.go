package table

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"lacuna/dataset"
)

// What is read on the way is what is read alone: numbers in columns that look so,
// and nothing where a column is decided to be numbers and holds words, on both
// sides of where parts of the rows meet.
func TestNumbersOnTheWay(t *testing.T) {
	for _, rows := range []int{10, rowsPerScan, rowsPerScan + 1, -rowsPerScan - 1, 3 * rowsPerScan, -3 * rowsPerScan} {
		many := 0
		if rows < 0 { // as decimals
			rows, many = -rows, 1
		}
		var text strings.Builder
		text.WriteString("id,a,w,b,c\n")
		for i := range rows {
			gap := ""
			if i%7 != 0 {
				gap = fmt.Sprint(i % 5)
			}
			fmt.Fprintf(&text, "r%d,%d.5,word number %d,%s,<%d\n", i, i, i, gap, i%3)
		}
		request := Request{Workers: 2, sizes: sizes{cells: many}, File: dataset.FileImport{Columns: map[string]dataset.ColumnImport{"w": {Kind: dataset.NumberColumn}}}}
		tables, err := Open(t.Context(), fstest.MapFS{"a.csv": {Data: []byte(text.String())}}, "a.csv", request)
		if err != nil {
			t.Fatal(err)
		}
		have := tables[0]
		columns, err := have.Columns(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time, the matrix belongs to the first
			b, err := have.Block(t.Context(), []int{1, 2, 3, 4}, columns[1:])
			if err != nil {
				t.Fatal(err)
			}
			for i := range rows {
				want := []float64{float64(i) + 0.5, math.NaN(), float64(i % 5), float64(i % 3)}
				if i%7 == 0 {
					want[2] = math.NaN()
				}
				for k, x := range b.Numbers.Row(i) {
					if !(x == want[k] || math.IsNaN(x) && math.IsNaN(want[k])) {
						t.Fatalf("%d rows: row %d is %v, want %v", rows, i, b.Numbers.Row(i), want)
					}
				}
			}
		}
	}
}

// Numbers that were read on the way and that nobody can want any more are let
// go; a second reader gets the same values from the text.
func TestNumbersThatNobodyWants(t *testing.T) {
	have := open(t, "a.csv", "a,b,c,d\n1.5,2.5,3.5,4.5\n5.5,6.5,7.5,8.5\n", Request{})
	columns, err := have.Columns(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	kept := columns[0].place.taken
	if kept.into.matrix.Data == nil {
		t.Fatal("let go while most columns may be wanted")
	}
	for _, from := range []int{0, 2} {
		b, err := have.Block(t.Context(), []int{from, from + 1}, columns[from:from+2])
		if err != nil || b.Numbers.At(1, 0) != 5.5+float64(from) {
			t.Errorf("from column %d: %v, %v", from, b.Numbers, err)
		}
		if kept.into.matrix.Data != nil {
			t.Error("kept, though at most half of the columns are left")
		}
	}
}

// Cells of a few columns are kept, not of all that were ever asked for.
func TestFewColumnsAreKept(t *testing.T) {
	const columns = 100
	names, row := make([]string, columns), make([]string, columns)
	for j := range names {
		names[j], row[j] = fmt.Sprint("c", j), fmt.Sprint("w", j)
	}
	have := open(t, "a.csv", strings.Join(names, ",")+"\n"+strings.Join(row, ",")+"\n", Request{File: dataset.FileImport{Header: "first"}})
	for range 2 {
		for j := range columns {
			if got := have.Texts(j, 0)[0][0]; got != row[j] {
				t.Fatalf("column %d holds %q", j, got)
			}
		}
	}
	if n := len(have.cells.(*delimited).known); n > 2*mostKept {
		t.Errorf("%d columns are kept", n)
	}
}

// A line of quotes that open and never close is looked at once.
func TestQuotesThatNeverClose(t *testing.T) {
	line := strings.Repeat(`"q,`, 300_000)
	have := open(t, "a.csv", "id,x\n"+line+"\n"+strings.Repeat("p01,1\n", 20), Request{})
	if have.Rows() != 20 {
		t.Errorf("%d rows", have.Rows())
	}
}
