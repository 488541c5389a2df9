package record

import (
	"maps"
	"slices"
	"strings"

	"lacuna/dataset/format/layout"
)

// splitIndicators reads columns such as is_train and is_test of zeros and
// ones, true and false.
func (a *assembly) splitIndicators(s *sheet) bool {
	parts := map[string]int{}
	for _, j := range s.unused() {
		name := layout.PlainName(s.Names[j])
		part := splitPart(flagOf(name))
		if part != "" && s.columns[j].Distinct <= 2 && !a.keeps(s, j) && allTruths(s.cellsOf(j)) {
			parts[part] = j
		}
	}
	if len(parts) == 0 || len(parts) == 1 && !slices.ContainsFunc(slices.Collect(maps.Values(parts)), func(j int) bool {
		return surePart(layout.PlainName(s.Names[j])) || s.Role == layout.Split
	}) {
		return false
	}
	cells := make([]string, s.Rows())
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		j := parts[part]
		s.use[j] = asSplit
		for r, c := range s.cellsOf(j) {
			if yes, known := truths[strings.ToLower(c)]; known && yes {
				cells[r] = part
			} else if known && len(parts) == 1 && part != "validation" {
				cells[r] = map[string]string{"train": "test", "test": "train"}[part]
			}
		}
	}
	a.splits = &values{file: s.File, name: "split", ids: s.ids, cells: cells}
	return true
}

// flagOf takes the words off a name that say that it is a flag: is_train, in_train,
// used_for_training.
func flagOf(name string) string {
	for _, before := range []string{"is", "in", "usedfor", "usefor", "for"} {
		if rest, ok := strings.CutPrefix(name, before); ok && splitPart(rest) != "" {
			return rest
		}
	}
	return name
}

// surePart says whether a flag alone is a split by its name: a test may be one of
// blood, and valid one of the measurements.
func surePart(name string) bool {
	part := flagOf(name)
	return part != name || layout.PartNamed(part) == "train" || strings.HasSuffix(part, "set") || part == "holdout"
}

var truths = map[string]bool{"1": true, "true": true, "yes": true, "t": true, "y": true, "1.0": true, "0": false, "false": false, "no": false, "f": false, "n": false, "0.0": false}

func allTruths(cells []string) bool {
	for _, c := range cells {
		if _, ok := truths[strings.ToLower(c)]; c != "" && !ok {
			return false
		}
	}
	return true
}
