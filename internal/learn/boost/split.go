package boost

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

// leastSecond is the smallest second derivative that a child may sum to, as in
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

// scan finds the best split of a node by one column.
type scan struct {
	growth Growth
	node   bin
	parent float64 // drop of the node itself
}

// columnSplit returns the best split by a column, whose bins in the node are
// sums; its gain is 0 where there is none.
func (g Growth) columnSplit(column int, c *binColumn, sums []bin, node bin) split {
	s := scan{growth: g, node: node, parent: node.drop(g.L2)}
	n := c.bins()
	if !c.gaps || sums[n].rows == 0 {
		best := s.pass(sums[:n-1])
		best.column = column
		// No row of the node tells where a missing value should go: it follows
		// the larger child.
		best.missingLeft = best.left.rows > best.right.rows
		return best
	}
	best := s.passWithGaps(sums[:n], sums[n])
	best.column = column
	return best
}

// gain returns how much a split would gain that puts these sums on the left,
// 0 where a side would be too small. It is small enough to be inlined.
func (s *scan) gain(first, second float64, rows int) float64 {
	if rows < s.growth.Leaf || s.node.rows-rows < s.growth.Leaf || second < leastSecond || s.node.second-second < leastSecond {
		return 0
	}
	other := s.node.first - first
	return first*(first/(second+s.growth.L2)) - s.parent + other*(other/(s.node.second-second+s.growth.L2))
}

// pass tries a split after every bin.
func (s *scan) pass(sums []bin) split {
	var left bin
	var best split
	for b := range sums {
		if sums[b].rows == 0 {
			continue
		}
		left.add(sums[b])
		if gain := s.gain(left.first, left.second, left.rows); gain > best.gain {
			best.gain, best.last, best.left = gain, b, left
		}
	}
	best.right = s.node.minus(best.left)
	return best
}

// passWithGaps tries a split after every bin, once with the missing values on
// the right side and once on the left; where both gain the same, right it is.
func (s *scan) passWithGaps(sums []bin, missing bin) split {
	var left bin
	var right, with split // the best with the missing values on the right, on the left
	for b := range sums {
		if sums[b].rows == 0 {
			continue
		}
		left.add(sums[b])
		if gain := s.gain(left.first, left.second, left.rows); gain > right.gain {
			right.gain, right.last, right.left = gain, b, left
		}
		if gain := s.gain(left.first+missing.first, left.second+missing.second, left.rows+missing.rows); gain > with.gain {
			with.gain, with.last, with.left = gain, b, left
		}
	}
	best := right
	if with.gain > right.gain {
		best = with
		best.missingLeft = true
		best.left.add(missing)
	}
	best.right = s.node.minus(best.left)
	return best
}
