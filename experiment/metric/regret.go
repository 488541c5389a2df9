package metric

import (
	"slices"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// dedicatedName is the method that has a model for each pattern.
const dedicatedName = "dedicated"

// Regrets says, for every other method and every pattern, how far it is behind
// the model that was trained for that pattern alone: the accuracy of dedicated
// less that of the method, on the same records. Patterns are those of the test
// records as observed and of complete records masked. p is adjusted over all
// patterns of all methods, those that every comparison carries apart.
func Regrets(study result.Study) ([]Pair, error) {
	if !slices.Contains(study.Methods, dedicatedName) {
		return nil, say.Errorf("regret is the distance to a model trained for each pattern, and no such method was compared; add it with --method %s", dedicatedName)
	}
	x := newIndex(study)
	list, _ := x.paired(study, withEachOther(study, dedicatedName), ByPattern(study))
	families := map[bool][]int{}
	for i, p := range list {
		families[withBaseline(study, p)] = append(families[withBaseline(study, p)], i)
	}
	for carried, members := range families {
		family := say.Count(len(members), "pattern of a method", "patterns of methods")
		if carried {
			family = say.Count(len(members), "pattern of a baseline", "patterns of baselines")
		}
		for k, p := range Holm(psOf(list, members)) {
			list[members[k]].PHolm, list[members[k]].Family = p, family
		}
	}
	return list, nil
}
