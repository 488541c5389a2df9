package models

// bin sums up the rows of one bin of a node.
type bin struct {
	first, second float64 // sums of the derivatives
	rows          int
}

func (b *bin) add(o bin) {
	b.first += o.first
	b.second += o.second
	b.rows += o.rows
}

func (b bin) minus(o bin) bin {
	return bin{b.first - o.first, b.second - o.second, b.rows - o.rows}
}

// least is the smallest second derivative that a child may sum to, as in
// scikit-learn.
const leastSecond = 1e-3

// step returns the value of a leaf: the step of Newton's method.
func (b bin) step(l2 float64) float64 {
	if b.second+l2 <= 0 {
		return 0
	}
	return -b.first / (b.second + l2)
}

// drop returns twice the fall in loss that the step of a leaf brings.
func (b bin) drop(l2 float64) float64 {
	if b.second+l2 <= 0 {
		return 0
	}
	return b.first * (b.first / (b.second + l2))
}

// split is a way to part a node: bins up to last go left, the rest right.
type split struct {
	gain        float64 // fall in loss, twice; 0 where there is no split
	column      int
	last        int
	missingLeft bool
	left, right bin
}

// scan finds the best split of a node by one column. sums are the column's bins
// in the node.
type scan struct {
	growth growth
	node   bin
	parent float64 // drop of the node itself
	best   split
}

// columnSplit returns the best split by a column; its gain is 0 where there is
// none.
func (g growth) columnSplit(column int, c *binColumn, sums []bin, node bin) split {
	s := scan{growth: g, node: node, parent: node.drop(g.l2), best: split{column: column}}
	n := c.bins()
	if !c.gaps || sums[n].rows == 0 {
		s.pass(sums[:n-1], bin{}, false)
		// No row of the node tells where a missing value should go: it follows
		// the larger child.
		s.best.missingLeft = s.best.left.rows > s.best.right.rows
		return s.best
	}
	s.pass(sums[:n], bin{}, false)
	s.pass(sums[:n-1], sums[n], true)
	return s.best
}

// pass tries a split after every bin, left being the rows that are on the left
// side already.
func (s *scan) pass(sums []bin, left bin, missingLeft bool) {
	for b := range sums {
		if sums[b].rows == 0 {
			continue
		}
		left.add(sums[b])
		if left.rows < s.growth.leaf || left.second < leastSecond {
			continue
		}
		right := s.node.minus(left)
		if right.rows < s.growth.leaf || right.second < leastSecond {
			return
		}
		gain := left.drop(s.growth.l2) - s.parent + right.drop(s.growth.l2)
		if gain > s.best.gain {
			s.best.gain, s.best.last, s.best.missingLeft = gain, b, missingLeft
			s.best.left, s.best.right = left, right
		}
	}
}
