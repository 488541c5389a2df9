package metric

import (
	"fmt"
	"slices"

	"lacuna/experiment/result"
)

// adjust fills in PHolm of pairs that come from one study, always in the same
// way, whichever pairs were asked for. On all records it adjusts for comparing
// the better of the two methods with every other, since it is the best of many
// that one asks about; in other strata for the number of those strata.
func (x index) adjust(study result.Study, list []Pair, strata []Stratum) {
	whole, parts := map[string]bool{}, map[[2]string][]int{}
	for _, s := range strata {
		if s.Kind == AllRecords {
			whole[s.Name] = true
			x.adjustAmongMethods(study, list, s)
		}
	}
	for i, p := range list {
		if !whole[p.Stratum] {
			couple := [2]string{p.A, p.B}
			parts[couple] = append(parts[couple], i)
		}
	}
	for _, members := range parts {
		for k, p := range Holm(psOf(list, members)) {
			list[members[k]].PHolm = p
			list[members[k]].Family = counted(len(members), "stratum", "strata") + " beside all records"
		}
	}
}

// betterOf returns which of two methods is ranked higher; of equals the one
// that comes first in the study.
func betterOf(study result.Study) func(a, b string) string {
	accuracy := Standing(study)
	return func(a, b string) string {
		x, ranked := accuracy[a]
		y, too := accuracy[b]
		switch {
		case too && (!ranked || y > x):
			return b
		case ranked && (!too || x > y):
			return a
		case slices.Index(study.Methods, a) < slices.Index(study.Methods, b):
			return a
		}
		return b
	}
}

// adjustAmongMethods adjusts the pairs in the stratum of all records.
func (x index) adjustAmongMethods(study result.Study, list []Pair, s Stratum) {
	better, known := betterOf(study), map[[2]string]float64{}
	for _, p := range list {
		if p.Stratum == s.Name {
			known[[2]string{p.A, p.B}], known[[2]string{p.B, p.A}] = p.P, p.P
		}
	}
	for i := range list {
		p := &list[i]
		if p.Stratum != s.Name {
			continue
		}
		first, second := p.A, p.B
		if better(p.A, p.B) == p.B {
			first, second = p.B, p.A
		}
		x.learn(study, known, first, s)
		var others []string
		var ps []float64
		for _, m := range study.Methods {
			if m != first {
				others, ps = append(others, m), append(ps, known[[2]string{first, m}])
			}
		}
		p.PHolm = Holm(ps)[slices.Index(others, second)]
		p.Family = counted(tested(ps), "comparison", "comparisons") + " of " + first + " with another method"
	}
}

// learn computes the p values of one method against those others for which it
// is not known yet.
func (x index) learn(study result.Study, known map[[2]string]float64, method string, s Stratum) {
	var couples [][2]string
	for _, m := range study.Methods {
		if _, ok := known[[2]string{method, m}]; !ok && m != method {
			couples = append(couples, [2]string{method, m})
		}
	}
	if len(couples) == 0 {
		return
	}
	for _, p := range x.paired(study, couples, []Stratum{s}) {
		known[[2]string{p.A, p.B}], known[[2]string{p.B, p.A}] = p.P, p.P
	}
}

func psOf(list []Pair, members []int) []float64 {
	ps := make([]float64, len(members))
	for k, i := range members {
		ps[k] = list[i].P
	}
	return ps
}

// tested counts the p values that there are.
func tested(ps []float64) int {
	return len(defined(ps))
}

// counted writes a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
