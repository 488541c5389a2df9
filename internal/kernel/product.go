package kernel

import "unsafe"

// number is the type of the elements of a product.
type number interface{ float32 | float64 }

// Sizes of the blocks of a product. They are part of the numbers: the sum over
// k is taken in blocks of at most blockK, each added to C in turn.
const (
	tileRows   = 6                // rows whose sums fit the registers
	panelBytes = 64               // columns whose sums fit the registers: two of them
	blockK     = 256              // a panel of B of this depth takes half the L1 cache
	blockBytes = 240 * blockK * 4 // a block of A of this size stays in the L2 cache
)

// sizeOf is the size of an element in bytes.
func sizeOf[T number]() int {
	var x T
	return int(unsafe.Sizeof(x))
}

// panelWidth is the number of columns of a panel: 16 of float32, 8 of float64.
func panelWidth[T number]() int { return panelBytes / sizeOf[T]() }

// blockRows is the height of a block of A; a multiple of tileRows.
func blockRows[T number]() int { return blockBytes / blockK / sizeOf[T]() }

// matrix is a view of a slice; element (i, j) lies at x[i*row+j*col].
type matrix[T number] struct {
	x        []T
	row, col int
}

// operand returns the view of op(X).
func operand[T number](trans bool, x []T, ld int) matrix[T] {
	if trans {
		return matrix[T]{x, 1, ld}
	}
	return matrix[T]{x, ld, 1}
}

// from returns the view that starts at element (i, j).
func (v matrix[T]) from(i, j int) matrix[T] {
	v.x = v.x[min(i*v.row+j*v.col, len(v.x)):]
	return v
}

// epilogue is what happens to an element before it is stored.
type epilogue[T number] struct {
	accumulate bool
	bias       []T
	act        Activation
}

// product is C = a·b of an m×k and a k×n view, with its epilogue.
type product[T number] struct {
	m, n, k int
	a, b, c matrix[T]
	epilogue[T]
}

// multiply splits the sum over k into blocks; the bias and the activation
// wait for the last one.
func (w *buffers[T]) multiply(p product[T]) {
	if p.m == 0 || p.n == 0 {
		return
	}
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
func (w *buffers[T]) multiplyDepth(p product[T]) {
	height := blockSize(p.m, blockRows[T](), tileRows)
	for at := 0; at < p.m; at += height {
		q := p
		q.m = min(height, p.m-at)
		q.a, q.c = w.placeRows(p.a.from(at, 0), q.m, q.k, q.n), p.c.from(at, 0)
		for j := 0; j < p.n; j += panelWidth[T]() {
			w.multiplyPanel(q, j)
		}
	}
}

// multiplyPanel computes the columns from j to the end of their panel.
func (w *buffers[T]) multiplyPanel(p product[T], j int) {
	width := min(panelWidth[T](), p.n-j)
	s := strip[T]{rows: p.m, k: p.k, a: p.a, c: p.c.from(0, j), epilogue: p.epilogue}
	s.b = w.placePanel(p.b.from(0, j), p.m, p.k, width)
	if s.bias != nil {
		s.bias = s.bias[j : j+width]
	}
	if width < panelWidth[T]() {
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
