package table

import (
	"cmp"
	"hash/maphash"
	"maps"
	"slices"
)

// counted says how often a word stands in a column, and where first.
type counted struct{ n, row int }

// counts are the words of a column. Where they are too many or too long, the
// later ones are only counted; where nearly all differ, the later ones are
// known by their hashes.
type counts struct {
	of       map[string]counted
	bytes    int
	overflow int // cells with words that are not kept
	hashes   []uint64
}

// hashSeed differs from run to run; what is counted by it does not.
var hashSeed = maphash.MakeSeed()

// unkept counts the cells whose words are not kept.
func (c *counts) unkept() int { return c.overflow + len(c.hashes) }

const mostWordBytes = 256 << 20

func (c *counts) add(cell []byte, row int) {
	if w, ok := c.of[string(cell)]; ok {
		c.of[string(cell)] = counted{w.n + 1, min(w.row, row)}
		return
	}
	c.put(string(cell), counted{1, row})
}

func (c *counts) put(cell string, w counted) {
	if c.of == nil {
		c.of = map[string]counted{}
	}
	if old, ok := c.of[cell]; ok {
		c.of[cell] = counted{old.n + w.n, min(old.row, w.row)}
		return
	}
	if len(c.of) >= MostDistinct || c.bytes > mostWordBytes {
		c.overflow += w.n
		return
	}
	c.of[cell] = w
	c.bytes += len(cell) + 48
}

// join takes the words of another part in: where there is no room for all,
// those that come first.
func (c *counts) join(o *counts) {
	if len(c.of)+len(o.of) <= MostDistinct && c.bytes+o.bytes <= mostWordBytes {
		for w, n := range o.of {
			c.put(w, n)
		}
		return
	}
	words := slices.SortedFunc(maps.Keys(o.of), func(a, b string) int {
		return cmp.Or(cmp.Compare(o.of[a].row, o.of[b].row), cmp.Compare(a, b))
	})
	for _, w := range words {
		c.put(w, o.of[w])
	}
}
