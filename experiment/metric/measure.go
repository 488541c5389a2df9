package metric

import (
	"math"
	"strings"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Measure is a metric that can be computed of weighted predictions, and so of
// the draws of a bootstrap.
type Measure struct {
	Name       string  // as on the command line and in JSON
	Title      string  // in sentences
	Definition string  // in words, printed with tables
	Falling    bool    // less is better
	Most       float64 // its largest value; the smallest is 0
	// of reads the metric from a score.
	of func(Score) float64
	// prepare makes, of some predictions, the metric as a function of how often
	// each of them counts; NaN where it is undefined.
	prepare preparation
	// perRun says that predictions of several runs share no scale: the metric is
	// that of each run, then averaged.
	perRun bool
}

// preparation looks at predictions once. What it returns makes functions of
// weights; each of these has memory of its own, for one goroutine.
type preparation func(rows []result.Row, classes int) func() func(weights []float64) float64

// AccuracyName is the name of the metric that has intervals and tests of its own.
const AccuracyName = "accuracy"

// Measures lists all metrics.
func Measures() []Measure {
	return []Measure{
		{
			Name: AccuracyName, Title: say.Text("accuracy"), Definition: say.Text("share of predictions whose most probable class is the true one"), Most: 1,
			of: func(s Score) float64 { return s.Accuracy }, prepare: eachOf(func(r result.Row) float64 { return float64(bit(r.Correct())) }),
		},
		{
			Name: "balanced_accuracy", Title: say.Text("balanced accuracy"), Definition: say.Text("mean recall of the classes that occur"), Most: 1,
			of: func(s Score) float64 { return s.Balanced }, prepare: byMargins(margins.balanced),
		},
		{
			Name: "macro_f1", Title: say.Text("macro-F1"), Definition: say.Text("mean F1 of the classes that are true or predicted at least once"), Most: 1,
			of: func(s Score) float64 { return s.MacroF1 }, prepare: byMargins(margins.macroF1),
		},
		{
			Name: "weighted_f1", Title: say.Text("weighted F1"), Definition: say.Text("mean F1 of the classes, each weighted by its records"), Most: 1,
			of: func(s Score) float64 { return s.Weighted }, prepare: byMargins(margins.weightedF1),
		},
		{
			Name: "auroc", Title: "AUROC", Definition: say.Text("area under the ROC curve, of the second of two classes, else the mean of one against the rest; ties count half; per run, then averaged"),
			Most: 1, of: func(s Score) float64 { return s.AUROC }, prepare: areas, perRun: true,
		},
		{
			Name: "log_loss", Title: say.Text("log-loss"), Definition: say.Text("mean negative natural logarithm of the true class's probability, which counts as 1e-15 at least; less is better"),
			Falling: true, Most: math.Inf(1), of: func(s Score) float64 { return s.LogLoss }, prepare: eachOf(logLoss),
		},
		{
			Name: "brier", Title: say.Text("Brier score"), Definition: say.Text("squared error of the probabilities summed over the classes, 0 to 2; less is better"),
			Falling: true, Most: 2, of: func(s Score) float64 { return s.Brier }, prepare: eachOf(brier),
		},
		{
			Name: "ece", Title: say.Text("calibration error"), Definition: say.Text("expected calibration error: mean distance of confidence and accuracy in 15 equal bins of the highest probability; less is better"),
			Falling: true, Most: 1, of: func(s Score) float64 { return s.ECE }, prepare: calibration,
		},
	}
}

// Accuracy is the metric that every table shows first.
func Accuracy() Measure { return Measures()[0] }

// MeasureNamed finds a metric; an unknown name is an error that lists the known.
func MeasureNamed(name string) (Measure, error) {
	var names []string
	for _, m := range Measures() {
		if m.Name == name {
			return m, nil
		}
		names = append(names, m.Name)
	}
	return Measure{}, say.Errorf("no metric %q; there are %s", name, strings.Join(names, ", "))
}

// Of reads the metric from a score; NaN where it is undefined there.
func (m Measure) Of(s Score) float64 { return m.of(s) }

// better says whether a is a better value than b.
func (m Measure) better(a, b float64) bool { return a != b && (a > b) != m.Falling }

func bit(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// eachOf makes a metric that is the mean of a value of each prediction.
func eachOf(value func(result.Row) float64) preparation {
	return func(rows []result.Row, _ int) func() func([]float64) float64 {
		values := make([]float64, len(rows))
		for i, r := range rows {
			values[i] = value(r)
		}
		return func() func([]float64) float64 {
			return func(weights []float64) float64 {
				sum, n := 0.0, 0.0
				for i, w := range weights {
					sum += w * values[i]
					n += w
				}
				return sum / n
			}
		}
	}
}

// byMargins makes a metric of how often classes are true, predicted, and both.
// Weights are added up by what was taken for what, and those sums by class.
func byMargins(value func(margins) float64) preparation {
	return func(rows []result.Row, classes int) func() func([]float64) float64 {
		numbers := map[[2]int]int{}
		cells := make([]int32, len(rows))
		for i, r := range rows {
			key := [2]int{r.Label, r.Predicted()}
			enumerate(numbers, key)
			cells[i] = int32(numbers[key])
		}
		what := make([][2]int, len(numbers))
		for key, k := range numbers {
			what[k] = key
		}
		return func() func([]float64) float64 {
			counts, sums := newMargins(classes), make([]float64, len(what))
			return func(weights []float64) float64 {
				clear(counts)
				clear(sums)
				for i, w := range weights {
					sums[cells[i]] += w
				}
				for k, sum := range sums {
					counts.add(what[k][0], what[k][1], sum)
				}
				return value(counts)
			}
		}
	}
}

// calibration is ECE with the bin of each record found once.
func calibration(rows []result.Row, _ int) func() func([]float64) float64 {
	bins, surplus := make([]int, len(rows)), make([]float64, len(rows))
	for i, r := range rows {
		bins[i], surplus[i] = surplusOf(r)
	}
	return func() func([]float64) float64 {
		return func(weights []float64) float64 {
			var sums surpluses
			n := 0.0
			for i, w := range weights {
				sums[bins[i]] += w * surplus[i]
				n += w
			}
			return sums.total() / n
		}
	}
}
