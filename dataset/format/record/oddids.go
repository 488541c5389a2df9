package record

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// oddIDs says what may be wrong with the ids of single tables and folders, and
// with those of two beside each other. Nothing is changed.
func (a *assembly) oddIDs(sources []*source) {
	a.idsLikeMissing(sources)
	a.mixedLetters(sources)
	a.shifted(sources)
}

// idsLikeMissing says which ids are words that mostly stand for missing: rows of
// several tables are joined by them.
func (a *assembly) idsLikeMissing(sources []*source) {
	for _, s := range sources {
		for _, id := range s.ids {
			if id != "" && unlabelled[strings.ToLower(id)] {
				a.problem(s.name, "id", say.Kept("the id %q is a word that mostly stands for missing", id),
					say.Mark("kept as the name of a record, and joined with rows of this name elsewhere; take the row out, or give it an id"))
			}
		}
	}
}

// mixedLetters says which ids hold letters of several alphabets, which is hardly
// ever meant.
func (a *assembly) mixedLetters(sources []*source) {
	for _, s := range sources {
		n, first := 0, ""
		for _, id := range s.ids {
			if !isASCII(id) && lettersForm(id) != id && strings.ContainsFunc(id, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
				if n++; n == 1 {
					first = id
				}
			}
		}
		if n > 0 {
			a.problem(s.name, "id", say.Kept("%s Latin letters and others that look like them, such as %s", say.KeptCount(n, "id mixes", "ids mix"), strconv.QuoteToASCII(first)), say.Mark("kept as they are written"))
		}
	}
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

// shifted says where one table counts its records from 0 and another from 1: by
// their numbers, each row is joined with the one before it.
func (a *assembly) shifted(sources []*source) {
	const few = 5
	starts := make([]int, len(sources))
	for k, s := range sources {
		starts[k] = countsFrom(s.ids)
	}
	k, l := slices.Index(starts, 0), slices.Index(starts, 1)
	if k < 0 || l < 0 || len(sources[k].ids) != len(sources[l].ids) || len(sources[k].ids) < few {
		return
	}
	n := len(sources[k].ids)
	a.lost = append(a.lost, dataset.Problem{File: sources[k].name, Column: "id",
		What: say.Kept("its ids count from 0 to %d, those of %s from 1 to %d: the same records may be meant, shifted by one", n-1, sources[l].name, n),
		Done: say.Mark("joined by the numbers as they stand; count from the same number in both if they are shifted")})
}

// countsFrom returns the number from which ids count, each once and in their
// order: 0 or 1; else -1.
func countsFrom(ids []string) int {
	if len(ids) == 0 {
		return -1
	}
	first, err := strconv.Atoi(ids[0])
	if err != nil || first != 0 && first != 1 {
		return -1
	}
	for i, id := range ids {
		if x, err := strconv.Atoi(id); err != nil || x != first+i {
			return -1
		}
	}
	return first
}
