package vm

import (
	"lacuna/charts"
	"lacuna/dataset"
	"lacuna/dataset/query"
	"lacuna/internal/say"
)

// AllModalities is the title behind which the columns of a table give way to the
// modalities again.
const AllModalities = "back to the modalities"

// Columns is what the presence matrix shows of a table in place of the
// modalities; zero where it shows these, or the data have no such columns.
func (d *Display) Columns() charts.Columns {
	if d.data == nil || d.columns.Table == "" {
		return charts.Columns{}
	}
	if _, _, err := d.columns.Find(d.data); err != nil {
		return charts.Columns{}
	}
	return d.columns
}

// ShowColumns shows the columns of a table in the presence matrix; none brings
// the modalities back.
func (d *Display) ShowColumns(c charts.Columns) {
	if c == d.Columns() && d.View(PresencePane).Chart == string(PresencePane) {
		return
	}
	d.before("")
	d.columns = c
	if d.View(PresencePane).Chart != string(PresencePane) {
		delete(d.views, PresencePane) // the copy that is taken back is another map
	}
	d.emit(ViewChanged)
}

// ColumnsTitle is what the choice of the columns of a table is called: with dots
// where it is asked which of them.
func (d *Display) ColumnsTitle(table string) string {
	if d.Asks(table) {
		return say.Form("columns of %s…", table)
	}
	return say.Form("columns of %s", table)
}

// TableOf is the table whose columns a title offers.
func (d *Display) TableOf(title string) (table string, ok bool) {
	if d.data == nil {
		return "", false
	}
	for _, name := range charts.Tables(d.data) {
		if d.ColumnsTitle(name) == title {
			return name, true
		}
	}
	return "", false
}

// Asks says whether it is to be asked which columns of a table are shown: of
// more than there is room for, or of one that is shown already.
func (d *Display) Asks(table string) bool {
	return len(d.ColumnNames(table)) > charts.MostColumns || d.Columns().Table == table
}

// HasColumns says whether the columns of a modality can be shown.
func (d *Display) HasColumns(modality string) bool { return len(d.ColumnNames(modality)) > 0 }

// ColumnNames lists the columns of a table that can be shown.
func (d *Display) ColumnNames(table string) []string {
	if d.data == nil {
		return nil
	}
	m, _, err := charts.Columns{Table: table}.Find(d.data)
	if err != nil {
		return nil
	}
	return d.data.Blocks[m].Modality.Columns
}

// columnTitles are the choices of pane A about columns.
func (d *Display) columnTitles() []string {
	var out []string
	for _, table := range charts.Tables(d.data) {
		out = append(out, d.ColumnsTitle(table))
	}
	if d.Columns().Table != "" {
		out = append(out, say.Text(AllModalities))
	}
	return out
}

// matrix is the presence matrix as it was made last, where it shows columns.
func (s *Scene) matrix() (*charts.Presence, bool) {
	m, ok := s.kept[PresencePane].figure.(*charts.Presence)
	return m, ok && m.Columns().Table != ""
}

// withColumns is the query of the records that have just those of the columns
// shown that a pattern says.
func (s *Scene) withColumns(pattern string) query.Query {
	m, ok := s.matrix()
	if !ok {
		return query.Query{}
	}
	return query.Of(columnsTerms(m, dataset.Pattern(pattern))...)
}

// columnsTerms tell the records of a pattern of columns from all others.
func columnsTerms(m *charts.Presence, p dataset.Pattern) []query.Term {
	lacking, having := m.Telling(p)
	var terms []query.Term
	for _, name := range lacking {
		terms = append(terms, query.Lacks(name))
	}
	for _, name := range having {
		terms = append(terms, query.Has(name))
	}
	return terms
}

// columnHint says how much of a column is there, and what a click on its head
// would do.
func (s *Scene) columnHint(column string) string {
	click := say.Form("Click: select the records without %s. Shift-click: those with it.", column)
	if m, ok := s.matrix(); ok {
		return m.ColumnWords(column) + " " + click
	}
	return click
}
