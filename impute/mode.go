package impute

import (
	"context"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/param"
)

var _ = register(Info{
	Name:  "mode",
	Title: "Mode",
	Help: "Fills each gap with the most frequent value of its column over the training records, the smallest of several; words with the most frequent word. " +
		"Where all numbers of a column are different, it takes the middle of where they lie densest (half-sample mode).",
	Paper: "The half-sample mode: Robertson and Cryer, An iterative procedure for estimating the mode, Journal of the American Statistical Association 1974",
	New:   func(param.Values) Imputer { return &mode{constant{name: "mode", statistic: modeOf}} },
})

// mode fills columns with one number each; the levels of a category make one
// word together.
type mode struct{ constant }

// Fit finds the mode of each column and of each category.
func (c *mode) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	if err := c.constant.Fit(ctx, train, env); err != nil {
		return err
	}
	for m := range train.Modalities() {
		categories := train.Modality(m).Categories()
		if len(categories) == 0 {
			continue
		}
		columns := observedCells(train, m)
		for _, w := range categories {
			c.markMostFrequent(c.layout.Start[m]+w[0], columns[w[0]:w[1]])
		}
	}
	return nil
}

// markMostFrequent fills the columns from start on, the levels of a category,
// with the level that most records have.
func (c *mode) markMostFrequent(start int, levels [][]float64) {
	best, most := 0, -1
	for k, cells := range levels {
		if len(cells) == 0 {
			return
		}
		on, n := slices.Max(cells), 0
		for _, x := range cells {
			if x == on {
				n++
			}
		}
		if n > most {
			best, most = k, n
		}
	}
	for k, cells := range levels {
		c.fill[start+k] = slices.Min(cells)
		if k == best {
			c.fill[start+k] = slices.Max(cells)
		}
	}
}

// modeOf returns the most frequent number of some cells, the smallest of
// several; their half-sample mode where all are different.
func modeOf(cells []float64) float64 {
	slices.Sort(cells)
	best, most := cells[0], 0
	for low := 0; low < len(cells); {
		high := low + 1
		for high < len(cells) && cells[high] == cells[low] {
			high++
		}
		if high-low > most {
			best, most = cells[low], high-low
		}
		low = high
	}
	if most > 1 {
		return best
	}
	return halfSampleMode(cells)
}

// halfSampleMode halves sorted cells again and again, keeping the half that
// spans least, the first of equals.
func halfSampleMode(cells []float64) float64 {
	for len(cells) > 2 {
		if len(cells) == 3 {
			if cells[1]-cells[0] <= cells[2]-cells[1] {
				cells = cells[:2]
			} else {
				cells = cells[1:]
			}
			break
		}
		n, best := (len(cells)+1)/2, 0
		for k := range len(cells) - n + 1 {
			if cells[k+n-1]-cells[k] < cells[best+n-1]-cells[best] {
				best = k
			}
		}
		cells = cells[best : best+n]
	}
	return cells[0]/2 + cells[len(cells)-1]/2
}
