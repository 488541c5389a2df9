package nn

import (
	"math"
	"testing"

	"lacuna/internal/job"
	"lacuna/internal/rng"

	"gonum.org/v1/gonum/stat/distuv"
)

// latentCases are networks with hidden numbers that are drawn.
var latentCases = map[string]func(*Graph){
	"divergence": func(g *Graph) {
		x := g.Input("x", 3)
		g.Objective("train", g.GaussianKL(g.Linear("m", 4, Identity, x), g.Linear("v", 4, Identity, x)))
	},
	"experts with a prior": func(g *Graph) {
		a, b := encoders(g)
		means := g.Tokens("m", Masked, g.Linear("ma", 3, Identity, a), g.Linear("mb", 3, Identity, b))
		variances := g.Tokens("v", Masked, g.Linear("va", 3, Identity, a), g.Linear("vb", 3, Identity, b))
		mean, variance := g.ExpertProduct(means, variances)
		some, other := g.ExpertProduct(means, variances, g.Bernoulli("ka", 0.7, 1), g.Bernoulli("kb", 0.7, 1))
		g.Objective("train", g.Total(Term{Loss: g.GaussianKL(mean, variance), Weight: 1}, Term{Loss: g.GaussianKL(some, other), Weight: 0.5}))
	},
	"one draw":       func(g *Graph) { explain(g, 1, Likelihood{}) },
	"draws":          func(g *Graph) { explain(g, 3, Likelihood{}) },
	"draws, Student": func(g *Graph) { explain(g, 3, Likelihood{Student: true}) },
	"scales of cells": func(g *Graph) {
		x := g.Input("x", 3)
		l := Likelihood{Scale: g.Linear("s", 3, Identity, x)}
		g.Objective("train", g.ImportanceBound(g.CellLogLikelihood("l", l, g.Linear("h", 3, Tanh, x), g.Input("target", 3), g.Input("mask", 3))))
	},
	"scales of cells, Student": func(g *Graph) {
		x := g.Input("x", 3)
		l := Likelihood{Student: true, Scale: g.Linear("s", 3, Identity, x), Freedom: g.Linear("f", 3, Identity, x)}
		g.Objective("train", g.ImportanceBound(g.CellLogLikelihood("l", l, g.Linear("h", 3, Tanh, x), g.Input("target", 3), g.Input("mask", 3))))
	},
}

// explain ends a network with the bound of a latent variable model.
func explain(g *Graph, draws int, l Likelihood) {
	x := g.Input("x", 3)
	mean, variance := g.Linear("m", 2, Tanh, x), g.Linear("v", 2, Tanh, x)
	eps := g.Normal("eps", draws*2)
	z := g.Reparameterise(draws, mean, variance, eps)
	said := g.CellLogLikelihood("l", l, g.Linear("h", 3, Identity, z), g.Input("target", 3), g.Input("mask", 3))
	g.Objective("train", g.ImportanceBound(g.LogWeights(said, z, variance, eps)))
}

// predict computes an output of a network as it is at first, for one record.
func predict(t *testing.T, blocks map[string]Block, output string, build func(*Graph)) []float32 {
	t.Helper()
	net, err := New(rng.New(1), build)
	if err != nil {
		t.Fatal(err)
	}
	out, err := net.Predict(t.Context(), Data{Records: 1, Blocks: blocks}, job.Env{}, output)
	if err != nil {
		t.Fatal(err)
	}
	return out[0].Values
}

// The logarithm of the density is that of gonum's distributions, for what is
// known.
func TestCellLogLikelihood(t *testing.T) {
	blocks := map[string]Block{"x": Dense(3, []float32{1.5, 7, -2}), "at": Dense(3, []float32{1, 1, 1}), "known": Dense(3, []float32{1, 0, 1}), "raw": Dense(3, []float32{0.3, 0, -1})}
	for _, student := range []bool{false, true} {
		got := predict(t, blocks, "l", func(g *Graph) {
			raw := g.Input("raw", 3)
			g.Output("l", g.CellLogLikelihood("l", Likelihood{Student: student, Scale: raw, Freedom: raw}, g.Input("at", 3), g.Input("x", 3), g.Input("known", 3)))
			g.Objective("none", g.GaussianKL(g.Linear("h", 1, Identity, raw), g.Linear("h", 1, Identity, raw)))
		})[0]
		var want float64
		for _, c := range [][2]float64{{1.5, 0.3}, {-2, -1}} {
			if student {
				want += distuv.StudentsT{Mu: 1, Sigma: ScaleOf(c[1]), Nu: FreedomOf(c[1])}.LogProb(c[0])
			} else {
				want += distuv.Normal{Mu: 1, Sigma: ScaleOf(c[1])}.LogProb(c[0])
			}
		}
		if math.Abs(float64(got)-want) > 1e-4 {
			t.Errorf("Student %v: %g, want %g", student, got, want)
		}
	}
}

// Two experts that say 3 and 5 with the variances 1 and 1/2, and the prior, give
// (3 + 2·5)/(1 + 1 + 2) with the variance 1/4.
func TestExpertProduct(t *testing.T) {
	blocks := map[string]Block{"m": Dense(1, []float32{3}), "n": Dense(1, []float32{5}), "v": Dense(1, []float32{0}), "w": Dense(1, []float32{float32(math.Log(0.5))}), "off": Dense(1, []float32{0}), "on": Dense(1, []float32{1})}
	build := func(g *Graph) {
		means, variances := g.Tokens("m", Masked, g.Input("m", 1), g.Input("n", 1)), g.Tokens("v", Masked, g.Input("v", 1), g.Input("w", 1))
		mean, variance := g.ExpertProduct(means, variances)
		one, _ := g.ExpertProduct(means, variances, g.Input("on", 1), g.Input("off", 1))
		g.Output("all", g.Flatten(g.Tokens("both", Zero, mean, variance)))
		g.Output("one", one)
		h := g.Linear("h", 1, Identity, mean)
		g.Objective("none", g.GaussianKL(h, h))
	}
	got := predict(t, blocks, "all", build)
	if math.Abs(float64(got[0])-13.0/4) > 1e-6 || math.Abs(float64(got[1])-math.Log(0.25)) > 1e-6 {
		t.Errorf("mean and logarithm of the variance %v", got)
	}
	if one := predict(t, blocks, "one", build)[0]; math.Abs(float64(one)-1.5) > 1e-6 {
		t.Errorf("of the first expert alone %g, want 3/2", one)
	}
}

// Of a record x = z + noise with standard normal z and noise, draws from the
// posterior N(x/2, 1/2) all have the same weight, the density of x.
func TestImportanceWeightsOfThePosterior(t *testing.T) {
	const x = 1.2
	blocks := map[string]Block{"x": Dense(1, []float32{x}), "mean": Dense(1, []float32{x / 2}), "variance": Dense(1, []float32{float32(math.Log(0.5))}),
		"eps": Dense(4, []float32{-1, 0.3, 2, 0.1}), "one": Dense(1, []float32{1}), "raw": Dense(1, []float32{float32(math.Log(math.Exp(1-LeastScale) - 1))})}
	build := func(g *Graph) {
		mean, variance, eps := g.Input("mean", 1), g.Input("variance", 1), g.Input("eps", 4)
		z := g.Reparameterise(4, mean, variance, eps)
		g.Output("w", g.LogWeights(g.CellLogLikelihood("l", Likelihood{}, z, g.Input("x", 1), g.Input("one", 1)), z, variance, eps))
		g.Output("mean", g.ImportanceMean(g.Affine(0, 1, z), z))
		h := g.Linear("h", 1, Identity, mean)
		g.Objective("none", g.GaussianKL(h, h))
	}
	net, err := New(rng.New(1), build)
	if err != nil {
		t.Fatal(err)
	}
	p, err := net.Param("l/scale")
	if err != nil {
		t.Fatal(err)
	}
	p.Values[0] = blocks["raw"].X[0]
	out, err := net.Predict(t.Context(), Data{Records: 1, Blocks: blocks}, job.Env{}, "w", "mean")
	if err != nil {
		t.Fatal(err)
	}
	want := distuv.Normal{Sigma: math.Sqrt2}.LogProb(x)
	for _, w := range out[0].Values {
		if math.Abs(float64(w)-want) > 1e-5 {
			t.Errorf("logarithm of a weight %g, want %g", w, want)
		}
	}
	if got, want := float64(out[1].Values[0]), x/2+math.Sqrt(0.5)*1.4/4; math.Abs(got-want) > 1e-5 {
		t.Errorf("mean of draws of equal weight %g, want %g", got, want)
	}
}

// Normal numbers have mean 0, variance 1 and the tails of a normal distribution.
func TestNormalNumbers(t *testing.T) {
	row := make([]float32, 20001)
	s := branch(7, 3)
	s.normals(row)
	var sum, square float64
	far := 0
	for _, x := range row {
		sum, square = sum+float64(x), square+float64(x)*float64(x)
		if math.Abs(float64(x)) > 1.96 {
			far++
		}
	}
	n := float64(len(row))
	if math.Abs(sum/n) > 0.03 || math.Abs(square/n-1) > 0.04 || math.Abs(float64(far)/n-0.05) > 0.006 {
		t.Errorf("mean %g, variance %g, beyond 1.96 %g", sum/n, square/n, float64(far)/n)
	}
}
