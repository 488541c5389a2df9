package neighbours

import (
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"

	"pgregory.net/rapid"
)

// TestBoundsHold looks at every pair of rows: no distance may lie below its
// bound, and on well-behaved tables the bound may not lie far below it.
func TestBoundsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.SampledFrom([]int{1, 8, 64, 100, 300, 900}).Draw(t, "width")
		kind := rapid.SampledFrom([]string{"smooth", "offset", "scales", "outlier"}).Draw(t, "kind")
		cells := rapid.SampledFrom([]float64{0, 0.3}).Draw(t, "missing cells")
		r := rng.New(rapid.Uint64().Draw(t, "seed")).Rand()
		x := dataset.NewMatrix(30, width)
		for i := range x.Rows {
			for j := range x.Cols {
				x.Set(i, j, learntest.HardNumber(kind, 0, i, j%8, r.NormFloat64()))
				if r.Float64() < cells {
					x.Set(i, j, math.NaN())
				}
			}
		}
		rows := learn.NewTable(learntest.ViewOf(t, x, width), learn.AllRows(x.Rows))
		centre, _ := rows.Means()
		checkBounds(t, NewScreen(rows, rows.Whole, centre), rows, kind == "smooth")
	})
}

func checkBounds(t *rapid.T, s *Screen, rows *learn.Table, tight bool) {
	b := s.newBounds()
	b.together = rapid.IntRange(1, 40).Draw(t, "receivers together")
	b.Compute(rows)
	for i := range rows.Rows {
		bound, defined := b.of(i)
		for j, low := range bound {
			exact := MeanSquare(rows.Row(i), rows.Row(j), rows.SeenRow(i), rows.SeenRow(j)) * s.scale * s.scale
			if math.IsNaN(exact) {
				defined++
				if !math.IsInf(float64(low), 1) {
					t.Fatalf("rows %d and %d share nothing, but have the bound %g", i, j, low)
				}
				continue
			}
			if float64(low) > exact {
				t.Fatalf("rows %d and %d: distance %g lies below the bound %g", i, j, exact, low)
			}
			if tight && exact-float64(low) > 1e-3*(exact+1) {
				t.Fatalf("rows %d and %d: distance %g is far above the bound %g", i, j, exact, low)
			}
		}
		if defined != rows.Rows {
			t.Fatalf("row %d: %d of %d rows accounted for", i, defined, rows.Rows)
		}
	}
}
