package kernel

import "fmt"

// Activation is the function that an epilogue applies to every element.
type Activation uint8

// The activations that a product can apply while it stores its result.
const (
	Identity Activation = iota // x
	ReLU                       // max(x, 0), NaN stays NaN
)

// Sizes of the blocks of a product. They are part of the numbers: the sum over
// k is taken in blocks of at most blockK, each added to C in turn.
const (
	tileRows   = 6   // rows whose sums fit the registers
	panelWidth = 16  // columns whose sums fit the registers
	blockK     = 256 // a panel of B of this depth takes half the L1 cache
	blockRows  = 240 // so many rows of A, blockK deep, stay in the L2 cache
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
	if m == 0 || n == 0 {
		return
	}
	w.multiply(product{
		m: m, n: n, k: k, a: operand(transA, a, lda), b: operand(transB, b, ldb), c: matrix{c, ldc, 1},
		epilogue: epilogue{accumulate: accumulate, bias: bias, act: act},
	})
}

// checkMatrix panics unless x can hold op(X) of the given shape.
func checkMatrix(caller, name string, trans bool, rows, cols int, x []float32, ld int) {
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

// matrix is a view of a slice; element (i, j) lies at x[i*row+j*col].
type matrix struct {
	x        []float32
	row, col int
}

// operand returns the view of op(X).
func operand(trans bool, x []float32, ld int) matrix {
	if trans {
		return matrix{x, 1, ld}
	}
	return matrix{x, ld, 1}
}

// from returns the view that starts at element (i, j).
func (v matrix) from(i, j int) matrix {
	v.x = v.x[min(i*v.row+j*v.col, len(v.x)):]
	return v
}

// epilogue is what happens to an element before it is stored.
type epilogue struct {
	accumulate bool
	bias       []float32
	act        Activation
}

// product is C = a·b of an m×k and a k×n view, with its epilogue.
type product struct {
	m, n, k int
	a, b, c matrix
	epilogue
}

// multiply splits the sum over k into blocks; the bias and the activation
// wait for the last one.
func (w *Workspace) multiply(p product) {
	depth := blockSize(p.k, blockK, 8)
	for at := 0; at == 0 || at < p.k; at += depth {
		q := p
		q.k = min(depth, p.k-at)
		q.a, q.b = p.a.from(0, at), p.b.from(at, 0)
		if at > 0 {
			q.accumulate = true
		}
		if at+q.k < p.k {
			q.bias, q.act = nil, Identity
		}
		w.multiplyDepth(q)
	}
}

// multiplyDepth splits the rows of a product of little depth into blocks.
func (w *Workspace) multiplyDepth(p product) {
	height := blockSize(p.m, blockRows, tileRows)
	for at := 0; at < p.m; at += height {
		q := p
		q.m = min(height, p.m-at)
		q.a, q.c = w.placeRows(p.a.from(at, 0), q.m, q.k, q.n), p.c.from(at, 0)
		for j := 0; j < p.n; j += panelWidth {
			w.multiplyPanel(q, j)
		}
	}
}

// multiplyPanel computes the columns from j to the end of their panel.
func (w *Workspace) multiplyPanel(p product, j int) {
	width := min(panelWidth, p.n-j)
	s := strip{rows: p.m, k: p.k, a: p.a, c: p.c.from(0, j), epilogue: p.epilogue}
	s.b = w.placePanel(p.b.from(0, j), p.m, p.k, width)
	if s.bias != nil {
		s.bias = s.bias[j : j+width]
	}
	if width < panelWidth {
		w.runNarrow(s, width)
		return
	}
	s.run()
}

// blockSize divides n into equal blocks of at most limit, rounded up to a
// multiple of step (which divides limit). It is at least step.
func blockSize(n, limit, step int) int {
	blocks := max(1, (n+limit-1)/limit)
	size := (n + blocks - 1) / blocks
	return max(step, (size+step-1)/step*step)
}
