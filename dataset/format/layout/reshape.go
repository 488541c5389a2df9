package layout

import (
	"slices"

	"lacuna/dataset/format/table"
)

// mostTurned bounds tables that are turned or widened in memory.
const mostTurned = 1 << 26

// reshape brings tables of other forms into that of one row per record.
func (f *finder) reshape() error {
	f.widenAll()
	f.drawSeries()
	f.turnAll()
	return f.ctx.Err()
}

// turnAll turns the tables in which records are columns: their names are ids of
// another table.
func (f *finder) turnAll() {
	if len(f.sources) < 2 || f.imp.Reader != "" && !f.decided(folderCSV, mediaFolders, recordFolders, classFolders, manifest) {
		return
	}
	for k, s := range f.sources {
		if len(s.Names) < 3 || s.Rows()*len(s.Names) > mostTurned {
			continue
		}
		for _, other := range f.sources {
			if other != s && f.headerHolds(s, other) {
				f.sources[k] = f.turned(s, other)
				break
			}
		}
	}
}

// headerHolds says whether most names of columns of s are ids of another table,
// and its own ids are not.
func (f *finder) headerHolds(s, other *source) bool {
	if other.id < 0 {
		return false
	}
	header := make(map[string]bool, len(s.Names))
	for _, name := range s.Names[1:] {
		header[name] = true
	}
	n := 0
	for _, id := range other.Texts(other.id)[0] {
		n += count(header[id])
	}
	return n >= 2 && 2*n > len(header) && sharedIDs(s.idSet(), other.idSet()) == 0
}

// turned makes rows of columns. The first column names the new columns; columns
// that are called by no id stay with them as part of their name would and are
// left out.
func (f *finder) turned(s, other *source) *source {
	cells := s.Texts(table.UpTo(len(s.Names))...)
	ids := other.idSet()
	var records []int
	var left []string
	for j, name := range s.Names[1:] {
		if ids[name] || !s.isWords(j+1) {
			records = append(records, j+1)
		} else {
			left = append(left, name)
		}
	}
	names := append([]string{"id"}, cells[0]...)
	columns := make([][]string, len(names))
	for i := range columns {
		if f.ctx.Err() != nil {
			break
		}
		columns[i] = make([]string, len(records))
		for k, j := range records {
			if i == 0 {
				columns[0][k] = s.Names[j]
			} else {
				columns[i][k] = cells[j][i-1]
			}
		}
	}
	f.problem(s.File, "its records are columns: the names of "+plural(len(records), "column", "columns")+" are ids of "+other.File, "it is turned: each row becomes a column")
	if len(left) > 0 {
		f.problem(s.File, plural(len(left), "column is", "columns are")+" called by no id: "+someOf(left), "left out")
	}
	t := &source{Table: table.New(f.ctx, s.File, names, columns, f.request(s.File)), entry: s.entry, name: s.name, dir: s.dir}
	t.Problems = slices.Concat(s.Problems, t.Problems)
	t.spans = []span{{t.Rows(), t.dir}}
	t.look(f.ctx, "id")
	return t
}

// isWords says whether most cells of a column are no numbers.
func (s *source) isWords(column int) bool {
	words, filled := 0, 0
	for _, c := range s.sample[column] {
		if c != "" {
			filled++
			words += count(!isNumber(c))
		}
	}
	return 2*words > filled
}

// widenAll widens the tables that have one row per record and feature.
func (f *finder) widenAll() {
	if f.imp.Reader != "" && !f.decided(longCSV) {
		return
	}
	var all []*source
	for _, s := range f.sources {
		if wide := f.widened(s); wide != nil {
			all = append(all, wide...)
		} else {
			all = append(all, s)
		}
	}
	f.sources = all
}

// long is a table of one row per record and feature.
type long struct {
	*source
	feature, value, view int
	rest                 []int // columns that say more about the record
}

// longForm recognises a long table by the names of its columns and by ids that
// come again.
func (f *finder) longForm(s *source) *long {
	l := &long{source: s, feature: named(s.Names, featureNames), value: named(s.Names, valueNames), view: named(s.Names, viewNames)}
	if s.id < 0 || l.feature < 0 || l.value < 0 || len(s.Names) > 8 || s.Rows() < 2 {
		return nil
	}
	if l.value == s.id || l.feature == s.id || l.view == s.id {
		return nil
	}
	seen := map[string]bool{}
	for _, id := range s.Texts(s.id)[0] {
		seen[id] = true
	}
	if len(seen) == s.Rows() {
		return nil
	}
	for j := range s.Names {
		if j != s.id && j != l.feature && j != l.value && j != l.view {
			l.rest = append(l.rest, j)
		}
	}
	return l
}

// widened turns a long table into wide ones, one for each view, or returns nil
// where it is none.
func (f *finder) widened(s *source) []*source {
	l := f.longForm(s)
	if l == nil {
		return nil
	}
	rows := f.readLong(l)
	if rows.size() > mostTurned {
		f.problem(s.File, "it has one row for each record and feature, and there are too many of them", "it is read as it stands")
		return nil
	}
	rows.fill(f)
	var made []*source
	for k, v := range rows.views {
		made = append(made, rows.source(v, k == 0, f))
	}
	if len(made) == 0 {
		return nil
	}
	made[0].Problems = append(slices.Clone(s.Problems), made[0].Problems...)
	f.problem(s.File, "it has one row for each record and feature: "+plural(len(rows.ids), "record", "records")+" in "+plural(s.Rows(), "row", "rows"), "widened to one row per record")
	if rows.twice > 0 {
		f.problem(s.File, plural(rows.twice, "row repeats", "rows repeat")+" a record and feature, such as "+rows.example, "the first counts")
	}
	return made
}
