package report

import (
	"encoding/csv"
	"io"
	"slices"

	"lacuna/dataset/format/table"
)

// WriteCSV writes a table for spreadsheets: cells that one would compute are kept
// from it by an apostrophe.
func WriteCSV(w io.Writer, header []string, rows [][]string) error {
	out := csv.NewWriter(w)
	for _, row := range append([][]string{header}, rows...) {
		if err := out.Write(guarded(row)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// guarded puts an apostrophe before cells that a spreadsheet would compute.
func guarded(row []string) []string {
	row = slices.Clone(row)
	for k, cell := range row {
		if table.IsFormula(cell) {
			row[k] = "'" + cell
		}
	}
	return row
}
