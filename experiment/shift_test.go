package experiment

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/rng"
)

// Shifts move no number of the comparison; each is a job of its own for what
// imputes, and for nothing else.
func TestShiftsChangeNobody(t *testing.T) {
	d := fixture(t, 120)
	spec := Spec{Methods: methods("mean+logistic", "bypass"), Shifts: Shifts{Deltas: []float64{1, 0, -1, 1}}}
	jobs := plan(t, d, spec)
	spec.Shifts = Shifts{}
	bare := plan(t, d, spec)
	var own, beside []string
	var words []string
	for _, j := range jobs {
		if !j.Beside {
			own = append(own, j.ID)
			continue
		}
		beside, words = append(beside, j.ID), append(words, j.Label+", "+j.Training)
	}
	if diff := cmp.Diff(ids(bare), own); diff != "" {
		t.Errorf("jobs of the comparison: %s", diff)
	}
	if want := []string{"mean+logistic, imputed values −1 s.d.", "mean+logistic, imputed values +1 s.d."}; !cmp.Equal(words, want) || beside[0] == beside[1] {
		t.Errorf("%q with ids %v", words, beside)
	}
	for name, shifts := range map[string]Shifts{
		"nowhere": {Deltas: []float64{1}, Of: []string{"nowhere"}}, "furlongs": {Deltas: []float64{1}, As: "furlongs"}, "NaN cannot be reckoned with": {Deltas: []float64{math.NaN()}}, "moves nothing": {Deltas: []float64{0}},
	} {
		spec.Shifts = shifts
		if _, err := Plan(d, spec, nil); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	spec.Methods, spec.Shifts = methods("bypass"), Shifts{Deltas: []float64{1}}
	if _, err := Plan(d, spec, nil); err == nil || !strings.Contains(err.Error(), "imputer") {
		t.Errorf("nothing to shift: %v", err)
	}
}

// A shift of a job is in its predictions, and its numbers are the same with one
// worker and with four.
func TestShiftedRun(t *testing.T) {
	d := fixture(t, 120)
	spec := Spec{Methods: methods("mean+logistic"), Shifts: Shifts{Deltas: []float64{2}}}
	one, four := compare(t, Runner{Workers: 1}, d, spec), compare(t, Runner{Workers: 4}, d, spec)
	if len(one.Beside) != 1 {
		t.Fatalf("%d runs beside the comparison", len(one.Beside))
	}
	run := one.Beside[0]
	if diff := cmp.Diff(run.Rows, four.Beside[0].Rows); diff != "" {
		t.Errorf("four workers: %s", diff)
	}
	if run.Shift.Delta != 2 || run.Shift.As != result.InDeviations || run.Moved.Dev == 0 || run.Moved.Test == 0 {
		t.Errorf("%+v moved %v", run.Shift, run.Moved)
	}
	if cmp.Equal(run.Rows, one.RunsOf("mean+logistic")[0].Rows) {
		t.Error("a shift by two deviations changes no prediction")
	}
	if found := metric.NewShifts(one, metric.Accuracy()); len(found.Shifts) != 2 || found.None != 0 || found.Scores[1][0].N != found.Scores[0][0].N {
		t.Errorf("%+v", found.Shifts)
	}
}

// shiftedLine is y = x and noise, y 4 for each of x. Every third y is hidden, and
// lies by delta from what x tells.
func shiftedLine(t *testing.T, n int, delta float64) Hidden {
	r := rng.New(5).Rand()
	x, y := dataset.NewMatrix(n, 1), dataset.NewMatrix(n, 1)
	d := dataset.Dataset{Name: "line", IDs: make([]string, n)}
	for i := range n {
		d.IDs[i] = fmt.Sprintf("r%03d", i)
		a := r.NormFloat64()
		x.Set(i, 0, 10+a)
		y.Set(i, 0, 50+4*(a+0.3*r.NormFloat64()))
		if i%3 == 0 {
			y.Set(i, 0, y.At(i, 0)+delta)
		}
	}
	for _, b := range []struct {
		name string
		of   dataset.Matrix
	}{{"x", x}, {"y", y}} {
		d.Blocks = append(d.Blocks, dataset.Block{Modality: dataset.Modality{Name: b.name, Kind: dataset.Table, Columns: []string{"v"}}, Numbers: b.of, Causes: make([]dataset.Cause, n)})
	}
	truth, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return Hidden{truth: truth, data: truth, mask: dataset.NewMask("thirds", n, 2, func(i, m int) bool { return m == 1 && i%3 == 0 })}
}

// TestShiftedFindsTheShift: where missing values are lower than what the others
// tell by a known amount, the hidden values are met at that shift, in any unit.
func TestShiftedFindsTheShift(t *testing.T) {
	const delta = -6.0
	h := shiftedLine(t, 600, delta)
	done, err := h.Impute(context.Background(), imputer(t, "ice"), job.Env{Seed: rng.New(1)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	list, err := h.Shifted(context.Background(), done, Shifts{Deltas: []float64{-8, -6, -4, 2}, As: result.InUnits, Of: []string{"y.v"}}, job.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 5 || !list[3].Shift.None() || list[3].Moved != 0 || list[1].Moved != 200 || list[0].Bias.Records != 200 {
		t.Fatalf("%+v", list)
	}
	best := list[1]
	if b := best.Bias; b.Low > 0 || b.High < 0 || math.Abs(b.Mean) > 0.05 {
		t.Errorf("shifted by %g the mean error is %+v", delta, b)
	}
	for _, s := range list {
		if s.Shift.Delta != delta && s.Scores.NRMSE <= best.Scores.NRMSE {
			t.Errorf("shifted by %g the error is %g, by the true %g it is %g", s.Shift.Delta, s.Scores.NRMSE, delta, best.Scores.NRMSE)
		}
	}
	if none := list[3].Bias; none.Low < 0.5 {
		t.Errorf("not shifted, the mean error is %+v", none)
	}
}

// TestShifterInUnits: mean imputation of a column is its mean, and each kind of
// shift moves it by what it says, of the named column alone.
func TestShifterInUnits(t *testing.T) {
	h := shiftedLine(t, 60, 0)
	seen := h.data.View(indices(60), h.mask)
	features, err := feature.Fit(seen, feature.Options{})
	if err != nil {
		t.Fatal(err)
	}
	train, err := features.Apply(seen)
	if err != nil {
		t.Fatal(err)
	}
	mean := imputer(t, "mean")
	if err := mean.Fit(context.Background(), train, job.Env{}); err != nil {
		t.Fatal(err)
	}
	filled, err := mean.Transform(context.Background(), train, job.Env{})
	if err != nil {
		t.Fatal(err)
	}
	was := features.Unscale(1, filled.Values(1)).At(0, 0)
	deviation := 0.0
	for i := range seen.Len() {
		if y := seen.Row(i, 1); y != nil {
			deviation += (y[0] - was) * (y[0] - was) / 40
		}
	}
	for as, want := range map[string]float64{result.InUnits: was + 3, result.AsFactor: 3 * was, result.InDeviations: was + 3*math.Sqrt(deviation)} {
		s, err := newShifter(result.Shift{Delta: 3, As: as, Of: []string{"y"}}, features, train)
		if err != nil {
			t.Fatal(err)
		}
		moved, n, err := s.apply(filled)
		if err != nil {
			t.Fatal(err)
		}
		if got := features.Unscale(1, moved.Values(1)); n != 20 || math.Abs(got.At(0, 0)-want) > 1e-9 || math.Abs(got.At(1, 0)-seen.Row(1, 1)[0]) > 1e-9 {
			t.Errorf("%s: %g became %g in %d cells, want %g in 20", as, was, got.At(0, 0), n, want)
		}
	}
}

// Where the errors change their sign, and where no interval can be told.
func TestShiftAtWhichTheHiddenAreMet(t *testing.T) {
	at := func(delta, mean, low, high float64) ShiftedScore {
		return ShiftedScore{Shift: result.Shift{Delta: delta, As: result.InDeviations}, Bias: Bias{Cells: 9, Records: 9, Mean: mean, Interval: metric.Interval{Low: low, High: high}}}
	}
	for want, list := range map[string][]ShiftedScore{
		"−0.17 s.d. (95 % interval −0.23 s.d. to −0.1 s.d.)": {at(-0.5, -0.5, -0.6, -0.4), at(0, 0.25, 0.15, 0.35)},
		"−0.25 s.d. (too few records for an interval)":       {at(-0.5, -0.5, -1, 1), at(0, 0.5, -1, 1)},
		"At no shift in the range":                           {at(-0.5, 0.25, 0, 0.5), at(0, 0.5, 0.25, 0.75)},
	} {
		if got := MetAt(list); !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}
