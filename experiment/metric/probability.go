package metric

import (
	"math"

	"lacuna/experiment/result"
)

// smallestProbability bounds the loss of a single record.
const smallestProbability = 1e-15

// LogLoss returns the mean negative natural logarithm of the probability that
// was given to the true class, never below 1e-15. NaN of no rows.
func LogLoss(rows []result.Row) float64 { return mean(rows, logLoss) }

func logLoss(r result.Row) float64 {
	return -math.Log(max(r.Probabilities[r.Label], smallestProbability))
}

// Brier returns the mean squared difference between the probabilities and the
// truth, summed over the classes: 0…2 (Brier 1950). NaN of no rows.
func Brier(rows []result.Row) float64 { return mean(rows, brier) }

func brier(r result.Row) float64 {
	sum := 0.0
	for c, p := range r.Probabilities {
		if c == r.Label {
			p--
		}
		sum += p * p
	}
	return sum
}

// CalibrationBins is the number of equal bins of confidence.
const CalibrationBins = 15

// calibrationBin is the bin of a confidence; its upper end belongs to it.
func calibrationBin(confidence float64) int {
	return min(CalibrationBins-1, max(0, int(math.Ceil(confidence*CalibrationBins))-1))
}

// surpluses are, by bin, the sums of confidence less the right answers.
type surpluses [CalibrationBins]float64

// surplusOf returns the bin of a prediction and what it adds there.
func surplusOf(r result.Row) (bin int, surplus float64) {
	confidence := r.Probabilities[r.Predicted()]
	return calibrationBin(confidence), confidence - float64(bit(r.Correct()))
}

func (s surpluses) total() float64 {
	sum := 0.0
	for _, x := range s {
		sum += math.Abs(x)
	}
	return sum
}

// ECE returns the expected calibration error (Naeini et al. 2015, as in Guo et
// al. 2017): the mean distance between confidence and accuracy over 15 equal
// bins of the highest probability, weighted by their records. NaN of no rows.
func ECE(rows []result.Row) float64 {
	var sums surpluses
	for _, r := range rows {
		bin, surplus := surplusOf(r)
		sums[bin] += surplus
	}
	return quotient(sums.total(), float64(len(rows)))
}

func mean(rows []result.Row, of func(result.Row) float64) float64 {
	sum := 0.0
	for _, r := range rows {
		sum += of(r)
	}
	return quotient(sum, float64(len(rows)))
}
