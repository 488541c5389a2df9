package impute

import (
	"math"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/say"
)

// check returns ErrNotFitted for the empty layout, and says where a view has
// other columns than those that the imputer was fitted on.
func check(fitted learn.Layout, v dataset.View) error {
	if fitted.Width() == 0 && len(fitted.Names) == 0 {
		return ErrNotFitted
	}
	return fitted.Differs(v)
}

// incomplete lists the rows that miss a cell, and the modalities of which each
// row has all cells or none.
func incomplete(values []dataset.Matrix) (rows []int, whole []bool) {
	whole = make([]bool, len(values))
	gaps := make([]bool, values[0].Rows)
	for m, block := range values {
		whole[m] = true
		for i := range block.Rows {
			missing := 0
			for _, x := range block.Row(i) {
				if math.IsNaN(x) {
					missing++
				}
			}
			gaps[i] = gaps[i] || missing > 0
			whole[m] = whole[m] && (missing == 0 || missing == block.Cols)
		}
	}
	for i, gap := range gaps {
		if gap {
			rows = append(rows, i)
		}
	}
	return rows, whole
}

// fillGaps replaces the NaNs of each column by its number.
func fillGaps(x dataset.Matrix, fill []float64) {
	for i := range x.Rows {
		row := x.Row(i)
		for j, value := range row {
			if math.IsNaN(value) {
				row[j] = fill[j]
			}
		}
	}
}

// filled joins a view with its completed blocks; an error names the method.
func filled(method string, v dataset.View, values []dataset.Matrix) (*dataset.Filled, error) {
	f, err := dataset.NewFilled(v, values)
	if err != nil {
		return nil, say.Errorf("impute %s: %w", method, err)
	}
	return f, nil
}
