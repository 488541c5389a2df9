package dataset

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Painted leaves of shares of the records only the modalities of a pattern,
// completely at random: of the share 0.3 of the pattern "text+audio" these two,
// of another share those of another pattern, and of what is left over all that
// it has. A share is one of the records that have a modality of the pattern;
// shares add up to 1 at most. A record with none of a pattern's modalities does
// not get that pattern, so every record keeps one.
//
// Shares hold among the records of each natural pattern, to whole records. What
// is rounded off in one is made up in the next, so of complete records each
// pattern gets its share to the nearest whole number, as far as there are so
// many.
type Painted struct {
	Shares map[string]float64 // by pattern as Pattern.Label writes it, 0…1
}

// brush is a painted pattern.
type brush struct {
	pattern Pattern
	share   float64
	due     float64 // records that it should have got by now
	given   int     // and has
}

// Mask draws the mask for a dataset. The same seed gives the same mask.
func (p Painted) Mask(d *Dataset, seed rng.Seed) (*Mask, error) {
	brushes, err := p.brushes(d)
	if err != nil {
		return nil, say.Errorf("pattern: %w", err)
	}
	rows, names := d.ByID(), d.Names()
	groups := GroupByPattern(len(rows), func(k int) Pattern { return d.Presence.Pattern(rows[k]) })
	slices.SortFunc(groups, func(a, b PatternCount) int {
		return cmp.Or(len(b.Records)-len(a.Records), slices.Compare(sorted(a.Pattern.Names(names)), sorted(b.Pattern.Names(names))))
	})
	left := make([]*Pattern, d.Records())
	draw := seed.Rand()
	for _, g := range groups {
		paint(g, brushes, draw, func(k int, to *Pattern) { left[rows[k]] = to })
	}
	return NewMask("pattern "+RateWords(p.Shares), d.Records(), len(d.Blocks), func(i, m int) bool {
		return left[i] != nil && !left[i].Has(m) && d.Presence.Has(i, m)
	}), nil
}

func sorted(names []string) []string {
	slices.Sort(names)
	return names
}

// brushes looks up the patterns, in an order that does not depend on that of
// the modalities.
func (p Painted) brushes(d *Dataset) ([]*brush, error) {
	if len(p.Shares) == 0 {
		return nil, say.Error("no pattern is given; name one or more with their shares")
	}
	named, labels := map[Pattern]string{}, map[*brush]string{}
	var out []*brush
	sum := 0.0
	for _, label := range slices.Sorted(maps.Keys(p.Shares)) {
		share := p.Shares[label]
		pattern, err := ParsePattern(label, d.Names())
		other, twice := named[pattern]
		switch {
		case err != nil:
			return nil, err
		case !(share >= 0 && share <= 1):
			return nil, say.Errorf("share %g of %q is outside 0 to 1", share, label)
		case pattern.Count() == 0:
			return nil, say.Errorf("%q leaves nothing, and every record keeps one modality", label)
		case pattern.Complete():
			return nil, say.Errorf("%q leaves everything; what no pattern gets stays as it is by itself", label)
		case twice:
			return nil, say.Errorf("%q and %q are the same pattern; give it one share", other, label)
		}
		named[pattern] = label
		sum += share
		b := &brush{pattern: pattern, share: share}
		labels[b] = fmt.Sprint(sorted(pattern.Names(d.Names())))
		out = append(out, b)
	}
	if sum > 1+1e-9 {
		return nil, say.Errorf("the shares add up to %.4g, more than 1: a record gets one pattern at most", sum)
	}
	slices.SortFunc(out, func(a, b *brush) int { return cmp.Compare(labels[a], labels[b]) })
	return out, nil
}

// paint gives the records of one natural pattern, in random order, to the
// brushes that leave them something.
func paint(g PatternCount, brushes []*brush, draw *rand.Rand, give func(k int, to *Pattern)) {
	var able []*brush
	var want []int
	free := len(g.Records)
	for _, b := range brushes {
		if slices.ContainsFunc(present(g.Pattern), b.pattern.Has) {
			b.due += b.share * float64(len(g.Records))
			n := max(0, int(math.Round(b.due))-b.given)
			able, want, free = append(able, b), append(want, n), free-n
		}
	}
	for ; free < 0; free++ {
		want[roundedUp(able, want)]--
	}
	records := slices.Clone(g.Records)
	draw.Shuffle(len(records), func(a, b int) { records[a], records[b] = records[b], records[a] })
	for j, b := range able {
		for _, k := range records[:want[j]] {
			give(k, &b.pattern)
		}
		records, b.given = records[want[j]:], b.given+want[j]
	}
}

// roundedUp finds the brush whose records are most above what it is due.
func roundedUp(able []*brush, want []int) int {
	at, most := 0, math.Inf(-1)
	for j, b := range able {
		if over := float64(b.given+want[j]) - b.due; want[j] > 0 && over > most {
			at, most = j, over
		}
	}
	return at
}

// present lists the modalities of a pattern by their places.
func present(p Pattern) []int {
	var list []int
	for m := range len(p) {
		if p.Has(m) {
			list = append(list, m)
		}
	}
	return list
}
