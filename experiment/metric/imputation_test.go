package metric

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lacuna/dataset"
)

func matrix(rows ...[]float64) dataset.Matrix {
	m := dataset.NewMatrix(len(rows), len(rows[0]))
	for i, row := range rows {
		copy(m.Row(i), row)
	}
	return m
}

func numbers(int, int) bool { return false }

func TestImputationKnown(t *testing.T) {
	nan := math.NaN()
	truth := []dataset.Matrix{
		matrix([]float64{0, 5}, []float64{10, 5}, []float64{nan, 5}),
		matrix([]float64{100}, []float64{200}, []float64{150}),
	}
	filled := []dataset.Matrix{
		matrix([]float64{1, 7}, []float64{10, 5}, []float64{4, 5}),
		matrix([]float64{100}, []float64{170}, []float64{150}),
	}
	// Hidden: 0→1 of 0…10 (error .1), the constant column (left out), the cell
	// that nobody knows (left out), 200→170 of 100…200 (error .3).
	hidden := func(i, m, _ int) bool { return m == 0 && i != 1 || m == 1 && i == 1 }
	all, each, err := ScoreImputation(truth, filled, hidden, numbers)
	if err != nil {
		t.Fatal(err)
	}
	rmse := math.Sqrt((0.01 + 0.09) / 2)
	// In standard deviations of the known values (numpy.std of [0, 10] is 5, of
	// [100, 200, 150] it is 40.82): 1/5 and 30/40.82.
	want := ImputationScore{Cells: 2, RMSE: rmse, MAE: 0.2, NRMSE: math.Sqrt((1./25 + 900/(5000./3)) / 2)}
	want.Wasserstein, want.Correlation = math.NaN(), math.NaN() // one cell is no distribution, and no two columns have three rows
	approx := cmpopts.EquateApprox(0, 1e-12)
	if diff := cmp.Diff(want, all, approx, cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
	if each[0].Cells != 1 || !near(each[0].RMSE, 0.1) || each[1].Cells != 1 || !near(each[1].MAE, 0.3) {
		t.Errorf("by modality %+v, want errors .1 and .3 on one cell each", each)
	}
}

// The mean of its column in every cell has an NRMSE of 1, whatever the columns
// are; and that of all cells lies between those of the modalities.
func TestImputationByTheMean(t *testing.T) {
	truth := []dataset.Matrix{
		matrix([]float64{0, 1000}, []float64{4, 1010}, []float64{8, 1080}),
		matrix([]float64{-3}, []float64{7}, []float64{8}),
	}
	means := []dataset.Matrix{
		matrix([]float64{4, 1030}, []float64{4, 1030}, []float64{4, 1030}),
		matrix([]float64{4}, []float64{4}, []float64{4}),
	}
	always := func(int, int, int) bool { return true }
	all, each, err := ScoreImputation(truth, means, always, numbers)
	if err != nil || !near(all.NRMSE, 1) || !near(each[0].NRMSE, 1) || !near(each[1].NRMSE, 1) {
		t.Errorf("NRMSE of means: %g, of modalities %g and %g, %v; want 1", all.NRMSE, each[0].NRMSE, each[1].NRMSE, err)
	}
	means[1] = matrix([]float64{4}, []float64{4}, []float64{6})
	if all, each, _ = ScoreImputation(truth, means, always, numbers); all.NRMSE < each[1].NRMSE || all.NRMSE > each[0].NRMSE {
		t.Errorf("NRMSE of all %g, of modalities %g and %g", all.NRMSE, each[0].NRMSE, each[1].NRMSE)
	}
}

// Neither the units of a column nor cells that were not hidden matter.
func TestImputationUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 20).Draw(t, "n")
		number := rapid.Float64Range(-10, 10)
		truth, filled, factor := dataset.NewMatrix(n, 1), dataset.NewMatrix(n, 1), rapid.Float64Range(0.1, 1000).Draw(t, "factor")
		scaledTruth, scaledFilled := dataset.NewMatrix(n, 1), dataset.NewMatrix(n, 1)
		for i := range n {
			truth.Data[i], filled.Data[i] = number.Draw(t, "x")+25*float64(i), number.Draw(t, "y")
			scaledTruth.Data[i], scaledFilled.Data[i] = factor*truth.Data[i]+3, factor*filled.Data[i]+3
		}
		hidden := func(i, _, _ int) bool { return i%2 == 0 }
		a, _, _ := ScoreImputation([]dataset.Matrix{truth}, []dataset.Matrix{filled}, hidden, numbers)
		filled.Data[1], scaledFilled.Data[1] = 1e6, -1e6
		b, _, _ := ScoreImputation([]dataset.Matrix{scaledTruth}, []dataset.Matrix{scaledFilled}, hidden, numbers)
		if diff := cmp.Diff(a, b, cmpopts.EquateNaNs(), cmpopts.EquateApprox(1e-6, 1e-9)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestImputationShapes(t *testing.T) {
	one, two := matrix([]float64{1}), matrix([]float64{1, 2})
	never := func(int, int, int) bool { return false }
	if _, _, err := ScoreImputation([]dataset.Matrix{one}, []dataset.Matrix{two}, never, numbers); err == nil {
		t.Error("another shape is no error")
	}
	if _, _, err := ScoreImputation([]dataset.Matrix{one}, nil, never, numbers); err == nil {
		t.Error("a missing modality is no error")
	}
	if s, _, err := ScoreImputation([]dataset.Matrix{one}, []dataset.Matrix{one}, never, numbers); err != nil || s.Cells != 0 || !math.IsNaN(s.RMSE) {
		t.Errorf("nothing hidden: %+v, %v; want NaN", s, err)
	}
}

// Words are right or wrong, an empty cell is neither, and neither are errors of
// numbers.
func TestImputationOfWords(t *testing.T) {
	nan := math.NaN()
	truth := []dataset.Matrix{matrix([]float64{0, 1}, []float64{1, 3}, []float64{2, 5}, []float64{nan, 7})}
	filled := []dataset.Matrix{matrix([]float64{0, 1}, []float64{0, 3}, []float64{nan, nan}, []float64{1, 7})}
	all, _, err := ScoreImputation(truth, filled, func(int, int, int) bool { return true }, func(_, j int) bool { return j == 0 })
	if err != nil || all.Words != 2 || all.Wrong != 1 || all.PFC() != 0.5 || all.Empty != 2 || all.Cells != 3 || all.RMSE != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

// Values and correlations by hand (numpy.std of 0…5 is 1.7078): all cells are
// filled with the mean 2.5, which the values are 1.5 away from on average; the
// correlation of −1 with the other column, which is complete, is gone.
func TestImputationDistributions(t *testing.T) {
	truth, filled := dataset.NewMatrix(6, 2), dataset.NewMatrix(6, 2)
	for i := range 6 {
		truth.Set(i, 0, float64(i))
		filled.Set(i, 0, 2.5)
		truth.Set(i, 1, float64(-i))
		filled.Set(i, 1, float64(-i))
	}
	filled.Set(5, 0, 5)
	all, _, err := ScoreImputation([]dataset.Matrix{truth}, []dataset.Matrix{filled}, func(i, _, j int) bool { return j == 0 && i < 5 }, numbers)
	// Hidden 0, 1, 2, 3, 4 against 2.5: (2.5+1.5+.5+.5+1.5)/5 = 1.3.
	if err != nil || !near(all.Wasserstein, 1.3/1.707825127659933) {
		t.Errorf("distance %g, %v", all.Wasserstein, err)
	}
	// numpy.corrcoef of (2.5, 2.5, 2.5, 2.5, 2.5, 5) and (0, −1, …, −5).
	if !near(all.Correlation, 1-0.6546536707079772) {
		t.Errorf("correlations are %g apart", all.Correlation)
	}
}
