package models

import (
	"context"
	"errors"
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// gbtTable returns one of the tables of testdata/gbt in its parts: training
// rows, no rows, test rows.
func gbtTable(t testing.TB, name string, classes int) (train, none, test dataset.View) {
	v := learntest.LabelledView(t, learntest.ReadCells(t, "gbt/"+name), classes, 4, 3, 3)
	return v.Select(learntest.Span(0, 300)), v.Select(nil), v.Select(learntest.Span(300, v.Len()))
}

var gbtTables = map[string]int{"two": 2, "three": 3, "two_gaps": 2, "three_gaps": 3}

// TestGBTEqualsScikit compares with probabilities that testdata/gbt/make.py
// wrote. The first tree is the same. Later on, splits that gain the same up to
// rounding part ways, and with gaps, so do nodes without missing values in
// where they send those that come later; the scores must agree.
func TestGBTEqualsScikit(t *testing.T) {
	train, none, test := gbtTable(t, "two", 2)
	first := predictWith(t, "gbt", map[string]string{"iterations": "1"}, train, none, test, job.Env{})
	if d := cmp.Diff(learntest.ReadCells(t, "gbt/two_sklearn1").Data, first.Data, cmpopts.EquateApprox(0, 2e-6)); d != "" {
		t.Errorf("after one round: %s", d)
	}
	for name, classes := range gbtTables {
		train, none, test := gbtTable(t, name, classes)
		for _, rounds := range []string{"1", "100"} {
			got := predictWith(t, "gbt", map[string]string{"iterations": rounds}, train, none, test, job.Env{})
			loss, accuracy := lossAndAccuracy(got, test)
			theirLoss, theirAccuracy := lossAndAccuracy(learntest.ReadCells(t, "gbt/"+name+"_sklearn"+rounds), test)
			if math.Abs(loss-theirLoss) > 0.03 || math.Abs(accuracy-theirAccuracy) > 0.025 {
				t.Errorf("%s, %s rounds: log-loss %.4f, accuracy %.3f; scikit-learn has %.4f and %.3f",
					name, rounds, loss, accuracy, theirLoss, theirAccuracy)
			}
		}
	}
}

func TestGBTSameWithAnyWorkers(t *testing.T) {
	for name, classes := range gbtTables {
		train, none, test := gbtTable(t, name, classes)
		one := predictWith(t, "gbt", map[string]string{"iterations": "10"}, train, none, test, job.Env{Workers: 1})
		four := predictWith(t, "gbt", map[string]string{"iterations": "10"}, train, none, test, job.Env{Workers: 4})
		if d := cmp.Diff(one.Data, four.Data); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// TestGBTLearnsFromAbsence gives a modality of noise that only one class lacks:
// where the value is missing is all that can be known.
func TestGBTLearnsFromAbsence(t *testing.T) {
	r := rng.New(3).Rand()
	x := dataset.NewMatrix(400, 3)
	for i := range x.Rows {
		label := r.IntN(2)
		x.Set(i, 0, float64(label))
		x.Set(i, 1, r.NormFloat64())
		x.Set(i, 2, r.NormFloat64())
		if label == 1 {
			x.Set(i, 2, math.NaN())
		}
	}
	v := learntest.LabelledView(t, x, 2, 1, 1)
	test := v.Select(learntest.Span(300, 400))
	p := predictWith(t, "gbt", nil, v.Select(learntest.Span(0, 300)), v.Select(nil), test, job.Env{})
	if loss, accuracy := lossAndAccuracy(p, test); accuracy < 1-1e-9 || loss > 0.01 {
		t.Errorf("log-loss %.4f, accuracy %.3f", loss, accuracy)
	}
}

// TestGBTStopsEarly has labels that no column knows: the first rounds on
// validation are the best, and the probabilities stay near the prior.
func TestGBTStopsEarly(t *testing.T) {
	r := rng.New(4).Rand()
	x := dataset.NewMatrix(600, 4)
	for i := range x.Rows {
		x.Set(i, 0, float64(r.IntN(2)))
		for j := 1; j < 4; j++ {
			x.Set(i, j, r.NormFloat64())
		}
	}
	v := learntest.LabelledView(t, x, 2, 2, 1)
	rounds := 0
	env := job.Env{Report: func(e job.Event) {
		if epoch, ok := e.(job.Epoch); ok {
			rounds = epoch.Epoch
		}
	}}
	test := v.Select(learntest.Span(400, 600))
	p := predictWith(t, "gbt", map[string]string{"patience": "10"}, v.Select(learntest.Span(0, 250)), v.Select(learntest.Span(250, 400)), test, env)
	if loss, _ := lossAndAccuracy(p, test); loss > 0.75 {
		t.Errorf("log-loss %.3f, a coin has 0.693", loss)
	}
	if rounds > 40 {
		t.Errorf("it went on for %d rounds", rounds)
	}
}

// Few validation records do not decide how many trees are grown; they are
// learned from like the others.
func TestGBTIsNotStoppedByFewRecords(t *testing.T) {
	train, none, test := gbtTable(t, "three", 3)
	kept, few := train.Select(learntest.Span(0, 270)), train.Select(learntest.Span(270, 300))
	apart := predictWith(t, "gbt", nil, kept, few, test, job.Env{})
	joined := predictWith(t, "gbt", nil, train, none, test, job.Env{})
	if d := cmp.Diff(joined.Data, apart.Data); d != "" {
		t.Errorf("validation records are not learned from like the others: %s", d)
	}
}

func TestGBTStopsWhenTold(t *testing.T) {
	train, none, _ := gbtTable(t, "three", 3)
	ctx, cancel := context.WithCancel(context.Background())
	info, _ := Lookup("gbt")
	model, err := info.Make(nil)
	if err != nil {
		t.Fatal(err)
	}
	rounds := 0
	err = model.Fit(ctx, train, none, job.Env{Report: func(job.Event) { rounds++; cancel() }})
	if !errors.Is(err, context.Canceled) || rounds != 1 {
		t.Errorf("after %d rounds: %v", rounds, err)
	}
	if _, err := model.Predict(context.Background(), train, job.Env{}); !errors.Is(err, ErrNotFitted) {
		t.Errorf("predict after a stopped fit: %v", err)
	}
}

// BenchmarkGBT grows 10 rounds for 10 classes on 1600 rows of 649 columns, a
// third of the cells missing: the size of the handwritten digits.
func BenchmarkGBT(b *testing.B) {
	r := rng.New(6).Rand()
	x := dataset.NewMatrix(1600, 650)
	for i := range x.Rows {
		x.Set(i, 0, float64(i%10))
		for j := 1; j < x.Cols; j++ {
			if x.Set(i, j, r.NormFloat64()+0.1*float64(i%10*j%7)); r.IntN(3) == 0 {
				x.Set(i, j, math.NaN())
			}
		}
	}
	v := learntest.LabelledView(b, x, 10, 649)
	for b.Loop() {
		predictWith(b, "gbt", map[string]string{"iterations": "10"}, v, v.Select(nil), v.Select(nil), job.Env{})
	}
}
