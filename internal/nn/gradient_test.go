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
	words := make([]float32, records*5)
	for i := range words {
		words[i] = float32(i*3%7 - 3) // −3 to 3, negative is padding
	}
	d.Blocks = map[string]Block{
		"a": Sparse(4, full(4), a), "b": Sparse(5, full(5), b),
		"x": Dense(3, full(3)), "mask": Dense(3, mask), "target": Dense(3, full(3)),
		"image": Dense(6*6*2, full(72)), "words": Dense(5, words),
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
	for o, p := range r.steps {
		if err := p.RunAll(); err != nil {
			t.Fatal(err)
		}
		for i, l := range r.late[o] {
			if l != nil {
				p := r.graph.params.specs[r.graph.params.byName[r.graph.objectives[o].wrt[i]]]
				l.add(r.graph.work, 0, l.k, false, r.grads[p.off:p.off+p.size()])
			}
		}
	}
	return r
}

// perturbZeros moves parameters that start at 0 or 1 to values at which errors
// show.
func perturbZeros(n *Network) {
	r := rng.New(8).Rand()
	for i := range n.params.values {
		n.params.values[i] += float32(0.4 * r.NormFloat64())
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
			wide := difference(&g.params.values[p.off+k], 4e-3, loss)
			if narrow := difference(&g.params.values[p.off+k], 5e-4, loss); !near(got, wide) && !near(got, narrow) {
				t.Errorf("%s[%d]: gradient %.5f, by differences %.5f or %.5f", name, k, got, wide, narrow)
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

func near(got, want float64) bool { return math.Abs(want-got) <= 2e-4+0.01*math.Abs(want) }

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
	for _, cases := range []map[string]func(*Graph){layerCases, sequenceCases, imageCases, lossCases, latentCases} {
		for name, build := range cases {
			t.Run(name, func(t *testing.T) { checkGradients(t, build) })
		}
	}
}
