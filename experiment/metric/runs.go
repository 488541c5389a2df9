package metric

import (
	"cmp"
	"slices"
	"strings"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// MissingRuns says which methods lack runs that others have, or is empty:
// "Runs are missing: mean+logistic has 1 of 3." A run that no method has is
// not known here.
func MissingRuns(study result.Study) string {
	have, total := trialsByMethod(study)
	var words []string
	for _, m := range study.Methods {
		switch n := len(have[m]); {
		case n == 0:
			words = append(words, say.Form("%s has none", m))
		case n < len(total):
			words = append(words, say.Form("%s has %d of %d", m, n, len(total)))
		}
	}
	if len(words) == 0 || len(total) == 0 {
		return ""
	}
	return say.Form("Runs are missing: %s.", strings.Join(words, ", "))
}

// trialsByMethod lists the trials of each method, and of all.
func trialsByMethod(study result.Study) (have map[string]map[trial]bool, total map[trial]bool) {
	have, total = map[string]map[trial]bool{}, map[trial]bool{}
	for _, run := range study.Runs {
		if have[run.Method] == nil {
			have[run.Method] = map[trial]bool{}
		}
		have[run.Method][trialOf(run)], total[trialOf(run)] = true, true
	}
	return have, total
}

// ranked keeps of a study the runs on which its methods can be ranked: those
// that all methods have. A method that would leave less than half of the runs
// of the others is left out; other methods are not to suffer from its failure.
func ranked(study result.Study) result.Study {
	have, _ := trialsByMethod(study)
	methods := slices.Clone(study.Methods)
	slices.SortStableFunc(methods, func(a, b string) int { return cmp.Compare(len(have[b]), len(have[a])) })
	in := map[string]bool{}
	var shared map[trial]bool
	for _, m := range methods {
		both := intersection(shared, have[m])
		if shared == nil {
			both = have[m]
		}
		if len(both) > 0 && 2*len(both) >= len(shared) {
			shared, in[m] = both, true
		}
	}
	out := study
	out.Runs = nil
	for _, run := range study.Runs {
		if in[run.Method] && shared[trialOf(run)] {
			out.Runs = append(out.Runs, run)
		}
	}
	return out
}

func intersection(a, b map[trial]bool) map[trial]bool {
	out := map[trial]bool{}
	for t := range a {
		if b[t] {
			out[t] = true
		}
	}
	return out
}

// Standing is the accuracy by which methods are ranked: on all records of the
// runs that they share. A method that has less than half of the runs of the
// others is not ranked and absent.
func Standing(study result.Study) map[string]float64 {
	correct, n := map[string]int{}, map[string]int{}
	for _, run := range ranked(study).Runs {
		for _, row := range run.Rows {
			if row.Series != result.Observed {
				continue
			}
			n[run.Method]++
			if row.Correct() {
				correct[run.Method]++
			}
		}
	}
	out := map[string]float64{}
	for m := range n {
		out[m] = ratio(correct[m], n[m])
	}
	return out
}

// Shared returns the numbers of test and development records that most of the
// methods of a stratum have: those beside its name. Methods without a test
// record do not count, of equals the larger wins.
func Shared(scores []Score) (test, train int) {
	votes := map[[2]int]int{}
	most := 0
	for _, s := range scores {
		if s.N == 0 {
			continue
		}
		sizes := [2]int{s.N, s.NDev}
		votes[sizes]++
		if v := votes[sizes]; v > most || v == most && s.N > test {
			most, test, train = v, s.N, s.NDev
		}
	}
	return test, train
}

// Notes lists the warnings of all runs, each once; those that not every method
// has name the methods.
func Notes(study result.Study) []string {
	methods, by := map[string]bool{}, map[string][]string{}
	var texts []string
	for _, r := range study.Runs {
		methods[r.Method] = true
		for _, w := range r.Warnings {
			if by[w] == nil {
				texts = append(texts, w)
			}
			if !slices.Contains(by[w], r.Method) {
				by[w] = append(by[w], r.Method)
			}
		}
	}
	for i, w := range texts {
		if len(by[w]) < len(methods) {
			texts[i] = strings.Join(by[w], ", ") + ": " + w
		}
	}
	return texts
}
