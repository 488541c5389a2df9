package nn

import (
	"math"

	"lacuna/internal/job"
	"lacuna/internal/kernel"
	"lacuna/internal/say"
)

// Data is what a network sees of a set of records. Networks never change it,
// and several networks may read the same Data at once.
type Data struct {
	// Records is the number of records.
	Records int
	// Blocks holds the numbers of each input by the name that the network
	// gives it in Graph.Input or Graph.Modality. Blocks that a network does
	// not ask for are ignored.
	Blocks map[string]Block
	// Labels holds the class of each record, counted from 0; a negative label
	// means unknown and adds nothing to a loss. It may be nil where no loss
	// or accuracy needs it.
	Labels []int
	// Weights holds the weight of each record in the losses; nil means that
	// all weigh 1.
	Weights []float32
	// Groups are told apart in validation, where the loss is a cross-entropy.
	Groups job.Groups
}

// Block is one matrix of inputs and the table that says which row belongs to
// which record.
type Block struct {
	// Cols is the length of a row.
	Cols int
	// X holds the rows one after the other. Rows that belong to no record may
	// hold anything.
	X []float32
	// Row holds for each record its row in X, or −1 where the record lacks
	// this modality. Nil means that row i belongs to record i. Several records,
	// and several blocks, may share rows.
	Row []int32
}

// Dense returns a block in which every record has its row: x holds records ×
// cols numbers, row-major, and is not copied.
func Dense(cols int, x []float32) Block { return Block{Cols: cols, X: x} }

// Sparse returns a block of a full matrix, one row of cols numbers for every
// record, of which only the rows with present[i] count. x is not copied; the
// other rows are never read.
func Sparse(cols int, x []float32, present []bool) Block {
	row := make([]int32, len(present))
	for i, p := range present {
		row[i] = -1
		if p {
			row[i] = int32(i)
		}
	}
	return Block{Cols: cols, X: x, Row: row}
}

// of returns the row of a record that has one.
func (b Block) of(record int32) []float32 {
	row := int(record)
	if b.Row != nil {
		row = int(b.Row[record])
	}
	return b.X[row*b.Cols : (row+1)*b.Cols]
}

// check says whether the block can serve the given number of records.
func (b Block) check(records int) error {
	if b.Cols <= 0 || len(b.X)%b.Cols != 0 {
		return say.Errorf("%d numbers do not make rows of %d", len(b.X), b.Cols)
	}
	rows := len(b.X) / b.Cols
	if b.Row == nil {
		if rows != records {
			return say.Errorf("%d rows for %d records", rows, records)
		}
		return nil
	}
	if len(b.Row) != records {
		return say.Errorf("a position table of %d for %d records", len(b.Row), records)
	}
	for i, r := range b.Row {
		if int(r) >= rows || r < -1 {
			return say.Errorf("record %d points to row %d of %d", i, r, rows)
		}
	}
	return nil
}

// checkFinite says where the block holds a number that a network cannot use.
func (b Block) checkFinite(records int) error {
	for i := range records {
		r := i
		if b.Row != nil {
			r = int(b.Row[i])
		}
		if r < 0 {
			continue
		}
		row := b.X[r*b.Cols : (r+1)*b.Cols]
		if allFinite(row) {
			continue
		}
		for j, v := range row {
			if !finite(float64(v)) {
				return say.Errorf("record %d, column %d is %v; impute or scale it first", i, j, v)
			}
		}
	}
	return nil
}

func allFinite(x []float32) bool {
	if finite(float64(kernel.Sum(x))) {
		return true // if the sum is, so are its terms
	}
	for _, v := range x {
		if !finite(float64(v)) {
			return false
		}
	}
	return true
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
