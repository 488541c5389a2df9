package metric

import (
	"fmt"
	"math"

	"lacuna/experiment/result"
)

// adjust fills in PHolm of pairs that come from one study, always in the same
// way, whichever pairs were asked for. On all records it adjusts for all pairs
// of methods, since which one is best is found out on the same records; in other
// strata for the number of those strata.
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

// adjustAmongMethods adjusts the pairs in the stratum of all records for all
// pairs of methods that there are.
func (x index) adjustAmongMethods(study result.Study, list []Pair, s Stratum) {
	at, ps := map[[2]string]int{}, []float64{}
	for _, p := range x.paired(study, couples(study.Methods), []Stratum{s}) {
		at[[2]string{p.A, p.B}], at[[2]string{p.B, p.A}] = len(ps), len(ps)
		ps = append(ps, p.P)
	}
	adjusted := Holm(ps)
	for i := range list {
		if p := &list[i]; p.Stratum == s.Name {
			p.PHolm = adjusted[at[[2]string{p.A, p.B}]]
			p.Family = counted(tested(ps), "pair of methods", "pairs of methods")
		}
	}
}

// couples lists every two methods, in their order.
func couples(methods []string) [][2]string {
	var list [][2]string
	for i, a := range methods {
		for _, b := range methods[i+1:] {
			list = append(list, [2]string{a, b})
		}
	}
	return list
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
	n := 0
	for _, p := range ps {
		if !math.IsNaN(p) {
			n++
		}
	}
	return n
}

// counted writes a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
