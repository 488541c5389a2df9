package record

import (
	"maps"
	"regexp"
	"slices"
)

// measured is a number with a unit behind it.
var measured = regexp.MustCompile(`^[-+<>~]?\s*\d+(?:[.,]\d+)*\s*([\pL%°µ][\pL%°µ/²³^0-9]*)$`)

// unitsOf lists the units of a column whose cells are numbers with one behind,
// nearly all of them, as far as the first rows show.
func (s *sheet) unitsOf(j int) []string {
	const look = 1000
	units, filled, with := map[string]bool{}, 0, 0
	cells := s.cellsOf(j)
	for _, cell := range cells[:min(len(cells), look)] {
		if cell == "" {
			continue
		}
		filled++
		if m := measured.FindStringSubmatch(cell); m != nil {
			units[m[1]] = true
			with++
		}
	}
	const most = 6
	if filled < 3 || 10*with < 9*filled || len(units) > most {
		return nil
	}
	return slices.Sorted(maps.Keys(units))
}
