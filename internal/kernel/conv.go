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
func (s *Workspace) Im2Col(w Window, n int, x, cols []float32) {
	w.check("Im2Col", n, x, cols)
	outH, outW := w.Out()
	image, patches := w.H*w.W*w.C, outH*outW*w.Patch()
	for i := range n {
		w.lay(s.widen(w, x[i*image:(i+1)*image]), cols[i*patches:(i+1)*patches])
	}
}

// widen returns an image with its border of zeros, so that no patch needs to
// know where the image ends.
func (s *Workspace) widen(w Window, image []float32) []float32 {
	if w.Pad == 0 {
		return image
	}
	line, wide := w.W*w.C, (w.W+2*w.Pad)*w.C
	to := buffer(&s.widened, (w.H+2*w.Pad)*wide)
	clear(to)
	copyRuns(to[w.Pad*(wide+w.C):], image, w.H, line, wide, line)
	return to
}

// lay copies what the patches of an image with its border see of each of its
// rows.
func (w Window) lay(image, cols []float32) {
	outH, outW := w.Out()
	line, patch, run, step := (w.W+2*w.Pad)*w.C, w.Patch(), w.KW*w.C, w.stride()*w.C
	for y := range outH {
		for ky := range w.KH {
			copyRuns(cols[y*outW*patch+ky*run:], image[(y*w.stride()+ky)*line:], outW, run, patch, step)
		}
	}
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
