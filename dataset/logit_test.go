package dataset

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"lacuna/internal/rng"
)

// bisected draws with chances whose intercept is found by all 200 steps.
func bisected(l *logit, seed rng.Seed) []bool {
	low, high := -1e3, 1e3
	p := make([]float64, len(l.z))
	for range 200 {
		a := (low + high) / 2
		for k, z := range l.z {
			p[k] = 1 / (1 + math.Exp(-a-l.strength*z))
		}
		if floats.Sum(p) < l.want {
			low = a
		} else {
			high = a
		}
	}
	out, draw := make([]bool, len(p)), seed.Rand()
	for k := range out {
		out[k] = draw.Float64() < p[k]
	}
	return out
}

// Masks that were drawn by bisection alone stay as they are, also where numbers
// lie at the very edge of a chance.
func TestDrawsAreThoseOfBisection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := &logit{z: rapid.SliceOfN(rapid.OneOf(rapid.Float64Range(-4, 4), rapid.SampledFrom([]float64{0, 1, -60, 60})), 0, 60).Draw(t, "z"),
			strength: rapid.Float64Range(-20, 20).Draw(t, "strength")}
		l.want = rapid.OneOf(rapid.Float64Range(0, 1), rapid.SampledFrom([]float64{0, 0.5, 1})).Draw(t, "rate") * float64(len(l.z))
		l.p = make([]float64, len(l.z))
		seed := rng.New(rapid.Uint64().Draw(t, "seed"))
		if got, want := l.draw(seed.Rand()), bisected(l, seed); !slices.Equal(got, want) {
			t.Fatalf("drawn %v, by bisection %v", got, want)
		}
		low, high, _ := l.enclose()
		l.bisect(low, high)
		quick := slices.Clone(l.p)
		l.bisect(math.Inf(-1), math.Inf(1))
		if !slices.Equal(quick, l.p) {
			t.Fatal("the chances within an enclosed intercept are others")
		}
	})
}
