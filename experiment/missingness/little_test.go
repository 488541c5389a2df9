package missingness_test

import (
	"context"
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment/missingness"
	"lacuna/internal/rng"
)

// airquality is R's data set: 153 days × 6 columns.
func airquality(t *testing.T) ([]string, dataset.Matrix) {
	t.Helper()
	f, err := os.Open("testdata/airquality.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := dataset.NewMissing(len(rows)-1, len(rows[0]))
	for i, row := range rows[1:] {
		for j, cell := range row {
			if x, err := strconv.ParseFloat(cell, 64); err == nil {
				out.Set(i, j, x)
			}
		}
	}
	return rows[0], out
}

// The published result of naniar 1.0 mcar_test(airquality) is statistic 35.1,
// df 14, p 0.00142, 4 patterns. The digits are those of an implementation of
// Little (1988) of its own in NumPy 1.24, with expectation–maximisation to 1e-12.
func TestLittleOnAirquality(t *testing.T) {
	names, cells := airquality(t)
	l, err := missingness.LittleTest(t.Context(), names, cells)
	if err != nil || l.Refused != "" {
		t.Fatal(err, l.Refused)
	}
	if math.Abs(l.Statistic-35.1061749072) > 1e-6 || l.DF != 14 || math.Abs(l.P-0.00141775887109) > 1e-9 || l.Patterns != 4 || l.N != 153 {
		t.Errorf("χ² %.10f, df %d, p %.12f, %d patterns, n %d", l.Statistic, l.DF, l.P, l.Patterns, l.N)
	}
	if !strings.Contains(l.Words(), "Evidence against missing completely at random") {
		t.Error(l.Words())
	}
}

// The test knows no units, no order of columns and no order of records.
func TestLittleIsInvariant(t *testing.T) {
	names, cells := airquality(t)
	other := cells.Clone()
	for i := range cells.Rows {
		for j := range cells.Cols {
			other.Set(cells.Rows-1-i, cells.Cols-1-j, 1e4*cells.At(i, j)-3)
		}
	}
	slices.Reverse(names)
	l, err := missingness.LittleTest(t.Context(), names, other)
	if err != nil || math.Abs(l.Statistic-35.1061749072) > 1e-6 {
		t.Error(l.Statistic, err)
	}
}

// Columns that say nothing of their own change nothing and are named.
func TestLittleLeavesOutWhatOthersDetermine(t *testing.T) {
	names, cells := airquality(t)
	wide := dataset.NewMissing(cells.Rows, 8)
	for i := range cells.Rows {
		copy(wide.Row(i), cells.Row(i))
		wide.Set(i, 6, 7)
		wide.Set(i, 7, 2*cells.At(i, 3)-cells.At(i, 2))
	}
	l, err := missingness.LittleTest(t.Context(), append(names, "same", "sum"), wide)
	if err != nil || math.Abs(l.Statistic-35.1061749072) > 1e-6 {
		t.Error(l.Statistic, l.Refused, err)
	}
	notes := strings.Join(l.Notes, "; ")
	if !strings.Contains(notes, "to be squared: same") || !strings.Contains(notes, "determine them: sum") {
		t.Error(notes)
	}
}

// normal makes correlated columns.
func normal(r *rand.Rand, n, p int) dataset.Matrix {
	out := dataset.NewMatrix(n, p)
	for i := range n {
		common := r.NormFloat64()
		for j := range p {
			out.Set(i, j, common+r.NormFloat64())
		}
	}
	return out
}

func rejections(t *testing.T, seed uint64, hide func(r *rand.Rand, row []float64)) float64 {
	t.Helper()
	const studies = 400
	rejected := 0
	for k := range studies {
		r := rng.New(seed).Block(k).Rand()
		cells := normal(r, 200, 4)
		for i := range cells.Rows {
			hide(r, cells.Row(i))
		}
		l, err := missingness.LittleTest(t.Context(), []string{"a", "b", "c", "d"}, cells)
		if err != nil || l.Refused != "" {
			t.Fatal(err, l.Refused)
		}
		if l.P < 0.05 {
			rejected++
		}
	}
	return float64(rejected) / studies
}

// Of 400 studies at the level of 5 %, 95 % of the time 2.9 to 7.1 % reject.
func TestLittleHoldsItsLevel(t *testing.T) {
	share := rejections(t, 1, func(r *rand.Rand, row []float64) {
		for j := range 2 {
			if r.Float64() < 0.25 {
				row[j] = math.NaN()
			}
		}
	})
	if share < 0.02 || share > 0.08 {
		t.Errorf("%.3f of studies missing completely at random are rejected", share)
	}
}

func TestLittleFindsDependence(t *testing.T) {
	share := rejections(t, 2, func(r *rand.Rand, row []float64) {
		if r.Float64() < 1/(1+math.Exp(1-1.5*row[3])) {
			row[0] = math.NaN()
		}
	})
	if share < 0.95 {
		t.Errorf("power %.3f", share)
	}
}

func TestLittleRefuses(t *testing.T) {
	r := rng.New(3).Rand()
	hide := func(m dataset.Matrix, hidden func(i, j int) bool) dataset.Matrix {
		for i := range m.Rows {
			for j := range m.Cols {
				if hidden(i, j) {
					m.Set(i, j, math.NaN())
				}
			}
		}
		return m
	}
	for _, c := range []struct {
		name  string
		cells dataset.Matrix
		why   string
	}{
		{"nothing missing", normal(r, 50, 3), "the same cells"},
		{"one column", hide(normal(r, 50, 1), func(i, _ int) bool { return i < 5 }), "two columns"},
		{"wide", hide(normal(r, 20, 30), func(i, j int) bool { return i < 5 && j == 0 }), "30 columns and"},
		{"never together", hide(normal(r, 60, 2), func(i, j int) bool { return i%2 == j }), "0 records have both"},
		{"each its own pattern", hide(normal(r, 100, 20), func(int, int) bool { return r.Float64() < 0.3 }), "their means tell nothing"},
		{"hardly observed", hide(normal(r, 60, 3), func(i, j int) bool { return j == 2 && i > 2 }), "only 3 records have"},
	} {
		names := make([]string, c.cells.Cols)
		for j := range names {
			names[j] = string(rune('a' + j))
		}
		l, err := missingness.LittleTest(t.Context(), names, c.cells)
		if err != nil || !strings.Contains(l.Refused, c.why) || !strings.Contains(l.Words(), "was not made") || !math.IsNaN(l.P) {
			t.Errorf("%s: %q, p %v, %v", c.name, l.Words(), l.P, err)
		}
	}
}

func TestLittleStops(t *testing.T) {
	names, cells := airquality(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := missingness.LittleTest(ctx, names, cells); err == nil {
		t.Error("went on")
	}
}

// No words may say that data are missing completely at random.
func TestLittleNeverSaysMCAR(t *testing.T) {
	words := missingness.Little{P: 0.9, N: 100}.Words()
	if !strings.Contains(words, "No evidence against") || !strings.Contains(words, "does not show that it is so") {
		t.Error(words)
	}
}
