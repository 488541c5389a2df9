package kernel

import "unsafe"

// strip is a product of any number of rows and as many columns as a panel. b
// and c have contiguous rows; bias is nil or as long as a row.
type strip[T number] struct {
	rows, k int
	a, b, c matrix[T]
	epilogue[T]
}

// run computes the strip.
func (s *strip[T]) run() {
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
	size := sizeOf[T]()
	ars, aps, bs, cs := size*s.a.row, size*s.a.col, size*s.b.row, size*s.c.row
	if size == 4 {
		a, b, c, bias := data[float32](s.a.x), data[float32](s.b.x), data[float32](s.c.x), data[float32](s.bias)
		if wide {
			strip16AVX512(a, ars, aps, b, bs, c, cs, bias, s.rows, s.k, flags)
		} else {
			strip16AVX2(a, ars, aps, b, bs, c, cs, bias, s.rows, s.k, flags)
		}
		return
	}
	a, b, c, bias := data[float64](s.a.x), data[float64](s.b.x), data[float64](s.c.x), data[float64](s.bias)
	if wide {
		strip8AVX512(a, ars, aps, b, bs, c, cs, bias, s.rows, s.k, flags)
	} else {
		strip8AVX2(a, ars, aps, b, bs, c, cs, bias, s.rows, s.k, flags)
	}
}

// data returns where a slice starts, as what its elements are known to be.
func data[Known, T number](x []T) *Known {
	return (*Known)(unsafe.Pointer(unsafe.SliceData(x)))
}

// Flags of the assembly, known to its generator.
const (
	flagAccumulate = 1 << iota
	flagReLU
)

// Size of the tile of the plain Go product.
const (
	loopRows = 4
	loopCols = 4
)

// loop computes the strip in plain Go. A tile that is not full computes its
// last row several times, so that every row goes through the same
// instructions.
func (s *strip[T]) loop() {
	for i := 0; i < s.rows; i += loopRows {
		var row [loopRows]int
		for r := range row {
			row[r] = min(i+r, s.rows-1)
		}
		for j := 0; j < panelWidth[T](); j += loopCols {
			sum := s.tile(row, j)
			for r := 0; r < loopRows && i+r < s.rows; r++ {
				s.finish(i+r, j, sum[r*loopCols:(r+1)*loopCols])
			}
		}
	}
}

// tile returns the sums of four columns from j on of four rows.
func (s *strip[T]) tile(row [loopRows]int, j int) (sum [loopRows * loopCols]T) {
	var c00, c01, c02, c03 T
	var c10, c11, c12, c13 T
	var c20, c21, c22, c23 T
	var c30, c31, c32, c33 T
	a, b, k, down, right := s.a.x, s.b.from(0, j).x, s.k, s.b.row, s.a.col
	a0, a1, a2, a3 := row[0]*s.a.row, row[1]*s.a.row, row[2]*s.a.row, row[3]*s.a.row
	for p, at := 0, 0; p < k; p++ {
		r := (*[loopCols]T)(b[at:])
		x := a[a0]
		c00 += x * r[0]
		c01 += x * r[1]
		c02 += x * r[2]
		c03 += x * r[3]
		x = a[a1]
		c10 += x * r[0]
		c11 += x * r[1]
		c12 += x * r[2]
		c13 += x * r[3]
		x = a[a2]
		c20 += x * r[0]
		c21 += x * r[1]
		c22 += x * r[2]
		c23 += x * r[3]
		x = a[a3]
		c30 += x * r[0]
		c31 += x * r[1]
		c32 += x * r[2]
		c33 += x * r[3]
		a0, a1, a2, a3, at = a0+right, a1+right, a2+right, a3+right, at+down
	}
	return [...]T{c00, c01, c02, c03, c10, c11, c12, c13, c20, c21, c22, c23, c30, c31, c32, c33}
}

// finish runs the epilogue on the columns from j on of row i and stores them.
func (s *strip[T]) finish(i, j int, sum []T) {
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
