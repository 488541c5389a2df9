package models

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/rng"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// fitSVM fits on a view without validation rows.
func fitSVM(t testing.TB, set map[string]string, train dataset.View) *svm {
	t.Helper()
	info, err := Lookup("svm")
	if err != nil {
		t.Fatal(err)
	}
	model, err := info.Make(set)
	if err != nil {
		t.Fatal(err)
	}
	if err := model.Fit(context.Background(), train, train.Select(nil), job.Env{Workers: 2}); err != nil {
		t.Fatal(err)
	}
	return model.(*svm)
}

// standardised returns the columns of a table after the first, which is the
// class, standardised by its first rows.
func standardised(x dataset.Matrix, first int) samples {
	out := newSamples(x.Rows, x.Cols-1)
	for j := range out.cols {
		var sum, squares float64
		for i := range first {
			sum += x.At(i, j+1) / float64(first)
		}
		for i := range first {
			squares += math.Pow(x.At(i, j+1)-sum, 2) / float64(first)
		}
		for i := range out.rows {
			out.row(i)[j] = float32((x.At(i, j+1) - sum) / math.Sqrt(squares))
			out.labels[i] = int(x.At(i, 0))
		}
	}
	return out
}

// TestMachinesEqualScikit compares with files that testdata/svm/make.py wrote.
func TestMachinesEqualScikit(t *testing.T) {
	for name, classes := range map[string]int{"two": 2, "three": 3} {
		all := standardised(readCells(t, "gbt/"+name), 300)
		train, test := all.pick(span(0, 300)), all.pick(span(300, all.rows))
		m, err := trainMachines(context.Background(), machineSetting{1, scaleGamma(train)}, train, classes, job.Env{Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		decisions := m.decisions(test, 1)
		var got []float64
		for _, d := range decisions {
			got = append(got, float64(d))
		}
		if d := cmp.Diff(readCells(t, "svm/"+name+"_decisions").Data, got, cmpopts.EquateApprox(0, 3e-3)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		p := make([]float64, test.rows*classes)
		calibration{slope: 2}.probabilities(p, decisions, m)
		theirs, different := readCells(t, "svm/"+name+"_classes"), 0
		for i := range theirs.Rows {
			if float64(highest(p[i*classes:(i+1)*classes])) != theirs.At(i, 0) {
				different++
			}
		}
		// Probabilities may outvote votes where each class wins one pair.
		if different > theirs.Rows/50 {
			t.Errorf("%s: %d of %d classes differ from scikit-learn's", name, different, theirs.Rows)
		}
	}
}

// TestSVMCalibrates expects probabilities that tell more than the shares of the
// classes.
func TestSVMCalibrates(t *testing.T) {
	for name, classes := range map[string]int{"two": 2, "three": 3} {
		v := labelledView(t, readCells(t, "gbt/"+name), classes, 4, 3, 3)
		test := v.Select(span(300, v.Len()))
		p, err := fitSVM(t, nil, v.Select(span(0, 300))).Predict(context.Background(), test, job.Env{})
		if err != nil {
			t.Fatal(err)
		}
		loss, _ := lossAndAccuracy(p.Probabilities, test)
		if even := math.Log(float64(classes)); loss > 0.85*even {
			t.Errorf("%s: log-loss %.3f, even shares have %.3f", name, loss, even)
		}
	}
}

// TestDualSatisfiesConditions checks the solution of random problems against
// the optimality conditions: Σ yα = 0, and no pair of variables that could
// still be moved by more than the tolerance allows.
func TestDualSatisfiesConditions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(1, 30).Draw(t, "first"), rapid.IntRange(1, 30).Draw(t, "second")
		r := rng.New(rapid.Uint64().Draw(t, "seed")).Rand()
		s := newSamples(a+b, 3)
		for i := range s.x {
			s.x[i] = float32(math.Round(4*r.NormFloat64()) / 4) // with equal rows among them
		}
		d := &dual{c: rapid.SampledFrom([]float64{0.01, 1, 100}).Draw(t, "c"), n: a + b,
			gram: gaussian(s, s, 0.3, 1), first: [2]int{0, a}, second: [2]int{a, a + b}}
		if err := d.solve(context.Background()); err != nil {
			t.Fatal(err)
		}
		sum, top, bottom := 0.0, math.Inf(-1), math.Inf(1)
		for i, alpha := range d.alpha {
			if alpha < 0 || alpha > d.c {
				t.Fatalf("alpha %g outside 0 to %g", alpha, d.c)
			}
			sum += d.sign(i) * alpha
			slope := -1.0
			for j, other := range d.alpha {
				slope += d.sign(i) * d.sign(j) * other * float64(d.gram[i*d.n+j])
			}
			if v := -d.sign(i) * slope; d.mayRise(i) {
				top = max(top, v)
			}
			if v := -d.sign(i) * slope; d.mayFall(i) {
				bottom = min(bottom, v)
			}
		}
		if math.Abs(sum) > 1e-9*d.c*float64(a+b) || top-bottom > 2*stopping {
			t.Fatalf("the sum is %g, the violation %g", sum, top-bottom)
		}
	})
}

// TestSVMSeparatesRings needs a kernel: one class lies around the other.
func TestSVMSeparatesRings(t *testing.T) {
	r := rng.New(5).Rand()
	x := dataset.NewMatrix(400, 3)
	for i := range x.Rows {
		label := r.IntN(2)
		angle, radius := 2*math.Pi*r.Float64(), 1+2*float64(label)+0.2*r.NormFloat64()
		x.Set(i, 0, float64(label))
		x.Set(i, 1, radius*math.Cos(angle))
		x.Set(i, 2, radius*math.Sin(angle))
	}
	v := labelledView(t, x, 2, 1, 1)
	for _, tune := range []string{"false", "true"} {
		s := fitSVM(t, map[string]string{"tune": tune}, v.Select(span(0, 300)))
		test := v.Select(span(300, 400))
		p, err := s.Predict(context.Background(), test, job.Env{})
		if err != nil {
			t.Fatal(err)
		}
		if loss, accuracy := lossAndAccuracy(p.Probabilities, test); accuracy < 0.97 || loss > 0.15 {
			t.Errorf("tune %s: accuracy %.3f, log-loss %.3f", tune, accuracy, loss)
		}
	}
}

// TestSVMWithOneClassInTraining: nothing is to be told apart, and the other
// classes are next to impossible.
func TestSVMWithOneClassInTraining(t *testing.T) {
	x := dataset.NewMatrix(20, 3)
	for i := range x.Rows {
		x.Set(i, 0, 1)
		x.Set(i, 1, float64(i))
	}
	v := labelledView(t, x, 3, 1, 1)
	p, err := fitSVM(t, nil, v).Predict(context.Background(), v, job.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Probabilities.Row(0); highest(got) != 1 || got[0] <= 0 || got[1] < 0.99 {
		t.Errorf("probabilities %v", got)
	}
}

// TestSVMRefusesTooMany names the limit before it takes the memory.
func TestSVMRefusesTooMany(t *testing.T) {
	x := dataset.NewMatrix(svmLimit+1, 2)
	for i := range x.Rows {
		x.Set(i, 0, float64(i%2))
		x.Set(i, 1, float64(i))
	}
	v := labelledView(t, x, 2, 1)
	info, _ := Lookup("svm")
	model, err := info.Make(nil)
	if err != nil {
		t.Fatal(err)
	}
	err = model.Fit(context.Background(), v, v.Select(nil), job.Env{})
	if err == nil || !strings.Contains(err.Error(), "20001 records") || !strings.Contains(err.Error(), "logistic") {
		t.Errorf("got %v", err)
	}
}

func TestSVMStopsWhenTold(t *testing.T) {
	v := labelledView(t, readCells(t, "gbt/three"), 3, 4, 3, 3)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	info, _ := Lookup("svm")
	model, err := info.Make(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := model.Fit(ctx, v, v.Select(nil), job.Env{}); !errors.Is(err, context.Canceled) {
		t.Errorf("fit: %v", err)
	}
	if _, err := model.Predict(context.Background(), v, job.Env{}); !errors.Is(err, ErrNotFitted) {
		t.Errorf("predict: %v", err)
	}
}
