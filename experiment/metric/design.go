package metric

import (
	"strconv"
	"strings"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// design is what a study repeats, and so what its intervals speak of.
type design int

const (
	oneRun      design = iota // the models at hand, on records like those
	folds                     // the folds of one cross-validation
	leftOut                   // groups that are left out in turn, such as hospitals
	repetitions               // several seeds
)

// leastRepetitions is how many repetitions, folds or groups a claim about
// methods needs: two do not show how far results vary.
const leastRepetitions = 3

// designOf tells the design by the names of the splits.
func designOf(study result.Study) design {
	seeds, splits, groups := map[int]bool{}, map[string]bool{}, map[string]bool{}
	for _, run := range study.Runs {
		seeds[run.Seed], splits[run.Split] = true, true
		if strings.Contains(run.Split, "=") {
			groups[run.Split] = true
		}
	}
	switch {
	case len(groups) > 1 && len(groups) == len(splits):
		return leftOut
	case len(seeds) > 1:
		return repetitions
	case len(splits) > 1:
		return folds
	}
	return oneRun
}

// unit names the unit that a run belongs to.
func (d design) unit(run result.Run) string {
	if d == folds || d == leftOut {
		return run.Split
	}
	return strconv.Itoa(run.Seed)
}

// units says what the design repeats, in words.
func (d design) units(n int) string {
	switch d {
	case folds:
		return say.Count(n, "fold", "folds")
	case leftOut:
		return say.Count(n, "group", "groups")
	}
	return say.Count(n, "repetition", "repetitions")
}

// spreadOf estimates the spread of the mean of a sample.
func (x index) spreadOf(s sample) spread {
	switch x.design {
	case folds:
		return overFolds(x.byCluster(s))
	case leftOut:
		return overGroups(s)
	}
	if x.cluster != nil {
		return x.clustered(s)
	}
	return crossed(s, x.n)
}

// method names how the spread was estimated.
func (x index) method(n int) string {
	if x.cluster != nil && n < 2 {
		return say.Form("a t test over %s", x.clusterWords())
	}
	text := x.design.method(n)
	if x.cluster != nil {
		text += say.Form(", over %s", x.clusterWords())
	}
	return text
}

func (d design) method(n int) string {
	switch d {
	case folds:
		return say.Form("the corrected t test over %d folds (Nadeau and Bengio 2003)", n)
	case leftOut:
		return say.Form("a t test over %d groups", n)
	case repetitions:
		return say.Form("a t test over %d repetitions and their records (components of variance)", n)
	}
	return say.Text("McNemar's exact test")
}
