package metric

import (
	"math"
	"strings"
	"testing"

	"lacuna/internal/rng"
)

// errorsOf makes rows of one hiding, one for each seed.
func errorsOf(method string, nrmse ...float64) []ImputerError {
	var rows []ImputerError
	for k, x := range nrmse {
		rows = append(rows, ImputerError{Method: method, Hiding: "cells 0.2", Seed: uint64(k), Score: ImputationScore{Cells: 10, NRMSE: x, RMSE: x / 4}})
	}
	return rows
}

// The mean of 1, 2, 3, 4 is 2.5; its interval by t with 3 degrees of freedom
// (scipy.stats.t.interval(.95, 3, 2.5, scipy.stats.sem([1,2,3,4]))) is .4457…4.5543.
func TestSeedMean(t *testing.T) {
	m := meanOver([]float64{1, 2, 3, 4})
	if !near(m.Value, 2.5) || math.Abs(m.Low-0.445739743239121) > 1e-9 || math.Abs(m.High-4.554260256760879) > 1e-9 {
		t.Errorf("%+v", m)
	}
	if m := meanOver([]float64{3}); m.Value != 3 || !math.IsNaN(m.Low) {
		t.Errorf("of one: %+v", m)
	}
}

// Differences −.5, −.1, −.4, −.6: t = 3.7033 with 3 degrees of freedom, whose
// distribution has the closed form ½ + (x/(1+x²) + arctan x)/π, x = t/√3.
func TestPairedT(t *testing.T) {
	if p := pairedT([]float64{1, 2, 3, 4}, []float64{1.5, 2.1, 3.4, 4.6}); math.Abs(p-0.0342001804) > 1e-8 {
		t.Errorf("p = %g", p)
	}
}

func TestBestImputer(t *testing.T) {
	rows := append(errorsOf("mean", 1, 1.01, 0.99, 1), errorsOf("knn", 0.8, 0.81, 0.79, 0.81)...)
	r := RankImputers(rows)
	if r.Best != "knn" || len(r.Ties) != 0 || !strings.HasPrefix(r.Said, "Best for these data: knn") || r.Table[0].Method != "knn" {
		t.Errorf("%+v", r)
	}
	r = RankImputers(append(rows, errorsOf("ridge", 0.8, 0.82, 0.80, 0.79)...))
	if r.Best != "ridge" && r.Best != "knn" || len(r.Ties) != 1 || !strings.Contains(r.Said, "not told apart") {
		t.Errorf("%+v", r)
	}
	if r = RankImputers(append(errorsOf("mean", 1, 1), errorsOf("knn", 0.8, 0.8)...)); strings.Contains(r.Said, "Best") || len(r.Ties) != 1 {
		t.Errorf("two seeds: %+v", r)
	}
	failed := errorsOf("gain", 0.1, 0.1, 0.1, 0.1)
	failed[2].Failed = true
	if r = RankImputers(append(rows, failed...)); r.Best != "knn" || !strings.Contains(r.Said, "Not compared: 1 method that failed somewhere.") {
		t.Errorf("a method that failed once is best, or not told of: %+v", r)
	}
	worded := errorsOf("mode", 1, 1.1, 0.9)
	worded[0].Score.Words = 3
	if r = RankImputers(worded); !strings.Contains(r.Said, "for words the share of false ones") {
		t.Error(r.Said)
	}
}

// While scoring runs, methods are compared on the seeds that all have, no method
// is called best, and nothing is claimed against one without a score.
func TestImputersSoFar(t *testing.T) {
	names := []string{"mean", "knn", "ridge", "hotdeck"}
	rows := append(errorsOf("mean", 1, 1.01, 0.99), errorsOf("knn", 0.8, 0.81, 0.79)...)
	for _, c := range []struct {
		rows []ImputerError
		best string
		want []string
	}{
		{rows, "knn", []string{"Lowest error so far, of 2 methods compared: knn, 0.800", "less than each other of them", "Not scored yet: ridge, hotdeck."}},
		{append(rows, errorsOf("ridge", 0.7, 0.71)...), "ridge", []string{"So far, in 2 seeds that all 3 methods compared have, ridge errs least: 0.705", "Not scored yet: hotdeck."}},
		{errorsOf("mean", 1), "mean", []string{"So far, mean errs by 1.000", "Not scored yet: knn, ridge, hotdeck."}},
		{append(errorsOf("mean", 1), ImputerError{Method: "knn", Hiding: "cells 0.2", Seed: 1, Score: ImputationScore{Cells: 10, NRMSE: 0.8}}), "",
			[]string{"no repetition in common yet"}},
	} {
		r := RankSoFar(c.rows, names)
		if r.Best != c.best || strings.Contains(r.Said, "Best") {
			t.Errorf("best %q, said %q; want %q", r.Best, r.Said, c.best)
		}
		for _, want := range c.want {
			if !strings.Contains(r.Said, want) {
				t.Errorf("%q lacks %q", r.Said, want)
			}
		}
	}
	if r := RankImputers(append(append(rows, errorsOf("ridge", 0.7, 0.71, 0.7)...), errorsOf("hotdeck", 1.2, 1.1)...)); r.Best != "ridge" || !strings.HasPrefix(r.Said, "So far") {
		t.Errorf("a grid that was stopped: %q", r.Said)
	}
}

// Where all methods are equal, at most about one grid in twenty claims a best one.
func TestBestImputerClaimsHold(t *testing.T) {
	claims, grids := 0, 400
	for g := range grids {
		r := rng.New(uint64(g)).Rand()
		var rows []ImputerError
		for _, m := range []string{"a", "b", "c", "d", "e"} {
			var xs []float64
			for range 5 {
				xs = append(xs, 1+0.1*r.NormFloat64())
			}
			rows = append(rows, errorsOf(m, xs...)...)
		}
		if found := RankImputers(rows); len(found.Ties) == 0 {
			claims++
		}
	}
	if share := float64(claims) / float64(grids); share > 0.05 {
		t.Errorf("%.3f of grids claim a best method where none is", share)
	}
}
