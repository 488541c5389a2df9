package kernel

import "unsafe"

// Sum returns the sum of x, 0 if x is empty.
func Sum(x []float32) float32 {
	if accelerated {
		return sumAVX2(unsafe.SliceData(x), len(x))
	}
	var s float32
	for _, v := range x {
		s += v
	}
	return s
}

// Dot returns the inner product of x and y, which have equal length.
func Dot(x, y []float32) float32 {
	y = y[:len(x)]
	if accelerated {
		return dotAVX2(unsafe.SliceData(x), unsafe.SliceData(y), len(x))
	}
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
	checkMatrix("SumRows", "X", false, m, n, x, ldx)
	dst = dst[:n]
	if !accumulate {
		clear(dst)
	}
	if m == 0 || n == 0 {
		return
	}
	if accelerated {
		sumRowsAVX2(&dst[0], &x[0], 4*ldx, m, n)
		return
	}
	for i := range m {
		Add(dst, dst, x[i*ldx:i*ldx+n])
	}
}
