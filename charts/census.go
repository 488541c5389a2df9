package charts

import (
	"math/bits"

	"lacuna/dataset"
)

// census is what the charts of presence count: records by pattern, by split
// and by label. It is made once per dataset and mask.
type census struct {
	presence *dataset.Presence
	names    []string
	ids      []string
	groups   []dataset.PatternCount
	groupOf  []int32 // per record: its pattern's place in groups
	parts    []uint8 // per record: 0 none, 1 train, 2 validation, 3 test; nil without a split
	labels   []int
	classes  []string
	before   *dataset.Presence // before the experiment masks anything; nil where it masks nothing
	within   []uint64          // records that shares are of; nil for all
	masked   [][]bool          // per group and modality: absent in most of its records by the mask alone; nil where it masks nothing
}

func newCensus(in Input) *census {
	c := &census{presence: presenceOf(in), names: in.Data.Names()}
	c.take(in, in.Data.Presence)
	return c
}

// take counts what is there, and before the experiment masks anything.
func (c *census) take(in Input, before *dataset.Presence) {
	c.ids, c.labels, c.classes = in.Data.IDs, in.Data.Labels, in.Data.Classes
	c.groups = c.presence.Patterns()
	c.groupOf = make([]int32, c.presence.Records())
	for g, group := range c.groups {
		for _, i := range group.Records {
			c.groupOf[i] = int32(g)
		}
	}
	if in.Mask != nil && c.hidesAny(before) {
		c.before = before
		c.findMasked()
	}
	if in.Split != nil {
		c.parts = make([]uint8, c.presence.Records())
		for k, rows := range [][]int{in.Split.Train, in.Split.Validation, in.Split.Test} {
			for _, i := range rows {
				c.parts[i] = uint8(k + 1)
			}
		}
	}
}

func (c *census) records() int { return c.presence.Records() }

// whole is how many records shares are of.
func (c *census) whole() int {
	if c.within == nil {
		return c.records()
	}
	return popcount(c.within, c.records())
}

// selected counts the selected records of every group.
func (c *census) selected(selection []uint64) []int {
	n := make([]int, len(c.groups))
	for w, word := range selection {
		for ; word != 0; word &= word - 1 {
			if i := w*64 + bits.TrailingZeros64(word); i < len(c.groupOf) {
				n[c.groupOf[i]]++
			}
		}
	}
	return n
}

// byPart counts the records of a group outside any part, in train, in
// validation and in test.
func (c *census) byPart(g int) [4]int {
	var n [4]int
	for _, i := range c.groups[g].Records {
		n[c.parts[i]]++
	}
	return n
}

// byClass counts the labelled records of a group by class.
func (c *census) byClass(g int) []int {
	n := make([]int, len(c.classes))
	for _, i := range c.groups[g].Records {
		if l := c.labels[i]; l != dataset.NoLabel {
			n[l]++
		}
	}
	return n
}

// incomplete counts the records that lack something.
func (c *census) incomplete() int {
	n := c.records()
	for _, g := range c.groups {
		if g.Pattern.Complete() {
			n -= len(g.Records)
		}
	}
	return n
}

// covering is the number of patterns, from the first, that hold 95 % of the
// records, but at most limit.
func (c *census) covering(limit int) int {
	n := 0
	for k, g := range c.groups {
		if k == limit || n*100 >= 95*c.records() {
			return k
		}
		n += len(g.Records)
	}
	return len(c.groups)
}

// popcount counts the set bits among the first n.
func popcount(words []uint64, n int) int {
	total := 0
	for w, word := range words {
		if rest := n - w*64; rest < 64 {
			word &= 1<<max(rest, 0) - 1
		}
		total += bits.OnesCount64(word)
	}
	return total
}

// hidesAny says whether the mask hides anything that is there before it.
func (c *census) hidesAny(before *dataset.Presence) bool {
	for m := range c.names {
		if before.Count(m) > c.presence.Count(m) {
			return true
		}
	}
	return false
}

// findMasked tells what most records of a group lack by the mask alone.
func (c *census) findMasked() {
	for _, g := range c.groups {
		by := make([]bool, len(c.names))
		for m := range by {
			if g.Pattern.Has(m) {
				continue
			}
			n := 0
			for _, i := range g.Records {
				if c.before.Has(i, m) {
					n++
				}
			}
			by[m] = 2*n > len(g.Records)
		}
		c.masked = append(c.masked, by)
	}
}

// onlyMasked counts the records that are incomplete by the mask alone.
func (c *census) onlyMasked() int {
	if c.before == nil {
		return 0
	}
	complete := c.records()
	for w := range c.before.Column(0) {
		lacks := uint64(0)
		for m := range c.names {
			lacks |= ^c.before.Column(m)[w]
		}
		complete -= popcount([]uint64{lacks}, min(64, c.records()-64*w))
	}
	return complete - (c.records() - c.incomplete())
}

// hides counts the records in which the mask hides a modality that is there.
func (c *census) hides(m int) int {
	if c.before == nil {
		return 0
	}
	return c.before.Count(m) - c.presence.Count(m)
}

func sum(list []int) int {
	total := 0
	for _, n := range list {
		total += n
	}
	return total
}
