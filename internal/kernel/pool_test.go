package kernel

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// reference pools one result in plain words: the largest pixel and where it
// comes first.
func (p Pool2) reference(x []float32, i, r, c, channel int) (largest float32, at int) {
	for k, d := range [4][2]int{{0, 0}, {0, 1}, {1, 0}, {1, 1}} {
		here := ((i*p.H+2*r+d[0])*p.W+2*c+d[1])*p.C + channel
		if k == 0 || x[here] > largest {
			largest, at = x[here], here
		}
	}
	return largest, at
}

func TestPool2(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			p := Pool2{H: rapid.IntRange(0, 7).Draw(t, "H"), W: rapid.IntRange(0, 7).Draw(t, "W"), C: rapid.IntRange(1, 20).Draw(t, "C")}
			n := rapid.IntRange(0, 3).Draw(t, "n")
			h, w := p.Out()
			// Few different values, so that ties are common.
			x := rapid.SliceOfN(rapid.Map(rapid.IntRange(-2, 2), func(v int) float32 { return float32(v) }), n*p.H*p.W*p.C, n*p.H*p.W*p.C).Draw(t, "x")
			y, dx, dy := guard[float32](n*h*w*p.C), guard[float32](len(x)), random(n*h*w*p.C)
			p.Max(n, x, y.inner)
			p.MaxGrad(n, dy, x, y.inner, dx.inner)
			y.check(t)
			dx.check(t)
			want := make([]float32, len(x))
			for o, got := range y.inner {
				largest, at := p.reference(x, o/(h*w*p.C), o/(w*p.C)%h, o/p.C%w, o%p.C)
				if got != largest {
					t.Fatalf("result %d is %v, want %v", o, got, largest)
				}
				want[at] = dy[o]
			}
			for i, got := range dx.inner {
				if got != want[i] {
					t.Fatalf("gradient %d is %v, want %v", i, got, want[i])
				}
			}
		})
	})
}

func TestPool2PropagatesNaN(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		for at := range 4 {
			x, y := []float32{3, 4, 1, 2}, []float32{0}
			x[at] = float32(math.NaN())
			Pool2{H: 2, W: 2, C: 1}.Max(1, x, y)
			if y[0] == y[0] {
				t.Errorf("NaN at %d: %v, want NaN", at, y[0])
			}
		}
	})
}

// BenchmarkPool2 pools the first layer of a small convolutional network.
func BenchmarkPool2(b *testing.B) {
	const n = 64
	p := Pool2{H: 28, W: 28, C: 16}
	x, y := random(n*p.H*p.W*p.C), make([]float32, n*p.H*p.W*p.C/4)
	dx := make([]float32, len(x))
	b.Run("Max", func(b *testing.B) {
		for range b.N {
			p.Max(n, x, y)
		}
	})
	b.Run("MaxGrad", func(b *testing.B) {
		for range b.N {
			p.MaxGrad(n, y, x, y, dx)
		}
	})
}
