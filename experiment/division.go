package experiment

import (
	"slices"
	"strings"

	"lacuna/internal/say"
)

// Divisions returns one job of each split of a comparison, in the order of its plan:
// of those of all methods, which have that split and its mask in common, the first.
func Divisions(jobs []Job) []Job {
	var list []Job
	seen := map[[2]int]bool{}
	for _, j := range jobs {
		if key := [2]int{j.Seed, j.Fold}; !seen[key] && !j.Beside {
			seen[key] = true
			list = append(list, j)
		}
	}
	return list
}

// Division returns the place among jobs of the first one of a repetition and of a
// split of it, both from 0; -1 where there is none.
func Division(jobs []Job, seed, fold int) int {
	return slices.IndexFunc(jobs, func(j Job) bool { return j.Seed == seed && j.Fold == fold && !j.Beside })
}

// DivisionWords say which of the divisions of a comparison that of a job is, as
// people count: "repetition 2, fold 1 of 5". What there is one of is left out.
func DivisionWords(jobs []Job, j Job) string {
	var words []string
	if slices.ContainsFunc(jobs, func(o Job) bool { return o.Seed > 0 }) {
		words = append(words, say.Form("repetition %d", j.Seed+1))
	}
	if slices.ContainsFunc(jobs, func(o Job) bool { return o.Fold > 0 }) {
		words = append(words, say.Again(j.Split.Name))
	}
	return strings.Join(words, ", ")
}
