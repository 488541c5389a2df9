package models

import (
	"context"
	"fmt"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
)

// singles holds a logistic regression for each modality, fitted on the records
// that have it.
type singles struct {
	layout
	prior []float64
	parts []*single // by modality; nil where training has nothing of it
}

// single is the regression of one modality.
type single struct {
	block block
	model *multinomial
	// skill is the accuracy on the validation records that have the modality,
	// with one more right and one more wrong (Laplace).
	skill float64
}

// fitSingles fits a regression for each modality and reports its progress under
// the name of the phase.
func fitSingles(ctx context.Context, phase string, p penalty, train, validation dataset.View, env job.Env) (*singles, error) {
	prior, err := priorOf(train)
	if err != nil {
		return nil, err
	}
	s := &singles{layout: layoutOf(train), prior: prior, parts: make([]*single, train.Modalities())}
	for m := range s.parts {
		if s.parts[m], err = fitSingle(ctx, p, train, validation, m, env); err != nil {
			return nil, fmt.Errorf("modality %q: %w", train.Modality(m).Name, err)
		}
		env.Emit(job.Progress{Phase: phase, Done: m + 1, Total: len(s.parts)})
	}
	return s, nil
}

func fitSingle(ctx context.Context, p penalty, train, validation dataset.View, m int, env job.Env) (*single, error) {
	b := fitBlock(train, labelled(train), m)
	if !b.useful() {
		return nil, nil
	}
	env = env.Child("modality=" + train.Modality(m).Name)
	t, val, classes := b.samples(train), b.samples(validation), len(train.Classes())
	if val.rows == 0 {
		t, val = holdOut(t, classes, env.Seed)
	}
	whole, half, err := p.fit(ctx, t, val, classes, env)
	if err != nil {
		return nil, err
	}
	return &single{block: b, model: whole, skill: half.skill(val)}, nil
}

// skill returns the accuracy with one more right and one more wrong.
func (m *multinomial) skill(s samples) float64 {
	logs := m.logProbabilities(s)
	right := 1
	for i, c := range s.labels {
		if highest(logs[i*m.classes:(i+1)*m.classes]) == c {
			right++
		}
	}
	return float64(right) / float64(s.rows+2)
}

// highest returns the index of the largest number, the first of equals.
func highest(x []float64) int {
	best := 0
	for j, v := range x {
		if v > x[best] {
			best = j
		}
	}
	return best
}

// opinions returns, for each modality, the logarithms of the class
// probabilities of every row, Len × classes; nil where the modality has no
// regression. Rows that lack the modality hold nothing of use.
func (s *singles) opinions(ctx context.Context, v dataset.View) ([][]float64, error) {
	if err := s.check(v); err != nil {
		return nil, err
	}
	out := make([][]float64, len(s.parts))
	for m, part := range s.parts {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("stopped: %w", err)
		}
		if part == nil {
			continue
		}
		x := newSamples(v.Len(), part.block.width())
		for i := range v.Len() {
			if row := v.Row(i, m); row != nil {
				part.block.write(x.row(i), row)
			}
		}
		out[m] = part.model.logProbabilities(x)
	}
	return out, nil
}

// exponentials writes the exponentials of src into dst.
func exponentials(dst, src []float64) {
	for c, z := range src {
		dst[c] = math.Exp(z)
	}
}
