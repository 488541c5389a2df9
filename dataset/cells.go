package dataset

import (
	"fmt"
	"math"

	"lacuna/internal/rng"
)

// CellMask is a set of single numbers that are hidden on purpose, to see how
// well an imputer brings them back.
type CellMask struct {
	hidden [][]bool // per modality, per cell of Block.Numbers.Data
	cols   []int
	n      int
}

// Hides says whether column j of modality m of record i is hidden.
func (c *CellMask) Hides(i, m, j int) bool {
	return c.hidden[m] != nil && c.hidden[m][i*c.cols[m]+j]
}

// Count returns the number of hidden cells.
func (c *CellMask) Count() int { return c.n }

// WithoutCells returns a copy of the dataset in which a share of all observed
// single numbers is missing, completely at random, and which they are. Text is
// left alone. A record whose every number in a modality is hidden then lacks
// that modality.
func (d *Dataset) WithoutCells(rate float64, seed rng.Seed) (*Dataset, *CellMask, error) {
	if math.IsNaN(rate) || rate < 0 || rate >= 1 {
		return nil, nil, fmt.Errorf("share of cells to hide: %g is outside 0 to 1", rate)
	}
	mask := &CellMask{hidden: make([][]bool, len(d.Blocks)), cols: make([]int, len(d.Blocks))}
	out := *d
	out.Blocks = append([]Block(nil), d.Blocks...)
	for m := range out.Blocks {
		if out.Blocks[m].Texts == nil {
			mask.hide(&out.Blocks[m], m, rate, seed.Child(out.Blocks[m].Modality.Name))
		}
	}
	hidden, err := New(out)
	return hidden, mask, err
}

// hide gives the block a copy of its numbers with holes.
func (c *CellMask) hide(b *Block, m int, rate float64, seed rng.Seed) {
	draw := seed.Rand()
	b.Numbers = b.Numbers.Clone()
	b.Causes = append([]Cause(nil), b.Causes...)
	c.cols[m] = b.Numbers.Cols
	c.hidden[m] = make([]bool, len(b.Numbers.Data))
	for i := range b.Numbers.Rows {
		left := 0
		row := b.Numbers.Row(i)
		for j, x := range row {
			if math.IsNaN(x) {
				continue
			}
			if draw.Float64() < rate {
				row[j] = math.NaN()
				c.hidden[m][i*c.cols[m]+j] = true
				c.n++
			} else {
				left++
			}
		}
		if left == 0 && b.Causes[i] == Present {
			b.Causes[i] = Masked
		}
	}
}
