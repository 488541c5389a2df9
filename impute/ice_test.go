package impute

import (
	"fmt"
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"
)

func mustFill(t learntest.Failer, method string, set map[string]string, train, v dataset.View) dataset.Matrix {
	t.Helper()
	x, err := fitAndFill(mustMake(t, method, set), train, v, job.Env{Seed: rng.New(3), Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// coloured is records with a number and the one-hot levels of a colour that the
// number tells: red below 0, green up to 1, else blue. A fifth of the colours
// are missing. Colours tells the truth.
func coloured(t learntest.Failer, rows int) (v dataset.View, colours []int) {
	t.Helper()
	r := rng.New(8).Rand()
	b := dataset.Block{Numbers: dataset.NewMatrix(rows, 4), Causes: make([]dataset.Cause, rows)}
	b.Modality = dataset.Modality{
		Name: "things", Kind: dataset.Table, Columns: []string{"size", "colour=red", "colour=green", "colour=blue"},
		Fields: []dataset.Field{{}, {Kind: dataset.Level, Of: "colour"}, {Kind: dataset.Level, Of: "colour"}, {Kind: dataset.Level, Of: "colour"}},
	}
	d := dataset.Dataset{Name: "colours"}
	for i := range rows {
		size := 3*r.Float64() - 1
		colour := int(math.Floor(size)) + 1
		colours = append(colours, colour)
		row := b.Numbers.Row(i)
		row[0] = size
		for k := range 3 {
			if row[1+k] = 0; k == colour {
				row[1+k] = 1
			}
			if i%5 == 0 {
				row[1+k] = math.NaN()
			}
		}
		d.IDs = append(d.IDs, fmt.Sprintf("r%04d", i))
	}
	d.Blocks = []dataset.Block{b}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return made.All(), colours
}

// rightColours counts missing colours that are filled rightly. Each must be a
// colour: one level there, the others not.
func rightColours(t *testing.T, x dataset.Matrix, colours []int) (right, all int) {
	t.Helper()
	for i := 0; i < x.Rows; i += 5 {
		sum := 0.0
		for k := range 3 {
			level := x.At(i, 1+k)
			if sum += level; math.Abs(level) > 1e-9 && math.Abs(level-1) > 1e-9 {
				t.Errorf("record %d is %.3f of a colour", i, level)
			}
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("record %d has %.3f colours", i, sum)
		}
		if all++; math.Abs(x.At(i, 1+colours[i])-1) < 1e-9 {
			right++
		}
	}
	return right, all
}

// TestICEFillsWords: a category is filled with one of its levels, and the right
// one where another column tells it.
func TestICEFillsWords(t *testing.T) {
	v, colours := coloured(t, 600)
	right, all := rightColours(t, mustFill(t, "ice", nil, v, v), colours)
	if float64(right) < 0.9*float64(all) {
		t.Errorf("%d of %d colours are right", right, all)
	}
}

// TestICEFollowsALaw: of y = 3x − 2 either can be told by the other.
func TestICEFollowsALaw(t *testing.T) {
	x, r := dataset.NewMatrix(200, 2), rng.New(4).Rand()
	for i := range x.Rows {
		a := r.NormFloat64()
		copy(x.Row(i), []float64{a, 3*a - 2})
		switch i % 10 {
		case 3:
			x.Set(i, 0, math.NaN())
		case 6:
			x.Set(i, 1, math.NaN())
		}
	}
	v := learntest.ViewOf(t, x, 2)
	got := mustFill(t, "ice", nil, v, v)
	low, high := rangeOf(x, 1)
	for i := range x.Rows {
		if want := min(max(3*got.At(i, 0)-2, low), high); math.Abs(got.At(i, 1)-want) > 1e-2 {
			t.Errorf("record %d: y = %.4f, want %.4f", i, got.At(i, 1), want)
		}
	}
}

// TestICESolvesWhatTrainingHas: where training lacks nothing, a gap later is
// filled by the regression on all other columns, here by least squares: of
// y = 1 + x₁ + 2x₂ exactly.
func TestICESolvesWhatTrainingHas(t *testing.T) {
	x, r := dataset.NewMatrix(300, 3), rng.New(5).Rand()
	for i := range x.Rows {
		a, b := r.NormFloat64(), r.NormFloat64()
		copy(x.Row(i), []float64{a, b, 1 + a + 2*b})
	}
	gaps := dataset.Matrix{Rows: 2, Cols: 3, Data: []float64{0.5, -0.25, math.NaN(), math.NaN(), 0.5, 1.5}}
	got := mustFill(t, "ice", nil, learntest.ViewOf(t, x, 3), learntest.ViewOf(t, gaps, 3))
	if y := got.At(0, 2); math.Abs(y-1) > 1e-3 {
		t.Errorf("1 + 0.5 − 0.5 is filled as %.5f", y)
	}
	if a := got.At(1, 0); math.Abs(a+0.5) > 1e-3 {
		t.Errorf("1.5 − 1 − 1 is filled as %.5f", a)
	}
}

// TestICEBeatsTheMean on numbers of ten factors: their noise alone leaves 0.3,
// and scikit-learn's IterativeImputer(BayesianRidge) reaches 0.33 on such.
func TestICEBeatsTheMean(t *testing.T) {
	truth, seen := factors(800, 40)
	v := learntest.ViewOf(t, seen, 40)
	for _, c := range []struct {
		preset string
		most   float64
	}{{"own", 0.38}, {"paper", 0.39}} {
		got := mustFill(t, "ice", map[string]string{"preset": c.preset}, v, v)
		var squares, n float64
		for k, y := range seen.Data {
			if math.IsNaN(y) {
				squares, n = squares+math.Pow(got.Data[k]-truth.Data[k], 2), n+1
			}
		}
		if rmse := math.Sqrt(squares / n); rmse > c.most {
			t.Errorf("%s: error %.4f, want at most %.2f", c.preset, rmse, c.most)
		}
	}
}

// factors draws numbers of ten factors with noise 0.3 and hides a fifth.
func factors(rows, columns int) (truth, seen dataset.Matrix) {
	r := rng.New(6).Rand()
	loadings := dataset.NewMatrix(10, columns)
	for k := range loadings.Data {
		loadings.Data[k] = r.NormFloat64() / math.Sqrt(10)
	}
	truth = dataset.NewMatrix(rows, columns)
	for i := range rows {
		row := truth.Row(i)
		for f := range 10 {
			score := r.NormFloat64()
			for j, l := range loadings.Row(f) {
				row[j] += score * l
			}
		}
		for j := range row {
			row[j] += 0.3 * r.NormFloat64()
		}
	}
	return truth, hideRandomCells(truth, 0.2, rng.New(7))
}

// TestICEMakesAModality: a modality that half of the records lack follows from
// the other one, all columns at once.
func TestICEMakesAModality(t *testing.T) {
	r := rng.New(9).Rand()
	truth := dataset.NewMatrix(200, 5)
	for i := range truth.Rows {
		a, b := r.NormFloat64(), r.NormFloat64()
		copy(truth.Row(i), []float64{a, b, a + b, a - b, 2 * a})
	}
	seen := truth.Clone()
	for i := 0; i < truth.Rows; i += 2 {
		for j := 2; j < 5; j++ {
			seen.Set(i, j, math.NaN())
		}
	}
	v := learntest.ViewOf(t, seen, 2, 3)
	got := mustFill(t, "ice", nil, v, v)
	for j := 2; j < 5; j++ {
		low, high := rangeOf(seen, j)
		for i := range truth.Rows {
			if want := min(max(truth.At(i, j), low), high); math.Abs(got.At(i, j)-want) > 0.02 {
				t.Errorf("record %d, column %d: %.3f, want %.3f", i, j, got.At(i, j), want)
			}
		}
	}
}

// rangeOf returns the lowest and the highest seen cell of a column.
func rangeOf(x dataset.Matrix, j int) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for i := range x.Rows {
		if y := x.At(i, j); !math.IsNaN(y) {
			low, high = min(low, y), max(high, y)
		}
	}
	return low, high
}
