package record

import (
	"maps"

	"lacuna/dataset"
)

// decisions is the import with all that was recognised: read again with it, a
// dataset is the same.
func (a *assembly) decisions() dataset.Import {
	imp := a.imp
	imp.Reader = a.found.Layout
	imp.Why = a.found.Why
	imp.Files = maps.Clone(imp.Files)
	if imp.Files == nil {
		imp.Files = map[string]dataset.FileImport{}
	}
	for _, t := range a.found.Tables {
		f := t.Import
		f.Role = string(t.Role)
		imp.Files[t.File] = f
	}
	for _, s := range a.sheets {
		f := imp.Files[s.File]
		f.Columns = maps.Clone(f.Columns)
		if f.Columns == nil {
			f.Columns = map[string]dataset.ColumnImport{}
		}
		for j, c := range s.columns {
			if s.use[j] != asPath && worthSaying(c.Import) {
				f.Columns[s.Names[j]] = c.Import
			}
		}
		if len(f.Columns) == 0 {
			f.Columns = nil
		}
		imp.Files[s.File] = f
	}
	if len(imp.Files) == 0 {
		imp.Files = nil
	}
	return imp
}

// worthSaying says whether what a column is goes beyond plain numbers: a table
// of thousands of these would drown the rest.
func worthSaying(c dataset.ColumnImport) bool {
	return c.Kind != dataset.NumberColumn || len(c.Missing) > 0 || c.Layout != "" || c.Why != ""
}
