package record

import (
	"slices"
	"strings"

	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
)

// visitNames are columns that tell the rows of one subject apart.
var visitNames = strings.Fields("visit visits viscode viscode2 visitcode visitdate examdate event eventname redcapeventname redcaprepeatinstance visitno visitnr visitnumber session sessionno timepoint wave encounter admission episode scan clip segment trial replicate rep repetition side eye laterality")

// visits returns the column that tells the rows of one subject apart, where it
// is the only table of records: others would know nothing of visits.
func (a *assembly) visits(s *sheet) []int {
	if len(a.sheets) > 1 || len(a.found.Media)+len(a.found.Arrays) > 0 {
		return nil
	}
	return slices.DeleteFunc(s.unused(), func(j int) bool {
		return !slices.Contains(visitNames, layout.PlainName(s.Names[j])) || a.keeps(s, j) || s.columns[j].Missing > 0
	})
}

// tellApart says what can be done about ids that repeat, such as that of a row.
func (s *sheet) tellApart(id string, row int) string {
	for j, name := range s.Names {
		if slices.Contains(visitNames, layout.PlainName(name)) && len(s.idNames) == 1 && s.pairs(s.idNames[0], j) {
			return say.Kept("%s tells the rows of one %s apart, so put both into one column, such as %s/%s, in every table", name, s.idName(), id, s.Texts(j)[0][row])
		}
	}
	return say.Mark("remove or rename the others, or name another column with --id")
}
