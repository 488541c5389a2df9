package record

import (
	"slices"
	"strings"

	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
)

// groupsOf returns the groups per record, by name. They come in the order of
// their columns, however they were found; of two with one name and other
// values, the second is called by its file, too.
func (a *assembly) groupsOf(index map[string]int, n int) map[string][]string {
	slices.SortStableFunc(a.groups, func(g, h *values) int { return slices.Compare(a.placeOf(g), a.placeOf(h)) })
	groups := map[string][]string{}
	for _, g := range a.groups {
		cells, strangers := g.perRecord(index, n)
		a.strangers(g, strangers)
		name := g.name
		if first := groups[name]; first != nil && !slices.Equal(first, cells) {
			name = g.file + ":" + g.name
			a.problem(g.file, g.name, say.Mark("another table has a group of this name and other values"), say.Kept("this one is called %q", name))
		}
		groups[name] = cells
	}
	return groups
}

// placeOf is where values stand: the table and its column; what folders say
// comes last.
func (a *assembly) placeOf(v *values) []int {
	k := slices.IndexFunc(a.sheets, func(s *sheet) bool { return s.File == v.file })
	if k < 0 {
		return []int{len(a.sheets)}
	}
	return []int{k, slices.Index(a.sheets[k].Names, v.name)}
}

// subjects returns the name of the group that says whose data a record is, or
// "": a patient before a lesion.
func (a *assembly) subjects() string {
	lesion := ""
	for _, g := range a.groups {
		name := layout.PlainName(g.name)
		switch {
		case !slices.Contains(subjectNames, name):
		case !slices.Contains(strings.Fields(partNames), name):
			return g.name
		case lesion == "":
			lesion = g.name
		}
	}
	return lesion
}

// foundLabels takes what folders say of files and of the rows of tables: classes
// and groups.
func (a *assembly) foundLabels() {
	of := func(name string, cells map[string]string) *values {
		v := &values{file: "folders", name: name}
		seen := map[string]bool{}
		take := func(ids []string) {
			for _, id := range ids {
				if c, ok := cells[id]; ok && !seen[id] {
					seen[id] = true
					v.ids, v.cells = append(v.ids, id), append(v.cells, c)
				}
			}
		}
		for _, m := range a.found.Media {
			take(m.Stems)
		}
		for _, s := range a.sheets {
			take(s.ids)
		}
		return v
	}
	if len(a.found.Labels) > 0 && a.label == nil {
		a.label = of("label", a.found.Labels)
	}
	if len(a.found.Groups) > 0 {
		a.groups = append(a.groups, of("group", a.found.Groups))
	}
}
