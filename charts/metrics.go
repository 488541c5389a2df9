package charts

import (
	"math"

	"lacuna/experiment/metric"
	"lacuna/internal/say"
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
	falling bool // less is better
	whole   metric.Measure
}

// chartTitles are the names of metrics that say more in a chart than in a
// sentence.
var chartTitles = map[Metric]string{AUROC: "AUROC (one versus rest)", ECE: "expected calibration error"}

// measure finds how the metric is read; an unknown name is an error.
func (m Metric) measure() (measure, error) {
	if m == "" {
		m = Accuracy
	}
	whole, err := metric.MeasureNamed(string(m))
	if err != nil {
		return measure{}, err
	}
	title := whole.Title
	if own, ok := chartTitles[m]; ok {
		title = say.Text(own)
	}
	return measure{m, title, whole.Of, whole.Falling, whole}, nil
}

// interval returns the 95 % interval of the metric in a score; ok is false
// where none is known: of few records, or where none was computed.
func (m measure) interval(s metric.Score) (low, high float64, ok bool) {
	i := s.Interval(m.whole)
	return i.Low, i.High, s.N > 0 && !math.IsNaN(i.Low)
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

// Interval reads the 95 % interval of the metric from a score; NaN where none is
// known.
func (m Metric) Interval(s metric.Score) metric.Interval {
	x, err := m.measure()
	if err != nil {
		return metric.Interval{Low: math.NaN(), High: math.NaN()}
	}
	return s.Interval(x.whole)
}

// ceiling is the highest value that an axis of the metric shows.
func (m measure) ceiling() float64 { return m.whole.Most }
