package charts

import (
	"fmt"

	"lacuna/experiment/metric"
)

// Metric names what a stratified chart shows. The zero value is Accuracy.
type Metric string

// The metrics that charts can show.
const (
	Accuracy         Metric = "accuracy"
	BalancedAccuracy Metric = "balanced_accuracy"
	MacroF1          Metric = "macro_f1"
	WeightedF1       Metric = "weighted_f1"
	AUROC            Metric = "auroc"
	LogLoss          Metric = "log_loss"
	Brier            Metric = "brier"
	ECE              Metric = "ece"
)

// measure is how one metric is read from a score and named.
type measure struct {
	Metric
	title   string
	of      func(metric.Score) float64
	bounded bool // lies between 0 and 1
	falling bool // less is better
}

var measures = []measure{
	{Accuracy, "accuracy", func(s metric.Score) float64 { return s.Accuracy }, true, false},
	{BalancedAccuracy, "balanced accuracy", func(s metric.Score) float64 { return s.Balanced }, true, false},
	{MacroF1, "macro-F1", func(s metric.Score) float64 { return s.MacroF1 }, true, false},
	{WeightedF1, "weighted F1", func(s metric.Score) float64 { return s.Weighted }, true, false},
	{AUROC, "AUROC (one versus rest)", func(s metric.Score) float64 { return s.AUROC }, true, false},
	{LogLoss, "log-loss", func(s metric.Score) float64 { return s.LogLoss }, false, true},
	{Brier, "Brier score", func(s metric.Score) float64 { return s.Brier }, false, true},
	{ECE, "expected calibration error", func(s metric.Score) float64 { return s.ECE }, true, true},
}

// measure finds how the metric is read; an unknown name is an error.
func (m Metric) measure() (measure, error) {
	if m == "" {
		m = Accuracy
	}
	for _, x := range measures {
		if x.Metric == m {
			return x, nil
		}
	}
	return measure{}, fmt.Errorf("no metric %q; there are accuracy, balanced_accuracy, macro_f1, weighted_f1, auroc, log_loss, brier and ece", string(m))
}

// interval returns the 95 % interval of the metric in a score; ok is false
// where none is known, which holds for all but accuracy.
func (m measure) interval(s metric.Score) (low, high float64, ok bool) {
	if m.Metric != Accuracy || s.N == 0 {
		return 0, 0, false
	}
	return s.CI95.Low, s.CI95.High, true
}

// Of reads the metric from a score; NaN where it is undefined there. An
// unknown metric is an error that lists the known ones.
func (m Metric) Of(s metric.Score) (float64, error) {
	x, err := m.measure()
	if err != nil {
		return 0, err
	}
	return x.of(s), nil
}
