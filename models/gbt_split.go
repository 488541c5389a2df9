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
// side already. This is where boosting spends its time: sums stand in registers.
func (s *scan) pass(sums []bin, left bin, missingLeft bool) {
	var (
		l2, most, best   = s.growth.l2, s.best.gain, -1
		first, second    = left.first, left.second
		rows, atFirst    = left.rows, 0.0
		atSecond, atRows = 0.0, 0
	)
	for b := range sums {
		sum := &sums[b]
		if sum.rows == 0 {
			continue
		}
		first, second, rows = first+sum.first, second+sum.second, rows+sum.rows
		if rows < s.growth.leaf || second < leastSecond {
			continue
		}
		otherFirst, otherSecond := s.node.first-first, s.node.second-second
		if s.node.rows-rows < s.growth.leaf || otherSecond < leastSecond {
			break
		}
		gain := first*(first/(second+l2)) - s.parent + otherFirst*(otherFirst/(otherSecond+l2))
		if gain > most {
			most, best, atFirst, atSecond, atRows = gain, b, first, second, rows
		}
	}
	if best < 0 {
		return
	}
	s.best.gain, s.best.last, s.best.missingLeft = most, best, missingLeft
	s.best.left = bin{atFirst, atSecond, atRows}
	s.best.right = s.node.minus(s.best.left)
}
