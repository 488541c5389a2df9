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
	bounded bool // lies between 0 and 1
	of      func(metric.Score) float64
	falling bool // less is better
	whole   metric.Measure
}

var measures = []measure{
	{Metric: Accuracy, title: "accuracy", bounded: true},
	{Metric: BalancedAccuracy, title: "balanced accuracy", bounded: true},
	{Metric: MacroF1, title: "macro-F1", bounded: true},
	{Metric: WeightedF1, title: "weighted F1", bounded: true},
	{Metric: AUROC, title: "AUROC (one versus rest)", bounded: true},
	{Metric: LogLoss, title: "log-loss"},
	{Metric: Brier, title: "Brier score"},
	{Metric: ECE, title: "expected calibration error", bounded: true},
}

// measure finds how the metric is read; an unknown name is an error.
func (m Metric) measure() (measure, error) {
	if m == "" {
		m = Accuracy
	}
	whole, err := metric.MeasureNamed(string(m))
	if err != nil {
		return measure{}, err
	}
	for _, x := range measures {
		if x.Metric == m {
			x.title, x.of, x.falling, x.whole = say.Text(x.title), whole.Of, whole.Falling, whole
			return x, nil
		}
	}
	return measure{}, say.Errorf("no chart shows the metric %q", string(m))
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
func (m measure) ceiling() float64 {
	if m.bounded {
		return 1
	}
	return math.Inf(1)
}
