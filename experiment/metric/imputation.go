package metric

import (
	"fmt"
	"math"

	"lacuna/dataset"
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
	NRMSE float64 // RMSE over the standard deviation of the hidden true values (missForest, Stekhoven and Bühlmann 2012): about 1 for a constant guess, NaN where all those values are equal
}

// ScoreImputation compares filled values with the truth, for all modalities
// together and for each by its place. truth and filled hold one matrix per
// modality, records × columns, in the same units; a NaN in truth is a cell that
// nobody knows and that does not count. hidden tells which cells were hidden.
// A column that is constant in truth is left out: it has no scale.
func ScoreImputation(truth, filled []dataset.Matrix, hidden func(i, m, j int) bool) (ImputationScore, []ImputationScore, error) {
	if len(truth) != len(filled) {
		return ImputationScore{}, nil, fmt.Errorf("%d filled modalities for %d true ones", len(filled), len(truth))
	}
	var all errorSum
	each := make([]ImputationScore, len(truth))
	for m := range truth {
		if truth[m].Rows != filled[m].Rows || truth[m].Cols != filled[m].Cols {
			return ImputationScore{}, nil, fmt.Errorf("modality %d: filled values are %d×%d, true ones %d×%d",
				m, filled[m].Rows, filled[m].Cols, truth[m].Rows, truth[m].Cols)
		}
		sum := modalityErrors(truth[m], filled[m], func(i, j int) bool { return hidden(i, m, j) })
		each[m] = sum.score()
		all.add(sum)
	}
	return all.score(), each, nil
}

// errorSum gathers the errors of scaled cells.
type errorSum struct {
	cells             int
	absolute, squared float64
	value, valueSq    float64 // of the true values
}

func (s *errorSum) add(o errorSum) {
	s.cells += o.cells
	s.absolute += o.absolute
	s.squared += o.squared
	s.value += o.value
	s.valueSq += o.valueSq
}

func (s errorSum) score() ImputationScore {
	n := float64(s.cells)
	if s.cells == 0 {
		return ImputationScore{RMSE: math.NaN(), MAE: math.NaN(), NRMSE: math.NaN()}
	}
	rmse := math.Sqrt(s.squared / n)
	score := ImputationScore{Cells: s.cells, RMSE: rmse, MAE: s.absolute / n, NRMSE: math.NaN()}
	if variance := s.valueSq/n - (s.value/n)*(s.value/n); variance > smallestVariance {
		score.NRMSE = rmse / math.Sqrt(variance)
	}
	return score
}

// smallestVariance tells values of 0…1 that differ from rounding errors.
const smallestVariance = 1e-12

func modalityErrors(truth, filled dataset.Matrix, hidden func(i, j int) bool) errorSum {
	var sum errorSum
	for j := range truth.Cols {
		low, high := columnRange(truth, j)
		if !(high > low) {
			continue
		}
		for i := range truth.Rows {
			if x := truth.At(i, j); hidden(i, j) && !math.IsNaN(x) {
				sum.cell((x-low)/(high-low), (filled.At(i, j)-low)/(high-low))
			}
		}
	}
	return sum
}

func (s *errorSum) cell(truth, filled float64) {
	e := filled - truth
	s.add(errorSum{1, math.Abs(e), e * e, truth, truth * truth})
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
