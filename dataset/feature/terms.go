package feature

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/words"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Bounds of the vocabulary of a text modality.
const (
	minDocuments = 2    // training texts that a term must occur in
	maxTerms     = 2000 // the most frequent ones stay
)

// terms weighs the words of a text: (1 + ln tf)·idf, a text's weights having
// the Euclidean length 1 (TF-IDF, Salton and Buckley 1988), with
// idf = 1 + ln((1+n)/(1+df)), then centred and scaled.
type terms struct {
	names []string // sorted
	index map[string]int
	idf   []float64
	scaling
}

// noTerms is the one column of a text modality that no training row has.
const noTerms = "(no words in the training rows)"

func fitTerms(train dataset.View, m int) (transform, []string) {
	documents, frequency := 0, map[string]int{}
	for i := range train.Len() {
		if text, ok := train.Text(i, m); ok {
			documents++
			for term := range termCounts(text) {
				frequency[term]++
			}
		}
	}
	t := &terms{names: vocabulary(frequency), index: map[string]int{}}
	var warnings []string
	if len(t.names) == 0 {
		t.names = []string{noTerms}
		warnings = append(warnings, say.Mark("no training row has words; the modality tells nothing"))
	}
	t.idf = make([]float64, len(t.names))
	for k, term := range t.names {
		t.index[term] = k
		t.idf[k] = 1 + math.Log(float64(1+documents)/float64(1+frequency[term]))
	}
	t.fitScale(train, m)
	return t, warnings
}

// vocabulary picks the terms: those in enough texts, the most frequent first
// to stay. A training part too small for that keeps all its words.
func vocabulary(frequency map[string]int) []string {
	var names []string
	for term, df := range frequency {
		if df >= minDocuments {
			names = append(names, term)
		}
	}
	if len(names) == 0 {
		names = slices.Collect(maps.Keys(frequency))
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(frequency[b], frequency[a]), strings.Compare(a, b))
	})
	names = names[:min(len(names), maxTerms)]
	slices.Sort(names)
	return names
}

// fitScale centres the weights and gives them one common scale.
func (t *terms) fitScale(train dataset.View, m int) {
	row := make([]float64, len(t.names))
	t.common = true
	t.fit(len(t.names), func(yield func([]float64) bool) {
		for i := range train.Len() {
			if text, ok := train.Text(i, m); ok {
				if t.weigh(text, row); !yield(row) {
					return
				}
			}
		}
	})
}

// weigh writes the weights of a text's terms to out.
func (t *terms) weigh(text string, out []float64) {
	clear(out)
	for term, n := range termCounts(text) {
		if k, ok := t.index[term]; ok {
			out[k] = (1 + math.Log(float64(n))) * t.idf[k]
		}
	}
	normalise(out)
}

// normalise gives a row the Euclidean length 1, unless it is all zeros.
func normalise(row []float64) {
	square := 0.0
	for _, x := range row {
		square += x * x
	}
	if square == 0 {
		return
	}
	length := math.Sqrt(square)
	for k := range row {
		row[k] /= length
	}
}

// termCounts counts the lower-cased words of a text, as Unicode Annex 29 cuts
// them. What has neither letter nor digit is no word.
func termCounts(text string) map[string]int {
	counts := map[string]int{}
	eachWord(text, func(word string) { counts[word]++ })
	return counts
}

func eachWord(text string, f func(word string)) {
	for w := words.FromString(text); w.Next(); {
		if word := w.Value(); strings.ContainsFunc(word, isWordRune) {
			f(strings.ToLower(word))
		}
	}
}

// words lists the terms of each text of a view in their order, as numbers of
// columns.
func (t *terms) words(v dataset.View, m int) [][]int {
	return wordsOf(v, m, func(word string) (int, bool) {
		k, known := t.index[word]
		return k, known
	})
}

// wordsOf lists the columns that each text's words have, in their order.
func wordsOf(v dataset.View, m int, column func(word string) (int, bool)) [][]int {
	out := make([][]int, v.Len())
	for i := range out {
		if text, ok := v.Text(i, m); ok {
			out[i] = []int{}
			eachWord(text, func(word string) {
				if k, known := column(word); known {
					out[i] = append(out[i], k)
				}
			})
		}
	}
	return out
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func (t *terms) modality(in dataset.Modality) dataset.Modality {
	in.Columns = t.names
	return in
}

func (t *terms) row(v dataset.View, i, m int, out []float64) {
	text, _ := v.Text(i, m)
	t.weigh(text, out)
	t.apply(out)
}

func (t *terms) describe() string {
	return say.Kept("TF-IDF weights of %d terms, centred, one common scale", len(t.names))
}
