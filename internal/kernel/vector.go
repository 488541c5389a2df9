package kernel

import "math"

// Exp sets dst to e^x elementwise, to about one unit in the last place. dst
// may be x.
func Exp(dst, x []float32) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = float32(math.Exp(float64(v)))
	}
}

// Sigmoid sets dst to 1/(1+e^-x) elementwise. dst may be x.
func Sigmoid(dst, x []float32) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = float32(1 / (1 + math.Exp(-float64(v))))
	}
}

// Tanh sets dst to the hyperbolic tangent of x elementwise. dst may be x.
func Tanh(dst, x []float32) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = float32(math.Tanh(float64(v)))
	}
}

// Rectify sets dst to max(x, 0) elementwise; NaN stays NaN. dst may be x.
func Rectify(dst, x []float32) {
	x = x[:len(dst)]
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
	for i, v := range y {
		dst[i] = dy[i] * v * (1 - v)
	}
}

// TanhGrad sets dst to dy·(1−y²), y being the output of Tanh. dst may be dy.
func TanhGrad(dst, dy, y []float32) {
	dy, y = dy[:len(dst)], y[:len(dst)]
	for i, v := range y {
		dst[i] = dy[i] * (1 - v*v)
	}
}

// Axpy adds alpha·x to y.
func Axpy(alpha float32, x, y []float32) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] += alpha * v
	}
}

// Scale multiplies x by alpha in place.
func Scale(alpha float32, x []float32) {
	for i := range x {
		x[i] *= alpha
	}
}

// Add sets dst to a+b elementwise. dst may be a or b.
func Add(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i, v := range a {
		dst[i] = v + b[i]
	}
}

// Mul sets dst to a·b elementwise. dst may be a or b.
func Mul(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i, v := range a {
		dst[i] = v * b[i]
	}
}

// Sum returns the sum of x, 0 if x is empty.
func Sum(x []float32) float32 {
	var s float32
	for _, v := range x {
		s += v
	}
	return s
}

// Dot returns the inner product of x and y, which have equal length.
func Dot(x, y []float32) float32 {
	y = y[:len(x)]
	var s float32
	for i, v := range x {
		s += v * y[i]
	}
	return s
}

// SumSq returns the sum of the squares of x.
func SumSq(x []float32) float32 { return Dot(x, x) }

// SumRows sets dst[j] to the sum of column j of the m×n matrix x, adding the
// rows in order; with accumulate the sums are added to dst. It is the
// gradient of a bias.
func SumRows(m, n int, x []float32, ldx int, accumulate bool, dst []float32) {
	dst = dst[:n]
	if !accumulate {
		clear(dst)
	}
	for i := range m {
		Add(dst, dst, x[i*ldx:i*ldx+n])
	}
}
