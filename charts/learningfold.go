package charts

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"lacuna/charts/canvas"
	"lacuna/experiment/result"
)

// epochMean is one epoch over the runs that are folded: the means of their losses and
// accuracies (0 to 1), and the standard errors of the two losses, which are NaN for
// fewer than two runs.
type epochMean struct {
	epoch                       int
	train, validation, accuracy float64
	trainError, validationError float64
}

// folded are the runs that make the mean: those that have finished, or all where
// none has.
func (m *methodCurves) folded() []runCurve {
	done := slices.DeleteFunc(slices.Clone(m.runs), func(r runCurve) bool { return r.state != finished })
	if len(done) == 0 {
		return m.runs
	}
	return done
}

// average folds the epochs of the runs for as long as all of them go on. Beyond, the mean would
// jump whenever a run ends, and be of those alone that were worth going on with: there
// the runs that are left are drawn one by one, so that one n holds for the whole line.
func (m *methodCurves) average(epochs func(runCurve) []result.Epoch) []epochMean {
	var means []epochMean
	runs := m.folded()
	n := len(runs[0].epochs)
	for _, r := range runs {
		n = min(n, len(r.epochs))
	}
	for k := range n {
		var train, validation, accuracy []float64
		for _, r := range runs {
			e := epochs(r)[k]
			train, validation, accuracy = append(train, e.TrainLoss), append(validation, e.ValidationLoss), append(accuracy, e.ValidationAccuracy)
		}
		e := epochMean{epoch: runs[0].epochs[k].Epoch, accuracy: stat.Mean(accuracy, nil)}
		e.train, e.trainError = meanError(train)
		e.validation, e.validationError = meanError(validation)
		means = append(means, e)
	}
	return means
}

// meanError is the mean of numbers and its standard error, their standard deviation
// (n − 1) over √n; NaN for fewer than two.
func meanError(x []float64) (mean, se float64) {
	mean, deviation := stat.MeanStdDev(x, nil)
	return mean, stat.StdErr(deviation, float64(len(x)))
}

// banded says whether a band is drawn around the mean.
func (m *methodCurves) banded() bool { return len(m.folded()) > 1 && m.validated() }

// usedLoss is the validation loss at the epochs that finished runs used.
type usedLoss struct {
	loss, se float64     // mean over the runs and its standard error; NaN where there is none
	n        int         // runs
	epochs   canvas.Span // range of the epochs
}

// used is the validation loss at the epochs that were used, over finished runs.
func (m *methodCurves) used() usedLoss {
	u := usedLoss{loss: math.NaN(), se: math.NaN(), epochs: canvas.NewSpan()}
	var losses []float64
	for _, r := range m.runs {
		if e, ok := r.at(r.chosen); ok && r.state == finished && !math.IsNaN(e.ValidationLoss) {
			losses = append(losses, e.ValidationLoss)
			u.epochs.Add(float64(e.Epoch))
		}
	}
	if u.n = len(losses); u.n > 0 {
		u.loss, u.se = meanError(losses)
	}
	return u
}

// counted is the range of the numbers of runs that the means shown are of; empty where
// none is.
func (f *learning) counted() canvas.Span {
	s := canvas.NewSpan()
	for _, m := range f.curves {
		if !f.unfolds(m) {
			s.Add(float64(len(m.folded())))
		}
	}
	return s
}
