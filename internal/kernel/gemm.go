package kernel

import "fmt"

// Activation is the function that an epilogue applies to every element.
type Activation uint8

// The activations that a product can apply while it stores its result.
const (
	Identity Activation = iota // x
	ReLU                       // max(x, 0), NaN stays NaN
)

// Gemm computes C = op(A)·op(B), or C += op(A)·op(B) if accumulate is set,
// where op(A) is m×k, op(B) is k×n and C is m×n.
func (w *Workspace) Gemm(transA, transB bool, m, n, k int, a []float32, lda int, b []float32, ldb int, accumulate bool, c []float32, ldc int) {
	w.GemmBiasAct(transA, transB, m, n, k, a, lda, b, ldb, accumulate, nil, Identity, c, ldc)
}

// GemmBiasAct computes C = act(op(A)·op(B) [+ C] + bias) with the shapes of
// Gemm, in one pass over C. The bias has n elements, one for each column, and
// may be nil.
func (w *Workspace) GemmBiasAct(transA, transB bool, m, n, k int, a []float32, lda int, b []float32, ldb int, accumulate bool, bias []float32, act Activation, c []float32, ldc int) {
	checkMatrix("Gemm", "A", transA, m, k, a, lda)
	checkMatrix("Gemm", "B", transB, k, n, b, ldb)
	checkMatrix("Gemm", "C", false, m, n, c, ldc)
	if bias != nil && len(bias) < n {
		panic(fmt.Sprintf("kernel: Gemm: bias has %d elements, need %d", len(bias), n))
	}
	w.single.multiply(product[float32]{
		m: m, n: n, k: k, a: operand(transA, a, lda), b: operand(transB, b, ldb), c: operand(false, c, ldc),
		epilogue: epilogue[float32]{accumulate, bias, act},
	})
}

// Gemm64 is Gemm in float64, at half the speed.
func (w *Workspace) Gemm64(transA, transB bool, m, n, k int, a []float64, lda int, b []float64, ldb int, accumulate bool, c []float64, ldc int) {
	checkMatrix("Gemm64", "A", transA, m, k, a, lda)
	checkMatrix("Gemm64", "B", transB, k, n, b, ldb)
	checkMatrix("Gemm64", "C", false, m, n, c, ldc)
	w.double.multiply(product[float64]{
		m: m, n: n, k: k, a: operand(transA, a, lda), b: operand(transB, b, ldb), c: operand(false, c, ldc),
		epilogue: epilogue[float64]{accumulate: accumulate},
	})
}

// checkMatrix panics unless x can hold op(X) of the given shape.
func checkMatrix[T number](caller, name string, trans bool, rows, cols int, x []T, ld int) {
	if trans {
		rows, cols = cols, rows
	}
	if rows < 0 || cols < 0 || ld < cols {
		panic(fmt.Sprintf("kernel: %s: %s is %d×%d with leading dimension %d", caller, name, rows, cols, ld))
	}
	if rows > 0 && cols > 0 && len(x) < (rows-1)*ld+cols {
		panic(fmt.Sprintf("kernel: %s: %s has %d elements, need %d", caller, name, len(x), (rows-1)*ld+cols))
	}
}
