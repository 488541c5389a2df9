package metric

import "lacuna/experiment/result"

// Chosen counts, for every stratum of a table, the distinct test records that are
// chosen among those that Shared counts.
func Chosen(study result.Study, t Table, chosen func(record int) bool) []int {
	out := make([]int, len(t.Strata))
	of := make([]string, len(t.Strata)) // the method whose records are counted
	for s := range t.Strata {
		n, _ := Shared(t.Scores[s])
		for m, score := range t.Scores[s] {
			if score.N == n && n > 0 {
				of[s] = t.Methods[m]
				break
			}
		}
	}
	seen := make([]map[int]bool, len(t.Strata))
	for s := range seen {
		seen[s] = map[int]bool{}
	}
	for _, run := range study.Runs {
		for _, row := range run.Rows {
			if !chosen(row.Record) {
				continue
			}
			for s, stratum := range t.Strata {
				if of[s] == run.Method && stratum.Match(row) {
					seen[s][row.Record] = true
				}
			}
		}
	}
	for s := range out {
		out[s] = len(seen[s])
	}
	return out
}
