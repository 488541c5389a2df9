package boost

import (
	"math"

	"lacuna/internal/learn"
)

// Growth says how far a tree grows.
type Growth struct {
	Leaves, Leaf int
	L2           float64
}

// grower grows trees on one binned table. Its buffers serve all trees.
type grower struct {
	Growth
	data    *binned
	rate    float64
	threads int
	rows    []int32 // the rows of each node stand together, rising
	spare   []int32
	ordered []slope // of the rows of the node at hand, in their order
	slopes  []slope // by row
	free    [][]bin // histograms that no node needs
	found   [2][]split
	nodes   tree
}

func newGrower(g Growth, data *binned, rate float64, threads int) *grower {
	n := len(data.columns)
	return &grower{
		Growth: g, data: data, rate: rate, threads: threads,
		rows: make([]int32, data.rows), spare: make([]int32, data.rows), ordered: make([]slope, data.rows),
		found: [2][]split{make([]split, n), make([]split, n)},
	}
}

// node is a leaf of the tree that is being grown.
type node struct {
	at        int // in the tree
	low, high int // its rows
	sum       bin
	histogram []bin // nil where it cannot be split
	split     split
}

// grow grows a tree on the slopes of the rows, always splitting the leaf that
// gains most, and adds its values to every stride-th number of scores.
func (g *grower) grow(slopes []slope, scores []float64, stride int) tree {
	g.slopes, g.nodes = slopes, make(tree, 1, 2*g.Leaves-1)
	open := []node{g.root()}
	for len(open) < g.Leaves {
		best := 0
		for i := range open {
			if open[i].split.gain > open[best].split.gain {
				best = i
			}
		}
		if open[best].split.gain <= 0 {
			break
		}
		left, right := g.part(open[best])
		open[best] = left
		open = append(open, right)
		if len(open) < g.Leaves {
			g.prepare(&open[best], &open[len(open)-1])
		}
	}
	for _, n := range open {
		g.finish(n, scores, stride)
	}
	return g.nodes
}

// root returns the node of all rows.
func (g *grower) root() node {
	n := node{high: len(g.rows)}
	for i := range g.rows {
		g.rows[i] = int32(i)
		n.sum.add(bin{float64(g.slopes[i].first), float64(g.slopes[i].second), 1})
	}
	if g.splittable(n) {
		n.histogram = g.histogram()
		g.search(&n, nil)
	}
	return n
}

// part makes a node an inner one of the tree and returns its children, their
// rows parted. The histogram stays with the larger child until prepare.
func (g *grower) part(n node) (left, right node) {
	s, c := n.split, &g.data.columns[n.split.column]
	left = node{at: len(g.nodes), sum: s.left}
	right = node{at: len(g.nodes) + 1, sum: s.right}
	threshold := math.Inf(1)
	if s.last < len(c.thresholds) {
		threshold = c.thresholds[s.last]
	}
	g.nodes[n.at] = treeNode{column: int32(s.column), left: int32(left.at), right: int32(right.at), threshold: threshold, missingLeft: s.missingLeft}
	g.nodes = append(g.nodes, treeNode{}, treeNode{})
	middle := g.sortRows(n, c)
	left.low, left.high, right.low, right.high = n.low, middle, middle, n.high
	if s.left.rows > s.right.rows {
		left.histogram = n.histogram
	} else {
		right.histogram = n.histogram
	}
	return left, right
}

// sortRows moves the rows that go left to the front, keeping their order, and
// returns where the others begin.
func (g *grower) sortRows(n node, c *binColumn) int {
	last, missing := n.split.last, c.bins()
	at, others := n.low, g.spare[:0]
	for _, i := range g.rows[n.low:n.high] {
		code := int(c.codes[i])
		if code <= last || n.split.missingLeft && code == missing {
			g.rows[at] = i
			at++
		} else {
			others = append(others, i)
		}
	}
	copy(g.rows[at:], others)
	return at
}

// splittable says whether a node has the rows for two leaves.
func (g *grower) splittable(n node) bool {
	return n.high-n.low >= 2*g.Leaf
}

// prepare finds the best splits of two sisters. Only the bins of the smaller
// are counted; those of the larger are what is left of their parent's.
func (g *grower) prepare(a, b *node) {
	small, large := a, b
	if a.histogram != nil {
		small, large = b, a
	}
	if !g.splittable(*large) {
		g.release(large)
		return
	}
	if g.splittable(*small) {
		small.histogram = g.histogram()
	}
	g.search(small, large)
}

// searchLeast is the number of cells that are worth a goroutine.
const searchLeast = 1 << 13

// search fills the histogram of small, if it has one, takes its bins away from
// large, if there is one, and finds the best splits of both.
func (g *grower) search(small, large *node) {
	rows := g.rows[small.low:small.high]
	for k, i := range rows {
		g.ordered[k] = g.slopes[i]
	}
	least := 1 + searchLeast/(len(rows)+searchLeast/16)
	learn.Spread(g.threads, len(g.data.columns), least, func(low, high int) {
		counter := new(counter)
		for j := low; j < high; j++ {
			g.searchColumn(counter, j, small, large, rows)
		}
	})
	if small.histogram != nil {
		small.split = bestSplit(g.found[0])
	}
	if large != nil {
		large.split = bestSplit(g.found[1])
	}
}

func (g *grower) searchColumn(counter *counter, j int, small, large *node, rows []int32) {
	c := &g.data.columns[j]
	low, high := c.start, c.start+c.width()
	counted := counter.count(c, rows, g.ordered)
	if small.histogram != nil {
		copy(small.histogram[low:high], counted)
		g.found[0][j] = g.columnSplit(j, c, counted, small.sum)
	}
	if large != nil {
		rest := large.histogram[low:high]
		for b := range rest {
			rest[b] = rest[b].minus(counted[b])
		}
		g.found[1][j] = g.columnSplit(j, c, rest, large.sum)
	}
}

// counter adds up slopes by bin.
type counter [256]bin

func (k *counter) count(c *binColumn, rows []int32, slopes []slope) []bin {
	out := k[:c.width()]
	clear(out)
	slopes = slopes[:len(rows)]
	for at, i := range rows {
		b := &k[c.codes[i]]
		b.first += float64(slopes[at].first)
		b.second += float64(slopes[at].second)
		b.rows++
	}
	return out
}

// bestSplit returns the split that gains most, the first of equals.
func bestSplit(found []split) split {
	var best split
	for _, s := range found {
		if s.gain > best.gain {
			best = s
		}
	}
	return best
}

func (g *grower) histogram() []bin {
	if n := len(g.free); n > 0 {
		h := g.free[n-1]
		g.free = g.free[:n-1]
		return h
	}
	return make([]bin, g.data.total)
}

func (g *grower) release(n *node) {
	if n.histogram != nil {
		g.free = append(g.free, n.histogram)
		n.histogram = nil
	}
}

// finish makes a node a leaf of the tree and adds its value to the scores.
func (g *grower) finish(n node, scores []float64, stride int) {
	g.release(&n)
	value := g.rate * n.sum.step(g.L2)
	g.nodes[n.at] = treeNode{column: -1, value: value}
	for _, i := range g.rows[n.low:n.high] {
		scores[int(i)*stride] += value
	}
}
