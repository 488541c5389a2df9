package models

import (
	"cmp"
	"maps"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/job"
)

// Validation is told by pattern for the largest patterns of the development
// records, as many as lines can be told apart, and only where cross-fitting leaves
// about ten validation records each. The key of the rest is empty.
const (
	mostGroups = 8
	leastGroup = 5 * folds
)

// groupsOf deals the labelled rows of both views by pattern. The patterns that
// are told apart are those of both views together, so that they are the same in
// each fold; where there is but one, none are.
func groupsOf(train, validation dataset.View) (t, val job.Groups) {
	at, keys := groupKeys(train, validation)
	if len(keys) < 2 {
		return t, val
	}
	deal := func(v dataset.View) job.Groups {
		g := job.Groups{Keys: keys}
		for _, i := range labelled(v) {
			k, ok := at[v.Pattern(i)]
			if !ok {
				k = len(keys) - 1
			}
			g.Of = append(g.Of, k)
		}
		return g
	}
	return deal(train), deal(validation)
}

// groupKeys are the patterns that are told apart, the largest first, and the rest.
func groupKeys(views ...dataset.View) (at map[dataset.Pattern]int, keys []string) {
	counts := map[dataset.Pattern]int{}
	for _, v := range views {
		for _, i := range labelled(v) {
			counts[v.Pattern(i)]++
		}
	}
	order := slices.SortedFunc(maps.Keys(counts), func(a, b dataset.Pattern) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(b, a))
	})
	at = map[dataset.Pattern]int{}
	for k, p := range order {
		if last := k == len(order)-1; !last && (k >= mostGroups || counts[p] < leastGroup) { // a rest of one pattern has its name
			return at, append(keys, "")
		}
		at[p] = k
		keys = append(keys, string(p))
	}
	return at, keys
}
