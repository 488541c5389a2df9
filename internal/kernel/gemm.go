package kernel

import "fmt"

// Activation is the function that an epilogue applies to every element.
type Activation uint8

// The activations that a product can apply while it stores its result.
const (
	Identity Activation = iota // x
	ReLU                       // max(x, 0), NaN stays NaN
)

// Workspace holds the packing buffers of one goroutine. The zero value is
// ready; it grows on first use and is then reused. Not safe for concurrent use.
type Workspace struct{}

// Gemm computes C = op(A)·op(B), or C += op(A)·op(B) if accumulate is set,
// where op(A) is m×k, op(B) is k×n and C is m×n.
func (w *Workspace) Gemm(transA, transB bool, m, n, k int, a []float32, lda int, b []float32, ldb int, accumulate bool, c []float32, ldc int) {
	w.GemmBiasAct(transA, transB, m, n, k, a, lda, b, ldb, accumulate, nil, Identity, c, ldc)
}

// GemmBiasAct computes C = act(op(A)·op(B) [+ C] + bias) with the shapes of
// Gemm, in one pass over C. The bias has n elements, one for each column, and
// may be nil.
func (w *Workspace) GemmBiasAct(transA, transB bool, m, n, k int, a []float32, lda int, b []float32, ldb int, accumulate bool, bias []float32, act Activation, c []float32, ldc int) {
	checkMatrix("A", transA, m, k, a, lda)
	checkMatrix("B", transB, k, n, b, ldb)
	checkMatrix("C", false, m, n, c, ldc)
	if bias != nil && len(bias) < n {
		panic(fmt.Sprintf("kernel: Gemm: bias has %d elements, need %d", len(bias), n))
	}
	ars, acs := strides(transA, lda)
	brs, bcs := strides(transB, ldb)
	for i := range m {
		for j := range n {
			var s float32
			for p := range k {
				s += a[i*ars+p*acs] * b[p*brs+j*bcs]
			}
			if accumulate {
				s += c[i*ldc+j]
			}
			if bias != nil {
				s += bias[j]
			}
			if act == ReLU && s < 0 {
				s = 0
			}
			c[i*ldc+j] = s
		}
	}
}

// strides returns the distance of neighbouring rows and columns of op(X).
func strides(trans bool, ld int) (row, col int) {
	if trans {
		return 1, ld
	}
	return ld, 1
}

// checkMatrix panics unless x can hold op(X) of the given shape.
func checkMatrix(name string, trans bool, rows, cols int, x []float32, ld int) {
	if trans {
		rows, cols = cols, rows
	}
	if rows < 0 || cols < 0 || ld < cols {
		panic(fmt.Sprintf("kernel: Gemm: %s is %d×%d with leading dimension %d", name, rows, cols, ld))
	}
	if rows > 0 && cols > 0 && len(x) < (rows-1)*ld+cols {
		panic(fmt.Sprintf("kernel: Gemm: %s has %d elements, need %d", name, len(x), (rows-1)*ld+cols))
	}
}
