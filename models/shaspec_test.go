package models

import (
	"context"
	"testing"

	"lacuna/internal/job"
	"lacuna/internal/nn"
	"lacuna/internal/rng"
)

// Trained by its own losses only, the fusion comes to tell the modalities apart
// by their specific features and to find the same shared features in both.
func TestSharedAndSpecificLosses(t *testing.T) {
	const records, width = 60, 6
	r := rng.New(3).Rand()
	data := nn.Data{Records: records, Blocks: map[string]nn.Block{}}
	for _, name := range []string{"first", "second"} {
		x := make([]float32, records*width)
		for i := range x {
			x[i] = float32(r.NormFloat64())
		}
		data.Blocks[name] = nn.Dense(width, x)
	}
	net, err := nn.New(rng.New(1), func(g *nn.Graph) {
		parts := []nn.Tensor{
			g.Linear("a", width, nn.Identity, g.Modality("first", width)),
			g.Linear("b", width, nn.Identity, g.Modality("second", width)),
		}
		_, losses := sharedSpecific{hidden: 4, alpha: 0.5, beta: 0.5}.FuseSupervised(g, parts)
		g.Objective("apart", g.Total(losses...))
	})
	if err != nil {
		t.Fatal(err)
	}
	history, err := net.Fit(context.Background(), data, nil, nn.Options{Epochs: 150, Batch: 20, Rate: 0.01}, job.Env{Seed: rng.New(2)})
	if err != nil {
		t.Fatal(err)
	}
	if first, last := history[0].TrainLoss, history[149].TrainLoss; last > first/5 {
		t.Errorf("the losses fell from %.3f to %.3f only", first, last)
	}
}
