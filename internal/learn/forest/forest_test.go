package forest

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
)

func all(int, int) bool { return true }

// steps is a table of two columns, the second of noise, and one target that is
// 1 where the first exceeds 4, else 0.
func steps(rows int) (x, y dataset.Matrix) {
	r := rng.New(1).Rand()
	x, y = dataset.NewMatrix(rows, 2), dataset.NewMatrix(rows, 1)
	for i := range rows {
		x.Set(i, 0, float64(i%10))
		x.Set(i, 1, r.NormFloat64())
		if i%10 > 4 {
			y.Set(i, 0, 1)
		}
	}
	return x, y
}

func mustGrow(t *testing.T, s Settings, x *Table, y dataset.Matrix, threads int) *Forest {
	t.Helper()
	f, err := s.Grow(t.Context(), x, []int{0, 1}, y, learn.AllRows(y.Rows), rng.New(2), threads)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestTreesFindAStep: all kinds of trees tell a step exactly, and the seed, not
// the number of threads, decides on what they are.
func TestTreesFindAStep(t *testing.T) {
	x, y := steps(200)
	table := NewTable(x, all)
	for _, s := range []Settings{{Trees: 5, Leaf: 1, Tries: 2}, {Trees: 5, Leaf: 1, Tries: 2, Random: true}, {Trees: 30, Leaf: 1, Tries: 2, Bootstrap: true}} {
		f := mustGrow(t, s, table, y, 1)
		got := f.Predict(table, learn.AllRows(200), 2)
		if d := cmp.Diff(y.Data, got.Data, cmpopts.EquateApprox(0, 1e-6)); d != "" {
			t.Errorf("%+v: %s", s, d)
		}
		if d := cmp.Diff(f, mustGrow(t, s, table, y, 3), cmp.AllowUnexported(Forest{}, tree{}, node{}), cmpopts.EquateNaNs()); d != "" {
			t.Errorf("%+v: other trees with three threads", s)
		}
	}
}

// TestOutOfBag: of a step nothing is left and no class is wrong; of noise about
// the mean, trees leave no less than there is.
func TestOutOfBag(t *testing.T) {
	x, y := steps(200)
	s := Settings{Trees: 40, Leaf: 5, Tries: 2, Bootstrap: true}
	classes := dataset.NewMatrix(200, 2)
	for i, v := range y.Data {
		classes.Set(i, int(v), 1)
	}
	f := mustGrow(t, s, NewTable(x, all), classes, 1)
	if f.Wrong != 0 || f.Left[0] > 0.01 || math.Abs(f.None[0]-0.25) > 0.01 {
		t.Errorf("a step: %.3f wrong, error %.3f of %.3f", f.Wrong, f.Left[0], f.None[0])
	}
	r := rng.New(3).Rand()
	for k := range y.Data {
		y.Data[k] = r.NormFloat64()
	}
	if f := mustGrow(t, s, NewTable(x, all), y, 1); f.Left[0] < 0.95*f.None[0] {
		t.Errorf("noise: error %.3f of %.3f", f.Left[0], f.None[0])
	}
}

// TestBestThreshold: the exhaustive search finds the split that lowers the sum
// of squares most, computed here from all splits of all columns.
func TestBestThreshold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 40).Draw(t, "rows")
		x, y := dataset.NewMatrix(n, 2), dataset.NewMatrix(n, 1)
		for i := range n {
			x.Set(i, 0, float64(rapid.IntRange(0, 6).Draw(t, "x")))
			x.Set(i, 1, float64(rapid.IntRange(0, 6).Draw(t, "z")))
			y.Set(i, 0, rapid.Float64Range(-3, 3).Draw(t, "y"))
		}
		squares := func(in func(i int) bool) (sum float64) {
			mean, count := 0.0, 0.0
			for i := range n {
				if in(i) {
					mean, count = mean+y.At(i, 0), count+1
				}
			}
			for i := range n {
				if in(i) {
					sum += math.Pow(y.At(i, 0)-mean/count, 2)
				}
			}
			return sum
		}
		whole := squares(func(int) bool { return true })
		most := 0.0
		for j := range 2 {
			for at := range 6 {
				left := squares(func(i int) bool { return x.At(i, j) <= float64(at) })
				most = max(most, whole-left-squares(func(i int) bool { return x.At(i, j) > float64(at) }))
			}
		}
		rows := make([]int32, n)
		for i := range rows {
			rows[i] = int32(i)
		}
		g := newGrower(context.Background().Err, Settings{Leaf: 1, Tries: 2}, NewTable(x, all), []int{0, 1}, y, rows, rng.New(1).Rand())
		if got := g.split(pending{0, 0, n}); math.Abs(got.gain-most) > 1e-9 {
			t.Fatalf("gains %g, the best split %g", got.gain, most)
		}
	})
}

// TestManyTargets: of more targets than choose splits, all are told.
func TestManyTargets(t *testing.T) {
	x, y := steps(100)
	many := dataset.NewMatrix(100, 20)
	for i := range 100 {
		for k := range 20 {
			many.Set(i, k, float64(k)*y.At(i, 0))
		}
	}
	table := NewTable(x, all)
	got := mustGrow(t, Settings{Trees: 3, Leaf: 1, Tries: 2}, table, many, 1).Predict(table, learn.AllRows(100), 1)
	if d := cmp.Diff(many.Data, got.Data, cmpopts.EquateApprox(0, 1e-5)); d != "" {
		t.Error(d)
	}
}

// TestBins: what is distinct stays apart as long as there are bins, and a number
// beyond training goes to the nearest.
func TestBins(t *testing.T) {
	x := dataset.NewMatrix(2000, 1)
	for i := range x.Rows {
		x.Set(i, 0, float64(i%40))
	}
	table := NewTable(x, all)
	for i, code := range table.codes[0] {
		if int(code) != i%40 {
			t.Fatalf("%d is in bin %d", i%40, code)
		}
	}
	for i := range x.Rows {
		x.Set(i, 0, float64(i))
	}
	table = NewTable(x, all)
	if n := len(table.bounds[0]) + 1; n != mostBins {
		t.Errorf("2000 numbers in %d bins", n)
	}
	for at, want := range map[float64]uint8{-5: 0, 1e9: mostBins - 1} {
		if table.Set(0, 0, at); table.codes[0][0] != want {
			t.Errorf("%g is in bin %d", at, table.codes[0][0])
		}
	}
}

func TestStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	x, y := steps(50)
	_, err := Settings{Trees: 3, Leaf: 1, Tries: 1}.Grow(ctx, NewTable(x, all), []int{0}, y, learn.AllRows(50), rng.New(1), 2)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was stopped", err)
	}
}
