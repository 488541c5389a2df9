package impute

import (
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/rng"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestHoldOutPartitions checks on any table that the cells shown and held out
// are the observed ones, each once, and that no row loses its last cell.
func TestHoldOutPartitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := hardTables{t}.table("table", 1, 40)
		all := newTable(viewOf(t, x, 3, 1, 4), allRows(x.Rows))
		shown, held := holdOut(all, rng.New(rapid.Uint64().Draw(t, "seed")))
		for i := range all.rows {
			left := 0
			for j := range all.width() {
				if shown.has(i, j) && held.has(i, j) || (shown.has(i, j) || held.has(i, j)) != all.has(i, j) {
					t.Fatalf("cell (%d, %d) is observed %t, shown %t, held out %t", i, j, all.has(i, j), shown.has(i, j), held.has(i, j))
				}
				if shown.has(i, j) {
					left++
				}
			}
			if left == 0 && held.count(i, 0)+held.count(i, 1)+held.count(i, 2) > 0 {
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
		all := newTable(viewOf(t, c.x, c.widths...), allRows(c.x.Rows))
		shown, held := holdOut(all, rng.New(2))
		var got counts
		for i := range all.rows {
			for m := range c.widths {
				gone, left := held.count(i, m), shown.count(i, m)
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
	s := newUnitScale(newTable(viewOf(t, x, 3), allRows(3)))
	got := []float64{s.down(0, -2), s.down(0, 6), s.down(0, 0), s.down(1, 5), s.up(0, 0.25), s.up(1, 0.9), s.up(2, 0.9)}
	if d := cmp.Diff([]float64{0, 1, 0.25, 0, 0, 5, 0}, got); d != "" {
		t.Error(d)
	}
}
