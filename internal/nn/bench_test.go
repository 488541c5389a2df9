package nn

import (
	"context"
	"fmt"
	"testing"

	"lacuna/internal/job"
	"lacuna/internal/nn/nntest"
	"lacuna/internal/rng"
)

// benchData makes records of the given modalities, named m0, m1, …, each absent
// with probability missing, and ten classes.
func benchData(records int, missing float32, widths ...int) Data {
	r := rng.New(1).Rand()
	d := Data{Records: records, Labels: make([]int, records), Blocks: map[string]Block{}}
	for i := range d.Labels {
		d.Labels[i] = r.IntN(10)
	}
	for k, w := range widths {
		x, present := make([]float32, records*w), make([]bool, records)
		for i := range x {
			x[i] = float32(r.NormFloat64())
		}
		for i := range present {
			present[i] = k == 0 && len(widths) == 1 || r.Float32() >= missing
		}
		d.Blocks[fmt.Sprintf("m%d", k)] = Sparse(w, x, present)
	}
	return d
}

// reference is the three-modality model of the benchmark against PyTorch.
func reference(hidden, width int, widths ...int) func(*Graph) {
	return func(g *Graph) {
		var tokens []Tensor
		for k, w := range widths {
			name := fmt.Sprintf("m%d", k)
			h := g.Linear(name+"/1", hidden, ReLU, g.Modality(name, w))
			tokens = append(tokens, g.Linear(name+"/2", width, Identity, h))
		}
		pooled, _ := g.AttentionPool("pool", g.Tokens("fusion", Token, tokens...))
		classify10(g, pooled)
	}
}

func classify10(g *Graph, x Tensor) {
	logits := g.Linear("head", 10, Identity, x)
	g.Output(Logits, logits)
	g.Objective("train", g.CrossEntropy(logits, CrossEntropyOptions{}))
}

// multihead is the reference with a class token and four-headed attention.
func multihead(hidden, width int, widths ...int) func(*Graph) {
	return func(g *Graph) {
		var tokens []Tensor
		for k, w := range widths {
			name := fmt.Sprintf("m%d", k)
			h := g.Linear(name+"/1", hidden, ReLU, g.Modality(name, w))
			tokens = append(tokens, g.Linear(name+"/2", width, Identity, h))
		}
		s, _ := g.SelfAttention("attention", 4, g.Tokens("fusion", Token, tokens...))
		classify10(g, g.Mean(s))
	}
}

// gain is the GAN of Yoon et al. with layers as wide as the data.
func gain(d int) func(*Graph) {
	return func(g *Graph) {
		x, m := g.Input("x", d), g.Input("mask", d)
		h := g.Linear("g/1", d, ReLU, g.Blend(m, x, g.Uniform("z", 0, 0.01, d)), m)
		made := g.Linear("g/3", d, Sigmoid, g.Linear("g/2", d, ReLU, h))
		filled := g.Blend(m, x, made)
		hint := g.Blend(g.Bernoulli("b", 0.9, d), m, g.Affine(0, 0.5, m))
		judge := func() Tensor {
			h := g.Linear("d/2", d, ReLU, g.Linear("d/1", d, ReLU, filled, hint))
			return g.Linear("d/3", d, Identity, h)
		}
		g.Objective("discriminator", g.BCEWithLogits(judge(), m, Cells{}), "d/")
		deceive := g.BCEWithLogits(judge(), g.Affine(0, 1, m), Cells{Weight: g.Affine(-1, 1, m), OverAll: true})
		g.Objective("generator", g.Total(Term{Loss: deceive, Weight: 1}, Term{Loss: g.MSE(made, x, Cells{Weight: m}), Weight: 100}), "g/")
	}
}

func gainData(records, d int) Data {
	data := benchData(records, 0, d)
	mask := make([]float32, records*d)
	r := rng.New(2).Rand()
	for i := range mask {
		if r.Float32() > 0.2 {
			mask[i] = 1
		}
	}
	data.Blocks = map[string]Block{"x": Dense(d, data.Blocks["m0"].X), "mask": Dense(d, mask)}
	return data
}

// benchSteps measures training steps.
func benchSteps(b *testing.B, build func(*Graph), d Data, o Options, workers int) {
	b.Helper()
	net, err := New(rng.New(1), build)
	if err != nil {
		b.Fatal(err)
	}
	o, err = o.resolve()
	if err != nil {
		b.Fatal(err)
	}
	t, err := net.newTrainer(&d, nil, o, job.Env{Workers: workers})
	if err != nil {
		b.Fatal(err)
	}
	defer t.team.close()
	t.shuffle(rng.New(3).Rand())
	for range 3 { // buffers grow on first use
		if _, err := t.minibatch(t.order[:o.Batch]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	lo, start := 0, nntest.CPUTime()
	for b.Loop() {
		if lo+o.Batch > d.Records {
			lo = 0
		}
		if _, err := t.minibatch(t.order[lo : lo+o.Batch]); err != nil {
			b.Fatal(err)
		}
		lo += o.Batch
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e3/float64(b.N), "ms/step")
	b.ReportMetric((nntest.CPUTime()-start).Seconds()*1e3/float64(b.N), "cpu-ms/step")
}

func BenchmarkFusionStep(b *testing.B) {
	sizes := []struct {
		name          string
		widths        []int
		hidden, width int
		batch         int
	}{
		{"reference", []int{200, 200, 100}, 256, 128, 128},
		{"small", []int{50, 50, 50}, 64, 32, 64},
		{"big", []int{1000, 1000, 500}, 512, 256, 256},
	}
	for _, s := range sizes {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/workers=%d", s.name, workers), func(b *testing.B) {
				d := benchData(20*s.batch, 0.2, s.widths...)
				benchSteps(b, reference(s.hidden, s.width, s.widths...), d, Options{Batch: s.batch}, workers)
			})
		}
	}
}

// A step costs less the more modalities are absent.
func BenchmarkBypass(b *testing.B) {
	for _, missing := range []float32{0, 0.2, 0.5, 0.8} {
		b.Run(fmt.Sprintf("missing=%v", missing), func(b *testing.B) {
			benchSteps(b, reference(256, 128, 200, 200, 100), benchData(20*128, missing, 200, 200, 100), Options{Batch: 128}, 1)
		})
	}
}

func BenchmarkAttentionStep(b *testing.B) {
	d := benchData(20*128, 0.2, 200, 200, 100)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			benchSteps(b, multihead(256, 128, 200, 200, 100), d, Options{}, workers)
		})
	}
}

func BenchmarkGAINStep(b *testing.B) {
	d := gainData(20*128, 500)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			benchSteps(b, gain(500), d, Options{}, workers)
		})
	}
}

// cnn is a small convolutional network over images of 28×28.
func cnn(g *Graph) {
	x := g.MaxPool(g.Conv2D("c1", Conv{Channels: 8, Pad: 1}, ReLU, g.Input("m0", 28, 28, 1)))
	x = g.MaxPool(g.Conv2D("c2", Conv{Channels: 16, Pad: 1}, ReLU, x))
	classify10(g, g.Linear("h", 128, ReLU, x))
}

func BenchmarkCNNStep(b *testing.B) {
	d := benchData(20*64, 0, 28*28)
	d.Blocks["m0"] = Dense(28*28, d.Blocks["m0"].X)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			benchSteps(b, cnn, d, Options{Batch: 64}, workers)
		})
	}
}

func BenchmarkPredict(b *testing.B) {
	const records = 20000
	d := benchData(records, 0.2, 200, 200, 100)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			net, err := New(rng.New(1), reference(256, 128, 200, 200, 100))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := net.Predict(context.Background(), d, job.Env{Workers: workers}, Logits); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N)/records, "µs/record")
		})
	}
}

// The step must not allocate: what it needs was made beforehand.
func TestStepAllocates(t *testing.T) {
	stepAllocates(t, reference(16, 8, 5, 4, 3), 0)
	stepAllocates(t, imageGAN(8), 64)
}

// imageGAN makes images of side × side from two modalities.
func imageGAN(side int) func(*Graph) {
	return func(g *Graph) {
		g.SpectralNorm("d/")
		real := g.Input("image", side, side, 1)
		condition := g.Flatten(g.Tokens("g/condition", Zero, g.Linear("g/m1", 8, ReLU, g.Modality("m1", 4)), g.Linear("g/m2", 8, ReLU, g.Modality("m2", 3))))
		draw := func(z string) Tensor {
			h := g.Reshape(g.Linear("g/h", side*side/4*4, ReLU, condition, g.Uniform(z, -1, 1, 4)), side/2, side/2, 4)
			return g.Conv2D("g/out", Conv{Channels: 1, Pad: 1}, Identity, g.Upsample(side, side, h))
		}
		a, b := draw("z1"), draw("z2")
		judge := func(x Tensor) Tensor {
			h := g.MaxPool(g.Conv2D("d/conv", Conv{Channels: 4, Pad: 1}, ReLU, x))
			return g.Linear("d/out", 1, Identity, h, g.Detach(condition))
		}
		bce := func(x Tensor, goal float64) Loss { return g.BCEWithLogits(x, g.Affine(0, goal, g.Detach(x)), Cells{}) }
		g.Objective("discriminator", g.Total(Term{Loss: bce(judge(real), 1), Weight: 1}, Term{Loss: bce(judge(a), 0), Weight: 1}), "d/")
		g.Objective("generator", g.Total(
			Term{Loss: bce(judge(a), 1), Weight: 1},
			Term{Loss: g.EnergyScore(a, b, real, Tensor{}), Weight: 10},
			Term{Loss: g.EnergyScore(g.Edges(a), g.Edges(b), g.Edges(real), Tensor{}), Weight: 10},
		), "g/")
	}
}

func stepAllocates(t *testing.T, build func(*Graph), pixels int) {
	t.Helper()
	net, err := New(rng.New(1), build)
	if err != nil {
		t.Fatal(err)
	}
	d := benchData(64, 0.2, 5, 4, 3)
	if pixels > 0 {
		d.Blocks["image"] = Dense(pixels, make([]float32, 64*pixels))
	}
	o, err := Options{Batch: 32, Shards: 2}.resolve()
	if err != nil {
		t.Fatal(err)
	}
	tr, err := net.newTrainer(&d, nil, o, job.Env{})
	if err != nil {
		t.Fatal(err)
	}
	defer tr.team.close()
	tr.shuffle(rng.New(3).Rand())
	allocs := testing.AllocsPerRun(50, func() { _, _ = tr.minibatch(tr.order[:32]) })
	if most := 5 + 7*float64(len(tr.opt.steps)); allocs > most { // a round of the team for each pass
		t.Errorf("%v allocations a step", allocs)
	}
}
