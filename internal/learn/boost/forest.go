package boost

import (
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
)

// treeNode is a leaf where column is negative.
type treeNode struct {
	column      int32
	left, right int32   // nodes
	threshold   float64 // values up to it go left
	missingLeft bool    // where a missing value goes
	value       float64 // of a leaf
}

// tree is a binary tree of splits; node 0 is its root.
type tree []treeNode

// value finds the leaf of a row of cells.
func (t tree) value(row []float64) float64 {
	at := int32(0)
	for {
		n := &t[at]
		if n.column < 0 {
			return n.value
		}
		x := row[n.column]
		switch {
		case x <= n.threshold, n.missingLeft && math.IsNaN(x):
			at = n.left
		default:
			at = n.right
		}
	}
}

// Forest is a sum of trees: outputs trees each round, one for each class, or a
// single one, for the second class, where there are two.
type Forest struct {
	classes, outputs int
	start            []float64 // per output: the score before any tree
	trees            []tree    // rounds × outputs
}

// newForest starts from the class shares of the labels. A class that does not
// occur counts as half a record.
func newForest(labels []int, classes int) *Forest {
	f := &Forest{classes: classes, outputs: classes}
	share := make([]float64, classes)
	for _, c := range labels {
		share[c]++
	}
	for c := range share {
		share[c] = math.Log(max(share[c], 0.5) / float64(len(labels)))
	}
	f.start = share
	if classes == 2 {
		f.outputs, f.start = 1, []float64{share[1] - share[0]}
	}
	return f
}

// Rounds returns the number of rounds of boosting.
func (f *Forest) Rounds() int { return len(f.trees) / f.outputs }

// Predict writes the class probabilities of the rows of x, which has the columns
// of the training, into p: rows × classes.
func (f *Forest) Predict(p dataset.Matrix, x learn.Cells, threads int) {
	scores := f.initial(x.Rows)
	f.add(scores, x, f.trees, threads)
	for i := range x.Rows {
		f.probabilities(p.Row(i), scores[i*f.outputs:(i+1)*f.outputs])
	}
}

// initial returns the scores of rows before any tree: rows × outputs.
func (f *Forest) initial(rows int) []float64 { return slices.Repeat(f.start, rows) }

// add adds the values of some rounds of trees to scores. Rows are apart, so the
// number of threads changes nothing.
func (f *Forest) add(scores []float64, x learn.Cells, trees []tree, threads int) {
	learn.Spread(threads, x.Rows, 64, func(low, high int) {
		for i := low; i < high; i++ {
			out := scores[i*f.outputs : (i+1)*f.outputs]
			for t, tree := range trees {
				out[t%f.outputs] += tree.value(x.Row(i))
			}
		}
	})
}

// probabilities turns the scores of a row into class probabilities.
func (f *Forest) probabilities(dst, scores []float64) {
	if f.classes == 2 {
		dst[1] = 1 / (1 + math.Exp(-scores[0]))
		dst[0] = 1 - dst[1]
		return
	}
	top, sum := slices.Max(scores), 0.0
	for c, z := range scores {
		dst[c] = math.Exp(z - top)
		sum += dst[c]
	}
	for c := range dst {
		dst[c] /= sum
	}
}

// groups tells the groups of rows apart by their scores.
func (f *Forest) groups(scores []float64, x learn.Cells) []job.Group {
	if len(x.Groups.Keys) == 0 {
		return nil
	}
	p, each := make([]float64, f.classes), make([]job.Judged, x.Rows)
	for i, c := range x.Labels {
		f.probabilities(p, scores[i*f.outputs:(i+1)*f.outputs])
		each[i] = job.Judged{Loss: -math.Log(max(p[c], 1e-300)), Weight: 1, Right: learn.Highest(p) == c}
	}
	return x.Groups.Judge(each)
}

// judge returns the mean log-loss and the accuracy of scores.
func (f *Forest) judge(scores []float64, labels []int) (loss, accuracy float64) {
	if len(labels) == 0 {
		return math.NaN(), math.NaN()
	}
	p := make([]float64, f.classes)
	for i, c := range labels {
		f.probabilities(p, scores[i*f.outputs:(i+1)*f.outputs])
		loss -= math.Log(max(p[c], 1e-300))
		if learn.Highest(p) == c {
			accuracy++
		}
	}
	n := float64(len(labels))
	return loss / n, accuracy / n
}
