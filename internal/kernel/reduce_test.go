package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestReductions(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			n := tailLengths.Draw(t, "n")
			r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
			x, y := make([]float32, n), make([]float32, n)
			fill(r, x)
			fill(r, y)
			var sum, dot, square float64
			for i, v := range x {
				sum += float64(v)
				dot += float64(v) * float64(y[i])
				square += float64(v) * float64(v)
			}
			for _, c := range []struct {
				name string
				got  float32
				want float64
			}{{"Sum", Sum(x), sum}, {"Dot", Dot(x, y), dot}, {"SumSq", SumSq(x), square}} {
				if math.Abs(float64(c.got)-c.want) > 1e-6*float64(n+1) {
					t.Fatalf("%s of %d: %v, want %v", c.name, n, c.got, c.want)
				}
			}
		})
	})
}

func TestReductionsPropagateNaN(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		for _, at := range []int{0, 31, 32, 40, 44} {
			x, zero := make([]float32, 45), make([]float32, 45)
			x[at] = float32(math.NaN())
			if s, d := Sum(x), Dot(x, zero); s == s || d == d {
				t.Errorf("NaN at %d: sum %v, inner product %v", at, s, d)
			}
		}
	})
}

func TestSumRows(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			m, n := rapid.IntRange(0, 20).Draw(t, "m"), tailLengths.Draw(t, "n")
			ld := n + rapid.IntRange(0, 9).Draw(t, "gap")
			r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
			x, dst := guard[float32](max(0, (m-1)*ld+n)), guard[float32](n)
			fill(r, x.inner)
			fill(r, dst.inner)
			accumulate := rapid.Bool().Draw(t, "accumulate")
			want := make([]float32, n)
			if accumulate {
				copy(want, dst.inner)
			}
			for i := range m {
				for j := range n {
					want[j] += x.inner[i*ld+j]
				}
			}
			SumRows(m, n, x.inner, ld, accumulate, dst.inner)
			dst.check(t)
			for j, v := range dst.inner {
				if v != want[j] {
					t.Fatalf("column %d: %v, want %v", j, v, want[j])
				}
			}
		})
	})
}
