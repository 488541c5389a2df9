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
// Complete records get each pattern to the nearest whole number. Of those that
// lack something by nature each gets a pattern with the chance that is its share,
// however rare what it lacks is; the number of records that get it is the share
// to about one record, over all and in each natural pattern.
type Painted struct {
	Shares map[string]float64 // by pattern as Pattern.Label writes it, 0…1
}

// brush is a painted pattern.
type brush struct {
	pattern Pattern
	share   float64
}

// Mask draws the mask for a dataset. The same seed gives the same mask.
func (p Painted) Mask(d *Dataset, seed rng.Seed) (*Mask, error) {
	brushes, err := p.brushes(d)
	if err != nil {
		return nil, say.Errorf("pattern: %w", err)
	}
	rows, names := d.ByID(), d.Names()
	groups := d.Presence.group(rows)
	left := make([]*Pattern, d.Records())
	draw := seed.Rand()
	give := func(k int, to *Pattern) { left[rows[k]] = to }
	if len(groups) > 0 && groups[0].Pattern.Complete() {
		paintComplete(groups[0].Records, brushes, draw, give)
		groups = groups[1:]
	}
	slices.SortFunc(groups, func(a, b PatternCount) int {
		return cmp.Or(len(b.Records)-len(a.Records), slices.Compare(sorted(a.Pattern.Names(names)), sorted(b.Pattern.Names(names))))
	})
	paintIncomplete(groups, brushes, draw, give)
	return NewMask("pattern "+RateWords(p.Shares), d.Records(), len(d.Blocks), func(i, m int) bool {
		return left[i] != nil && !left[i].Has(m) && d.Presence.Has(i, m)
	}), nil
}

// sorted sorts names in place and returns them.
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

// paintComplete gives complete records, in random order, to the brushes: as many
// as nearest to the share of each.
func paintComplete(records []int, brushes []*brush, draw *rand.Rand, give func(k int, to *Pattern)) {
	due, want := make([]float64, len(brushes)), make([]int, len(brushes))
	free := len(records)
	for j, b := range brushes {
		due[j] = b.share * float64(len(records))
		want[j] = int(math.Round(due[j]))
		free -= want[j]
	}
	for ; free < 0; free++ {
		want[roundedUp(due, want)]--
	}
	records = shuffled(records, draw)
	for j, b := range brushes {
		for _, k := range records[:want[j]] {
			give(k, &b.pattern)
		}
		records = records[want[j]:]
	}
}

// roundedUp finds the brush whose records are most above what it is due.
func roundedUp(due []float64, want []int) int {
	at, most := 0, math.Inf(-1)
	for j, n := range want {
		if over := float64(n) - due[j]; n > 0 && over > most {
			at, most = j, over
		}
	}
	return at
}

// bare is a record that no brush has got yet.
type bare struct {
	record int
	has    Pattern
	left   float64 // the chance that no brush has got it by now
}

// paintIncomplete draws for one brush after the other a systematic sample with a
// random start (Madow 1949) of the records that have something of it and are
// still bare. The groups stand in random order, and so do the records of each:
// each record gets a brush with the chance of its share, and the records of a
// group get it in about their number.
func paintIncomplete(groups []PatternCount, brushes []*brush, draw *rand.Rand, give func(k int, to *Pattern)) {
	var queue []bare
	for _, g := range shuffled(groups, draw) {
		for _, k := range shuffled(g.Records, draw) {
			queue = append(queue, bare{k, g.Pattern, 1})
		}
	}
	for _, b := range brushes {
		at := draw.Float64()
		queue = slices.DeleteFunc(queue, func(r bare) bool {
			if !b.gives(r.has) {
				return false
			}
			at += b.chance(r.left)
			if at < 1 {
				return false
			}
			at--
			give(r.record, &b.pattern)
			return true
		})
		for i := range queue {
			if b.gives(queue[i].has) {
				queue[i].left -= b.share
			}
		}
	}
}

// gives says whether a pattern leaves something of what a record has.
func (b *brush) gives(has Pattern) bool { return slices.ContainsFunc(present(has), b.pattern.Has) }

// chance is that of a record which other brushes have left with the chance given.
func (b *brush) chance(left float64) float64 {
	switch {
	case b.share == 0:
		return 0
	case left-b.share < 1e-9: // of shares that add up to 1 none is left, in spite of rounding
		return 1
	}
	return b.share / left
}

func shuffled[T any](list []T, draw *rand.Rand) []T {
	list = slices.Clone(list)
	draw.Shuffle(len(list), func(a, b int) { list[a], list[b] = list[b], list[a] })
	return list
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
