package impute

import (
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestHoldOutPartitions checks on any table that the cells shown and held out
// are the observed ones, each once, and that no row loses its last cell.
func TestHoldOutPartitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := hardTables{t}.table("table", 1, 40)
		all := learn.NewTable(learntest.ViewOf(t, x, 3, 1, 4), learn.AllRows(x.Rows))
		shown, held := holdOut(all, rng.New(rapid.Uint64().Draw(t, "seed")))
		for i := range all.Rows {
			left := 0
			for j := range all.Width() {
				if shown.Has(i, j) && held.Has(i, j) || (shown.Has(i, j) || held.Has(i, j)) != all.Has(i, j) {
					t.Fatalf("cell (%d, %d) is observed %t, shown %t, held out %t", i, j, all.Has(i, j), shown.Has(i, j), held.Has(i, j))
				}
				if shown.Has(i, j) {
					left++
				}
			}
			if left == 0 && held.Count(i, 0)+held.Count(i, 1)+held.Count(i, 2) > 0 {
				t.Fatalf("row %d has lost all of its cells", i)
			}
		}
	})
}

// TestHoldOutIsLikeTheData hides modalities where modalities are missing, cells
// where cells are, and stands in where nothing is.
func TestHoldOutIsLikeTheData(t *testing.T) {
	complete := dataset.NewMatrix(1000, 4)
	half := complete.Clone()
	for i := range half.Rows {
		if i%2 == 0 {
			half.Set(i, 2, math.NaN())
			half.Set(i, 3, math.NaN())
		}
	}
	type counts struct{ Modalities, Cells bool } // held out: whole ones; parts
	for name, c := range map[string]struct {
		x      dataset.Matrix
		widths []int
		want   counts
	}{
		"complete, two modalities": {complete, []int{2, 2}, counts{true, false}},
		"complete, one modality":   {complete, []int{4}, counts{false, true}},
		"modalities missing":       {half, []int{2, 2}, counts{true, false}},
		"cells missing":            {hideRandomCells(complete, 0.3, rng.New(1)), []int{4}, counts{false, true}},
	} {
		all := learn.NewTable(learntest.ViewOf(t, c.x, c.widths...), learn.AllRows(c.x.Rows))
		shown, held := holdOut(all, rng.New(2))
		var got counts
		for i := range all.Rows {
			for m := range c.widths {
				gone, left := held.Count(i, m), shown.Count(i, m)
				got.Modalities = got.Modalities || gone > 0 && left == 0
				got.Cells = got.Cells || gone > 0 && left > 0
			}
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestUnitScale(t *testing.T) {
	gap := math.NaN()
	x := dataset.Matrix{Rows: 3, Cols: 3, Data: []float64{-2, 5, gap, 6, 5, gap, 0, gap, gap}}
	s := newUnitScale(learn.NewTable(learntest.ViewOf(t, x, 3), learn.AllRows(3)))
	got := []float64{s.down(0, -2), s.down(0, 6), s.down(0, 0), s.down(1, 5), s.up(0, 0.25), s.up(1, 0.9), s.up(2, 0.9)}
	if d := cmp.Diff([]float64{0, 1, 0.25, 0, 0, 5, 0}, got); d != "" {
		t.Error(d)
	}
}
