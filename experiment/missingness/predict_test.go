package missingness_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment/missingness"
	"lacuna/internal/rng"
)

// made is a dataset of n records: b has columns x and y, and a is absent where
// absent says so of x and a number in 0…1. The class is x > 0.
func made(t *testing.T, n int, absent func(x, u float64) bool) *dataset.Dataset {
	t.Helper()
	r := rng.New(7).Rand()
	a, b := block("a", n), block("b", n)
	b.Modality.Columns, b.Numbers = []string{"x", "y"}, dataset.NewMatrix(n, 2)
	d := dataset.Dataset{Name: "made", Classes: []string{"low", "high"}, Labels: make([]int, n)}
	for i := range n {
		d.IDs = append(d.IDs, fmt.Sprintf("r%d", i+1))
		x := r.NormFloat64()
		b.Numbers.Set(i, 0, x)
		b.Numbers.Set(i, 1, r.NormFloat64())
		a.Numbers.Set(i, 0, r.NormFloat64())
		if x > 0 {
			d.Labels[i] = 1
		}
		if absent(x, r.Float64()) {
			a.Causes[i] = dataset.NoRow
		}
	}
	d.Blocks = []dataset.Block{a, b}
	out, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func predictor(t *testing.T, d *dataset.Dataset) missingness.Predictor {
	t.Helper()
	list, err := missingness.Predictors(t.Context(), d, 2)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	return list[0]
}

// A single column by itself: AUC and p are those of SciPy's mannwhitneyu, as in
// TestDriftsAgainstSciPy.
func TestColumnAgainstSciPy(t *testing.T) {
	d := sequence(t, "0000000100000010000001011101101110111011")
	for i := range d.Records() {
		d.Blocks[1].Numbers.Set(i, 0, float64(i))
	}
	x := predictor(t, d)
	if len(x.Columns) != 1 || x.Columns[0].Name != "b.x" || x.Columns[0].AUC != 0.84375 || math.Abs(x.Columns[0].PHolm-0.00026818270839020354) > 1e-12 {
		t.Errorf("%+v", x.Columns)
	}
	if x.Label.N != 0 {
		t.Error("there is no class to predict from")
	}
}

// Where absence is the sign of x with a tenth turned round, no score is better
// than x > 0, whose AUC is 0.9; that of x itself is the same. The class is this
// sign.
func TestPredictorFindsWhatAbsenceDependsOn(t *testing.T) {
	x := predictor(t, made(t, 1000, func(x, u float64) bool { return (x > 0) == (u < 0.9) }))
	if x.Values.Value < 0.85 || x.Values.Value > 0.95 || x.Values.CI95.Low < 0.75 || x.Values.Units != 5 || x.Values.N != 1000 {
		t.Errorf("%+v", x.Values)
	}
	if math.Abs(x.Label.Value-0.9) > 0.03 || x.Presence.Value != 0.5 {
		t.Errorf("class %+v, presence %+v", x.Label, x.Presence)
	}
	if x.Columns[0].Name != "b.x" || x.Columns[0].PHolm > 1e-6 || !strings.Contains(x.Words(), "b.x (AUC 0.9") {
		t.Error(x.Words())
	}
}

// Absence that depends on nothing is not predicted.
func TestPredictorOfNothing(t *testing.T) {
	x := predictor(t, made(t, 600, func(_, u float64) bool { return u < 0.3 }))
	if x.Values.CI95.Low > 0.5 || math.Abs(x.Values.Value-0.5) > 0.08 || x.Columns[0].PHolm < 0.05 {
		t.Error(x.Words())
	}
}

func TestPredictorRefuses(t *testing.T) {
	n := 0
	x := predictor(t, made(t, 200, func(float64, float64) bool { n++; return n < 10 }))
	if x.Refused == "" || x.Values.N != 0 || !strings.Contains(x.Words(), "9 of 200 records lack it; 10 are needed") {
		t.Error(x.Words())
	}
}

// Very many records: a part is drawn, and the AUC is that of all.
func TestPredictorDrawsAPart(t *testing.T) {
	x := predictor(t, made(t, 12_000, func(x, u float64) bool { return (x > 0) == (u < 0.9) && u*1000 < 905 }))
	if x.N != 4000 || len(x.Notes) != 1 || math.Abs(x.Columns[0].AUC-0.95) > 0.05 {
		t.Errorf("n %d, %v, %s", x.N, x.Notes, x.Words())
	}
}

// The number of workers changes nothing.
func TestDiagnosisIsTheSame(t *testing.T) {
	d := made(t, 300, func(x, u float64) bool { return x+u > 1 })
	one, err1 := missingness.Diagnose(t.Context(), d, 1)
	two, err2 := missingness.Diagnose(t.Context(), d, 3)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if a, b := fmt.Sprintf("%v", one), fmt.Sprintf("%v", two); a != b || len(one.Little) != 2 {
		t.Errorf("%s\n%s", a, b)
	}
}

func TestDiagnosisStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := missingness.Diagnose(ctx, made(t, 300, func(x, u float64) bool { return x > u }), 1); err == nil {
		t.Error("went on")
	}
}

// Numbers that cannot be computed with end no diagnosis: it is said.
func TestDiagnosisOfHugeNumbers(t *testing.T) {
	d := made(t, 200, func(_, u float64) bool { return u < 0.3 })
	d.Blocks[1].Numbers.Set(0, 0, 1e300)
	x, err := missingness.Diagnose(t.Context(), d, 1)
	if err != nil || len(x.Predictors) != 1 {
		t.Fatal(err)
	}
	if notes := strings.Join(x.Predictors[0].Notes, "; "); !strings.Contains(notes, "not all of it could be predicted") || !strings.Contains(notes, "not compared") {
		t.Error(notes)
	}
}
