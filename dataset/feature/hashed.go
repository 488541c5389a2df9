package feature

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// hashColumns is how many columns words are dealt out to.
const hashColumns = 1024

// hashed deals the words of a text out to columns by their hash, half of them
// with a minus, so that words that meet in a column do not only add up
// (Weinberger et al., Feature hashing, ICML 2009). It knows every word, also
// those that no training text has; weights are 1 + ln tf, a text's weights
// having the Euclidean length 1, centred and scaled.
type hashed struct{ scaling }

func fitHashed(train dataset.View, m int) transform {
	h := &hashed{}
	h.common = true
	row := make([]float64, hashColumns)
	h.fit(hashColumns, func(yield func([]float64) bool) {
		for i := range train.Len() {
			if text, ok := train.Text(i, m); ok {
				if h.weigh(text, row); !yield(row) {
					return
				}
			}
		}
	})
	return h
}

// bucket returns the column of a word and its sign.
func bucket(word string) (column int, sign float64) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(word)) // a hash never fails
	sum := h.Sum64()
	if sum>>63 == 1 {
		return int(sum % hashColumns), -1
	}
	return int(sum % hashColumns), 1
}

func (h *hashed) weigh(text string, out []float64) {
	clear(out)
	counts := termCounts(text)
	for _, word := range slices.Sorted(maps.Keys(counts)) { // sums depend on their order
		column, sign := bucket(word)
		out[column] += sign * (1 + math.Log(float64(counts[word])))
	}
	normalise(out)
}

// words lists the columns of the words of each text of a view in their order.
func (h *hashed) words(v dataset.View, m int) [][]int {
	return wordsOf(v, m, func(word string) (int, bool) {
		column, _ := bucket(word)
		return column, true
	})
}

func (h *hashed) modality(in dataset.Modality) dataset.Modality {
	in.Columns = make([]string, hashColumns)
	for j := range in.Columns {
		in.Columns[j] = fmt.Sprintf(say.Code("words %d"), j+1)
	}
	return in
}

func (h *hashed) row(v dataset.View, i, m int, out []float64) {
	text, _ := v.Text(i, m)
	h.weigh(text, out)
	h.apply(out)
}

func (h *hashed) describe() string {
	return say.Kept("words hashed to %d columns, centred, one common scale", hashColumns)
}
