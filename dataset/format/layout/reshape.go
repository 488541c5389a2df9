package layout

import (
	"slices"

	"lacuna/internal/say"
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
		f.problem(s.File, say.Mark("it has one row for each record and feature, and there are too many of them"), say.Mark("it is read as it stands"))
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
	f.problem(s.File, say.Kept("it has one row for each record and feature: %s in %s", say.KeptCount(len(rows.ids), "record", "records"), say.KeptCount(s.Rows(), "row", "rows")), say.Mark("widened to one row per record"))
	if rows.twice > 0 {
		f.problem(s.File, say.Kept("%s a record and feature, such as %s", say.KeptCount(rows.twice, "row repeats", "rows repeat"), rows.example), say.Mark("the first counts"))
	}
	return made
}
