package nn

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"testing"
	"time"

	"lacuna/internal/job"
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
	b.ReportAllocs()
	clock := &stepClock{Context: b.Context(), bench: b, warmUp: 20, laps: newLaps()}
	env := job.Env{Seed: rng.New(2), Workers: runtime.GOMAXPROCS(0)}
	if _, err = net.Fit(clock, d, nil, Options{Batch: batch, Epochs: 1 << 40}, env); !errors.Is(err, errMeasured) {
		b.Fatal(err)
	}
	clock.report(b)
}

// errMeasured ends a training that has been measured.
var errMeasured = errors.New("measured")

// stepClock times the steps of a training, which asks it before each whether
// to go on.
type stepClock struct {
	context.Context
	bench  *testing.B
	warmUp int
	laps
}

func (c *stepClock) Err() error {
	if c.warmUp > 0 {
		c.warmUp--
		return nil
	}
	c.end()
	if !c.bench.Loop() {
		return errMeasured
	}
	c.begin()
	return nil
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
	calls := newLaps()
	for b.Loop() {
		calls.begin()
		predict()
		calls.end()
	}
	calls.report(b)
}

// laps are the times of pieces of work.
type laps struct {
	begun     time.Time
	cpuBegun  time.Duration
	wall, cpu []time.Duration
}

// newLaps has room enough that timing does not allocate.
func newLaps() laps {
	const room = 1 << 20
	return laps{wall: make([]time.Duration, 0, room), cpu: make([]time.Duration, 0, room)}
}

func (l *laps) begin() { l.begun, l.cpuBegun = time.Now(), cpuTime() }

// end does nothing before the first begin.
func (l *laps) end() {
	if l.begun.IsZero() {
		return
	}
	l.wall, l.cpu = append(l.wall, time.Since(l.begun)), append(l.cpu, cpuTime()-l.cpuBegun)
}

func (l *laps) report(b *testing.B) {
	for unit, times := range map[string][]time.Duration{"median-µs": l.wall, "median-cpu-µs": l.cpu} {
		slices.Sort(times)
		b.ReportMetric(float64(times[len(times)/2])/1e3, unit)
	}
}
