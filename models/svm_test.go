package models

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/learn/svm"
	"lacuna/internal/rng"
)

// fitSVM fits on a view without validation rows.
func fitSVM(t testing.TB, set map[string]string, train dataset.View) *supportVectors {
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
	return model.(*supportVectors)
}

// TestSVMCalibrates expects probabilities that tell more than the shares of the
// classes.
func TestSVMCalibrates(t *testing.T) {
	for name, classes := range map[string]int{"two": 2, "three": 3} {
		v := learntest.LabelledView(t, learntest.ReadCells(t, "gbt/"+name), classes, 4, 3, 3)
		test := v.Select(learntest.Span(300, v.Len()))
		p, err := fitSVM(t, nil, v.Select(learntest.Span(0, 300))).Predict(context.Background(), test, job.Env{})
		if err != nil {
			t.Fatal(err)
		}
		loss, _ := lossAndAccuracy(p.Probabilities, test)
		if even := math.Log(float64(classes)); loss > 0.85*even {
			t.Errorf("%s: log-loss %.3f, even shares have %.3f", name, loss, even)
		}
	}
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
	v := learntest.LabelledView(t, x, 2, 1, 1)
	for _, tune := range []string{"false", "true"} {
		s := fitSVM(t, map[string]string{"tune": tune}, v.Select(learntest.Span(0, 300)))
		test := v.Select(learntest.Span(300, 400))
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
	v := learntest.LabelledView(t, x, 3, 1, 1)
	p, err := fitSVM(t, nil, v).Predict(context.Background(), v, job.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Probabilities.Row(0); learn.Highest(got) != 1 || got[0] <= 0 || got[1] < 0.99 {
		t.Errorf("probabilities %v", got)
	}
}

// TestSVMRefusesTooMany names the limit before it takes the memory.
func TestSVMRefusesTooMany(t *testing.T) {
	x := dataset.NewMatrix(svm.Limit+1, 2)
	for i := range x.Rows {
		x.Set(i, 0, float64(i%2))
		x.Set(i, 1, float64(i))
	}
	v := learntest.LabelledView(t, x, 2, 1)
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
	v := learntest.LabelledView(t, learntest.ReadCells(t, "gbt/three"), 3, 4, 3, 3)
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
