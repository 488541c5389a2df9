package chain

import (
	"math"

	"lacuna/internal/kernel"
)

// blockSide is the side of the blocks that triangles are worked off in.
const blockSide = 32

// factorise replaces the lower triangle of a symmetric positive definite
// matrix, side × side, by its Cholesky factor, and returns the inverse of the
// factor. It says whether the matrix was positive definite. What stands above
// the diagonal is neither read nor written, and zero in the inverse.
func factorise(a []float64, side int) (inverse []float64, definite bool) {
	inverse = make([]float64, side*side)
	panel := make([]float64, side*blockSide)
	for k := 0; k < side; k += blockSide {
		n := min(blockSide, side-k)
		corner := k*side + k
		if !factoriseBlock(a[corner:], n, side) {
			return nil, false
		}
		invertBlock(inverse[corner:], a[corner:], n, side)
		below := side - k - n
		if below == 0 {
			break
		}
		start := (k+n)*side + k
		kernel.Gemm64(false, true, below, n, n, a[start:], side, inverse[corner:], side, false, panel, n)
		for i := range below {
			copy(a[start+i*side:start+i*side+n], panel[i*n:(i+1)*n])
		}
		subtractSquare(a, panel, k+n, n, side)
	}
	finishInverse(inverse, a, side)
	return inverse, true
}

// subtractSquare takes the product of a panel, n wide, with itself away from the
// lower triangle behind row and column from.
func subtractSquare(a, panel []float64, from, n, side int) {
	below := side - from
	negative := make([]float64, blockSide*n)
	for i := 0; i < below; i += blockSide {
		m := min(blockSide, below-i)
		for k, x := range panel[i*n : (i+m)*n] {
			negative[k] = -x
		}
		kernel.Gemm64(false, true, m, i+m, n, negative, n, panel, n, true, a[(from+i)*side+from:], side)
	}
}

// factoriseBlock is the Cholesky factorisation of a small block.
func factoriseBlock(a []float64, n, stride int) bool {
	for j := range n {
		row := a[j*stride : j*stride+n]
		d := row[j]
		for _, x := range row[:j] {
			d -= x * x
		}
		if !(d > 0) || math.IsInf(d, 1) {
			return false
		}
		d = math.Sqrt(d)
		row[j] = d
		for i := j + 1; i < n; i++ {
			other := a[i*stride : i*stride+n]
			x := other[j]
			for k, l := range row[:j] {
				x -= l * other[k]
			}
			other[j] = x / d
		}
	}
	return true
}

// invertBlock writes the inverse of a small lower triangle.
func invertBlock(inverse, l []float64, n, stride int) {
	for j := range n {
		inverse[j*stride+j] = 1 / l[j*stride+j]
		for i := j + 1; i < n; i++ {
			var x float64
			for k := j; k < i; k++ {
				x -= l[i*stride+k] * inverse[k*stride+j]
			}
			inverse[i*stride+j] = x / l[i*stride+i]
		}
	}
}

// finishInverse fills in what lies below the diagonal blocks of the inverse of a
// lower triangle, a strip of rows at a time.
func finishInverse(inverse, l []float64, side int) {
	product, corner := make([]float64, blockSide*side), make([]float64, blockSide*blockSide)
	for i := blockSide; i < side; i += blockSide {
		n := min(blockSide, side-i)
		kernel.Gemm64(false, false, n, i, i, l[i*side:], side, inverse, side, false, product, i)
		for r := range n {
			for c := range n {
				corner[r*n+c] = -inverse[(i+r)*side+i+c]
			}
		}
		kernel.Gemm64(false, false, n, i, n, corner, n, product, i, false, inverse[i*side:], side)
	}
}
