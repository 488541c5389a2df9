package models

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/say"
)

func (r *robust) Predict(ctx context.Context, v dataset.View, env job.Env) (*Prediction, error) {
	p, err := r.predict(ctx, v, env)
	if err != nil {
		return nil, say.Errorf("%s: %w", r.training.name, err)
	}
	return p, nil
}

func (r *robust) predict(ctx context.Context, v dataset.View, env job.Env) (*Prediction, error) {
	if err := r.check(v); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("stopped: %w", err)
	}
	out := r.answers(v)
	data := r.data(v, learn.AllRows(v.Len()))
	var names []string
	var use func(scores nn.Matrix, outputs []nn.Matrix)
	if e, ok := r.fusion.(Explainer); ok {
		out.Attention = dataset.NewMatrix(v.Len(), v.Modalities())
		names = e.Explanations()
		use = func(_ nn.Matrix, outputs []nn.Matrix) { r.addShares(out.Attention, e, data, outputs) }
	}
	doubter, doubts := r.decider.(Doubter)
	if doubts {
		out.Uncertainty = make([]float64, v.Len())
		use = func(scores nn.Matrix, _ []nn.Matrix) {
			for i := range out.Uncertainty {
				out.Uncertainty[i] += doubter.Uncertainty(scores.Row(i)) / float64(len(r.ensemble))
			}
		}
	}
	if err := r.ensemble.predict(ctx, data, env, out.Probabilities, names, use); err != nil {
		return nil, err
	}
	for i := range v.Len() {
		if !r.knows(data, i) {
			copy(out.Probabilities.Row(i), r.prior)
			if doubts {
				out.Uncertainty[i] = 1
			}
		}
	}
	return out, nil
}

// knows says whether record i has a modality that the network knows.
func (r *robust) knows(data nn.Data, i int) bool {
	for _, b := range r.blocks {
		if data.Blocks[b.name()].Row[i] >= 0 {
			return true
		}
	}
	return false
}

// addShares adds one member's part of the attention: the weights of the
// modalities that a record has, scaled to add up to 1.
func (r *robust) addShares(dst dataset.Matrix, e Explainer, data nn.Data, outputs []nn.Matrix) {
	shares := make([]float64, len(r.blocks))
	rows := make([][]float32, len(outputs))
	for i := range dst.Rows {
		for k := range outputs {
			rows[k] = outputs[k].Row(i)
		}
		e.Shares(shares, rows)
		sum := 0.0
		for k, b := range r.blocks {
			if data.Blocks[b.name()].Row[i] < 0 {
				shares[k] = 0
			}
			sum += shares[k]
		}
		if sum == 0 {
			continue
		}
		for k, b := range r.blocks {
			dst.Row(i)[b.modality] += shares[k] / (sum * float64(len(r.ensemble)))
		}
	}
}
