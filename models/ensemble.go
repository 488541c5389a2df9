package models

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
)

// ensemble is trained networks that vote by the mean of their probabilities.
type ensemble []*nn.Network

// predict adds the mean of the members' class probabilities to dst, and hands
// the scores and the further outputs of each member to use.
func (e ensemble) predict(ctx context.Context, data nn.Data, env job.Env, dst dataset.Matrix, further []string, use func(scores nn.Matrix, outputs []nn.Matrix)) error {
	names := append([]string{nn.Logits}, further...)
	scores := make([]float64, dst.Cols)
	for _, net := range e {
		outputs, err := net.Predict(ctx, data, env, names...)
		if err != nil {
			return err
		}
		for i := range dst.Rows {
			for c, z := range outputs[0].Row(i) {
				scores[c] = float64(z)
			}
			learn.SubtractLogSum(scores)
			p := dst.Row(i)
			for c, z := range scores {
				p[c] += math.Exp(z) / float64(len(e))
			}
		}
		if use != nil {
			use(outputs[0], outputs[1:])
		}
	}
	return nil
}
