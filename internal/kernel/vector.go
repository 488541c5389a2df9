package kernel

import (
	"math"
	"unsafe"
)

// Exp sets dst to e^x elementwise, to about one unit in the last place. dst
// may be x.
func Exp(dst, x []float32) {
	x = x[:len(dst)]
	if accelerated {
		expAVX2(unsafe.SliceData(dst), unsafe.SliceData(x), len(dst))
		return
	}
	for i, v := range x {
		dst[i] = float32(math.Exp(float64(v)))
	}
}

// Sigmoid sets dst to 1/(1+e^-x) elementwise. dst may be x.
func Sigmoid(dst, x []float32) {
	x = x[:len(dst)]
	if accelerated {
		sigmoidAVX2(unsafe.SliceData(dst), unsafe.SliceData(x), len(dst))
		return
	}
	for i, v := range x {
		dst[i] = float32(1 / (1 + math.Exp(-float64(v))))
	}
}

// Tanh sets dst to the hyperbolic tangent of x elementwise. dst may be x.
func Tanh(dst, x []float32) {
	x = x[:len(dst)]
	if accelerated {
		tanhAVX2(unsafe.SliceData(dst), unsafe.SliceData(x), len(dst))
		return
	}
	for i, v := range x {
		dst[i] = float32(math.Tanh(float64(v)))
	}
}

// Rectify sets dst to max(x, 0) elementwise; NaN stays NaN. dst may be x.
func Rectify(dst, x []float32) {
	x = x[:len(dst)]
	if accelerated {
		rectifyAVX2(unsafe.SliceData(dst), unsafe.SliceData(x), len(dst))
		return
	}
	for i, v := range x {
		if v < 0 {
			v = 0
		}
		dst[i] = v
	}
}

// ReLUGrad sets dst to dy where y > 0 and to 0 elsewhere; y is the output of
// the rectifier (or its input). dst may be dy.
func ReLUGrad(dst, dy, y []float32) {
	dy, y = dy[:len(dst)], y[:len(dst)]
	if accelerated {
		reluGradAVX2(unsafe.SliceData(dst), unsafe.SliceData(dy), unsafe.SliceData(y), len(dst))
		return
	}
	for i, v := range y {
		if v > 0 {
			dst[i] = dy[i]
		} else {
			dst[i] = 0
		}
	}
}

// SigmoidGrad sets dst to dy·y·(1−y), y being the output of Sigmoid. dst may
// be dy.
func SigmoidGrad(dst, dy, y []float32) {
	dy, y = dy[:len(dst)], y[:len(dst)]
	if accelerated {
		sigmoidGradAVX2(unsafe.SliceData(dst), unsafe.SliceData(dy), unsafe.SliceData(y), len(dst))
		return
	}
	for i, v := range y {
		dst[i] = dy[i] * v * (1 - v)
	}
}

// TanhGrad sets dst to dy·(1−y²), y being the output of Tanh. dst may be dy.
func TanhGrad(dst, dy, y []float32) {
	dy, y = dy[:len(dst)], y[:len(dst)]
	if accelerated {
		tanhGradAVX2(unsafe.SliceData(dst), unsafe.SliceData(dy), unsafe.SliceData(y), len(dst))
		return
	}
	for i, v := range y {
		dst[i] = dy[i] * (1 - v*v)
	}
}

// Axpy adds alpha·x to y.
func Axpy(alpha float32, x, y []float32) {
	x = x[:len(y)]
	if accelerated {
		axpyAVX2(unsafe.SliceData(y), unsafe.SliceData(x), alpha, len(y))
		return
	}
	for i, v := range x {
		y[i] += alpha * v
	}
}

// Scale multiplies x by alpha in place.
func Scale(alpha float32, x []float32) {
	if accelerated {
		scaleAVX2(unsafe.SliceData(x), alpha, len(x))
		return
	}
	for i := range x {
		x[i] *= alpha
	}
}

// Add sets dst to a+b elementwise. dst may be a or b.
func Add(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	if accelerated {
		addAVX2(unsafe.SliceData(dst), unsafe.SliceData(a), unsafe.SliceData(b), len(dst))
		return
	}
	for i, v := range a {
		dst[i] = v + b[i]
	}
}

// Mul sets dst to a·b elementwise. dst may be a or b.
func Mul(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	if accelerated {
		mulAVX2(unsafe.SliceData(dst), unsafe.SliceData(a), unsafe.SliceData(b), len(dst))
		return
	}
	for i, v := range a {
		dst[i] = v * b[i]
	}
}
