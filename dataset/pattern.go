package dataset

import (
	"cmp"
	"slices"
	"strings"

	"lacuna/internal/say"
)

// Pattern is the set of modalities that a record has: one byte per modality,
// '1' present and '0' absent, in the dataset's order. Being a string, it is a
// map key for any number of modalities.
type Pattern string

// Complete returns the pattern of k modalities with nothing missing.
func Complete(k int) Pattern { return Pattern(strings.Repeat("1", k)) }

// Only returns the pattern of k modalities in which just those listed are present.
func Only(k int, present ...int) Pattern {
	b := []byte(strings.Repeat("0", k))
	for _, m := range present {
		b[m] = '1'
	}
	return Pattern(b)
}

// Has says whether modality m is present.
func (p Pattern) Has(m int) bool { return p[m] == '1' }

// Count returns the number of modalities present.
func (p Pattern) Count() int { return strings.Count(string(p), "1") }

// Complete says whether nothing is missing.
func (p Pattern) Complete() bool { return p.Count() == len(p) }

// Contains says whether every modality of q is also in p.
func (p Pattern) Contains(q Pattern) bool {
	for m := range len(q) {
		if q.Has(m) && !p.Has(m) {
			return false
		}
	}
	return true
}

// Names lists the present modalities by name.
func (p Pattern) Names(modalities []string) []string {
	out := []string{}
	for m, name := range modalities {
		if p.Has(m) {
			out = append(out, name)
		}
	}
	return out
}

// Lacks lists the absent modalities by name.
func (p Pattern) Lacks(modalities []string) []string {
	out := []string{}
	for m, name := range modalities {
		if !p.Has(m) {
			out = append(out, name)
		}
	}
	return out
}

// Label writes the pattern for people and for stratum names: "image+audio",
// or "nothing" where no modality is present.
func (p Pattern) Label(modalities []string) string {
	if p.Count() == 0 {
		return "nothing"
	}
	return strings.Join(p.Names(modalities), "+")
}

// ParsePattern reads what Label writes: names of modalities joined by + signs, in
// any order and with spaces around them, or "nothing" or "none" for none of them. Names may
// themselves hold + signs: of those that fit, the longest is taken as long as the
// rest can be read, too.
func ParsePattern(label string, modalities []string) (Pattern, error) {
	order := make([]int, len(modalities))
	for m := range order {
		order[m] = m
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(modalities[b]), len(modalities[a])) })
	bits := []byte(Only(len(modalities)))
	if text := strings.TrimSpace(label); takeNames(text, modalities, order, bits) || text == "none" || text == "nothing" {
		return Pattern(bits), nil
	}
	return "", say.Errorf("no pattern %q; name modalities joined by + (none for nothing): there are %s", label, strings.Join(modalities, ", "))
}

// Ambiguous is the first modality whose name is the label of a pattern of others, so
// that nobody could tell the two; empty where there is none.
func Ambiguous(modalities []string) string {
	for m, name := range modalities {
		others := slices.Delete(slices.Clone(modalities), m, m+1)
		if name != "nothing" && !strings.Contains(name, "+") {
			continue
		}
		if _, err := ParsePattern(name, others); err == nil {
			return name
		}
	}
	return ""
}

// takeNames sets the bits of the modalities that text names, trying names in the
// given order, and says whether all of it could be read.
func takeNames(text string, modalities []string, order []int, bits []byte) bool {
	for _, m := range order {
		rest, ok := strings.CutPrefix(text, modalities[m])
		if !ok || modalities[m] == "" {
			continue
		}
		rest = strings.TrimSpace(rest)
		if next, more := strings.CutPrefix(rest, "+"); rest == "" || more && takeNames(strings.TrimSpace(next), modalities, order, bits) {
			bits[m] = '1'
			return true
		}
	}
	return false
}

// PatternCount is a pattern and the records that have it.
type PatternCount struct {
	Pattern Pattern
	Records []int // row numbers, rising
}

// GroupByPattern collects rows 0…n-1 by their pattern: the complete pattern
// first, then by falling count, then by pattern.
func GroupByPattern(n int, of func(i int) Pattern) []PatternCount {
	at := map[Pattern]int{}
	var groups []PatternCount
	for i := range n {
		p := of(i)
		g, ok := at[p]
		if !ok {
			g = len(groups)
			at[p] = g
			groups = append(groups, PatternCount{Pattern: p})
		}
		groups[g].Records = append(groups[g].Records, i)
	}
	sortGroups(groups)
	return groups
}

// sortGroups sorts groups as GroupByPattern promises.
func sortGroups(groups []PatternCount) {
	rest := groups
	if k := slices.IndexFunc(groups, func(g PatternCount) bool { return g.Pattern.Complete() }); k >= 0 {
		groups[0], groups[k], rest = groups[k], groups[0], groups[1:]
	}
	slices.SortFunc(rest, func(a, b PatternCount) int {
		return cmp.Or(len(b.Records)-len(a.Records), strings.Compare(string(b.Pattern), string(a.Pattern)))
	})
}
