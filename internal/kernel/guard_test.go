package kernel

import (
	"math/rand/v2"

	"pgregory.net/rapid"
)

// guarded is a slice between two runs of sentinels.
type guarded[T number] struct{ outer, inner []T }

const (
	guardWidth = 32
	sentinel   = -12345.75
)

func guard[T number](n int) guarded[T] {
	outer := make([]T, n+2*guardWidth)
	for i := range outer {
		outer[i] = sentinel
	}
	return guarded[T]{outer, outer[guardWidth : guardWidth+n : guardWidth+n]}
}

// check fails if something was written outside the inner slice.
func (g guarded[T]) check(t *rapid.T) {
	end := guardWidth + len(g.inner)
	for i, v := range g.outer {
		if (i < guardWidth || i >= end) && v != sentinel {
			t.Fatalf("wrote %v at %d of a slice of %d", v, i-guardWidth, len(g.inner))
		}
	}
}

func fill[T number](r *rand.Rand, x []T) {
	for i := range x {
		x[i] = T(r.NormFloat64())
	}
}

func random(n int) []float32 {
	x := make([]float32, n)
	fill(rand.New(rand.NewPCG(1, 2)), x)
	return x
}
