package forest

import (
	"context"
	"math"
	"math/rand/v2"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Settings says how a forest is grown.
type Settings struct {
	Trees int
	Leaf  int // the fewest rows of a leaf
	Tries int // columns that are tried for each split
	// Random draws one threshold for each column that is tried, as extremely
	// randomised trees do, but by rank; else the best is sought.
	Random bool
	// Bootstrap draws the rows of each tree with replacement; else each tree has
	// all of them.
	Bootstrap bool
}

// Forest is the mean of its trees.
type Forest struct {
	trees   []*tree
	targets int
	// Left is, for each target, the mean squared error of the rows as the trees
	// foretell them that did not have them (out of bag), and None that of the
	// mean; NaN where every tree had every row, or where there are many targets.
	Left, None []float64
	// Wrong is the share of rows whose highest target is foretold wrongly.
	Wrong float64
}

// Grow grows a forest that tells the targets y, all rows × targets, of the given
// rows from columns of x. The seed of a tree is its number's.
func (s Settings) Grow(ctx context.Context, x *Table, columns []int, y dataset.Matrix, rows []int, seed rng.Seed, threads int) (*Forest, error) {
	f := &Forest{trees: make([]*tree, s.Trees), targets: y.Cols}
	had := make([][]bool, s.Trees)
	learn.Deal(threads, s.Trees, func(k int) {
		if ctx.Err() != nil {
			return
		}
		random := seed.Block(k).Rand()
		var drawn []int32
		drawn, had[k] = s.draw(rows, x.Rows, random)
		f.trees[k] = newGrower(ctx.Err, s, x, columns, y, drawn, random).grow()
	})
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("stopped: %w", err)
	}
	if s.Bootstrap && y.Cols <= mostJudged {
		f.judge(x, y, rows, had)
	}
	return f, nil
}

// mostJudged is the number of targets up to which errors out of bag are
// computed.
const mostJudged = 64

// draw returns the rows of a tree, and which of all rows are among them.
func (s Settings) draw(rows []int, all int, random *rand.Rand) (drawn []int32, had []bool) {
	drawn = make([]int32, len(rows))
	for k, i := range rows {
		drawn[k] = int32(i)
	}
	if s.Bootstrap {
		had = make([]bool, all)
		for k := range drawn {
			i := rows[random.IntN(len(rows))]
			drawn[k], had[i] = int32(i), true
		}
	}
	return drawn, had
}

// judge computes the errors out of bag.
func (f *Forest) judge(x *Table, y dataset.Matrix, rows []int, had [][]bool) {
	f.Left, f.None = make([]float64, f.targets), make([]float64, f.targets)
	mean := make([]float64, f.targets)
	for _, i := range rows {
		for k, v := range y.Row(i) {
			mean[k] += v / float64(len(rows))
		}
	}
	judged, wrong := 0.0, 0.0
	sum := make([]float64, f.targets)
	for _, i := range rows {
		clear(sum)
		n := 0.0
		for k, t := range f.trees {
			if !had[k][i] {
				t.add(sum, x, i)
				n++
			}
		}
		if n == 0 {
			continue
		}
		judged++
		row := y.Row(i)
		for k, v := range row {
			f.Left[k] += math.Pow(sum[k]/n-v, 2)
			f.None[k] += math.Pow(mean[k]-v, 2)
		}
		if learn.Highest(sum) != learn.Highest(row) {
			wrong++
		}
	}
	for k := range f.Left {
		f.Left[k] /= judged
		f.None[k] /= judged
	}
	f.Wrong = wrong / judged
}

// add adds what a tree says of a row.
func (t *tree) add(sum []float64, x *Table, row int) {
	leaf := t.leaf(x, row) * len(sum)
	for k, v := range t.values[leaf : leaf+len(sum)] {
		sum[k] += float64(v)
	}
}

// Predict returns the targets of some rows of a table that has the bins of the
// training: rows × targets.
func (f *Forest) Predict(x *Table, rows []int, threads int) dataset.Matrix {
	out := dataset.NewMatrix(len(rows), f.targets)
	learn.Spread(threads, len(rows), 64, func(low, high int) {
		for k := low; k < high; k++ {
			sum := out.Row(k)
			for _, t := range f.trees {
				t.add(sum, x, rows[k])
			}
			for q := range sum {
				sum[q] /= float64(len(f.trees))
			}
		}
	})
	return out
}
