package nn

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
	"pgregory.net/rapid"

	"lacuna/internal/job"
	"lacuna/internal/rng"
)

func TestTrigamma(t *testing.T) {
	for _, x := range []float64{0.1, 1, 1.5, 2, 7.99, 8, 20, 1e3, 1e6} {
		if got, want := trigamma(x), mathext.Zeta(2, x); math.Abs(got-want) > 1e-10*want {
			t.Errorf("trigamma(%g) = %.15g, want %.15g", x, got, want)
		}
	}
}

func TestEvidentialGradients(t *testing.T) {
	opinions := func(g *Graph) (Tensor, Tensor) {
		a, b := encoders(g)
		return g.Opinion(g.Linear("ha", 3, Identity, a)), g.Opinion(g.Linear("hb", 3, Identity, b))
	}
	weighted := CrossEntropyOptions{ClassWeights: []float32{1, 2, 0.5}, Smoothing: 0.2}
	for name, build := range map[string]func(*Graph){
		"opinion": func(g *Graph) { classify(g, g.Opinion(g.Linear("h", 5, Identity, g.Input("x", 3)))) },
		"dempster": func(g *Graph) {
			a, b := opinions(g)
			classify(g, g.Dempster(g.Tokens("f", Masked, a, b)))
		},
		"loss": func(g *Graph) {
			a, _ := opinions(g)
			g.Objective("train", g.Evidential(a, CrossEntropyOptions{}, 0))
		},
		"joint": func(g *Graph) {
			a, b := opinions(g)
			joint := g.Evidential(g.Dempster(g.Tokens("f", Masked, a, b)), weighted, 0)
			g.Objective("train", g.Total(Term{Loss: joint, Weight: 1}, Term{Loss: g.Evidential(a, weighted, 10), Weight: 2}))
		},
	} {
		t.Run(name, func(t *testing.T) { checkGradients(t, build) })
	}
}

// evidential returns the loss of one record's opinion, after the ramp.
func evidential(t *testing.T, label int, o CrossEntropyOptions, alpha ...float64) float64 {
	t.Helper()
	x := make([]float32, len(alpha))
	for j, a := range alpha {
		x[j] = float32(math.Log(a))
	}
	r := step(t, func(g *Graph) {
		// A weight whose step in the result is 0, because something must be trained.
		nothing := g.Linear("nothing", len(alpha), Identity, g.Affine(0, 0, g.Input("x", len(alpha))))
		g.Objective("train", g.Total(
			Term{Loss: g.Evidential(g.Input("y", len(alpha)), o, 3), Weight: 1},
			Term{Loss: g.MSE(nothing, g.Input("x2", len(alpha)), Cells{}), Weight: 0}))
	}, Data{Records: 1, Labels: []int{label}, Blocks: map[string]Block{
		"x": Dense(len(x), x), "y": Dense(len(x), x), "x2": Dense(len(x), x),
	}})
	r.graph.epoch = 3
	_ = r.step.RunAll() // never fails
	return float64(numbers(r.graph.objectives[0].loss.node.Value())[0])
}

// By digamma's recurrence, ψ(n) − ψ(m) = 1/m + … + 1/(n−1).
func TestEvidentialKnownAnswers(t *testing.T) {
	for _, c := range []struct {
		name  string
		label int
		alpha []float64
		want  float64
	}{
		{"evidence for the right class only", 0, []float64{2, 1}, 1. / 2},
		{"evidence for the wrong class only", 0, []float64{1, 3}, 11./6 + math.Log(3) - 2./3},
		{"vacuous", 1, []float64{1, 1, 1}, 1 + 1./2},
	} {
		if got := evidential(t, c.label, CrossEntropyOptions{}, c.alpha...); math.Abs(got-c.want) > 1e-5 {
			t.Errorf("%s: %g, want %g", c.name, got, c.want)
		}
	}
}

// dempster combines two opinions as the paper puts it, with masses of belief
// and uncertainty.
func dempster(first, second []float64) []float64 {
	masses := func(e []float64) ([]float64, float64) {
		s := float64(len(e))
		for _, x := range e {
			s += x
		}
		b := make([]float64, len(e))
		for j, x := range e {
			b[j] = x / s
		}
		return b, float64(len(e)) / s
	}
	b1, u1 := masses(first)
	b2, u2 := masses(second)
	conflict := 0.0
	for i, x := range b1 {
		for j, y := range b2 {
			if i != j {
				conflict += x * y
			}
		}
	}
	u := u1 * u2 / (1 - conflict)
	out := make([]float64, len(first))
	for j := range out {
		b := (b1[j]*b2[j] + b1[j]*u2 + b2[j]*u1) / (1 - conflict)
		out[j] = b * float64(len(first)) / u
	}
	return out
}

func TestDempsterIsThatOfThePaper(t *testing.T) {
	net, err := New(rng.New(1), func(g *Graph) {
		joint := g.Dempster(g.Tokens("f", Masked, g.Modality("a", 3), g.Modality("b", 3)))
		g.Output("joint", joint)
		classify(g, joint)
	})
	if err != nil {
		t.Fatal(err)
	}
	evidence := rapid.SliceOfN(rapid.Float64Range(0, 100), 3, 3)
	rapid.Check(t, func(rt *rapid.T) {
		a, b := evidence.Draw(rt, "a"), evidence.Draw(rt, "b")
		concentrations := func(e []float64) (z []float32) {
			for _, x := range e {
				z = append(z, float32(math.Log1p(x)))
			}
			return append(z, z...)
		}
		d := Data{Records: 2, Blocks: map[string]Block{
			"a": Sparse(3, concentrations(a), []bool{true, true}), "b": Sparse(3, concentrations(b), []bool{true, false}),
		}}
		out, err := net.Predict(context.Background(), d, job.Env{}, "joint")
		if err != nil {
			rt.Fatal(err)
		}
		for record, want := range [][]float64{dempster(a, b), a} {
			for j, z := range out[0].Row(record) {
				if got := math.Log1p(want[j]); math.Abs(got-float64(z)) > 1e-5*(1+got) {
					rt.Errorf("record %d, class %d: log α is %g, want %g", record, j, z, got)
				}
			}
		}
	})
}
