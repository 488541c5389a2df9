package models

import (
	"context"
	"fmt"

	"lacuna/internal/job"
)

// boosting says how a forest is grown.
type boosting struct {
	iterations, patience, bins int
	rate                       float64
	growth                     growth
}

// tolerance is the least gain in validation loss that counts as better.
const tolerance = 1e-7

// boost grows a forest round by round. With validation rows and patience it
// keeps the rounds up to the lowest validation loss.
func (b boosting) boost(ctx context.Context, train, validation cells, classes int, env job.Env) (*forest, error) {
	f := newForest(train.labels, classes)
	threads := env.Threads()
	grower := newGrower(b.growth, binCells(train, b.bins, threads), b.rate, threads)
	scores, seen := f.initial(train.rows), f.initial(validation.rows)
	slope := newSlopes(f.outputs, train.rows)
	watched := b.patience > 0 && validation.rows > 0
	least, _ := f.judge(seen, validation.labels)
	best := 0
	for round := 1; round <= b.iterations; round++ {
		slope.compute(f, scores, train.labels)
		for k := range f.outputs {
			if err := ctx.Err(); err != nil {
				return nil, fmt.Errorf("stopped: %w", err)
			}
			f.trees = append(f.trees, grower.grow(slope.of(k), scores[k:], f.outputs))
		}
		f.add(seen, validation, f.trees[len(f.trees)-f.outputs:], threads)
		loss, accuracy := f.judge(seen, validation.labels)
		better := watched && loss < least-tolerance
		if better {
			least, best = loss, round
		}
		trained, _ := f.judge(scores, train.labels)
		env.Emit(job.Epoch{Phase: "gbt", Epoch: round, Epochs: b.iterations, TrainLoss: trained,
			ValidationLoss: loss, ValidationAccuracy: accuracy, Best: better})
		if watched && round-best >= b.patience {
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
func (s *slopes) compute(f *forest, scores []float64, labels []int) {
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
