package charts

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"lacuna/dataset"
)

// state is how a modality of a record is shown.
type state uint8

const (
	present    state = iota
	absent           // empty
	unreadable       // the file is there, but cannot be decoded
	partial          // some cells are missing
	hidden           // masked by the experiment
	without          // a cell of a table that the record does not have
	states
)

// presenceMatrix holds the states of all cells in the order in which they are
// shown, one bit column per modality and state, so that any stretch of
// records is counted word by word. It is immutable.
type presenceMatrix struct {
	order    []int32 // position → record
	place    []int32 // record → position
	cells    [][states][]uint64
	totals   [][states]int
	patterns []band // by pattern; one band of all records in other orders
	fine     []band // the same, divided where states differ within a pattern
	labels   []gutterLabel
}

// band is a stretch of positions that look alike.
type band struct {
	first, n int
	group    int // index of the pattern; -1 where the order is another
}

// gutterLabel is a name for a stretch of positions, left of the matrix.
type gutterLabel struct {
	first, n int
	text     string
}

func newPresenceMatrix(c *census, d *dataset.Dataset, order Order, look func(i int32, m int) state) (*presenceMatrix, error) {
	m := &presenceMatrix{order: make([]int32, 0, c.records())}
	if order == "" || order == ByPattern {
		m.sortByPattern(c, look)
	} else if err := m.sortBy(c, d, order); err != nil {
		return nil, err
	}
	m.place = make([]int32, len(m.order))
	for at, i := range m.order {
		m.place[i] = int32(at)
	}
	m.fill(len(c.names), look)
	return m, nil
}

// stateOf returns the rule by which a cell's state is found.
func stateOf(c *census, d *dataset.Dataset) func(i int32, m int) state {
	return func(i int32, m int) state {
		switch c.presence.Cause(int(i), m) {
		case dataset.Present:
			if b := &d.Blocks[m]; b.Numbers.Cols > 1 && hasGap(b.Row(int(i))) {
				return partial
			}
			return present
		case dataset.Unreadable:
			return unreadable
		case dataset.Masked:
			return hidden
		}
		return absent
	}
}

func hasGap(row []float64) bool {
	return slices.ContainsFunc(row, math.IsNaN)
}

// sortByPattern puts patterns in the order of the pattern chart and, within a
// pattern, records of like states together, so that a few unreadable files
// stand out as a stripe and do not vanish between pixels.
func (m *presenceMatrix) sortByPattern(c *census, look func(int32, int) state) {
	for g, group := range c.groups {
		first := len(m.order)
		for _, i := range group.Records {
			m.order = append(m.order, int32(i))
		}
		part := m.order[first:]
		var mixed []int
		if c.within == nil || group.Pattern.Count() == 0 { // a table of which a cell is there is there
			mixed = mixedModalities(part, len(c.names), look)
		}
		for _, k := range slices.Backward(mixed) {
			slices.SortStableFunc(part, func(a, b int32) int { return cmp.Compare(look(a, k), look(b, k)) })
		}
		m.patterns = append(m.patterns, band{first, len(part), g})
		start := 0
		for at := 1; at <= len(part); at++ {
			if at == len(part) || differ(part[at-1], part[at], mixed, look) {
				m.fine = append(m.fine, band{first + start, at - start, g})
				start = at
			}
		}
		m.labels = append(m.labels, gutterLabel{first, len(part), count(len(part))})
	}
}

// mixedModalities lists those that have more than one state among records.
func mixedModalities(records []int32, k int, look func(int32, int) state) []int {
	var mixed []int
	for m := range k {
		if slices.ContainsFunc(records, func(i int32) bool { return look(i, m) != look(records[0], m) }) {
			mixed = append(mixed, m)
		}
	}
	return mixed
}

func differ(a, b int32, modalities []int, look func(int32, int) state) bool {
	return slices.ContainsFunc(modalities, func(m int) bool { return look(a, m) != look(b, m) })
}

// fill writes the bit columns.
func (m *presenceMatrix) fill(modalities int, look func(int32, int) state) {
	words := (len(m.order) + 63) / 64
	m.cells = make([][states][]uint64, modalities)
	m.totals = make([][states]int, modalities)
	for k := range m.cells {
		for at, i := range m.order {
			s := look(i, k)
			if m.cells[k][s] == nil {
				m.cells[k][s] = make([]uint64, words)
			}
			m.cells[k][s][at/64] |= 1 << (at % 64)
			m.totals[k][s]++
		}
	}
}

// total counts the cells of a state.
func (m *presenceMatrix) total(s state) int {
	n := 0
	for k := range m.totals {
		n += m.totals[k][s]
	}
	return n
}

// permute puts a selection of records into the shown order.
func (m *presenceMatrix) permute(selection []uint64) []uint64 {
	out := make([]uint64, (len(m.order)+63)/64)
	for w, word := range selection {
		for ; word != 0; word &= word - 1 {
			if i := w*64 + bits.TrailingZeros64(word); i < len(m.place) {
				at := m.place[i]
				out[at/64] |= 1 << (at % 64)
			}
		}
	}
	return out
}

// countIn counts the set bits at positions from…to-1.
func countIn(words []uint64, from, to int) int {
	if words == nil || from >= to {
		return 0
	}
	first, last := from/64, (to-1)/64
	head, tail := ^uint64(0)<<(from%64), ^uint64(0)>>(63-(to-1)%64)
	if first == last {
		return bits.OnesCount64(words[first] & head & tail)
	}
	n := bits.OnesCount64(words[first]&head) + bits.OnesCount64(words[last]&tail)
	for _, w := range words[first+1 : last] {
		n += bits.OnesCount64(w)
	}
	return n
}
