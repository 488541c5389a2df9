package record

import (
	"slices"

	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
)

// otherLabels leaves out further columns that surely are labels: they would
// give the answer away.
func (a *assembly) otherLabels() {
	for _, s := range a.sheets {
		for _, j := range s.unused() {
			if rank := slices.Index(labelNames, layout.PlainName(s.Names[j])); s.Role == layout.Data && rank >= 0 && rank < 2 && !a.keeps(s, j) && !s.certain(a.found.About) {
				s.use[j] = asNothing
				a.problem(s.File, s.Names[j], say.Kept("labels are taken from %s%s", a.label.file, a.otherwise(s, j)), say.Kept("this column is left out; --label %s chooses it", s.path(j)))
			}
		}
	}
}

// otherwise says for how many records a column tells another label than the one
// that is taken; "" where it never does.
func (a *assembly) otherwise(s *sheet, j int) string {
	taken := make(map[string]string, len(a.label.ids))
	for r, id := range a.label.ids {
		taken[id] = a.label.cells[r]
	}
	both, differ := 0, 0
	cells := s.cellsOf(j)
	for r, id := range s.ids {
		if label := taken[id]; label != "" && cells[r] != "" {
			both++
			if labelForm(label) != labelForm(cells[r]) {
				differ++
			}
		}
	}
	if differ == 0 {
		return ""
	}
	return say.Kept(", and differ from these in %d of %s", differ, say.KeptCount(both, "record", "records"))
}

// sayRivals names the features that are called like labels: what somebody
// else wants to know is often known only when the label is.
func (a *assembly) sayRivals() {
	if a.label == nil || a.keepsAll() {
		return
	}
	for _, p := range a.parts {
		s := p.sheet
		if s == nil || s.certain(a.found.About) {
			continue
		}
		for _, j := range p.take {
			name := s.Names[j]
			if !slices.Contains(labelNames, layout.PlainName(name)) || !s.fitsLabel(j) || a.keeps(s, j) {
				continue
			}
			a.problem(s.File, name, say.Kept("it is called like a label, too; the label is %s of %s", a.label.name, a.label.file),
				say.Kept("read as a feature; --label %s chooses it, --drop %[2]s leaves it out, --feature %[2]s says that it is one", quoted(s.path(j)), quoted(name)))
		}
	}
}
