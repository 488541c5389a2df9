package charts

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lacuna/charts/canvas"
	"lacuna/dataset"
)

// ledger is a dataset with a table in which cells are missing as gap says, and
// which records lack as absent says, beside one that is always there.
func ledger(records, columns int, gap func(i, j int) bool, absent func(i int) bool) *dataset.Dataset {
	d := dataset.Dataset{Name: "ledger"}
	table := dataset.Block{Modality: dataset.Modality{Name: "table", Kind: dataset.Table}, Numbers: dataset.NewMissing(records, columns), Causes: make([]dataset.Cause, records)}
	other := dataset.Block{Modality: dataset.Modality{Name: "note", Kind: dataset.Table, Columns: []string{"c0"}}, Numbers: dataset.NewMatrix(records, 1), Causes: make([]dataset.Cause, records)}
	for j := range columns {
		table.Modality.Columns = append(table.Modality.Columns, fmt.Sprintf("c%d", j))
	}
	for i := range records {
		d.IDs = append(d.IDs, fmt.Sprintf("r%d", i))
		if absent(i) {
			table.Causes[i] = dataset.NoRow
			continue
		}
		for j := range columns {
			if !gap(i, j) {
				table.Numbers.Set(i, j, float64(i))
			}
		}
	}
	d.Blocks = []dataset.Block{table, other}
	out, err := dataset.New(d)
	if err != nil {
		panic(err) // a mistake in the test
	}
	return out
}

func number(t interface{ Fatal(...any) }, text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestColumnsCountWhatIsMissing compares the table of the figure with the NaNs
// of the data, under a mask and in any order.
func TestColumnsCountWhatIsMissing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k := rapid.IntRange(1, 80).Draw(t, "records"), rapid.IntRange(1, 7).Draw(t, "columns")
		cells := rapid.SliceOfN(rapid.IntRange(0, 3), n*k, n*k).Draw(t, "cells")
		rows := rapid.SliceOfN(rapid.IntRange(0, 5), n, n).Draw(t, "rows")
		d := ledger(n, k, func(i, j int) bool { return cells[i*k+j] == 0 }, func(i int) bool { return rows[i] == 0 })
		in := Input{Data: d, Columns: Columns{Table: "table"}, Order: rapid.SampledFrom([]Order{ByPattern, AsRead, ByID}).Draw(t, "order")}
		in.Mask = dataset.NewMask("some", n, 2, func(i, m int) bool { return m == 0 && rows[i] == 1 })
		f, err := NewPresence(in)
		if err != nil {
			t.Fatal(err)
		}
		for j, row := range f.Table().Rows {
			want := [4]int{} // present, missing, without table, masked
			for i := range n {
				switch {
				case rows[i] == 0:
					want[2]++
				case rows[i] == 1:
					want[3]++
				case math.IsNaN(d.Blocks[0].At(i, j)):
					want[1]++
				default:
					want[0]++
				}
			}
			if got := [4]int{number(t, row[1]), number(t, row[2]), number(t, row[5]), number(t, row[7])}; got != want {
				t.Fatalf("column %d: present, missing, without, masked are %v, want %v", j, got, want)
			}
		}
		p := f.ColumnPattern(rapid.IntRange(0, n-1).Draw(t, "record"))
		lacking, having := f.Telling(p)
		for i := range n {
			told := f.ColumnPattern(i)
			fits := !slices.ContainsFunc(lacking, func(name string) bool { return told.Has(number(t, strings.TrimPrefix(name, "table.c"))) }) &&
				!slices.ContainsFunc(having, func(name string) bool { return !told.Has(number(t, strings.TrimPrefix(name, "table.c"))) })
			if fits != (told == p) {
				t.Fatalf("%v missing and %v present do not tell %s from %s", lacking, having, p, told)
			}
		}
	})
}

// TestColumnsSayTheirFinding of 100 records, 20 without the table; c1 is missing
// in 40 of the others, in 20 of which c2 is, too.
func TestColumnsSayTheirFinding(t *testing.T) {
	d := ledger(100, 4, func(i, j int) bool { return j == 1 && i%2 == 0 || j == 2 && i%4 == 0 }, func(i int) bool { return i >= 80 })
	f, err := NewPresence(Input{Data: d, Columns: Columns{Table: "table"}})
	if err != nil {
		t.Fatal(err)
	}
	want := "c1 is missing in 50\u00a0% of the 80\u00a0records that have table, mostly together with c2 (ρ = 0.58); 2 of 4\u00a0columns have no missing cell."
	if got := f.Title(); got != want {
		t.Errorf("title\n%s, want\n%s", got, want)
	}
	if got := f.ColumnWords("table.c2"); got != "c2 is present in 75\u00a0% of the 80\u00a0records that have table." {
		t.Errorf("%q", got)
	}
	l := f.Layout(456, 370, canvas.Light())
	x := (l.Columns[1].Left + l.Columns[1].Right) / 2
	for record, want := range map[int]string{1: "c1 of r1: 1.", 2: "c1 of r2: missing cell.", 90: "c1 of r90: without table."} {
		z := f.Zoom(int(f.matrix.place[record]), 1)
		l := z.Layout(456, 370, canvas.Light())
		if got := z.CellWords(l, x, l.Body.Top+l.Body.Height()/2); got != want {
			t.Errorf("record %d: %q, want %q", record, got, want)
		}
	}
	for _, s := range []canvas.Style{canvas.Light(), canvas.Dark()} {
		_, regions := canvas.Render(f, 456, 370, 1, s, nil)
		if _, ok := find(regions, canvas.ColumnHead, "table.c3"); !ok {
			t.Error("a column has no head")
		}
		checkLabels(t, f, 456, 370)
	}
}

// TestColumnsAreFound among two thousand, by part of their names.
func TestColumnsAreFound(t *testing.T) {
	d := ledger(6, 2000, func(i, j int) bool { return i == 0 && j == 1500 }, func(int) bool { return false })
	for part, want := range map[string]struct {
		columns int
		first   string
	}{"": {MostColumns, "c0"}, "C150": {11, "c150"}} {
		f, err := NewPresence(Input{Data: d, Columns: Columns{"table", part}})
		if err != nil {
			t.Fatal(err)
		}
		if len(f.names) != want.columns || f.names[0] != want.first || !strings.Contains(f.Title(), fmt.Sprintf("%d of %s\u00a0columns are shown.", want.columns, count(2000))) {
			t.Errorf("%q finds %d columns from %s on: %s", part, len(f.names), f.names[0], f.Title())
		}
	}
	for _, bad := range []Columns{{Table: "image"}, {Table: "table", Part: "zz"}} {
		if _, err := NewPresence(Input{Data: d, Columns: bad}); err == nil {
			t.Errorf("%v is shown", bad)
		}
	}
}

// TestScatteredColumnsAreNotFolded: where hardly two records are alike, bands of
// equal ones would hide nearly all of them.
func TestScatteredColumnsAreNotFolded(t *testing.T) {
	d := ledger(400, 12, func(i, j int) bool { return i*2654435761>>(j+3)&1 == 1 }, func(int) bool { return false })
	f, err := NewPresence(Input{Data: d, Columns: Columns{Table: "table"}})
	if err != nil {
		t.Fatal(err)
	}
	_, regions := canvas.Render(f, 456, 370, 1, canvas.Light(), nil)
	if _, ok := find(regions, canvas.OtherRows, ""); ok || f.bandedByPattern() {
		t.Error("records are folded away")
	}
}

// BenchmarkColumns200000 makes and draws fifty columns of as many records.
func BenchmarkColumns200000(b *testing.B) {
	d := ledger(200_000, MostColumns, func(i, j int) bool { return (i*2654435761+j*40503)>>7%(4+j) == 0 }, func(i int) bool { return i%9 == 0 })
	d.Hash()
	b.Run("make", func(b *testing.B) {
		for b.Loop() {
			if _, err := NewPresence(Input{Data: d, Columns: Columns{Table: "table"}}); err != nil {
				b.Fatal(err)
			}
		}
	})
	f, err := NewPresence(Input{Data: d, Columns: Columns{Table: "table"}})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("draw 700×900", func(b *testing.B) { benchmarkDraw(b, f, 700, 900, 1) })
}
