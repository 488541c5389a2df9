package models

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/rng"
)

// roughly is the precision of what was computed in float32.
var roughly = cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-5 })

// decided gives the scores of two modalities of three classes, nil where one is
// absent, to a decider and returns the probabilities of one record.
func decided(t *testing.T, d Decider, params map[string][]float32, scores ...[]float32) []float64 {
	t.Helper()
	data := nn.Data{Records: 1, Blocks: map[string]nn.Block{}}
	names := []string{"first", "second"}
	opinion := func(g *nn.Graph, k int) nn.Tensor { return d.Opinion(g, g.Modality(names[k], 3)) }
	for k, x := range scores {
		data.Blocks[names[k]] = nn.Sparse(3, append(x, make([]float32, 3-len(x))...), []bool{x != nil})
	}
	net, err := nn.New(rng.New(1), func(g *nn.Graph) {
		x := d.Decide(g, []nn.Tensor{opinion(g, 0), opinion(g, 1)})
		g.Output(nn.Logits, x)
		g.Objective("unused", g.CrossEntropy(g.Linear("unused", 3, nn.Identity, x), nn.CrossEntropyOptions{}))
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range params {
		p, err := net.Param(name)
		if err != nil {
			t.Fatal(err)
		}
		copy(p.Values, values)
	}
	out, err := net.Predict(context.Background(), data, job.Env{}, nn.Logits)
	if err != nil {
		t.Fatal(err)
	}
	z, p := make([]float64, 3), make([]float64, 3)
	for c, x := range out[0].Row(0) {
		z[c] = float64(x)
	}
	learn.SubtractLogSum(z)
	learn.Exponentials(p, z)
	return p
}

func logs(p ...float32) []float32 {
	out := make([]float32, len(p))
	for k, x := range p {
		out[k] = float32(math.Log(float64(x)))
	}
	return out
}

func TestProductOfExperts(t *testing.T) {
	prior := map[string][]float32{"prior/class": logs(0.5, 0.25, 0.25)}
	a, b := logs(0.6, 0.3, 0.1), logs(0.2, 0.2, 0.6)
	for _, c := range []struct {
		name          string
		first, second []float32
		want          []float64
	}{
		{"both", a, b, []float64{0.06 / 0.09, 0.015 / 0.09, 0.015 / 0.09}},
		{"one", a, nil, []float64{0.3 / 0.4, 0.075 / 0.4, 0.025 / 0.4}},
		{"none", nil, nil, []float64{0.5, 0.25, 0.25}},
	} {
		if d := cmp.Diff(c.want, decided(t, experts{}, prior, c.first, c.second), roughly); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

// The scores are such that their evidence, log(1 + eˣ), is a small number. With
// it, 1 + e/3 of both is the product of the two.
func TestTrustedMultiView(t *testing.T) {
	scores := func(evidence ...float64) []float32 {
		var x []float32
		for _, e := range evidence {
			x = append(x, float32(math.Log(math.Expm1(e))))
		}
		return x
	}
	a, b := scores(3, 6, 1e-9), scores(3, 1e-9, 1e-9)
	for _, c := range []struct {
		name          string
		first, second []float32
		want          []float64
	}{
		{"both", a, b, []float64{10. / 18, 7. / 18, 1. / 18}},
		{"one", nil, b, []float64{4. / 6, 1. / 6, 1. / 6}},
		{"none", nil, nil, []float64{1. / 3, 1. / 3, 1. / 3}},
	} {
		if d := cmp.Diff(c.want, decided(t, evidence{}, nil, c.first, c.second), roughly); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

// With concentrations 3 and 1 of two classes, half of the belief is nobody's; a
// record with nothing leaves all of it open.
func TestTMCTellsUncertainty(t *testing.T) {
	if got := (evidence{}).Uncertainty([]float32{float32(math.Log(3)), 0}); math.Abs(got-0.5) > 1e-6 {
		t.Errorf("uncertainty %g, want 2/(3 + 1)", got)
	}
	rows, labels := oneGoodModality()
	v := table(t, 2, labels, rows...)
	test := table(t, 2, []int{0, 0, 0}, []float64{0, 1}, []float64{0.5, gap}, []float64{gap, gap})
	p := fitAndPredict(t, "tmc", map[string]string{"members": "2", "epochs": "40"}, v, v, test)
	if u := p.Uncertainty; len(u) != 3 || !(u[0] > 0 && u[0] < u[1] && u[1] < 1) || u[2] != 1 {
		t.Errorf("uncertainty %v of a clear record, one with the modality that only hints, and one with nothing", u)
	}
	if p := fitAndPredict(t, "majority", nil, v, v, test); p.Uncertainty != nil {
		t.Error("majority tells an uncertainty")
	}
}
