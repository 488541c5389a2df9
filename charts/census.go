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
}

func newCensus(in Input) *census {
	c := &census{presence: presenceOf(in), names: in.Data.Names(), ids: in.Data.IDs, labels: in.Data.Labels, classes: in.Data.Classes}
	c.groups = c.presence.Patterns()
	c.groupOf = make([]int32, c.presence.Records())
	for g, group := range c.groups {
		for _, i := range group.Records {
			c.groupOf[i] = int32(g)
		}
	}
	if in.Split != nil {
		c.parts = make([]uint8, c.presence.Records())
		for k, rows := range [][]int{in.Split.Train, in.Split.Validation, in.Split.Test} {
			for _, i := range rows {
				c.parts[i] = uint8(k + 1)
			}
		}
	}
	return c
}

func (c *census) records() int { return c.presence.Records() }

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
