package kernel

import "fmt"

// Window describes how a convolution looks at images of H×W pixels with C
// channels: KH×KW pixels at a time, Stride apart (0 means 1), the border
// widened by Pad pixels of zeros on every side.
type Window struct {
	H, W, C     int
	KH, KW      int
	Stride, Pad int
}

// Out returns the height and width of the result.
func (w Window) Out() (h, width int) {
	s := w.stride()
	return (w.H+2*w.Pad-w.KH)/s + 1, (w.W+2*w.Pad-w.KW)/s + 1
}

// Patch returns the number of elements that one output pixel sees: the rows
// of the weight matrix of a convolution.
func (w Window) Patch() int { return w.KH * w.KW * w.C }

func (w Window) stride() int { return max(1, w.Stride) }

// check panics unless the window fits n images x and their patches cols.
func (w Window) check(caller string, n int, x, cols []float32) {
	h, width := w.Out()
	if w.C < 1 || w.KH < 1 || w.KW < 1 || w.Pad < 0 || w.H+2*w.Pad < w.KH || w.W+2*w.Pad < w.KW {
		panic(fmt.Sprintf("kernel: %s: impossible window %+v", caller, w))
	}
	if image := n * w.H * w.W * w.C; len(x) < image {
		panic(fmt.Sprintf("kernel: %s: images have %d elements, need %d", caller, len(x), image))
	}
	if patches := n * h * width * w.Patch(); len(cols) < patches {
		panic(fmt.Sprintf("kernel: %s: patches have %d elements, need %d", caller, len(cols), patches))
	}
}

// Im2Col lays out the patches of n images x as the rows of a matrix
// (n·outH·outW) × (KH·KW·C), so that a convolution is a product with a
// (KH·KW·C) × channels matrix whose result is an image again. A few images at
// a time keep the matrix in the cache.
func Im2Col(w Window, n int, x, cols []float32) {
	w.check("Im2Col", n, x, cols)
	outH, outW := w.Out()
	line, patch := w.W*w.C, w.Patch()
	from, to := w.inside(0, w.KW-1, outW)
	for r := range n * outH {
		top := r%outH*w.stride() - w.Pad
		for ky := range w.KH {
			dst := cols[r*outW*patch+ky*w.KW*w.C:]
			if y := top + ky; y >= 0 && y < w.H {
				w.layRow(dst, x[(r/outH*w.H+y)*line:][:line], outW, from, to)
			} else {
				w.layBorder(dst, outW)
			}
		}
	}
}

// layRow copies what the patches of a row of results see of one image row.
// Those from and before to see nothing of the border.
func (w Window) layRow(dst, row []float32, outW, from, to int) {
	patch, run, step := w.Patch(), w.KW*w.C, w.stride()*w.C
	for ox := range min(from, outW) {
		w.layEdge(dst[ox*patch:][:run], row, ox)
	}
	for ox := to; ox < outW; ox++ {
		w.layEdge(dst[ox*patch:][:run], row, ox)
	}
	if from < to {
		copyRuns(dst[from*patch:], row[from*step-w.Pad*w.C:], to-from, run, patch, step)
	}
}

// layBorder lays out a row of the border: zeros.
func (w Window) layBorder(dst []float32, outW int) {
	patch, run := w.Patch(), w.KW*w.C
	for ox := range outW {
		clear(dst[ox*patch:][:run])
	}
}

// layEdge copies one patch row that may reach into the border, to the left, to
// the right or both.
func (w Window) layEdge(dst, row []float32, ox int) {
	left := ox*w.stride() - w.Pad
	lo := min(max(0, -left), w.KW)
	hi := max(lo, min(w.KW, w.W-left))
	clear(dst[:lo*w.C])
	if lo < hi {
		copy(dst[lo*w.C:hi*w.C], row[(left+lo)*w.C:])
	}
	clear(dst[hi*w.C:])
}

// inside returns the range of output columns whose taps first to last all lie
// within the image.
func (w Window) inside(first, last, outW int) (from, to int) {
	s := w.stride()
	from = (max(0, w.Pad-first) + s - 1) / s
	to = outW
	if room := w.W - 1 + w.Pad - last; room < (outW-1)*s {
		to = max(0, room+s) / s
	}
	return from, max(from, to)
}

// Col2Im is the transpose of Im2Col, the gradient of its input: x becomes the
// sum of the patches that saw each pixel, always in the same order.
func Col2Im(w Window, n int, cols, x []float32) {
	w.check("Col2Im", n, x, cols)
	clear(x[:n*w.H*w.W*w.C])
	outH, outW := w.Out()
	line, patch := w.W*w.C, w.Patch()
	for r := range n * outH {
		top := r%outH*w.stride() - w.Pad
		for ky := max(0, -top); ky < min(w.KH, w.H-top); ky++ {
			w.gatherRow(x[(r/outH*w.H+top+ky)*line:][:line], cols[r*outW*patch+ky*w.KW*w.C:], outW)
		}
	}
}

// gatherRow adds to an image row what the patches of a row of results hold of
// it, tap by tap, so that no addition waits for its neighbour.
func (w Window) gatherRow(row, cols []float32, outW int) {
	patch, step := w.Patch(), w.stride()*w.C
	for kx := range w.KW {
		if from, to := w.inside(kx, kx, outW); from < to {
			addRuns(row[from*step+(kx-w.Pad)*w.C:], cols[from*patch+kx*w.C:], to-from, w.C, step, patch)
		}
	}
}
