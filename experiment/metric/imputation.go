package metric

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"

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
	// NRMSE is the root mean square of the errors, each divided by the standard
	// deviation of the true values of its column (as in missForest, Stekhoven and
	// Bühlmann 2012, but by column): about 1 where every cell gets the mean of its
	// column. That of several columns lies between theirs.
	NRMSE float64
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
	deviations        float64 // squared, in standard deviations of the column
}

func (s *errorSum) add(o errorSum) {
	s.cells += o.cells
	s.absolute += o.absolute
	s.squared += o.squared
	s.deviations += o.deviations
}

func (s errorSum) score() ImputationScore {
	n := float64(s.cells)
	if s.cells == 0 {
		return ImputationScore{RMSE: math.NaN(), MAE: math.NaN(), NRMSE: math.NaN()}
	}
	return ImputationScore{
		Cells: s.cells, RMSE: math.Sqrt(s.squared / n), MAE: s.absolute / n, NRMSE: math.Sqrt(s.deviations / n),
	}
}

func modalityErrors(truth, filled dataset.Matrix, hidden func(i, j int) bool) errorSum {
	var sum errorSum
	for j := range truth.Cols {
		low, high := columnRange(truth, j)
		if !(high > low) {
			continue
		}
		deviation := columnDeviation(truth, j) / (high - low)
		for i := range truth.Rows {
			if x := truth.At(i, j); hidden(i, j) && !math.IsNaN(x) {
				sum.cell((filled.At(i, j)-x)/(high-low), deviation)
			}
		}
	}
	return sum
}

// cell adds the error of a cell, on the scale of which its column has the
// deviation.
func (s *errorSum) cell(e, deviation float64) {
	s.add(errorSum{1, math.Abs(e), e * e, e * e / (deviation * deviation)})
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
