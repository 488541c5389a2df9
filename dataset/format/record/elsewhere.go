package record

import (
	"slices"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
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
		if len(known) == 0 || nearlyKnown(s.ids, known) {
			continue
		}
		for _, j := range s.unused() {
			if !s.words(j) && len(layout.IDColumns(s.Names[j:j+1])) == 0 {
				continue // small numbers are ids elsewhere by chance
			}
			if a.keeps(s, j) || s.columns[j].Import.Kind == dataset.DateColumn || !s.distinct(j) || !meets(s.Texts(j)[0], known) {
				continue
			}
			old := s.idNames[0]
			s.use[old] = asFeature
			s.takeIDs(j)
			a.problem(s.File, s.Names[j], say.Kept("its values are ids elsewhere, and none of those of %q is", s.Names[old]), say.Mark("read as the id"))
			break
		}
	}
}

// nearlyKnown says whether some ids are known, or would be if they were written
// otherwise: 1.0 is no row name beside 1.
func nearlyKnown(ids []string, known map[string]bool) bool {
	forms := map[string]bool{}
	for id := range known {
		forms[numberForm(id)], forms[spellingForm(id)] = true, true
	}
	return slices.ContainsFunc(ids, func(id string) bool { return known[id] || forms[numberForm(id)] || forms[spellingForm(id)] })
}
