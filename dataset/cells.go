package dataset

import (
	"math"

	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// CellMask is a set of single numbers that are hidden on purpose, to see how
// well an imputer brings them back.
type CellMask struct {
	hidden [][]bool // per modality, per cell of the block's numbers without what is absent
	rows   [][]int  // per modality, per record: its row of them; nil where it is the record's number
	cols   []int
	n      int
}

// Hides says whether column j of modality m of record i is hidden.
func (c *CellMask) Hides(i, m, j int) bool {
	if c.rows[m] != nil {
		i = c.rows[m][i]
	}
	return i >= 0 && c.hidden[m] != nil && c.hidden[m][i*c.cols[m]+j]
}

// Count returns the number of hidden cells.
func (c *CellMask) Count() int { return c.n }

// WithoutCells returns a copy of the dataset in which a share of all observed
// single numbers is missing, completely at random, and which they are. Text is
// left alone. A record whose every number in a modality is hidden then lacks
// that modality.
func (d *Dataset) WithoutCells(rate float64, seed rng.Seed) (*Dataset, *CellMask, error) {
	if math.IsNaN(rate) || rate < 0 || rate >= 1 {
		return nil, nil, say.Errorf("share of cells to hide: %g is outside 0 to 1", rate)
	}
	mask := &CellMask{hidden: make([][]bool, len(d.Blocks)), rows: make([][]int, len(d.Blocks)), cols: make([]int, len(d.Blocks))}
	out := *d
	out.Blocks = append([]Block(nil), d.Blocks...)
	for m := range out.Blocks {
		if out.Blocks[m].Texts == nil {
			mask.hide(&out.Blocks[m], m, d.ByID(), rate, seed.Child(out.Blocks[m].Modality.Name))
		}
	}
	hidden, err := New(out)
	return hidden, mask, err
}

// hide gives the block a copy of its numbers with holes, drawn in the order of
// rows.
func (c *CellMask) hide(b *Block, m int, rows []int, rate float64, seed rng.Seed) {
	draw := seed.Rand()
	owned, own := b.owned()
	b.Keep(owned)
	b.Rows = own
	b.Causes = append([]Cause(nil), b.Causes...)
	c.cols[m], c.rows[m] = b.Numbers.Cols, b.Rows
	c.hidden[m] = make([]bool, len(b.Numbers.Data))
	for _, i := range rows {
		row, at := b.Row(i), i
		if row == nil {
			continue
		}
		if b.Rows != nil {
			at = b.Rows[i]
		}
		left := 0
		for j, x := range row {
			if math.IsNaN(x) {
				continue
			}
			if draw.Float64() < rate {
				row[j] = math.NaN()
				c.hidden[m][at*c.cols[m]+j] = true
				c.n++
			} else {
				left++
			}
		}
		if left == 0 {
			b.Causes[i] = Masked
		}
	}
}

// owned returns a copy of the numbers in which no two records share a row.
func (b Block) owned() (Matrix, []int) {
	if b.Rows == nil {
		return Dense(b.Cells()), nil
	}
	out, rows := Matrix{Cols: b.Numbers.Cols}, make([]int, len(b.Rows))
	for i := range rows {
		rows[i] = -1
		if row := b.Row(i); row != nil {
			rows[i] = out.Rows
			out.Data = append(out.Data, row...)
			out.Rows++
		}
	}
	return out, rows
}
