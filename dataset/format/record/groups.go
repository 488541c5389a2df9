package record

import (
	"fmt"
	"slices"

	"lacuna/dataset/format/layout"
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
			a.problem(g.file, g.name, "another table has a group of this name and other values", fmt.Sprintf("this one is called %q", name))
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
// "".
func (a *assembly) subjects() string {
	for _, g := range a.groups {
		if slices.Contains(subjectNames, layout.PlainName(g.name)) {
			return g.name
		}
	}
	return ""
}
