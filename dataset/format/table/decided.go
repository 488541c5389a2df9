package table

import (
	"maps"

	"lacuna/dataset"
)

// Decided returns the table with decisions about some of its columns. Those of
// the request go before them.
func (t *Table) Decided(columns map[string]dataset.ColumnImport) *Table {
	twin := *t
	twin.request.File.Columns = maps.Clone(columns)
	maps.Copy(twin.request.File.Columns, t.request.File.Columns)
	return &twin
}
