package layout

import (
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/table"
)

// ownTables are those of a written folder beside its modalities.
var ownTables = map[string]Role{"labels": Labels, "split": Split, "groups": Groups}

// written says whether this program wrote a table, by the dataset.json beside
// it.
func (f *finder) written(file string) bool {
	name, csv := strings.CutSuffix(file, ".csv")
	if f.found.About.Version == 0 || !csv {
		return false
	}
	return ownTables[name] != "" || slices.ContainsFunc(f.found.About.Modalities, func(m AboutModality) bool { return m.Name == name })
}

// asWritten returns a table as the dataset.json beside it has it written: what
// its columns are is not guessed anew.
func (f *finder) asWritten(t *table.Table, name string) *table.Table {
	if f.found.About.Apostrophes {
		t = t.WithoutApostrophes()
	}
	at := slices.IndexFunc(f.found.About.Modalities, func(m AboutModality) bool { return m.Name == name })
	if at < 0 || len(t.Names) < 2 {
		return t
	}
	m, columns := f.found.About.Modalities[at], map[string]dataset.ColumnImport{}
	switch {
	case m.Kind == dataset.Text && m.Columns == 0 && len(t.Names) == 2:
		columns[t.Names[1]] = dataset.ColumnImport{Kind: dataset.TextColumn}
	case len(m.Fields) == len(t.Names)-1:
		for k, field := range m.Fields {
			columns[t.Names[k+1]] = columnOf(field)
		}
	default:
		return t
	}
	return t.Decided(columns)
}

// columnOf says what a column is whose cells a field describes.
func columnOf(f dataset.Field) dataset.ColumnImport {
	switch f.Kind {
	case dataset.Category:
		return dataset.ColumnImport{Kind: dataset.CategoryColumn}
	case dataset.Date:
		return dataset.ColumnImport{Kind: dataset.DateColumn, Layout: f.Layout}
	}
	return dataset.ColumnImport{Kind: dataset.NumberColumn}
}
