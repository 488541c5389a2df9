// Package boost grows gradient-boosted histogram trees for classes, with the
// arithmetic of scikit-learn's HistGradientBoosting: missing values are a bin of
// their own and go where they lower the loss (Friedman, Ann. Stat. 2001; Ke et
// al., NeurIPS 2017).
package boost

import (
	"context"

	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/say"
)

// Settings says how a forest is grown.
type Settings struct {
	Iterations, Patience, Bins int
	Rate                       float64
	Growth                     Growth
}

// tolerance is the least gain in validation loss that counts as better.
const tolerance = 1e-7

// Fit grows a forest round by round. With validation rows and patience it
// keeps the rounds up to the lowest validation loss.
func (b Settings) Fit(ctx context.Context, train, validation learn.Cells, classes int, env job.Env) (*Forest, error) {
	f := newForest(train.Labels, classes)
	threads := env.Threads()
	grower := newGrower(b.Growth, binCells(train, b.Bins, threads), b.Rate, threads)
	scores, seen := f.initial(train.Rows), f.initial(validation.Rows)
	slope := newSlopes(f.outputs, train.Rows)
	watched := b.Patience > 0 && validation.Rows > 0
	least, _ := f.judge(seen, validation.Labels)
	best := 0
	for round := 1; round <= b.Iterations; round++ {
		slope.compute(f, scores, train.Labels)
		for k := range f.outputs {
			if err := ctx.Err(); err != nil {
				return nil, say.Errorf("stopped: %w", err)
			}
			f.trees = append(f.trees, grower.grow(slope.of(k), scores[k:], f.outputs))
		}
		f.add(seen, validation, f.trees[len(f.trees)-f.outputs:], threads)
		loss, accuracy := f.judge(seen, validation.Labels)
		better := watched && loss < least-tolerance
		if better {
			least, best = loss, round
		}
		trained, _ := f.judge(scores, train.Labels)
		env.Emit(job.Epoch{Phase: "gbt", Epoch: round, Epochs: b.Iterations, TrainLoss: trained,
			ValidationLoss: loss, ValidationAccuracy: accuracy, Best: better, Round: true, Groups: f.groups(seen, validation)})
		if watched && round-best >= b.Patience {
			break
		}
	}
	if watched {
		f.trees = f.trees[:best*f.outputs]
	}
	return f, nil
}

// slope is the derivative of a row's loss with respect to one score, and the
// second derivative.
type slope struct{ first, second float32 }

// slopes are those of all rows, output by output.
type slopes struct {
	rows int
	all  []slope // outputs × rows
}

func newSlopes(outputs, rows int) *slopes { return &slopes{rows, make([]slope, outputs*rows)} }

func (s *slopes) of(output int) []slope { return s.all[output*s.rows : (output+1)*s.rows] }

// compute takes the derivatives of the cross-entropy at the given scores; of
// the second, only what lies on the diagonal.
func (s *slopes) compute(f *Forest, scores []float64, labels []int) {
	p := make([]float64, f.classes)
	first := f.classes - f.outputs // with two classes, the one output is of the second
	for i, label := range labels {
		f.probabilities(p, scores[i*f.outputs:(i+1)*f.outputs])
		for k := range f.outputs {
			q := p[first+k]
			d := q
			if first+k == label {
				d--
			}
			s.all[k*s.rows+i] = slope{float32(d), float32(q * (1 - q))}
		}
	}
}
