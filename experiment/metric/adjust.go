package metric

import (
	"math"
	"slices"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// adjust fills in PHolm of pairs that come from one study, always in the same
// way, whichever pairs were asked for. On all records it adjusts for all pairs
// of methods, since which one is best is found out on the same records; in other
// strata for those strata (Holm), times the pairs of methods (Bonferroni), so that
// a pair has the same p whether the others are asked for or not.
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
		adjustBeside(study, list, members)
	}
}

// adjustBeside adjusts the pairs of one couple in strata beside all records: for
// these strata (Holm), times as many couples as ask the same (Bonferroni). members
// are their places in the list.
func adjustBeside(study result.Study, list []Pair, members []int) {
	for k, p := range Holm(psOf(list, members)) {
		at := &list[members[k]]
		couples, words := pairsLike(study, *at)
		at.PHolm = min(1, p*float64(couples))
		at.Family = say.Form("%s beside all records and %s", say.Count(len(members), "stratum", "strata"), words)
	}
}

// pairsLike counts the pairs of methods that ask the same question as one: those
// with a baseline, or those without.
func pairsLike(study result.Study, p Pair) (n int, words string) {
	baselines := 0
	for _, m := range study.Methods {
		baselines += bit(slices.Contains(study.Baselines, m))
	}
	methods := len(study.Methods) - baselines
	compared := methods * (methods - 1) / 2
	if all := len(study.Methods) * (len(study.Methods) - 1) / 2; withBaseline(study, p) {
		return all - compared, familyWords(all-compared, true, false)
	}
	return compared, familyWords(compared, false, false)
}

// adjustAmongMethods adjusts the pairs in the stratum of all records: those of
// the methods that are compared for all such pairs, and those with the baselines
// that every comparison carries for all of these, since they ask another
// question. Over several units the variance from training is pooled over the
// pairs: that of a single pair of three repetitions has too few degrees of
// freedom for a small p to be what it says. A pair must hold by its own variance
// too.
func (x index) adjustAmongMethods(study result.Study, list []Pair, s Stratum) {
	all, spreads := x.paired(study, couples(study.Methods), []Stratum{s})
	training, df := pooledTraining(study, all, spreads)
	families := map[bool][]int{}
	at, ps := map[[2]string]int{}, make([]float64, len(all))
	for i, p := range all {
		at[[2]string{p.A, p.B}], at[[2]string{p.B, p.A}] = i, i
		floor := withBaseline(study, p)
		families[floor] = append(families[floor], i)
		if ps[i] = p.P; p.Units > 1 && df > 0 && !floor {
			ps[i] = spreads[i].pooled(training, df).p(p.Difference)
		}
	}
	adjusted, words := make([]float64, len(all)), make([]string, len(all))
	for floor, members := range families {
		own := make([]float64, len(members))
		for k, i := range members {
			own[k] = ps[i]
		}
		for k, p := range Holm(own) {
			adjusted[members[k]], words[members[k]] = p, familyWords(tested(own), floor, df > 0)
		}
	}
	for i := range list {
		if p := &list[i]; p.Stratum == s.Name {
			k := at[[2]string{p.A, p.B}]
			p.PHolm, p.Family = max(p.P, adjusted[k]), words[k]
		}
	}
}

// withBaseline says whether a pair is one of a method and a baseline that every
// comparison carries.
func withBaseline(study result.Study, p Pair) bool {
	return slices.Contains(study.Baselines, p.A) || slices.Contains(study.Baselines, p.B)
}

func familyWords(n int, floor, pooled bool) string {
	if floor {
		return say.Count(n, "pair with a baseline", "pairs with a baseline")
	}
	text := say.Count(n, "pair of methods", "pairs of methods")
	if pooled && n > 1 {
		text += say.Text(", the variance from training pooled over them")
	}
	return text
}

// pooledTraining is the mean variance from training over the pairs of methods
// that not every comparison carries (that of majority is none), or of all where
// there are no two such methods; with its degrees of freedom.
func pooledTraining(study result.Study, list []Pair, spreads []spread) (variance, df float64) {
	carried := func(m string) bool { return slices.Contains(study.Baselines, m) }
	for _, every := range []bool{false, true} {
		methods, pairs, units := map[string]bool{}, 0, 0
		variance = 0
		for i, p := range list {
			if p.Units > 1 && (every || !carried(p.A) && !carried(p.B)) {
				methods[p.A], methods[p.B] = true, true
				variance, units, pairs = variance+spreads[i].training, max(units, p.Units), pairs+1
			}
		}
		if pairs > 0 {
			return variance / float64(pairs), float64((len(methods) - 1) * (units - 1))
		}
	}
	return 0, 0
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
