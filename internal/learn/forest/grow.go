package forest

import (
	"math"
	"math/rand/v2"

	"lacuna/dataset"
)

// node is an inner node, or a leaf where column is negative.
type node struct {
	column int32
	first  int32 // the left child, the right one being behind it; of a leaf, its number
	last   uint8 // codes up to it go left
}

// tree is a tree of splits, node 0 its root, with the mean targets of each leaf.
type tree struct {
	nodes  []node
	values []float32 // leaves × targets
}

// leaf returns the number of the leaf of a row.
func (t *tree) leaf(x *Table, row int) int {
	n := t.nodes[0]
	for n.column >= 0 {
		at := n.first
		if x.codes[n.column][row] > n.last {
			at++
		}
		n = t.nodes[at]
	}
	return int(n.first)
}

// mostGuides is the number of targets up to which all of them choose the splits.
// Of more, as many sums of them do, weighed at random.
const mostGuides = 8

// grower grows one tree.
type grower struct {
	stopped  func() error
	settings Settings
	x        *Table
	columns  []int
	y        dataset.Matrix // all rows × targets
	random   *rand.Rand
	rows     []int32   // those of each node stand together
	guides   int       // numbers that choose the splits
	guide    []float64 // of each of rows, beside it: guides by rows
	codes    []uint8   // of the rows of a node, in one column
	order    []int     // of columns, shuffled as far as they were tried
	out      *tree
	histogram
}

// pending is a node that is still to be split.
type pending struct{ at, low, high int }

func newGrower(stopped func() error, s Settings, x *Table, columns []int, y dataset.Matrix, rows []int32, random *rand.Rand) *grower {
	g := &grower{stopped: stopped, settings: s, x: x, columns: columns, y: y, random: random, rows: rows, out: &tree{}}
	g.order = make([]int, len(columns))
	copy(g.order, columns)
	g.codes = make([]uint8, len(rows))
	g.lead()
	return g
}

// lead computes the numbers that choose the splits, without their mean.
func (g *grower) lead() {
	g.guides = min(g.y.Cols, mostGuides)
	n := len(g.rows)
	g.guide = make([]float64, g.guides*n)
	var weights []float64
	if g.y.Cols > mostGuides {
		weights = make([]float64, g.guides*g.y.Cols)
		for k := range weights {
			weights[k] = g.random.NormFloat64()
		}
	}
	for q := range g.guides {
		out, sum := g.guide[q*n:(q+1)*n], 0.0
		for k, i := range g.rows {
			row := g.y.Row(int(i))
			if weights == nil {
				out[k] = row[q]
			} else {
				for t, w := range weights[q*g.y.Cols : (q+1)*g.y.Cols] {
					out[k] += w * row[t]
				}
			}
			sum += out[k]
		}
		for k := range out {
			out[k] -= sum / float64(n)
		}
	}
}

// grow splits nodes until none can be, or the work is stopped.
func (g *grower) grow() *tree {
	g.out.nodes = append(g.out.nodes, node{})
	open := []pending{{0, 0, len(g.rows)}}
	for len(open) > 0 && g.stopped() == nil {
		p := open[len(open)-1]
		open = open[:len(open)-1]
		best := g.split(p)
		if best.column < 0 {
			g.finish(p)
			continue
		}
		middle := g.part(p, best)
		first := len(g.out.nodes)
		g.out.nodes[p.at] = node{column: int32(best.column), first: int32(first), last: best.last}
		g.out.nodes = append(g.out.nodes, node{}, node{})
		open = append(open, pending{first + 1, middle, p.high}, pending{first, p.low, middle})
	}
	return g.out
}

// finish makes a node a leaf.
func (g *grower) finish(p pending) {
	t := g.y.Cols
	g.out.nodes[p.at] = node{column: -1, first: int32(len(g.out.values) / t)}
	mean := make([]float64, t)
	for _, i := range g.rows[p.low:p.high] {
		for k, v := range g.y.Row(int(i)) {
			mean[k] += v
		}
	}
	for _, v := range mean {
		g.out.values = append(g.out.values, float32(v/float64(p.high-p.low)))
	}
}

// split is how a node is parted: codes up to last go left.
type split struct {
	column int
	last   uint8
	gain   float64
}

// split finds the best of some splits of a node; its column is −1 where the
// node stays whole.
func (g *grower) split(p pending) split {
	best := split{column: -1}
	n := p.high - p.low
	if n < 2*g.settings.Leaf || n < 2 || g.pure(p) {
		return best
	}
	tries := g.settings.Tries
	for k := 0; k < len(g.order) && tries > 0; k++ {
		other := k + g.random.IntN(len(g.order)-k)
		g.order[k], g.order[other] = g.order[other], g.order[k]
		column := g.order[k]
		low, high := g.fetch(p, column)
		if low == high {
			continue
		}
		tries--
		s := split{column: column}
		if g.settings.Random {
			s.last = g.threshold(low, high)
			s.gain = g.gain(p, s.last)
		} else {
			s.last, s.gain = g.scan(p, low, high)
		}
		if s.gain > best.gain {
			best = s
		}
	}
	return best
}

// pure says whether the numbers that choose splits do not vary in a node.
func (g *grower) pure(p pending) bool {
	for q := range g.guides {
		part := g.guide[q*len(g.rows)+p.low : q*len(g.rows)+p.high]
		for _, v := range part {
			if v != part[0] {
				return false
			}
		}
	}
	return true
}

// fetch lays the codes of a node's rows in one column side by side, and returns
// the lowest and the highest.
func (g *grower) fetch(p pending, column int) (low, high uint8) {
	rows, of := g.rows[p.low:p.high], g.x.codes[column]
	codes := g.codes[:len(rows)]
	low = math.MaxUint8
	for k, i := range rows {
		c := of[i]
		codes[k] = c
		low, high = min(low, c), max(high, c)
	}
	return low, high
}

// threshold draws where to part a column that has codes from low to high in the
// node, evenly over the bins: by ranks, so that a few far numbers do not draw
// most of the splits to where hardly a row is.
func (g *grower) threshold(low, high uint8) uint8 { return low + uint8(g.random.IntN(int(high-low))) }

// gain returns how much a split lowers the sum of squares, 0 where a side is too
// small.
func (g *grower) gain(p pending, last uint8) float64 {
	n := p.high - p.low
	codes := g.codes[:n]
	left := 0
	for _, c := range codes {
		left += int(below(c, last) & 1)
	}
	if left < g.settings.Leaf || n-left < g.settings.Leaf {
		return 0
	}
	var gain float64
	for q := range g.guides {
		guide := g.guide[q*len(g.rows)+p.low:][:n]
		var sum, all float64
		for k, c := range codes {
			v := guide[k]
			all += v
			sum += math.Float64frombits(math.Float64bits(v) & below(c, last))
		}
		gain += improvement(sum, all, left, n)
	}
	return gain
}

// below is all ones where c is at most last, else zero: a branch would be
// guessed wrongly half of the time.
func below(c, last uint8) uint64 { return uint64((int64(c) - int64(last) - 1) >> 63) }

// improvement is the fall of the sum of squares where left of n rows, which sum
// to sum of all, are parted from the others.
func improvement(sum, all float64, left, n int) float64 {
	d := sum - all*float64(left)/float64(n)
	return d * d * float64(n) / (float64(left) * float64(n-left))
}

// histogram counts rows and adds up guides by code.
type histogram struct {
	count [mostBins + 1]int
	sums  [mostBins + 1][mostGuides]float64
}

// scan finds the best of all thresholds of a column.
func (g *grower) scan(p pending, low, high uint8) (last uint8, gain float64) {
	n := p.high - p.low
	for c := int(low); c <= int(high); c++ {
		g.count[c], g.sums[c] = 0, [mostGuides]float64{}
	}
	var all [mostGuides]float64
	for _, c := range g.codes[:n] {
		g.count[c]++
	}
	for q := range g.guides {
		guide := g.guide[q*len(g.rows)+p.low:][:n]
		for k, c := range g.codes[:n] {
			g.sums[c][q] += guide[k]
			all[q] += guide[k]
		}
	}
	var sum [mostGuides]float64
	left := 0
	for c := low; c < high; c++ {
		if g.count[c] == 0 {
			continue
		}
		left += g.count[c]
		found := 0.0
		for q := range g.guides {
			sum[q] += g.sums[c][q]
			found += improvement(sum[q], all[q], left, n)
		}
		if found > gain && left >= g.settings.Leaf && n-left >= g.settings.Leaf {
			last, gain = c, found
		}
	}
	return last, gain
}

// part moves the rows that go left to the front and returns where the others
// begin.
func (g *grower) part(p pending, s split) int {
	of := g.x.codes[s.column]
	low, high := p.low, p.high
	for low < high {
		if of[g.rows[low]] <= s.last {
			low++
			continue
		}
		high--
		g.rows[low], g.rows[high] = g.rows[high], g.rows[low]
		for q := range g.guides {
			guide := g.guide[q*len(g.rows) : (q+1)*len(g.rows)]
			guide[low], guide[high] = guide[high], guide[low]
		}
	}
	return low
}
