package metric

import (
	"fmt"
	"slices"

	"lacuna/experiment/result"
)

// dedicatedName is the method that has a model for each pattern.
const dedicatedName = "dedicated"

// Regrets says, for every other method and every pattern, how far it is behind
// the model that was trained for that pattern alone: the accuracy of dedicated
// less that of the method, on the same records. Patterns are those of the test
// records as observed and of complete records masked. p is adjusted over the
// patterns of a method.
func Regrets(study result.Study) ([]Pair, error) {
	if !slices.Contains(study.Methods, dedicatedName) {
		return nil, fmt.Errorf("regret is the distance to a model trained for each pattern, and no such method was compared; add it with --method %s", dedicatedName)
	}
	return Against(study, dedicatedName, ByPattern(study)), nil
}
