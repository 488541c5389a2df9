package impute_test

import (
	"context"
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"
)

// gappy are rows of two correlated columns and one of their sum, with gaps.
func gappy(t *testing.T, rows int) dataset.View {
	r := rng.New(3).Rand()
	x := dataset.NewMatrix(rows, 3)
	for i := range rows {
		a := r.NormFloat64()
		b := a + 0.5*r.NormFloat64()
		copy(x.Row(i), []float64{a, b, a + b})
		x.Set(i, i%3, math.NaN())
	}
	return learntest.ViewOf(t, x, 2, 1)
}

// TestDraws: whatever draws keeps what is observed, gives the same draws for the
// same seed, those of a record by itself, and draws that do not depend on
// which were made before.
func TestDraws(t *testing.T) {
	v, env := gappy(t, 40), job.Env{Seed: rng.New(7), Workers: 2}
	some := []int{5, 2, 11}
	for _, info := range impute.All() {
		imputer, err := info.Make(quick[info.Name])
		if err != nil {
			t.Fatal(err)
		}
		d, ok := imputer.(impute.Drawer)
		if !ok {
			continue
		}
		if err := imputer.Fit(context.Background(), v, env); err != nil {
			t.Fatal(err)
		}
		draw := func(v dataset.View, m int) []*dataset.Filled {
			t.Helper()
			out := make([]*dataset.Filled, m)
			for k := m - 1; k >= 0; k-- {
				var err error
				if out[k], err = d.Draw(t.Context(), v, env, k); err != nil {
					t.Fatalf("%s: draw %d: %v", info.Name, k, err)
				}
			}
			return out
		}
		two, one, apart := draw(v, 2), draw(v, 1), draw(v.Select(some), 2)
		differ := false
		for m := range v.Modalities() {
			for i := range v.Len() {
				row := v.Dense(m).Row(i)
				for j, x := range row {
					first, second := two[0].Values(m).At(i, j), two[1].Values(m).At(i, j)
					differ = differ || first != second
					if first != one[0].Values(m).At(i, j) || math.IsNaN(first) || !math.IsNaN(x) && (first != x || second != x) {
						t.Fatalf("%s: record %d, column %d: %g and %g where %g is observed", info.Name, i, j, first, second, x)
					}
				}
			}
			for k, i := range some {
				for j := range v.Columns(m) {
					if apart[1].Values(m).At(k, j) != two[1].Values(m).At(i, j) {
						t.Fatalf("%s: the draw of a record depends on its company", info.Name)
					}
				}
			}
		}
		if !differ {
			t.Errorf("%s: draws do not differ", info.Name)
		}
		if info.Draws == "" {
			continue
		}
		if _, err := d.Draw(t.Context(), v, env, 2); err == nil {
			t.Errorf("%s: more draws than it was fitted for", info.Name)
		}
	}
}

// TestFactorsSpread: where y is x and noise of variance 1/4, so are draws of y.
func TestFactorsSpread(t *testing.T) {
	r := rng.New(4).Rand()
	x := dataset.NewMatrix(900, 4)
	for i := range x.Rows {
		a := r.NormFloat64()
		for j := range x.Cols {
			x.Set(i, j, a+0.5*r.NormFloat64())
		}
		if i%3 == 0 {
			x.Set(i, 3, math.NaN())
		}
	}
	v, env := learntest.ViewOf(t, x, 4), job.Env{Seed: rng.New(7), Workers: 2}
	info, err := impute.Lookup("factors")
	if err != nil {
		t.Fatal(err)
	}
	imputer, err := info.Make(map[string]string{"factors": "1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := imputer.Fit(t.Context(), v, env); err != nil {
		t.Fatal(err)
	}
	best, err := imputer.Transform(t.Context(), v, env)
	if err != nil {
		t.Fatal(err)
	}
	sum, squares, n := 0.0, 0.0, 0.0
	for k := range 20 {
		d, err := imputer.(impute.Drawer).Draw(t.Context(), v, env, k)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < x.Rows; i += 3 {
			apart := d.Values(0).At(i, 3) - best.Values(0).At(i, 3)
			sum, squares, n = sum+apart, squares+apart*apart, n+1
		}
	}
	// Given the three others, of precision 3/0.25 and the prior's 1, the factor has
	// the variance 1/13; the noise adds 1/4.
	if mean, variance := sum/n, squares/n; math.Abs(mean) > 0.03 || math.Abs(variance-(1.0/13+0.25)) > 0.05 {
		t.Errorf("draws are %.3f off with variance %.3f; want 0 and %.3f", mean, variance, 1.0/13+0.25)
	}
}
