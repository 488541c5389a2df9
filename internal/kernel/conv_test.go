package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func drawWindow(t *rapid.T) Window {
	w := Window{
		C:  rapid.SampledFrom([]int{1, 2, 3, 8, 11}).Draw(t, "C"),
		KH: rapid.IntRange(1, 4).Draw(t, "KH"), KW: rapid.IntRange(1, 4).Draw(t, "KW"),
		Stride: rapid.IntRange(0, 3).Draw(t, "Stride"), Pad: rapid.IntRange(0, 3).Draw(t, "Pad"),
	}
	w.H = rapid.IntRange(max(1, w.KH-2*w.Pad), 9).Draw(t, "H")
	w.W = rapid.IntRange(max(1, w.KW-2*w.Pad), 9).Draw(t, "W")
	return w
}

// pixel returns one element of image i, 0 outside.
func (w Window) pixel(x []float32, i, r, c, channel int) float32 {
	if r < 0 || r >= w.H || c < 0 || c >= w.W {
		return 0
	}
	return x[((i*w.H+r)*w.W+c)*w.C+channel]
}

func TestIm2ColLaysOutPatches(t *testing.T) {
	var work Workspace
	rapid.Check(t, func(t *rapid.T) {
		w, n := drawWindow(t), rapid.IntRange(0, 3).Draw(t, "n")
		outH, outW := w.Out()
		x, cols := random(n*w.H*w.W*w.C), guard[float32](n*outH*outW*w.Patch())
		work.Im2Col(w, n, x, cols.inner)
		cols.check(t)
		at := 0
		for p := range n * outH * outW {
			i, oy, ox := p/(outH*outW), p/outW%outH, p%outW
			for q := range w.Patch() {
				ky, kx, c := q/(w.KW*w.C), q/w.C%w.KW, q%w.C
				want := w.pixel(x, i, oy*w.stride()-w.Pad+ky, ox*w.stride()-w.Pad+kx, c)
				if cols.inner[at] != want {
					t.Fatalf("image %d, output (%d,%d), tap (%d,%d,%d): %v, want %v", i, oy, ox, ky, kx, c, cols.inner[at], want)
				}
				at++
			}
		}
	})
}

func TestCol2ImIsTheTransposeOfIm2Col(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		var work Workspace
		rapid.Check(t, func(t *rapid.T) {
			w, n := drawWindow(t), rapid.IntRange(0, 3).Draw(t, "n")
			outH, outW := w.Out()
			r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
			x, back := make([]float32, n*w.H*w.W*w.C), guard[float32](n*w.H*w.W*w.C)
			cols, y := make([]float32, n*outH*outW*w.Patch()), make([]float32, n*outH*outW*w.Patch())
			fill(r, x)
			fill(r, y)
			work.Im2Col(w, n, x, cols)
			Col2Im(w, n, y, back.inner)
			back.check(t)
			left, right := inner(cols, y), inner(x, back.inner)
			if math.Abs(left-right) > 1e-4*(1+math.Sqrt(float64(len(y)))) {
				t.Fatalf("<Im2Col x, y> = %v, <x, Col2Im y> = %v", left, right)
			}
		})
	})
}

func inner(x, y []float32) float64 {
	var s float64
	for i, v := range x {
		s += float64(v) * float64(y[i])
	}
	return s
}

func TestImpossibleWindowPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("did not panic")
		}
	}()
	new(Workspace).Im2Col(Window{H: 2, W: 2, C: 1, KH: 3, KW: 3}, 1, make([]float32, 4), make([]float32, 9))
}

// BenchmarkConv is the memory traffic of a small convolutional network.
func BenchmarkConv(b *testing.B) {
	const n = 64
	var work Workspace
	for name, w := range map[string]Window{
		"28x28x1":  {H: 28, W: 28, C: 1, KH: 3, KW: 3, Pad: 1},
		"14x14x16": {H: 14, W: 14, C: 16, KH: 3, KW: 3, Pad: 1},
	} {
		x, cols := random(n*w.H*w.W*w.C), make([]float32, n*w.H*w.W*w.Patch())
		b.Run("Im2Col/"+name, func(b *testing.B) {
			for range b.N {
				work.Im2Col(w, n, x, cols)
			}
		})
		b.Run("Col2Im/"+name, func(b *testing.B) {
			for range b.N {
				Col2Im(w, n, cols, x)
			}
		})
	}
}
