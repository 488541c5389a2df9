package dataset_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lacuna/dataset"
)

// drawView draws some rows of a dataset, in any order, through a mask.
func drawView(t *rapid.T) (d *dataset.Dataset, rows []int, mask *dataset.Mask) {
	d = drawDataset(t)
	hidden := rapid.SliceOfN(rapid.Bool(), d.Records()*len(d.Blocks), -1).Draw(t, "hidden")
	mask = dataset.NewMask("drawn", d.Records(), len(d.Blocks), func(i, m int) bool { return hidden[i*len(d.Blocks)+m] })
	rows = rapid.SliceOf(rapid.IntRange(0, d.Records()-1)).Draw(t, "rows")
	return d, rows, mask
}

// A view shows what is there and not masked, and nothing else.
func TestViewHidesWhatIsMasked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, rows, mask := drawView(t)
		v := d.View(rows, mask)
		if v.Len() != len(rows) || v.Modalities() != len(d.Blocks) {
			t.Fatalf("%d rows", v.Len())
		}
		for i, r := range rows {
			if v.ID(i) != d.IDs[r] || v.Record(i) != r || v.Label(i) != d.Labels[r] || v.Split(i) != d.Splits[r] || v.Group("site", i) != d.IDs[r] {
				t.Fatalf("row %d is not record %d", i, r)
			}
			for m := range d.Blocks {
				want := d.Presence.Has(r, m) && !mask.Hides(r, m)
				if v.Has(i, m) != want || v.Observed(i, m) != want || v.Pattern(i).Has(m) != want || (v.Row(i, m) != nil) != want {
					t.Fatalf("row %d, modality %d: shown %v, want %v", i, m, v.Has(i, m), want)
				}
				for j, x := range v.Dense(m).Row(i) {
					if want && !same(x, d.Blocks[m].Numbers.At(r, j)) || !want && !math.IsNaN(x) {
						t.Fatalf("row %d, modality %d: %g", i, m, x)
					}
				}
			}
		}
	})
}

// Looking through a pattern or at some rows shows no more than before.
func TestNarrowerViews(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, rows, mask := drawView(t)
		v := d.View(rows, mask)
		only := dataset.Only(len(d.Blocks), rapid.IntRange(0, len(d.Blocks)-1).Draw(t, "left"))
		narrow := v.WithPattern(only)
		backwards := slices.Clone(rows)
		slices.Reverse(backwards)
		order := make([]int, len(rows))
		for i := range order {
			order[i] = len(rows) - 1 - i
		}
		selected := v.Select(order)
		for i := range rows {
			for m := range d.Blocks {
				if narrow.Has(i, m) != (v.Has(i, m) && only.Has(m)) || narrow.Observed(i, m) != narrow.Has(i, m) {
					t.Fatalf("row %d, modality %d", i, m)
				}
				if selected.Record(i) != backwards[i] || selected.Has(i, m) != d.View(backwards, mask).Has(i, m) {
					t.Fatalf("selected row %d is record %d", i, selected.Record(i))
				}
			}
		}
		total := 0
		for _, p := range v.Patterns() {
			total += len(p.Records)
		}
		if total != v.Len() {
			t.Fatalf("%d of %d rows are in a pattern", total, v.Len())
		}
	})
}

// fill estimates everything that is missing as −1.
func fill(v dataset.View) []dataset.Matrix {
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
		for k, x := range values[m].Data {
			if math.IsNaN(x) {
				values[m].Data[k] = -1
			}
		}
	}
	return values
}

// A filled view is complete, keeps what was observed, and knows what was not.
func TestFilled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, rows, mask := drawView(t)
		v := d.View(rows, mask)
		f, err := dataset.NewFilled(v, fill(v))
		if err != nil {
			t.Fatal(err)
		}
		full := f.View()
		if !full.Complete() || full.Len() != v.Len() {
			t.Fatal("something is still missing")
		}
		for i := range rows {
			if full.ID(i) != v.ID(i) || full.Label(i) != v.Label(i) || full.Split(i) != v.Split(i) || full.Pattern(i) != v.Pattern(i) {
				t.Fatalf("row %d is another record", i)
			}
			for m := range d.Blocks {
				if !full.Has(i, m) || full.Observed(i, m) != v.Has(i, m) {
					t.Fatalf("row %d, modality %d: observed %v", i, m, full.Observed(i, m))
				}
				for j, x := range full.Row(i, m) {
					row := v.Row(i, m)
					gap := row == nil || math.IsNaN(row[j])
					if f.Estimated(i, m, j) != gap || gap && x != -1 || !gap && x != row[j] || f.Values(m).At(i, j) != x {
						t.Fatalf("row %d, modality %d, column %d: %g", i, m, j, x)
					}
				}
			}
		}
	})
}

func TestFilledRefuses(t *testing.T) {
	d := complete(t, 2, 3)
	mask := dataset.NewMask("", 3, 2, func(i, m int) bool { return i == 1 && m == 1 })
	v := d.View([]int{0, 1, 2}, mask)
	for _, c := range []struct {
		name   string
		change func(values []dataset.Matrix) []dataset.Matrix
		says   string
	}{
		{"an observed cell changed", func(x []dataset.Matrix) []dataset.Matrix { x[0].Set(2, 0, 9); return x }, "record r2, column 0: observed 2 became 9"},
		{"still missing", func(x []dataset.Matrix) []dataset.Matrix { x[1].Set(1, 0, math.NaN()); return x }, "record r1, column 0: filled with NaN"},
		{"infinite", func(x []dataset.Matrix) []dataset.Matrix { x[1].Set(1, 0, math.Inf(1)); return x }, "filled with +Inf"},
		{"a row too few", func(x []dataset.Matrix) []dataset.Matrix { x[1] = dataset.NewMatrix(2, 1); return x }, "filled to 2×1, want 3×1"},
		{"a modality too few", func(x []dataset.Matrix) []dataset.Matrix { return x[:1] }, "1 filled blocks for 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := dataset.NewFilled(v, c.change(fill(v))); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want an error saying %q", err, c.says)
			}
		})
	}
}

func TestDerive(t *testing.T) {
	d := complete(t, 2, 3)
	mask := dataset.NewMask("", 3, 2, func(i, m int) bool { return i == 2 && m == 1 })
	v := d.View([]int{2, 0}, mask)
	about := []dataset.Modality{{Name: "a", Columns: []string{"u", "v"}}, {Name: "b", Columns: []string{"w"}}}
	twice := dataset.Matrix{Rows: 2, Cols: 2, Data: []float64{1, 2, 3, 4}}
	got, err := v.Derive(about, []dataset.Matrix{twice, dataset.NewMatrix(2, 1)})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]float64{3, 4}, got.Row(1, 0)); diff != "" {
		t.Error(diff)
	}
	if got.Has(0, 1) || got.Row(0, 1) != nil || got.ID(0) != "r2" || got.Columns(0) != 2 {
		t.Error("the derived view shows what is masked, or other rows")
	}
	if _, err := v.Derive(about[:1], []dataset.Matrix{twice}); err == nil {
		t.Error("a modality too few is no error")
	}
	if _, err := v.Derive(about, []dataset.Matrix{twice, twice}); err == nil {
		t.Error("a column too many is no error")
	}
}

func TestTextInAView(t *testing.T) {
	d := build(t, dataset.Dataset{IDs: []string{"a", "b"}, Blocks: []dataset.Block{{
		Modality: dataset.Modality{Name: "t", Kind: dataset.Text}, Texts: []string{"hello", "secret"}, Numbers: dataset.NewMatrix(2, 0), Causes: make([]dataset.Cause, 2),
	}}})
	v := d.View([]int{1, 0}, dataset.NewMask("", 2, 1, func(i, _ int) bool { return i == 1 }))
	if text, ok := v.Text(0, 0); ok || text != "" {
		t.Errorf("a masked text is shown: %q", text)
	}
	if text, ok := v.Text(1, 0); !ok || text != "hello" {
		t.Errorf("%q, %v", text, ok)
	}
}

func TestWordsInAView(t *testing.T) {
	d := complete(t, 1, 3)
	mask := dataset.NewMask("", 3, 1, func(i, _ int) bool { return i == 1 })
	v := d.View([]int{2, 1, 0}, mask)
	if v.Words(0, 0) != nil {
		t.Error("numbers have words")
	}
	got, err := v.WithWords(0, [][]int{{0, 0}, {0}, {}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]int{{0, 0}, nil, {}}, [][]int{got.Words(0, 0), got.Words(1, 0), got.Words(2, 0)}); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{0, 0}, got.Select([]int{2, 0}).Words(1, 0)); diff != "" {
		t.Error(diff)
	}
	if v.Words(0, 0) != nil {
		t.Error("the first view has changed")
	}
	filled, err := dataset.NewFilled(got, []dataset.Matrix{{Rows: 3, Cols: 1, Data: []float64{got.Row(0, 0)[0], 5, got.Row(2, 0)[0]}}})
	if err != nil {
		t.Fatal(err)
	}
	if filled.View().Words(1, 0) != nil {
		t.Error("an estimated text has words")
	}
	if _, err := v.WithWords(0, [][]int{{0}}); err == nil {
		t.Error("words of fewer rows are no error")
	}
	if _, err := v.WithWords(0, [][]int{{1}, nil, nil}); err == nil {
		t.Error("a word beyond the columns is no error")
	}
}
