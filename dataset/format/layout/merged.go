package layout

import (
	"slices"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// subjectNames are columns that say whose data a row is.
var subjectNames = newWords("patient patientid subject subjectid participant participantid person personid donor donorid animal family")

// fillDown gives rows without an id, or without a site or subject, what stands
// above them, where a spreadsheet had merged these cells: it writes the first of
// them only.
func (f *finder) fillDown(s *source) {
	if f.written(s.File) {
		return
	}
	for j, name := range s.Names {
		if j != s.id && !groupNames.has(name) && !subjectNames.has(name) {
			continue
		}
		least := 2 // every second cell
		if j == s.id {
			least = 3
		}
		if !isMerged(s.sample[j], least) {
			continue
		}
		cells := slices.Clone(s.Texts(j)[0])
		if cells[0] == "" { // the sample shows what stands further down
			continue
		}
		filled, first := 0, 0
		for r, c := range cells {
			if c == "" {
				if filled++; filled == 1 {
					first = r
				}
				cells[r] = cells[r-1]
			}
		}
		s.Table = s.With(j, cells)
		s.ids, s.sample[j] = nil, cells[:len(s.sample[j])]
		f.found.Problems = append(f.found.Problems, dataset.Problem{File: s.File, Row: s.Line(first), Column: name,
			What: say.Kept("%s empty below one that is filled, as merged cells of a spreadsheet leave them", say.KeptCount(filled, "cell is", "cells are")), Done: say.Mark("each takes the value above it")})
	}
}

// isMerged says whether cells are filled once and left empty below, at least one
// in so many, and no value comes twice.
func isMerged(cells []string, least int) bool {
	if len(cells) < 4 || cells[0] == "" {
		return false
	}
	empty, seen := 0, map[string]bool{}
	for _, c := range cells {
		if c == "" {
			empty++
			continue
		}
		if seen[c] {
			return false
		}
		seen[c] = true
	}
	return len(seen) > 1 && least*empty >= len(cells)
}
