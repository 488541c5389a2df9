package nn

import (
	"context"
	"runtime"
	"testing"

	"lacuna/internal/job"
	"lacuna/internal/nn/nntest"
	"lacuna/internal/rng"
)

// BenchmarkPeers measures what the scripts of the PyTorch peers measure: the
// same models, shapes, minibatches and share of the absent, through Fit and
// Predict, with as many workers as the benchmark has processors. Of the steps
// it reports the median, as the peers do, on the wall and of processor time,
// which on a busy machine says more while there is one worker; bytes and
// allocations are of the mean step.
func BenchmarkPeers(b *testing.B) {
	fusion := func(records, batch, hidden, width int, widths ...int) func(*testing.B) {
		return func(b *testing.B) {
			peerSteps(b, reference(hidden, width, widths...), benchData(records, 0.2, widths...), batch)
		}
	}
	b.Run("fusion", fusion(20000, 128, 256, 128, 200, 200, 100))
	b.Run("fusion-small", fusion(20000, 64, 64, 32, 50, 50, 50))
	b.Run("fusion-big", fusion(20000, 256, 512, 256, 1000, 1000, 500))
	b.Run("gain", func(b *testing.B) { peerSteps(b, gain(500), gainData(10000, 500), 128) })
	b.Run("cnn", func(b *testing.B) { peerSteps(b, cnn, imageData(2048), 64) })
	b.Run("attention", func(b *testing.B) { peerSteps(b, attention, attentionData(20000), 128) })
	b.Run("inference", func(b *testing.B) { peerInference(b, benchData(100000, 0.2, 200, 200, 100)) })
}

func imageData(records int) Data {
	d := benchData(records, 0, 28*28)
	d.Blocks["m0"] = Dense(28*28, d.Blocks["m0"].X)
	return d
}

// attention is four-headed attention alone, over three tokens of which a
// record has the first and perhaps the others, made small.
func attention(g *Graph) {
	x := g.Tokens("tokens", Masked, g.Modality("m0", 128), g.Modality("m1", 128), g.Modality("m2", 128))
	y, _ := g.SelfAttention("attention", 4, x)
	g.Objective("train", g.MSE(y.Tensor, g.Affine(0, 0, x.Tensor), Cells{}))
}

func attentionData(records int) Data {
	d := benchData(records, 0.2, 128, 128, 128)
	d.Blocks["m0"] = Dense(128, d.Blocks["m0"].X)
	return d
}

// peerSteps measures the steps of one training.
func peerSteps(b *testing.B, build func(*Graph), d Data, batch int) {
	net, err := New(rng.New(1), build)
	if err != nil {
		b.Fatal(err)
	}
	nntest.Steps(b, func(ctx context.Context) error {
		env := job.Env{Seed: rng.New(2), Workers: runtime.GOMAXPROCS(0)}
		_, err := net.Fit(ctx, d, nil, Options{Batch: batch, Epochs: 1 << 40}, env)
		return err
	})
}

// peerInference measures the prediction of all records.
func peerInference(b *testing.B, d Data) {
	net, err := New(rng.New(1), reference(256, 128, 200, 200, 100))
	if err != nil {
		b.Fatal(err)
	}
	env := job.Env{Workers: runtime.GOMAXPROCS(0)}
	predict := func() {
		if _, err := net.Predict(b.Context(), d, env, Logits); err != nil {
			b.Fatal(err)
		}
	}
	predict()
	b.ReportAllocs()
	calls := nntest.NewLaps()
	for b.Loop() {
		calls.Begin()
		predict()
		calls.End()
	}
	calls.Report(b)
}
