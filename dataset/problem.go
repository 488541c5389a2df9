package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lacuna/internal/say"
)

// String says the problem in one line: where, what, and what was done.
func (p Problem) String() string {
	var at []string
	if p.File != "" {
		at = append(at, p.File)
	}
	if p.Row > 0 {
		at = append(at, say.Form("line %d", p.Row))
	}
	if p.Column != "" {
		at = append(at, say.Form("column %s", p.Column))
	}
	place := strings.Join(at, ", ")
	if place != "" {
		place += ": "
	}
	what := say.Again(p.What)
	if p.Done == "" {
		return place + what
	}
	return place + fmt.Sprintf("%s; %s", what, say.Again(p.Done))
}

// gravest are words of what was found or done, the gravest first: what makes
// results too good, what is lost, what may be missing or one record in two.
var gravest = [][]string{
	say.Codes("tells the label", "tell the label", "too good"),
	say.Codes("left out", "not looked at", "not read"),
	say.Codes("absent", "replaced", "cannot be read"),
	say.Codes("missing", "near", "different records", "the same"),
}

// gravity is the place of a problem among others: the lower the graver.
func (p Problem) gravity() int {
	said := p.What + "\n" + p.Done
	for rank, words := range gravest {
		if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(said, w) }) {
			return rank
		}
	}
	return len(gravest)
}

// Worst returns the problems with the gravest first, otherwise in their order.
// It goes by their words, so it is for a short look: nothing is decided by it.
func Worst(list []Problem) []Problem {
	return slices.SortedStableFunc(slices.Values(list), func(a, b Problem) int { return cmp.Compare(a.gravity(), b.gravity()) })
}
