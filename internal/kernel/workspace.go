package kernel

import (
	"sync"
	"unsafe"
)

// cacheLine is the alignment of the buffers in bytes.
const cacheLine = 64

// aliasBytes is the stride whose multiples put neighbouring rows into the same
// sets of the L1 cache.
const aliasBytes = 2048

// aliases tells whether a stride is unfortunate.
func aliases[T number](stride int) bool { return stride*sizeOf[T]()%aliasBytes == 0 }

// Workspace holds the buffers of one goroutine for what it packs and lays out. The zero value is
// ready; it grows on first use and is then reused. Not safe for concurrent use.
type Workspace struct {
	single  buffers[float32]
	double  buffers[float64]
	widened []float32 // an image with its border
}

// buffers are the packing buffers of one precision.
type buffers[T number] struct {
	panel  []T   // a panel of B
	rows   []T   // a block of A whose strides are unfortunate
	narrow []T   // a strip of C that is wider than C
	bias   [16]T // the bias of a narrow strip
}

// buffer returns n elements of *b, aligned, allocating only to grow.
func buffer[T number](b *[]T, n int) []T {
	if len(*b) < n {
		slack := cacheLine / sizeOf[T]()
		raw := make([]T, n+slack)
		past := int(uintptr(unsafe.Pointer(unsafe.SliceData(raw)))%cacheLine) / sizeOf[T]()
		*b = raw[(slack-past)%slack:]
	}
	return (*b)[:n]
}

// placeRows returns a view of the m×k block a that is fast to read tile by
// tile: itself, or a copy if its strides would make its elements evict each
// other from the cache.
func (w *buffers[T]) placeRows(a matrix[T], m, k, n int) matrix[T] {
	if m == 1 || k == 1 || n <= panelWidth[T]() || !(aliases[T](a.row) || aliases[T](a.col)) {
		return a
	}
	const pad = 8
	lines, length, stride := m, k, a.row
	out := matrix[T]{row: blockSize(k, blockK, pad) + pad, col: 1}
	if a.col != 1 {
		lines, length, stride = k, m, a.col
		out = matrix[T]{row: 1, col: blockSize(m, blockRows[T](), pad) + pad}
	}
	step := out.row * out.col
	out.x = buffer(&w.rows, lines*step)
	for i := range lines {
		copy(out.x[i*step:], a.x[i*stride:i*stride+length])
	}
	return out
}

// inPlaceRows is the number of rows of A from which on a panel of B whose rows
// are contiguous is worth copying.
const inPlaceRows = 129

// placePanel returns a view of b as a full panel of k rows.
func (w *buffers[T]) placePanel(b matrix[T], m, k, width int) matrix[T] {
	if b.col == 1 && width == panelWidth[T]() && m < inPlaceRows {
		return b
	}
	out := matrix[T]{buffer(&w.panel, k*panelWidth[T]()), panelWidth[T](), 1}
	if b.col == 1 {
		packRows(out.x, b, k, width)
	} else {
		packColumns(out.x, b, k, width)
	}
	return out
}

// runNarrow runs a strip of fewer columns than a panel in a buffer.
func (w *buffers[T]) runNarrow(s strip[T], width int) {
	c, full := s.c, panelWidth[T]()
	s.c = matrix[T]{buffer(&w.narrow, s.rows*full), full, 1}
	if s.accumulate {
		copyRuns(s.c.x, c.x, s.rows, width, full, c.row)
	}
	if s.bias != nil {
		copy(w.bias[:], s.bias)
		s.bias = w.bias[:]
	}
	s.run()
	copyRuns(c.x, s.c.x, s.rows, width, c.row, full)
}

var workspaces = sync.Pool{New: func() any { return new(Workspace) }}

// Gemm is Workspace.Gemm with a workspace borrowed from a shared pool.
func Gemm(transA, transB bool, m, n, k int, a []float32, lda int, b []float32, ldb int, accumulate bool, c []float32, ldc int) {
	GemmBiasAct(transA, transB, m, n, k, a, lda, b, ldb, accumulate, nil, Identity, c, ldc)
}

// GemmBiasAct is Workspace.GemmBiasAct with a workspace borrowed from a shared
// pool.
func GemmBiasAct(transA, transB bool, m, n, k int, a []float32, lda int, b []float32, ldb int, accumulate bool, bias []float32, act Activation, c []float32, ldc int) {
	w := workspaces.Get().(*Workspace)
	w.GemmBiasAct(transA, transB, m, n, k, a, lda, b, ldb, accumulate, bias, act, c, ldc)
	workspaces.Put(w)
}

// Gemm64 is Workspace.Gemm64 with a workspace borrowed from a shared pool.
func Gemm64(transA, transB bool, m, n, k int, a []float64, lda int, b []float64, ldb int, accumulate bool, c []float64, ldc int) {
	w := workspaces.Get().(*Workspace)
	w.Gemm64(transA, transB, m, n, k, a, lda, b, ldb, accumulate, c, ldc)
	workspaces.Put(w)
}
