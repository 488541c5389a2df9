package cca

import (
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/rng"
)

// pair draws two views of n rows that share a number: in each it lies in one
// column, beside two louder ones of its own. Of the second view every fourth row
// is missing.
func pair(n int, noise float64) ([]View, []float64) {
	r := rng.New(2).Rand()
	views, shared := make([]View, 2), make([]float64, n)
	for m := range views {
		views[m] = View{dataset.NewMatrix(n, 3), make([]bool, n)}
	}
	for i := range n {
		shared[i] = r.NormFloat64()
		for m := range views {
			copy(views[m].X.Row(i), []float64{3 * r.NormFloat64(), shared[i] + noise*r.NormFloat64(), 3 * r.NormFloat64()})
			views[m].Has[i] = m == 0 || i%4 > 0
		}
	}
	return views, shared
}

func fit(t *testing.T, views []View, coordinates int, penalty float64) *Model {
	t.Helper()
	a, err := Analyse(t.Context(), views, 10, rng.New(1))
	if err != nil {
		t.Fatal(err)
	}
	return a.Model(coordinates, penalty)
}

// The canonical correlation of the two views is ρ = 1/(1+noise²), and the best
// coordinate is foretold by each of them but for (1−ρ)/2 of its variance.
func TestCanonicalCorrelation(t *testing.T) {
	const noise = 0.5
	views, shared := pair(4000, noise)
	for m := range views {
		views[m].Has[0] = true
		for i := range views[m].Has {
			views[m].Has[i] = true
		}
	}
	m := fit(t, views, 1, 0)
	want := (1 - 1/(1+noise*noise)) / 2
	for v := range views {
		if got := m.Noise[v][0]; math.Abs(got-want) > 0.01 {
			t.Errorf("view %d leaves %.4f open, want %.4f", v, got, want)
		}
	}
	if c := correlation(m, views, shared); c < 0.92 {
		t.Errorf("the coordinate correlates to %.3f with what the views share", c)
	}
}

// What a view has of its own is louder, and rows lack the second view: the first
// coordinate is what they share, all the same.
func TestRowsLackViews(t *testing.T) {
	views, shared := pair(2000, 0.3)
	if c := correlation(fit(t, views, 1, 1e-4), views, shared); c < 0.93 {
		t.Errorf("the coordinate correlates to %.3f with what the views share", c)
	}
}

// correlation is that of the first coordinate with a number of each row, without
// its sign.
func correlation(m *Model, views []View, truth []float64) float64 {
	var xy, xx, yy float64
	for i, y := range truth {
		rows := make([][]float64, len(views))
		for v := range views {
			if views[v].Has[i] {
				rows[v] = views[v].X.Row(i)
			}
		}
		x := m.Coordinates(rows)[0]
		xy, xx, yy = xy+x*y, xx+x*x, yy+y*y
	}
	return math.Abs(xy) / math.Sqrt(xx*yy)
}

// More rows than columns or fewer, the components are those of the singular value
// decomposition: scores times singular values times directions give the view.
func TestReduceIsExact(t *testing.T) {
	r := rng.New(3).Rand()
	for _, size := range [][2]int{{30, 5}, {6, 40}} {
		x := dataset.NewMatrix(size[0], size[1])
		for k := range x.Data {
			x.Data[k] = r.NormFloat64()
		}
		all := make([]bool, x.Rows)
		for i := range all {
			all[i] = true
		}
		d := reduce(View{x, all}, 50, rng.New(1))
		for i := range x.Rows {
			for j := range x.Cols {
				var sum float64
				for a, s := range d.singular {
					sum += d.scores.At(i, a) * s * s * d.back.At(j, a)
				}
				if math.Abs(sum-x.At(i, j)) > 1e-8 {
					t.Fatalf("%v: cell (%d, %d) is %g, of its components %g", size, i, j, x.At(i, j), sum)
				}
			}
		}
	}
}

func TestCheckRefusesWhatDoesNotFit(t *testing.T) {
	views, _ := pair(60, 0.3)
	m := fit(t, views, 2, 0.01)
	if err := m.Check([]int{3, 3}); err != nil {
		t.Error(err)
	}
	if m.Check([]int{3, 4}) == nil || m.Check([]int{3}) == nil {
		t.Error("a model of other columns passes")
	}
	m.Noise[0][0] = math.NaN()
	if m.Check([]int{3, 3}) == nil {
		t.Error("a variance that is no number passes")
	}
}
