package nn

import (
	"math"
	"testing"

	"lacuna/internal/rng"
)

// fixture is a small set of records with two modalities, of which some are
// missing, a full input, a mask and labels. Record 3 has no modality at all.
func fixture(records int) Data {
	r := rng.New(99).Rand()
	full := func(cols int) []float32 {
		x := make([]float32, records*cols)
		for i := range x {
			x[i] = float32(r.NormFloat64())
		}
		return x
	}
	d := Data{Records: records, Labels: make([]int, records), Weights: make([]float32, records)}
	a, b := make([]bool, records), make([]bool, records)
	mask := make([]float32, records*3)
	for i := range records {
		a[i], b[i] = i%3 != 0, i%4 < 3 && i != 3
		d.Labels[i], d.Weights[i] = i%3, 0.5+float32(i%2)
	}
	d.Labels[records-1] = -1
	for i := range mask {
		mask[i] = float32(i % 2)
	}
	d.Blocks = map[string]Block{
		"a": Sparse(4, full(4), a), "b": Sparse(5, full(5), b),
		"x": Dense(3, full(3)), "mask": Dense(3, mask), "target": Dense(3, full(3)),
		"image": Dense(6*6*2, full(72)),
	}
	return d
}

// step runs one forward and backward pass over all records without stepping.
func step(t *testing.T, build func(*Graph), d Data) *replica {
	t.Helper()
	net, err := New(rng.New(7), build)
	if err != nil {
		t.Fatal(err)
	}
	perturbZeros(net)
	team, err := net.trainers(d.Records, 1)
	if err != nil {
		t.Fatal(err)
	}
	r := team[0]
	f, err := newFeed(r.step, &d, net.classes)
	if err != nil {
		t.Fatal(err)
	}
	records := make([]int32, d.Records)
	for i := range records {
		records[i] = int32(i)
	}
	r.graph.training = true
	r.fill(r.step, f, records, 5)
	for _, m := range r.step.norms {
		m.normalise(m.weight())
	}
	for _, p := range r.steps {
		if err := p.RunAll(); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// perturbZeros moves parameters that start at 0 or 1 to values at which errors
// show.
func perturbZeros(n *Network) {
	r := rng.New(8).Rand()
	for i := range n.params.values {
		n.params.values[i] += float32(0.2 * r.NormFloat64())
	}
}

// checkGradients compares the gradients of all parameters, or some of each
// where there are many, with central differences.
func checkGradients(t *testing.T, build func(*Graph)) {
	t.Helper()
	r := step(t, build, fixture(9))
	g := r.graph
	analytic := append([]float32(nil), r.grads...)
	loss := func() float64 {
		_ = r.step.RunAll()
		return float64(numbers(g.objectives[0].loss.node.Value())[0])
	}
	for _, name := range g.objectives[0].wrt {
		p := g.params.specs[g.params.byName[name]]
		for k := 0; k < p.size(); k += 1 + p.size()/60 {
			got := float64(analytic[p.off+k])
			numeric := difference(&g.params.values[p.off+k], 4e-3, loss)
			if !near(got, numeric) && !near(got, difference(&g.params.values[p.off+k], 5e-4, loss)) {
				t.Errorf("%s[%d]: gradient %.5f, by differences %.5f", name, k, got, numeric)
			}
		}
	}
}

// difference is the central difference of the loss. A second, smaller h helps
// where a maximum changes its place within the first.
func difference(at *float32, h float32, loss func() float64) float64 {
	was := *at
	*at = was + h
	up := loss()
	*at = was - h
	down := loss()
	*at = was
	return (up - down) / (2 * float64(h))
}

func near(got, want float64) bool { return math.Abs(want-got) <= 1e-3+0.01*math.Abs(want) }

// encoders are the two modalities of the fixture brought to a width of 6.
func encoders(g *Graph) (Tensor, Tensor) {
	return g.Linear("a", 6, Tanh, g.Modality("a", 4)), g.Linear("b", 6, Tanh, g.Modality("b", 5))
}

// classify ends a network with a head and cross-entropy.
func classify(g *Graph, x Tensor) {
	logits := g.Linear("head", 3, Identity, x)
	g.Output(Logits, logits)
	g.Objective("train", g.CrossEntropy(logits, CrossEntropyOptions{}))
}

func TestGradients(t *testing.T) {
	plain := CrossEntropyOptions{}
	cases := map[string]func(*Graph){
		"linear":        func(g *Graph) { classify(g, g.Input("x", 3)) },
		"several":       func(g *Graph) { classify(g, g.Linear("h", 5, Tanh, g.Input("x", 3), g.Input("mask", 3))) },
		"sigmoid":       func(g *Graph) { classify(g, g.Linear("h", 5, Sigmoid, g.Input("x", 3))) },
		"gelu":          func(g *Graph) { classify(g, g.Linear("h", 5, GELU, g.Input("x", 3))) },
		"activate tanh": func(g *Graph) { classify(g, g.Activate(Tanh, g.Linear("h", 5, Identity, g.Input("x", 3)))) },
		"activate gelu": func(g *Graph) { classify(g, g.Activate(GELU, g.Linear("h", 5, Identity, g.Input("x", 3)))) },
		"dropout":       func(g *Graph) { classify(g, g.Dropout(0.4, g.Linear("h", 5, Tanh, g.Input("x", 3)))) },
		"layer norm":    func(g *Graph) { classify(g, g.LayerNorm("n", g.Linear("h", 5, Tanh, g.Input("x", 3)))) },
		"residual": func(g *Graph) {
			h := g.Linear("h", 5, Tanh, g.Input("x", 3))
			classify(g, g.Add(h, g.Linear("h2", 5, Tanh, h)))
		},
		"twice": func(g *Graph) {
			h := g.Linear("h", 5, Tanh, g.Input("x", 3))
			classify(g, g.Mul(g.Add(h, h), g.Add(h, g.Linear("h2", 5, Tanh, h))))
		},
		"shared weights": func(g *Graph) {
			h := g.Linear("first", 5, Tanh, g.Input("x", 3))
			h = g.Linear("same", 5, Tanh, h)
			h = g.Linear("same", 5, Tanh, h)
			classify(g, g.Linear("same", 5, Tanh, h))
		},
		"smoothing and class weights": func(g *Graph) {
			logits := g.Linear("h", 3, Identity, g.Input("x", 3))
			g.Objective("train", g.CrossEntropy(logits, CrossEntropyOptions{ClassWeights: []float32{1, 2, 0.5}, Smoothing: 0.2}))
		},
		"loss on a modality": func(g *Graph) {
			a, b := encoders(g)
			la := g.CrossEntropy(g.Linear("ha", 3, Identity, a), plain)
			lb := g.CrossEntropy(g.Linear("hb", 3, Identity, b), plain)
			g.Objective("train", g.Total(Term{Loss: la, Weight: 0.5}, Term{Loss: lb, Weight: 2}))
		},
		"masked tokens": func(g *Graph) { a, b := encoders(g); classify(g, g.Flatten(g.Tokens("f", Masked, a, b))) },
		"zero tokens":   func(g *Graph) { a, b := encoders(g); classify(g, g.Flatten(g.Tokens("f", Zero, a, b))) },
		"learned tokens": func(g *Graph) {
			a, b := encoders(g)
			classify(g, g.Flatten(g.Tokens("f", Token, a, b)))
		},
		"pattern tokens": func(g *Graph) {
			a, b := encoders(g)
			classify(g, g.Flatten(g.Tokens("f", PatternToken, a, b)))
		},
		"mean": func(g *Graph) { a, b := encoders(g); classify(g, g.Mean(g.Tokens("f", Masked, a, b))) },
		"gated": func(g *Graph) {
			a, b := encoders(g)
			classify(g, g.GatedSum("gate", g.Tokens("f", Masked, a, b)))
		},
		"experts": func(g *Graph) {
			a, b := encoders(g)
			s := g.Tokens("f", Masked, g.LogSoftmax(g.Linear("ha", 3, Identity, a)), g.LogSoftmax(g.Linear("hb", 3, Identity, b)))
			g.Objective("train", g.CrossEntropy(g.Sum(s), plain))
		},
		"softmax": func(g *Graph) { classify(g, g.Softmax(g.Linear("h", 5, Identity, g.Input("x", 3)))) },
		"pool": func(g *Graph) {
			a, b := encoders(g)
			pooled, _ := g.AttentionPool("pool", g.Tokens("f", Masked, a, b))
			classify(g, pooled)
		},
		"attention": func(g *Graph) {
			a, b := encoders(g)
			s := g.ClassToken("c", g.Tokens("f", Masked, a, b))
			s, _ = g.SelfAttention("one", 2, s)
			s, _ = g.SelfAttention("two", 3, s)
			classify(g, g.TokenAt(0, s))
		},
		"attention over learned tokens": func(g *Graph) {
			a, b := encoders(g)
			s, _ := g.SelfAttention("one", 2, g.Tokens("f", Token, a, b))
			classify(g, g.Mean(s))
		},
		"presence": func(g *Graph) {
			a, b := encoders(g)
			s := g.Tokens("f", Zero, a, b)
			classify(g, g.Linear("h", 5, Tanh, g.Flatten(s), g.Presence(a, b)))
		},
		"convolution": func(g *Graph) {
			c := g.Conv2D("c1", Conv{Channels: 3, Pad: 1}, Tanh, g.Input("image", 6, 6, 2))
			classify(g, g.Conv2D("c2", Conv{Channels: 2, Height: 2, Width: 3, Stride: 2}, GELU, c))
		},
		"pooling": func(g *Graph) {
			c := g.Conv2D("c1", Conv{Channels: 3, Pad: 1}, Identity, g.Input("image", 6, 6, 2))
			classify(g, g.MaxPool(c))
		},
		"global pooling": func(g *Graph) {
			c := g.Conv2D("c1", Conv{Channels: 3}, Tanh, g.Input("image", 6, 6, 2))
			classify(g, g.Linear("h", 4, Tanh, g.GlobalMean(c), g.GlobalMax(c)))
		},
		"words": func(g *Graph) {
			c := g.Conv2D("c1", Conv{Channels: 3, Height: 1, Width: 4}, Tanh, g.Input("image", 1, 36, 2))
			classify(g, g.GlobalMax(c))
		},
		"bce": func(g *Graph) {
			x := g.Linear("h", 3, Identity, g.Input("x", 3))
			g.Objective("train", g.BCEWithLogits(x, g.Input("mask", 3), Cells{}))
		},
		"masked mse": func(g *Graph) {
			x := g.Linear("h", 3, Sigmoid, g.Input("x", 3))
			g.Objective("train", g.MSE(x, g.Input("target", 3), Cells{Weight: g.Input("mask", 3)}))
		},
		"blend and affine": func(g *Graph) {
			m := g.Input("mask", 3)
			x := g.Blend(m, g.Input("x", 3), g.Linear("h", 3, Sigmoid, g.Input("target", 3), g.Uniform("z", 0, 0.1, 3)))
			hint := g.Blend(g.Bernoulli("b", 0.9, 3), m, g.Affine(0, 0.5, m))
			d := g.Linear("d", 3, Identity, x, hint)
			g.Objective("train", g.BCEWithLogits(d, g.Affine(0, 1, m), Cells{Weight: g.Affine(-1, 1, m), OverAll: true}))
		},
	}
	for name, build := range cases {
		t.Run(name, func(t *testing.T) { checkGradients(t, build) })
	}
}
