package kernel

import (
	"fmt"
	"unsafe"
)

// Pool2 describes pooling of 2×2 pixels, 2 apart, over images of H×W pixels
// with C channels. An odd last row or column is left out.
type Pool2 struct{ H, W, C int }

// Out returns the height and width of the result.
func (p Pool2) Out() (h, w int) { return p.H / 2, p.W / 2 }

func (p Pool2) check(caller string, n int, x, y []float32) {
	h, w := p.Out()
	if need := n * p.H * p.W * p.C; len(x) < need {
		panic(fmt.Sprintf("kernel: %s: images have %d elements, need %d", caller, len(x), need))
	}
	if need := n * h * w * p.C; len(y) < need {
		panic(fmt.Sprintf("kernel: %s: results have %d elements, need %d", caller, len(y), need))
	}
}

// Max sets y to the largest of each four pixels of n images x; a NaN among
// them is the largest.
func (p Pool2) Max(n int, x, y []float32) {
	p.check("Pool2.Max", n, x, y)
	h, w := p.Out()
	in, out := p.W*p.C, w*p.C
	for i := range n {
		for r := range h {
			top := x[(i*p.H+2*r)*in:]
			maxPool2(y[(i*h+r)*out:][:out], top[:2*out], top[in:][:2*out], p.C)
		}
	}
}

// MaxGrad sets dx to the gradient of the input of Max: dy goes to the first
// of the four pixels of x that equals y, the others get 0. A NaN gets none.
func (p Pool2) MaxGrad(n int, dy, x, y, dx []float32) {
	p.check("Pool2.MaxGrad", n, x, y)
	p.check("Pool2.MaxGrad", n, dx, dy)
	h, w := p.Out()
	in, out := p.W*p.C, w*p.C
	for i := range n {
		for r := range h {
			at, to := (i*p.H+2*r)*in, (i*h+r)*out
			top, bottom := dx[at:][:in], dx[at+in:][:in]
			maxPool2Grad(top, bottom, dy[to:][:out], x[at:][:in], x[at+in:][:in], y[to:][:out], p.C)
			clear(top[2*out:])
			clear(bottom[2*out:])
		}
		clear(dx[(i*p.H+2*h)*in : (i+1)*p.H*in])
	}
}

// maxPool2 pools two rows of pixels of c channels.
func maxPool2(dst, top, bottom []float32, c int) {
	if accelerated {
		maxPool2AVX2(unsafe.SliceData(dst), unsafe.SliceData(top), unsafe.SliceData(bottom), len(dst)/max(1, c), c)
		return
	}
	for i := range dst {
		at := i/c*2*c + i%c
		dst[i] = max(top[at], top[at+c], bottom[at], bottom[at+c])
	}
}

// maxPool2Grad routes the gradient of one row of results to two rows of pixels.
func maxPool2Grad(dTop, dBottom, dy, top, bottom, y []float32, c int) {
	if accelerated {
		maxPool2GradAVX2(unsafe.SliceData(dTop), unsafe.SliceData(dBottom), unsafe.SliceData(dy),
			unsafe.SliceData(top), unsafe.SliceData(bottom), unsafe.SliceData(y), len(y)/max(1, c), c)
		return
	}
	for i, v := range y {
		at := i/c*2*c + i%c
		dTop[at], dTop[at+c], dBottom[at], dBottom[at+c] = 0, 0, 0, 0
		switch v {
		case top[at]:
			dTop[at] = dy[i]
		case top[at+c]:
			dTop[at+c] = dy[i]
		case bottom[at]:
			dBottom[at] = dy[i]
		case bottom[at+c]:
			dBottom[at+c] = dy[i]
		}
	}
}
