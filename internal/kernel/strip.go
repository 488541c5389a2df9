package kernel

import "unsafe"

// strip is a product of any number of rows and exactly 16 columns. b has
// contiguous rows of 16, c contiguous rows; bias is nil or 16 elements.
type strip struct {
	rows, k int
	a, b, c matrix
	epilogue
}

// run computes the strip.
func (s *strip) run() {
	if !accelerated {
		s.loop()
		return
	}
	flags := 0
	if s.accumulate {
		flags |= flagAccumulate
	}
	if s.act == ReLU {
		flags |= flagReLU
	}
	const size = 4
	strip16(unsafe.SliceData(s.a.x), size*s.a.row, size*s.a.col, unsafe.SliceData(s.b.x), size*s.b.row,
		unsafe.SliceData(s.c.x), size*s.c.row, unsafe.SliceData(s.bias), s.rows, s.k, flags)
}

// Flags of strip16, known to its generator.
const (
	flagAccumulate = 1 << iota
	flagReLU
)

// Size of the tile of the plain Go product.
const (
	loopRows = 2
	loopCols = 4
)

// loop computes the strip in plain Go. A tile that is not full computes its
// last row twice, so that every row goes through the same instructions.
func (s *strip) loop() {
	for i := 0; i < s.rows; i += loopRows {
		next := min(i+1, s.rows-1)
		for j := 0; j < panelWidth; j += loopCols {
			sum := s.tile(i, next, j)
			s.finish(i, j, sum[:loopCols])
			if next > i {
				s.finish(next, j, sum[loopCols:])
			}
		}
	}
}

// tile returns the sums of four columns from j on of the rows i0 and i1.
func (s *strip) tile(i0, i1, j int) (sum [loopRows * loopCols]float32) {
	var c00, c01, c02, c03, c10, c11, c12, c13 float32
	a0, a1, b := i0*s.a.row, i1*s.a.row, s.b.x[min(j, len(s.b.x)):]
	for range s.k {
		x, y, r := s.a.x[a0], s.a.x[a1], b[:loopCols]
		c00 += x * r[0]
		c01 += x * r[1]
		c02 += x * r[2]
		c03 += x * r[3]
		c10 += y * r[0]
		c11 += y * r[1]
		c12 += y * r[2]
		c13 += y * r[3]
		a0 += s.a.col
		a1 += s.a.col
		b = b[min(s.b.row, len(b)):]
	}
	return [...]float32{c00, c01, c02, c03, c10, c11, c12, c13}
}

// finish runs the epilogue on the columns from j on of row i and stores them.
func (s *strip) finish(i, j int, sum []float32) {
	c := s.c.x[i*s.c.row+j:][:len(sum)]
	for x, v := range sum {
		if s.accumulate {
			v += c[x]
		}
		if s.bias != nil {
			v += s.bias[j+x]
		}
		if s.act == ReLU && v < 0 {
			v = 0
		}
		c[x] = v
	}
}
