package format

import (
	"encoding/csv"
	"io"
	"strconv"

	"lacuna/dataset"
	"lacuna/dataset/format/table"
)

// WriteProblems writes remarks as a table. An apostrophe stands before cells
// that a spreadsheet would compute: names in a dataset are anybody's.
func WriteProblems(w io.Writer, list []dataset.Problem) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"file", "row", "column", "what", "done"}}
	for _, p := range list {
		row := ""
		if p.Row > 0 {
			row = strconv.Itoa(p.Row)
		}
		rows = append(rows, []string{p.File, row, p.Column, p.What, p.Done})
	}
	for _, row := range rows {
		for i, cell := range row {
			if table.IsFormula(cell) {
				row[i] = "'" + cell
			}
		}
	}
	return out.WriteAll(rows)
}
