package kernel

import (
	"math/rand/v2"

	"pgregory.net/rapid"
)

// guarded is a slice between two runs of sentinels.
type guarded struct{ outer, inner []float32 }

const (
	guardWidth = 32
	sentinel   = -12345.75
)

func guard(n int) guarded {
	outer := make([]float32, n+2*guardWidth)
	for i := range outer {
		outer[i] = sentinel
	}
	return guarded{outer, outer[guardWidth : guardWidth+n : guardWidth+n]}
}

// check fails if something was written outside the inner slice.
func (g guarded) check(t *rapid.T) {
	end := guardWidth + len(g.inner)
	for i, v := range g.outer {
		if (i < guardWidth || i >= end) && v != sentinel {
			t.Fatalf("wrote %v at %d of a slice of %d", v, i-guardWidth, len(g.inner))
		}
	}
}

func fill(r *rand.Rand, x []float32) {
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
}

func random(n int) []float32 {
	x := make([]float32, n)
	fill(rand.New(rand.NewPCG(1, 2)), x)
	return x
}
