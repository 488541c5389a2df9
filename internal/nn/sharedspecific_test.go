package nn

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/internal/job"
	"lacuna/internal/rng"
)

func TestSharedSpecificGradients(t *testing.T) {
	for name, build := range map[string]func(*Graph){
		"stand-in": func(g *Graph) {
			a, b := encoders(g)
			mean := g.Mean(g.Tokens("f", Masked, a, b))
			classify(g, g.Flatten(g.StandIn(mean, a, b)))
		},
		"alignment": func(g *Graph) {
			a, b := encoders(g)
			c := g.Linear("c", 6, Tanh, g.Input("x", 3))
			g.Objective("train", g.Alignment(a, b, c))
		},
		"constant target": func(g *Graph) {
			a, _ := encoders(g)
			g.Objective("train", g.SoftCrossEntropy(a, g.Constant(a, 0, 0, 1, 0, 0, 0), 1))
		},
	} {
		t.Run(name, func(t *testing.T) { checkGradients(t, build) })
	}
}

// Three records: with both modalities, with the first, with none.
func TestStandInAndAlignment(t *testing.T) {
	d := Data{Records: 3, Blocks: map[string]Block{
		"a": Sparse(2, []float32{1, 2, 3, 4, 0, 0}, []bool{true, true, false}),
		"b": Sparse(2, []float32{5, 0, 0, 0, 0, 0}, []bool{true, false, false}),
		"s": Dense(2, []float32{-1, -2, -3, -4, -5, -6}),
	}}
	build := func(g *Graph) {
		a, b := g.Modality("a", 2), g.Modality("b", 2)
		g.Output("tokens", g.StandIn(g.Input("s", 2), a, b).Tensor)
		g.Output("constant", g.Constant(b, 7))
		// Something must be trained.
		nothing := g.MSE(g.Linear("nothing", 2, Identity, g.Input("zero", 2)), g.Input("none", 2), Cells{})
		g.Objective("train", g.Total(Term{Loss: g.Alignment(a, b), Weight: 1}, Term{Loss: nothing, Weight: 0}))
	}
	net, err := New(rng.New(1), build)
	if err != nil {
		t.Fatal(err)
	}
	out, err := net.Predict(context.Background(), d, job.Env{}, "tokens", "constant")
	if err != nil {
		t.Fatal(err)
	}
	want := []float32{1, 2, 5, 0, 3, 4, -3, -4, -5, -6, -5, -6}
	if diff := cmp.Diff(want, out[0].Values); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]float32{7, 0, 0}, out[1].Values); diff != "" {
		t.Error(diff)
	}
	d.Blocks["zero"], d.Blocks["none"] = Dense(2, make([]float32, 6)), Dense(2, make([]float32, 6))
	r := step(t, build, d)
	if got := numbers(r.graph.objectives[0].loss.node.Value())[0]; math.Abs(float64(got)-3) > 1e-6 {
		t.Errorf("alignment %g, want the mean of 4 and 2", got)
	}
}
