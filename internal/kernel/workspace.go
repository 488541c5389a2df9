package kernel

import (
	"sync"
	"unsafe"
)

// cacheLine is the alignment of the buffers in bytes.
const cacheLine = 64

// aliasStride is the stride, in elements, whose multiples put neighbouring
// rows into the same sets of the L1 cache.
const aliasStride = 512

// Workspace holds the packing buffers of one goroutine. The zero value is
// ready; it grows on first use and is then reused. Not safe for concurrent use.
type Workspace struct {
	panel  []float32           // a panel of B: k×16
	rows   []float32           // a block of A whose strides are unfortunate
	narrow []float32           // a strip of C that is wider than C
	bias   [panelWidth]float32 // the bias of a narrow strip
}

// buffer returns n elements of *b, aligned, allocating only to grow.
func buffer(b *[]float32, n int) []float32 {
	if len(*b) < n {
		const slack = cacheLine / 4
		raw := make([]float32, n+slack)
		past := uintptr(unsafe.Pointer(unsafe.SliceData(raw))) % cacheLine / 4
		*b = raw[(slack-past)%slack:]
	}
	return (*b)[:n]
}

// placeRows returns a view of the m×k block a that is fast to read tile by
// tile: itself, or a copy if its strides would make its elements evict each
// other from the cache.
func (w *Workspace) placeRows(a matrix, m, k, n int) matrix {
	if m == 1 || k == 1 || n <= panelWidth || (a.row%aliasStride != 0 && a.col%aliasStride != 0) {
		return a
	}
	const pad = 8
	lines, length, stride := m, k, a.row
	out := matrix{row: blockSize(k, blockK, pad) + pad, col: 1}
	if a.col != 1 {
		lines, length, stride = k, m, a.col
		out = matrix{row: 1, col: blockSize(m, blockRows, pad) + pad}
	}
	step := out.row * out.col
	out.x = buffer(&w.rows, lines*step)
	for i := range lines {
		copy(out.x[i*step:], a.x[i*stride:i*stride+length])
	}
	return out
}

// placePanel returns a view of k rows of 16 columns that holds b. Few rows of
// A are not worth a copy of a whole panel whose rows are contiguous.
func (w *Workspace) placePanel(b matrix, m, k, width int) matrix {
	if b.col == 1 && width == panelWidth && m <= tileRows {
		return b
	}
	out := matrix{buffer(&w.panel, k*panelWidth), panelWidth, 1}
	if b.col == 1 {
		packRows(out.x, b, k, width)
	} else {
		packColumns(out.x, b, k, width)
	}
	return out
}

// runNarrow runs a strip of fewer than 16 columns in a buffer.
func (w *Workspace) runNarrow(s strip, width int) {
	c := s.c
	s.c = matrix{buffer(&w.narrow, s.rows*panelWidth), panelWidth, 1}
	if s.accumulate {
		copyRuns(s.c.x, c.x, s.rows, width, panelWidth, c.row)
	}
	if s.bias != nil {
		copy(w.bias[:], s.bias)
		s.bias = w.bias[:]
	}
	s.run()
	copyRuns(c.x, s.c.x, s.rows, width, c.row, panelWidth)
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
