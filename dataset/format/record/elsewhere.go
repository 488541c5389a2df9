package record

import (
	"fmt"
	"slices"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
)

// betterIDs looks once more where a column is called like an id, nobody said
// that it is the one, and no other table and no file has any of its values: row
// names of a program beside the names of recordings. A column whose values are
// known elsewhere takes its place.
func (a *assembly) betterIDs() {
	for _, s := range a.sheets {
		if len(s.idNames) != 1 || s.Role != layout.Data || a.imp.ID != "" || len(a.imp.Files[s.File].IDs) > 0 {
			continue
		}
		known := a.knownIDs(s)
		if len(known) == 0 || slices.ContainsFunc(s.ids, func(id string) bool { return known[id] }) {
			continue
		}
		for _, j := range s.unused() {
			if a.keeps(s, j) || s.columns[j].Import.Kind == dataset.DateColumn || !s.distinct(j) || !meets(s.Texts(j)[0], known) {
				continue
			}
			old := s.idNames[0]
			s.use[old] = asFeature
			s.takeIDs(j)
			a.problem(s.File, s.Names[j], fmt.Sprintf("its values are ids elsewhere, and none of those of %q is", s.Names[old]), "read as the id")
			break
		}
	}
}
