package metric

import (
	"math"

	"gonum.org/v1/gonum/stat"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// ImputationScore says how far estimated values are from the true ones, on the
// cells that were hidden on purpose. Every column is first brought to 0…1 by
// its minimum and maximum in the complete data, so that columns of different
// units count alike (GAIN, Yoon et al. 2018: rmse_loss). Where no cell was
// hidden, everything is NaN.
type ImputationScore struct {
	Cells int     // hidden cells whose truth is known
	RMSE  float64 // root mean squared error on the 0…1 scale
	MAE   float64 // mean absolute error on the same scale
	// NRMSE is the root mean square of the errors, each divided by the standard
	// deviation of the true values of its column (as in missForest, Stekhoven and
	// Bühlmann 2012, but by column): about 1 where every cell gets the mean of its
	// column. Over several columns or modalities it is the root of the mean over all
	// their hidden cells, so that each cell counts once and a modality by the number
	// of its hidden cells, not by one half or one third; it lies between theirs.
	NRMSE float64
	// Wasserstein is how far the values of a column, in its standard deviations,
	// have to be moved on average to be distributed as the true ones: the mean over
	// columns of the 1-Wasserstein distance between the hidden cells and what they
	// were filled with. Columns with fewer than five hidden cells are left out.
	Wasserstein float64
	// Correlation is the mean absolute difference between the correlations of the
	// columns in the filled and in the complete data, all columns of a modality with
	// each other; NaN beyond 200 columns.
	Correlation float64
	Words       int // hidden words
	Wrong       int // of these, filled with another word
	Empty       int // hidden cells that were left empty; they count nowhere else
}

// PFC is the share of hidden words that were filled falsely (Stekhoven and
// Bühlmann 2012).
func (s ImputationScore) PFC() float64 { return float64(s.Wrong) / float64(s.Words) }

// ScoreImputation compares filled values with the truth, for all modalities
// together and for each by its place. truth and filled hold one matrix per
// modality, records × columns, in the same units; a NaN in truth is a cell that
// nobody knows and that does not count. hidden tells which cells were hidden,
// words which columns hold words: they are right or wrong, and no numbers.
// A column that is constant in truth is left out: it has no scale.
func ScoreImputation(truth, filled []dataset.Matrix, hidden func(i, m, j int) bool, words func(m, j int) bool) (ImputationScore, []ImputationScore, error) {
	if len(truth) != len(filled) {
		return ImputationScore{}, nil, say.Errorf("%d filled modalities for %d true ones", len(filled), len(truth))
	}
	var all errorSum
	each := make([]ImputationScore, len(truth))
	for m := range truth {
		if truth[m].Rows != filled[m].Rows || truth[m].Cols != filled[m].Cols {
			return ImputationScore{}, nil, say.Errorf("modality %d: filled values are %d×%d, true ones %d×%d",
				m, filled[m].Rows, filled[m].Cols, truth[m].Rows, truth[m].Cols)
		}
		sum := modalityErrors(truth[m], filled[m], func(i, j int) bool { return hidden(i, m, j) }, func(j int) bool { return words(m, j) })
		each[m] = sum.score()
		all.add(sum)
	}
	return all.score(), each, nil
}

// errorSum gathers the errors of scaled cells.
type errorSum struct {
	cells             int
	absolute, squared float64
	deviations        float64 // squared, in standard deviations of the column
	words             int
	wrong, empty      int
	moved             float64 // sum of Wasserstein distances of columns
	columns           int     // that it is the sum over
	correlation       float64 // sum of absolute differences
	pairs             int     // that it is the sum over
}

func (s *errorSum) add(o errorSum) {
	s.cells += o.cells
	s.absolute += o.absolute
	s.squared += o.squared
	s.deviations += o.deviations
	s.words += o.words
	s.wrong += o.wrong
	s.empty += o.empty
	s.moved += o.moved
	s.columns += o.columns
	s.correlation += o.correlation
	s.pairs += o.pairs
}

func (s errorSum) score() ImputationScore {
	n := float64(s.cells) // 0/0 is NaN: of no cell nothing is known
	return ImputationScore{
		Cells: s.cells, RMSE: math.Sqrt(s.squared / n), MAE: s.absolute / n, NRMSE: math.Sqrt(s.deviations / n),
		Wasserstein: s.moved / float64(s.columns), Correlation: s.correlation / float64(s.pairs),
		Words: s.words, Wrong: s.wrong, Empty: s.empty,
	}
}

func modalityErrors(truth, filled dataset.Matrix, hidden func(i, j int) bool, words func(j int) bool) errorSum {
	var sum errorSum
	var numbers []int
	for j := range truth.Cols {
		if words(j) {
			sum.add(wordErrors(truth, filled, j, hidden))
			continue
		}
		if low, high := columnRange(truth, j); high > low {
			numbers = append(numbers, j)
			sum.add(columnErrors(truth, filled, j, hidden))
		}
	}
	if sum.cells > 0 {
		sum.correlation, sum.pairs = correlationError(truth, filled, numbers)
	}
	return sum
}

// wordErrors counts the hidden words of a column.
func wordErrors(truth, filled dataset.Matrix, j int, hidden func(i, j int) bool) errorSum {
	var sum errorSum
	for i := range truth.Rows {
		x := truth.At(i, j)
		switch {
		case math.IsNaN(x) || !hidden(i, j):
		case math.IsNaN(filled.At(i, j)):
			sum.empty++
		default:
			sum.words++
			if filled.At(i, j) != x {
				sum.wrong++
			}
		}
	}
	return sum
}

// fewestMoved is the fewest hidden cells of which a column has a distribution.
const fewestMoved = 5

// columnErrors adds up the errors of a column of numbers that is not constant.
func columnErrors(truth, filled dataset.Matrix, j int, hidden func(i, j int) bool) errorSum {
	var sum errorSum
	low, high := columnRange(truth, j)
	deviation := columnDeviation(truth, j) / (high - low)
	var was, is []float64
	for i := range truth.Rows {
		x := truth.At(i, j)
		switch {
		case math.IsNaN(x) || !hidden(i, j):
		case math.IsNaN(filled.At(i, j)):
			sum.empty++
		default:
			sum.cell((filled.At(i, j)-x)/(high-low), deviation)
			was, is = append(was, x), append(is, filled.At(i, j))
		}
	}
	if len(was) >= fewestMoved {
		sum.moved, sum.columns = wasserstein(was, is)/(deviation*(high-low)), 1
	}
	return sum
}

// cell adds the error of a cell, on the scale of which its column has the
// deviation.
func (s *errorSum) cell(e, deviation float64) {
	s.add(errorSum{cells: 1, absolute: math.Abs(e), squared: e * e, deviations: e * e / (deviation * deviation)})
}

// columnDeviation is the standard deviation of the known values of a column that
// is not constant.
func columnDeviation(x dataset.Matrix, j int) float64 {
	var known []float64
	for i := range x.Rows {
		if v := x.At(i, j); !math.IsNaN(v) {
			known = append(known, v)
		}
	}
	return stat.PopStdDev(known, nil)
}

func columnRange(x dataset.Matrix, j int) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for i := range x.Rows {
		if v := x.At(i, j); !math.IsNaN(v) {
			low, high = min(low, v), max(high, v)
		}
	}
	return low, high
}
