package nn

import (
	"math"
	"slices"
	"testing"

	"lacuna/internal/job"
	"lacuna/internal/rng"
)

// outputOf runs a network without training on records whose block x is given.
func outputOf(t *testing.T, width int, x []float32, build func(g *Graph, x Tensor) Tensor) []float32 {
	t.Helper()
	net, err := New(rng.New(1), func(g *Graph) {
		in := g.Input("x", width)
		g.Output("y", build(g, in))
		g.Objective("train", g.MSE(g.Linear("unused", 1, Identity, in), g.Input("goal", 1), Cells{}))
	})
	if err != nil {
		t.Fatal(err)
	}
	d := Data{Records: len(x) / width, Blocks: map[string]Block{"x": Dense(width, x)}}
	y, err := net.Predict(t.Context(), d, job.Env{}, "y")
	if err != nil {
		t.Fatal(err)
	}
	return y[0].Values
}

// The values were written down by hand: 2×1 pixels of two channels become 3×2.
func TestUpsampleTakesTheNearestPixel(t *testing.T) {
	got := outputOf(t, 4, []float32{1, 2, 3, 4, 5, 6, 7, 8}, func(g *Graph, x Tensor) Tensor {
		return g.Upsample(3, 2, g.Reshape(x, 2, 1, 2))
	})
	want := []float32{1, 2, 1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6, 5, 6, 5, 6, 7, 8, 7, 8}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// Of the image 1 2 / 4 8: to the right 1, 4; below 3, 6.
func TestEdgesAreDifferences(t *testing.T) {
	got := outputOf(t, 4, []float32{1, 2, 4, 8}, func(g *Graph, x Tensor) Tensor { return g.Edges(g.Reshape(x, 2, 2, 1)) })
	if want := []float32{1, 3, 0, 6, 4, 0, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// The image 1 2 / 4 8 moved down, to the right, or both; written down by hand.
func TestJitterMovesImages(t *testing.T) {
	m := &jitterMath{height: 2, width: 2, channels: 1}
	for _, c := range []struct {
		down, right int
		want        []float32
	}{{0, 0, []float32{1, 2, 4, 8}}, {1, 0, []float32{0, 0, 1, 2}}, {0, -1, []float32{2, 0, 8, 0}}, {-1, 1, []float32{0, 4, 0, 0}}} {
		got := make([]float32, 4)
		if m.move(got, []float32{1, 2, 4, 8}, c.down, c.right); !slices.Equal(got, c.want) {
			t.Errorf("down %d, right %d: %v, want %v", c.down, c.right, got, c.want)
		}
	}
	still := outputOf(t, 4, []float32{1, 2, 4, 8}, func(g *Graph, x Tensor) Tensor { return g.Jitter(1, g.Reshape(x, 2, 2, 1)) })
	if !slices.Equal(still, []float32{1, 2, 4, 8}) {
		t.Errorf("without training %v", still)
	}
}

func TestShapesThatDoNotFit(t *testing.T) {
	for name, build := range map[string]func(g *Graph, x Tensor) Tensor{
		"reshape":  func(g *Graph, x Tensor) Tensor { return g.Reshape(x, 3, 2) },
		"shrink":   func(g *Graph, x Tensor) Tensor { return g.Upsample(1, 2, g.Reshape(x, 2, 2, 1)) },
		"far":      func(g *Graph, x Tensor) Tensor { return g.Jitter(2, g.Reshape(x, 2, 2, 1)) },
		"no image": func(g *Graph, x Tensor) Tensor { return g.Edges(x) },
	} {
		if _, err := New(rng.New(1), func(g *Graph) { classify(g, build(g, g.Input("x", 4))) }); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Beyond Detach nothing is trained: the weights below stay what they are.
func TestDetachStopsGradients(t *testing.T) {
	build := func(detach bool) func(g *Graph) {
		return func(g *Graph) {
			h := g.Linear("below", 3, Tanh, g.Input("x", 3))
			if detach {
				h = g.Detach(h)
			}
			classify(g, g.Linear("above", 3, Tanh, h))
		}
	}
	for _, detach := range []bool{false, true} {
		net, err := New(rng.New(1), build(detach))
		if err != nil {
			t.Fatal(err)
		}
		below, _ := net.Param("below/W")
		was := slices.Clone(below.Values)
		if _, err := net.Fit(t.Context(), fixture(9), nil, Options{Epochs: 2}, job.Env{}); err != nil {
			t.Fatal(err)
		}
		if same := slices.Equal(was, below.Values); same != detach {
			t.Errorf("detached %v: the weights below are the same: %v", detach, same)
		}
	}
}

// The matrix is 2·(0.6, 0.8)ᵀ(1, 0) + 0.5·(0.8, −0.6)ᵀ(0, 1): its singular values
// are 2 and 0.5 by construction.
func TestSpectralNormDividesByTheLargestSingularValue(t *testing.T) {
	w := []float32{1.2, 0.4, 1.6, -0.3}
	m := &spectralMath{extent: extent{2, 2}, u: make([]float32, 2), v: make([]float32, 2)}
	out := make([]float32, 4)
	m.forward([][]float32{w}, out)
	for i, v := range w {
		if math.Abs(float64(out[i]-v/2)) > 1e-4 {
			t.Fatalf("divided by %g, want 2", m.sigma)
		}
	}
	m.forward([][]float32{make([]float32, 4)}, out)
	if !slices.Equal(out, make([]float32, 4)) {
		t.Errorf("zeros became %v", out)
	}
}

// A discriminator with the norm never stretches a difference by more than one,
// however its parameters grow in training.
func TestSpectralNormBoundsWhatTrainingStretches(t *testing.T) {
	net, err := New(rng.New(1), func(g *Graph) {
		g.SpectralNorm("d/")
		y := g.Linear("d/2", 1, Identity, g.Linear("d/1", 8, ReLU, g.Input("x", 3)))
		g.Output("y", y)
		g.Objective("train", g.BCEWithLogits(y, g.Input("goal", 1), Cells{}))
	})
	if err != nil {
		t.Fatal(err)
	}
	d := Data{Records: 2, Blocks: map[string]Block{"x": Dense(3, []float32{0.1, 0, 0, -0.1, 0, 0}), "goal": Dense(1, []float32{1, 0})}}
	if _, err := net.Fit(t.Context(), d, nil, Options{Epochs: 300, Rate: 0.05}, job.Env{}); err != nil {
		t.Fatal(err)
	}
	y, err := net.Predict(t.Context(), d, job.Env{}, "y")
	if err != nil {
		t.Fatal(err)
	}
	if apart := y[0].Values[0] - y[0].Values[1]; apart > 0.2*1.02 || apart < 0.1 {
		t.Errorf("inputs 0.2 apart are told apart by %g, want nearly 0.2", apart)
	}
}

// Distances by hand: with a = (3, 4), b = x = (0, 0) the score is
// (5 + 0 − 5)/2 = 0; with a = b = (3, 4) it is 5; over √2 cells.
func TestEnergyScoreByHand(t *testing.T) {
	m := &energyMath{rows: liveRows{&rowSet{n: 1}, 1}, width: 2, total: 1}
	score := func(a, b, x, w []float32) float64 {
		out := make([]float32, 1)
		in := [][]float32{a, b, x}
		if w != nil {
			in = append(in, w)
		}
		m.forward(in, out)
		return float64(out[0])
	}
	far, zero := []float32{3, 4}, []float32{0, 0}
	for _, c := range []struct {
		a, b, w []float32
		want    float64
	}{
		{far, zero, nil, 0}, {far, far, nil, 5 / math.Sqrt2}, {far, far, []float32{0, 1}, 4}, {far, far, zero, 0},
	} {
		if got := score(c.a, c.b, zero, c.w); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("draws %v and %v, weights %v: %g, want %g", c.a, c.b, c.w, got, c.want)
		}
	}
}

// A generator trained by the energy score alone finds mean and spread of what
// it sees: numbers evenly from −1 to 1 have mean 0 and deviation 1/√3.
func TestEnergyScoreTeachesTheSpread(t *testing.T) {
	net, err := New(rng.New(1), func(g *Graph) {
		draw := func(z Tensor) Tensor { return g.Linear("out", 1, Identity, g.Linear("h", 16, Tanh, z)) }
		a, b := draw(g.Uniform("z1", -1, 1, 2)), draw(g.Uniform("z2", -1, 1, 2))
		g.Output("y", a)
		g.Objective("train", g.EnergyScore(a, b, g.Input("x", 1), Tensor{}))
	})
	if err != nil {
		t.Fatal(err)
	}
	const n = 512
	x := make([]float32, n)
	for i := range x {
		x[i] = 2*(float32(i)+0.5)/n - 1
	}
	d := Data{Records: n, Blocks: map[string]Block{"x": Dense(1, x)}}
	if _, err := net.Fit(t.Context(), d, nil, Options{Epochs: 150, Rate: 0.01}, job.Env{}); err != nil {
		t.Fatal(err)
	}
	y, err := net.Predict(t.Context(), d, job.Env{}, "y")
	if err != nil {
		t.Fatal(err)
	}
	var sum, squares float64
	for _, v := range y[0].Values {
		sum += float64(v)
		squares += float64(v * v)
	}
	mean := sum / n
	if sd := math.Sqrt(squares/n - mean*mean); math.Abs(mean) > 0.1 || math.Abs(sd-1/math.Sqrt(3)) > 0.1 {
		t.Errorf("mean %.3f and deviation %.3f, want 0 and 0.577", mean, sd)
	}
}
