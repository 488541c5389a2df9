package metric

import (
	"cmp"
	"math"
	"slices"

	"lacuna/experiment/result"
)

// AUROC returns the area under the ROC curve: the probability that a record of
// a class is given a higher probability for it than a record of another class,
// ties counting half (the rank statistic of Mann and Whitney 1947). With two
// classes it is that of the second; with more, the mean of one class against
// the rest over the classes for which there are both. NaN where there are none.
func AUROC(rows []result.Row, classes int) float64 {
	if classes == 2 {
		return oneVersusRest(rows, 1)
	}
	areas := make([]float64, classes)
	for c := range areas {
		areas[c] = oneVersusRest(rows, c)
	}
	return meanDefined(areas)
}

// graded is a record as the ROC curve sees it.
type graded struct {
	score    float64
	positive bool
}

// oneVersusRest sums the ranks of the positives, a tie sharing its mean rank.
func oneVersusRest(rows []result.Row, class int) float64 {
	order := make([]graded, len(rows))
	for i, row := range rows {
		order[i] = graded{row.Probabilities[class], row.Label == class}
	}
	slices.SortFunc(order, func(a, b graded) int { return cmp.Compare(a.score, b.score) })
	sum, positives := 0.0, 0
	for start := 0; start < len(order); {
		end := start
		for end < len(order) && order[end].score == order[start].score {
			end++
		}
		rank := float64(start+end+1) / 2 // mean of the ranks start+1 … end
		for _, g := range order[start:end] {
			if g.positive {
				sum += rank
				positives++
			}
		}
		start = end
	}
	p, n := float64(positives), float64(len(order)-positives)
	if p == 0 || n == 0 {
		return math.NaN()
	}
	return (sum - p*(p+1)/2) / (p * n)
}

// smallestProbability bounds the loss of a single record.
const smallestProbability = 1e-15

// LogLoss returns the mean negative natural logarithm of the probability that
// was given to the true class, never below 1e-15. NaN of no rows.
func LogLoss(rows []result.Row) float64 {
	return mean(rows, func(r result.Row) float64 {
		return -math.Log(max(r.Probabilities[r.Label], smallestProbability))
	})
}

// Brier returns the mean squared difference between the probabilities and the
// truth, summed over the classes: 0…2 (Brier 1950). NaN of no rows.
func Brier(rows []result.Row) float64 {
	return mean(rows, func(r result.Row) float64 {
		sum := 0.0
		for c, p := range r.Probabilities {
			if c == r.Label {
				p--
			}
			sum += p * p
		}
		return sum
	})
}

// calibrationBins is the number of equal bins of confidence.
const calibrationBins = 15

// calibrationBin is the bin of a confidence; its upper end belongs to it.
func calibrationBin(confidence float64) int {
	return min(calibrationBins-1, max(0, int(math.Ceil(confidence*calibrationBins))-1))
}

// ECE returns the expected calibration error (Naeini et al. 2015, as in Guo et
// al. 2017): the mean distance between confidence and accuracy over 15 equal
// bins of the highest probability, weighted by their records. NaN of no rows.
func ECE(rows []result.Row) float64 {
	var surplus [calibrationBins]float64
	for _, r := range rows {
		confidence := r.Probabilities[r.Predicted()]
		bin := calibrationBin(confidence)
		surplus[bin] += confidence
		if r.Correct() {
			surplus[bin]--
		}
	}
	if len(rows) == 0 {
		return math.NaN()
	}
	sum := 0.0
	for _, s := range surplus {
		sum += math.Abs(s)
	}
	return sum / float64(len(rows))
}

func mean(rows []result.Row, of func(result.Row) float64) float64 {
	if len(rows) == 0 {
		return math.NaN()
	}
	sum := 0.0
	for _, r := range rows {
		sum += of(r)
	}
	return sum / float64(len(rows))
}
