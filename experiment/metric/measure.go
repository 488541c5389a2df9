package metric

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"lacuna/experiment/result"
)

// Measure is a metric that can be computed of weighted predictions, and so of
// the draws of a bootstrap.
type Measure struct {
	Name       string  // as on the command line and in JSON
	Definition string  // in words, printed with tables
	most       float64 // its largest value; the smallest is 0
	// prepare returns the value of some predictions as a function of how often
	// each of them counts; NaN where it is undefined.
	prepare func(rows []result.Row, classes int) func(weights []float64) float64
}

// Measures lists all metrics.
func Measures() []Measure {
	return []Measure{
		{"accuracy", "share of predictions whose most probable class is the true one", 1, eachOf(func(r result.Row) float64 { return float64(bit(r.Correct())) })},
		{"balanced_accuracy", "mean recall of the classes that occur", 1, byConfusion(confusion.balanced)},
		{"macro_f1", "mean F1 of the classes that are true or predicted at least once", 1, byConfusion(confusion.macroF1)},
		{"weighted_f1", "mean F1 of the classes, each weighted by its records", 1, byConfusion(confusion.weightedF1)},
		{"auroc", "area under the ROC curve, of the second of two classes, else the mean of one against the rest; ties count half; per run, then averaged", 1, areas},
		{"log_loss", "mean negative natural logarithm of the true class's probability, which counts as 1e-15 at least; less is better", math.Inf(1), eachOf(func(r result.Row) float64 { return LogLoss([]result.Row{r}) })},
		{"brier", "squared error of the probabilities summed over the classes, 0 to 2; less is better", 2, eachOf(func(r result.Row) float64 { return Brier([]result.Row{r}) })},
		{"ece", "expected calibration error: mean distance of confidence and accuracy in 15 equal bins of the highest probability; less is better", 1, calibration},
	}
}

// MeasureNamed finds a metric; an unknown name is an error that lists the known.
func MeasureNamed(name string) (Measure, error) {
	var names []string
	for _, m := range Measures() {
		if m.Name == name {
			return m, nil
		}
		names = append(names, m.Name)
	}
	return Measure{}, fmt.Errorf("no metric %q; there are %s", name, strings.Join(names, ", "))
}

func bit(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// eachOf makes a metric that is the mean of a value of each prediction.
func eachOf(value func(result.Row) float64) func([]result.Row, int) func([]float64) float64 {
	return func(rows []result.Row, _ int) func([]float64) float64 {
		values := make([]float64, len(rows))
		for i, r := range rows {
			values[i] = value(r)
		}
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

// confusion are weighted counts of true class × predicted class.
type confusion [][]float64

// byConfusion makes a metric of the counts of true and predicted classes.
func byConfusion(value func(confusion) float64) func([]result.Row, int) func([]float64) float64 {
	return func(rows []result.Row, classes int) func([]float64) float64 {
		cells, counts := make([][2]int, len(rows)), noConfusion(classes)
		for i, r := range rows {
			cells[i] = [2]int{r.Label, r.Predicted()}
		}
		return func(weights []float64) float64 {
			for c := range counts {
				clear(counts[c])
			}
			for i, w := range weights {
				counts[cells[i][0]][cells[i][1]] += w
			}
			return value(counts)
		}
	}
}

func noConfusion(classes int) confusion {
	c := make(confusion, classes)
	for k := range c {
		c[k] = make([]float64, classes)
	}
	return c
}

// newConfusion counts every row once.
func newConfusion(rows []result.Row, classes int) confusion {
	c := noConfusion(classes)
	for _, row := range rows {
		c[row.Label][row.Predicted()]++
	}
	return c
}

// of counts how often class k is true, predicted, and both.
func (c confusion) of(k int) (actual, predicted, both float64) {
	for j := range c {
		actual += c[k][j]
		predicted += c[j][k]
	}
	return actual, predicted, c[k][k]
}

func (c confusion) balanced() float64 {
	var recalls []float64
	for k := range c {
		if actual, _, both := c.of(k); actual > 0 {
			recalls = append(recalls, both/actual)
		}
	}
	return meanDefined(recalls)
}

func (c confusion) macroF1() float64 {
	var scores []float64
	for k := range c {
		if actual, predicted, both := c.of(k); actual+predicted > 0 {
			scores = append(scores, 2*both/(actual+predicted))
		}
	}
	return meanDefined(scores)
}

func (c confusion) weightedF1() float64 {
	sum, n := 0.0, 0.0
	for k := range c {
		actual, predicted, both := c.of(k)
		n += actual
		if actual > 0 {
			sum += actual * 2 * both / (actual + predicted)
		}
	}
	return sum / n
}

// areas is AUROC with the records in order of their scores once.
func areas(rows []result.Row, classes int) func([]float64) float64 {
	var curves []func([]float64) float64
	for c := range classes {
		if classes != 2 || c == 1 {
			curves = append(curves, area(rows, c))
		}
	}
	values := make([]float64, len(curves))
	return func(weights []float64) float64 {
		for c, curve := range curves {
			values[c] = curve(weights)
		}
		return meanDefined(values)
	}
}

// area is the share of pairs of a record of the class and another in which the
// first has the higher score, ties half.
func area(rows []result.Row, class int) func([]float64) float64 {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	score := func(i int) float64 { return rows[i].Probabilities[class] }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score(a), score(b)) })
	last := make([]bool, len(rows)) // of those with one score
	for k, i := range order {
		last[k] = k == len(order)-1 || score(order[k+1]) != score(i)
	}
	return func(weights []float64) float64 {
		below, won, positives, up, down := 0.0, 0.0, 0.0, 0.0, 0.0
		for k, i := range order {
			if rows[i].Label == class {
				up += weights[i]
			} else {
				down += weights[i]
			}
			if last[k] {
				won += up * (below + down/2)
				below, positives = below+down, positives+up
				up, down = 0, 0
			}
		}
		if positives == 0 || below == 0 {
			return math.NaN()
		}
		return won / (positives * below)
	}
}

// calibration is ECE with the bin of each record found once.
func calibration(rows []result.Row, _ int) func([]float64) float64 {
	bins, surplus := make([]int, len(rows)), make([]float64, len(rows))
	for i, r := range rows {
		confidence := r.Probabilities[r.Predicted()]
		bins[i] = calibrationBin(confidence)
		surplus[i] = confidence - float64(bit(r.Correct()))
	}
	return func(weights []float64) float64 {
		var sums [calibrationBins]float64
		n, total := 0.0, 0.0
		for i, w := range weights {
			sums[bins[i]] += w * surplus[i]
			n += w
		}
		for _, s := range sums {
			total += math.Abs(s)
		}
		return total / n
	}
}
