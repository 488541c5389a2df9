package metric

import (
	"math"

	"lacuna/experiment/result"
)

// smallestProbability bounds the loss of a single record.
const smallestProbability = 1e-15

// logLoss is the negative natural logarithm of the probability that was given to
// the true class, which counts as 1e-15 at least.
func logLoss(r result.Row) float64 {
	return -math.Log(max(r.Probabilities[r.Label], smallestProbability))
}

// brier is the squared difference between the probabilities and the truth, summed
// over the classes: 0…2 (Brier 1950).
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

// surpluses are, by bin, the sums of confidence less the right answers. Over the
// number of records their total is the expected calibration error (Naeini et al.
// 2015, as in Guo et al. 2017).
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
