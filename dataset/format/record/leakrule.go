package record

import (
	"cmp"
	"slices"
)

// point is one record as a rule of one column sees it.
type point struct {
	x     float64
	class int
	fold  uint8
}

// byX sorts points by value, then by class, so that the order is one.
func byX(a, b point) int {
	return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.class, b.class), cmp.Compare(a.fold, b.fold))
}

// byLevels learns a class for each value from all folds but one and returns how
// many points of that one it tells, over all folds. The points are sorted.
func byLevels(points []point, classes int) int {
	right := 0
	overall := countsByFold(points, classes)
	for start := 0; start < len(points); {
		end := start
		for end < len(points) && points[end].x == points[start].x {
			end++
		}
		level := countsByFold(points[start:end], classes)
		for f := range folds {
			right += level.right(f, overall)
		}
		start = end
	}
	return right
}

// tally counts classes by fold; row folds holds the sums.
type tally [][]int

func countsByFold(points []point, classes int) tally {
	cells := make([]int, (folds+1)*classes)
	t := make(tally, folds+1)
	for f := range t {
		t[f] = cells[f*classes : (f+1)*classes]
	}
	for _, p := range points {
		t[p.fold][p.class]++
		t[folds][p.class]++
	}
	return t
}

// right returns how many points of a fold have the class that is most frequent
// in the others; a value that those do not have gets the class most frequent
// overall.
func (t tally) right(fold int, overall tally) int {
	best, ok := t.mostBut(fold)
	if !ok {
		best, _ = overall.mostBut(fold)
	}
	return t[fold][best]
}

func (t tally) mostBut(fold int) (class int, ok bool) {
	most := 0
	for c, n := range t[folds] {
		if n -= t[fold][c]; n > most {
			class, most = c, n
		}
	}
	return class, most > 0
}

// byThresholds learns a few thresholds from all folds but one and returns how
// many points of that one they tell, over all folds. The points are sorted.
// Where thresholds part all points without an error, one held-out point at each
// of them may be told wrongly, because nobody knows where between two points a
// threshold lies: these are edges.
func byThresholds(points []point, classes int) (right, edges int) {
	train, test := make([]point, 0, len(points)), make([]point, 0, len(points))
	for f := range uint8(folds) {
		train, test = train[:0], test[:0]
		for _, p := range points {
			if p.fold == f {
				test = append(test, p)
			} else {
				train = append(train, p)
			}
		}
		if len(train) == 0 {
			continue
		}
		right += predicted(grown(train, classes), test)
	}
	if all := grown(points, classes); predicted(all, points) == len(points) {
		edges = min(len(points)-right, len(all)-1)
	}
	return right, edges
}

// leaf is a range of a column with the class that is most frequent in it.
type leaf struct {
	points []point // sorted
	class  int
	cut    int     // the best place to cut the points, 0 for none
	gain   float64 // what it wins
}

// grown cuts sorted points into ranges, always where it wins most, until there
// are two for each class; four where there are two classes, which is a tree of
// depth two.
func grown(points []point, classes int) []leaf {
	leaves := []leaf{newLeaf(points, classes)}
	for len(leaves) < max(4, 2*classes) {
		best := 0
		for k := range leaves {
			if leaves[k].gain > leaves[best].gain {
				best = k
			}
		}
		l := leaves[best]
		if l.cut == 0 {
			break
		}
		leaves = slices.Replace(leaves, best, best+1, newLeaf(l.points[:l.cut], classes), newLeaf(l.points[l.cut:], classes))
	}
	return leaves
}

// newLeaf finds the best cut: the one that makes the sum of squared counts,
// each divided by its size, greatest (Gini).
func newLeaf(points []point, classes int) leaf {
	left, right := make([]int, classes), make([]int, classes)
	for _, p := range points {
		right[p.class]++
	}
	var below, above float64 // sums of squared counts
	for _, n := range right {
		above += float64(n) * float64(n)
	}
	l := leaf{points: points, class: slices.Index(right, slices.Max(right))}
	n := float64(len(points))
	whole := above / n
	for i, p := range points[:len(points)-1] {
		below += float64(2*left[p.class] + 1)
		above -= float64(2*right[p.class] - 1)
		left[p.class]++
		right[p.class]--
		if points[i+1].x == p.x {
			continue
		}
		if gain := below/float64(i+1) + above/(n-float64(i+1)) - whole; gain > l.gain+1e-9 {
			l.gain, l.cut = gain, i+1
		}
	}
	return l
}

// predicted returns how many sorted points lie in a leaf of their class. A
// threshold lies halfway between the values beside it.
func predicted(leaves []leaf, points []point) int {
	right, k := 0, 0
	for _, p := range points {
		for k+1 < len(leaves) && p.x > edge(leaves[k], leaves[k+1]) {
			k++
		}
		if leaves[k].class == p.class {
			right++
		}
	}
	return right
}

func edge(a, b leaf) float64 {
	x, y := a.points[len(a.points)-1].x, b.points[0].x
	return x/2 + y/2
}
