package dataset

import "math"

// Cell is a column of a modality: the places of both.
type Cell struct{ Modality, Column int }

// ColumnsNamed finds the columns of modalities that are called COLUMN, or
// MODALITY.COLUMN: several where modalities share a name.
func (d *Dataset) ColumnsNamed(name string) []Cell {
	var out []Cell
	for m := range d.Blocks {
		of := &d.Blocks[m].Modality
		for j, own := range of.Columns {
			if own == name || len(name) == len(of.Name)+1+len(own) && of.Name+"."+own == name {
				out = append(out, Cell{m, j})
			}
		}
	}
	return out
}

// HasGaps says whether a cell of column j is missing in a record that has the
// modality.
func (b Block) HasGaps(j int) bool {
	for i, c := range b.Causes {
		if c == Present && math.IsNaN(b.At(i, j)) {
			return true
		}
	}
	return false
}
