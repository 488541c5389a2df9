package kernel

import (
	"testing"

	"pgregory.net/rapid"
)

func TestGemmParallelHasTheSameBits(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			p := drawProblem[float32](t)
			one := append([]float32(nil), p.before...)
			many := append([]float32(nil), p.before...)
			Gemm(p.a.trans, p.b.trans, p.m, p.n, p.k, p.a.x, p.a.ld, p.b.x, p.b.ld, p.accumulate, one, p.ldc)
			workers := rapid.IntRange(0, 9).Draw(t, "workers")
			GemmParallel(workers, p.a.trans, p.b.trans, p.m, p.n, p.k, p.a.x, p.a.ld, p.b.x, p.b.ld, p.accumulate, many, p.ldc)
			for i, v := range many {
				if v != one[i] {
					t.Fatalf("element %d: %v with %d workers, %v with one", i, v, workers, one[i])
				}
			}
		})
	})
}
