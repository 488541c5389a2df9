package nn

import (
	"errors"
	"math"
	"strings"
	"testing"

	"lacuna/internal/job"
	"lacuna/internal/rng"
)

// A loss of the validation records that is no number ends the training: no epoch
// could ever be the best again, and patience would never run out.
func TestValidationLossIsANumber(t *testing.T) {
	net, err := New(rng.New(1), func(g *Graph) {
		logits := g.Linear("head", 3, Identity, g.Modality("a", 4))
		g.Objective("train", g.Total(Term{Loss: g.CrossEntropy(logits, CrossEntropyOptions{}), Weight: 1000}))
	})
	if err != nil {
		t.Fatal(err)
	}
	train, validation := fixture(101), fixture(43)
	for i := range validation.Blocks["a"].X {
		validation.Blocks["a"].X[i] = math.MaxFloat32 // finite, but no product of it
	}
	h, err := net.Fit(t.Context(), train, &validation, Options{Epochs: 50, Patience: 5, Batch: 32}, job.Env{Seed: rng.New(2), Workers: 1})
	var d *DivergedError
	if !errors.As(err, &d) || d.Epoch != 1 || d.Minibatch != 0 || !strings.Contains(err.Error(), "validation records") {
		t.Errorf("%v after %d epochs, want a DivergedError of the first validation", err, len(h))
	}
}
