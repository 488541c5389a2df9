package record

import (
	"maps"
	"slices"

	"lacuna/dataset"
)

// decisions is the import with all that was recognised: read again with it, a
// dataset is the same.
func (a *assembly) decisions() dataset.Import {
	imp := a.imp
	imp.Reader = a.found.Layout
	imp.Why = evidence(imp.Why, a.found.Why)
	a.decideRoles(&imp)
	imp.Files = maps.Clone(imp.Files)
	if imp.Files == nil {
		imp.Files = map[string]dataset.FileImport{}
	}
	for _, t := range a.found.Tables {
		f := t.Import
		f.Why = evidence(imp.Files[t.File].Why, f.Why)
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
			if c.Import.Kind != "" && worthSaying(c.Import) { // columns of paths have none
				f.Columns[s.Names[j]] = c.Import
			}
		}
		if len(f.Columns) == 0 {
			f.Columns = nil
		}
		if imp.ID == "" && len(s.idNames) > 0 {
			f.IDs = nil
			for _, j := range s.idNames {
				f.IDs = append(f.IDs, s.Names[j])
			}
		}
		imp.Files[s.File] = f
	}
	if len(imp.Files) == 0 {
		imp.Files = nil
	}
	return imp
}

// evidence returns what a decision rested on when it was taken, which is worth
// more than that it was given.
func evidence(given, found []string) []string {
	if len(given) > 0 {
		return given
	}
	return found
}

// decideRoles names the columns of the id and of groups. The label and the
// split have been named where they were found.
func (a *assembly) decideRoles(imp *dataset.Import) {
	if imp.ID == "" {
		imp.ID = a.commonID()
	}
	for _, s := range a.sheets {
		for j, u := range s.use {
			if u == asGroup && !slices.ContainsFunc(imp.Groups, func(name string) bool { return s.is(j, name) }) {
				imp.Groups = append(slices.Clip(imp.Groups), s.path(j))
			}
		}
	}
}

// commonID returns the name of the column that holds the ids of all tables, or
// "": tables that call theirs otherwise are recognised one by one.
func (a *assembly) commonID() string {
	name := ""
	for _, s := range a.sheets {
		if s.Rows() == 0 {
			continue
		}
		if len(s.idNames) != 1 || s.idName() == "" || name != "" && s.idName() != name {
			return ""
		}
		name = s.idName()
	}
	return name
}

// worthSaying says whether what a column is goes beyond plain numbers: a table
// of thousands of these would drown the rest.
func worthSaying(c dataset.ColumnImport) bool {
	return c.Kind != dataset.NumberColumn || len(c.Missing) > 0 || c.Layout != "" || c.Why != ""
}
