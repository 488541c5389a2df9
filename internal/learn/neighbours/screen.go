// Package neighbours finds the nearest rows of a table with gaps, exactly, by
// bounds from fast float32 products.
package neighbours

import (
	"math"

	"lacuna/internal/learn"
)

// Screen finds, with fast float32 products, numbers that the squared distances
// from receivers to donors cannot lie below. Whoever picks the donors with the
// lowest bounds and then measures them exactly knows when no other donor can be
// nearer.
//
// The squared distance of two rows is the mean squared difference over the
// cells that both have. Its sum comes from one matrix product: with m, x the
// presence (0 or 1) and the value of a cell, 0 where it is missing,
//
//	Σ m m' (x − x')² = Σ x²·m' − 2 x·x' + m·x'²
//
// Of a modality that all rows have as a whole or not at all, the two sums of
// squares are known for each row and take one column each.
type Screen struct {
	donors  *learn.Table
	whole   []bool // per modality: whole in donors and receivers
	depth   int    // columns of the product
	centre  []float64
	scale   float64   // a power of two; brings the donors' numbers near 1
	usable  bool      // there is such a scale
	encoded []float32 // donors × depth
	slack   float32   // rounding error of the product per unit of squared length
	errors  []float32 // slack × squared length of each donor

	// Donors that have the same cells share a pattern.
	pattern  []int32 // of each donor
	patterns int
	masks    []uint64  // patterns × words of the table
	inverses []float32 // of 0, 1, … width, that of 0 being 0
}

// tiny is an absolute error that covers what underflows in float32 products of
// numbers up to reach.
const (
	tiny  = 1e-30
	reach = 1e6
)

// NewScreen prepares the donors. centre, near the middle of each column, makes
// the rounding errors small, and changes no distance.
func NewScreen(donors *learn.Table, whole []bool, centre []float64) *Screen {
	s := &Screen{donors: donors, whole: whole, centre: centre}
	for m, w := range whole {
		if n := donors.Start[m+1] - donors.Start[m]; w {
			s.depth += n + 2
		} else {
			s.depth += 3 * n
		}
	}
	s.scale, s.usable = s.chooseScale()
	s.slack = roundingError(s.depth)
	s.encoded = make([]float32, donors.Rows*s.depth)
	s.errors = make([]float32, donors.Rows)
	for i := range donors.Rows {
		s.errors[i] = s.slack * s.encode(donors, i, s.encoded[i*s.depth:(i+1)*s.depth], false)
	}
	s.groupPatterns()
	return s
}

// roundingError bounds the error of a float32 product of the given depth, per
// unit of the sum of absolute products. The kernel adds up at most 256
// products before it adds their sum to the next 256; converting the inputs,
// squaring them and what is done with the sum costs a few units more.
func roundingError(depth int) float32 {
	const unit, block, rest = 1.0 / (1 << 24), 256, 16
	steps := min(depth, block) + depth/block + rest
	// The sum of absolute products is at most twice the squared lengths.
	return float32(2 * 1.01 * unit * float64(steps))
}

// chooseScale returns the power of two that brings the largest number of the
// donors near 1, and false if that number is beyond float64.
func (s *Screen) chooseScale() (scale float64, usable bool) {
	largest := 0.0
	for i := range s.donors.Rows {
		row := s.donors.Row(i)
		learn.EachBit(s.donors.SeenRow(i), func(j int) { largest = max(largest, math.Abs(row[j]-s.centre[j])) })
	}
	if !(largest <= math.MaxFloat64) {
		return 1, false
	}
	const limit = 1000 // the scale itself stays a normal number
	_, exponent := math.Frexp(largest)
	return math.Ldexp(1, max(-limit, min(limit, -exponent))), true
}

// encode writes row i of t as a row of the left factor of the product, or of
// the right, and returns its squared length, rounded up.
func (s *Screen) encode(t *learn.Table, i int, out []float32, left bool) float32 {
	x, at, total := t.Row(i), 0, 0.0
	for m, whole := range s.whole {
		start, end := t.Start[m], t.Start[m+1]
		block := blockEncoder{s, t, i, start, x[start:end], left}
		if whole {
			total += block.whole(out[at:], t.HasModality(i, m))
			at += end - start + 2
		} else {
			total += block.cells(out[at:])
			at += 3 * (end - start)
		}
	}
	return math.Nextafter32(float32(total), math.MaxFloat32)
}

// blockEncoder writes one modality of a row.
type blockEncoder struct {
	*Screen
	table *learn.Table
	row   int
	start int // first column
	x     []float64
	left  bool
}

// number returns cell j of the block, centred and scaled.
func (b blockEncoder) number(j int) float64 {
	return (b.x[j] - b.centre[b.start+j]) * b.scale
}

// whole writes x and then its squared length and presence, in the order in
// which they meet presence and squared length of the other side.
func (b blockEncoder) whole(out []float32, present bool) (sum float64) {
	n := len(b.x)
	clear(out[:n+2])
	if !present {
		return 0
	}
	for j := range b.x {
		v := b.number(j)
		sum += v * v
		out[j] = float32(v)
		if b.left {
			out[j] *= -2
		}
	}
	out[n], out[n+1] = 1, float32(sum)
	if b.left {
		out[n], out[n+1] = float32(sum), 1
	}
	return sum
}

// cells writes x and then its squares and presence, cell by cell.
func (b blockEncoder) cells(out []float32) (sum float64) {
	n := len(b.x)
	clear(out[:3*n])
	for j := range b.x {
		if !b.table.Has(b.row, b.start+j) {
			continue
		}
		v := b.number(j)
		sum += v * v
		square := float32(v * v)
		if b.left {
			out[j], out[n+j], out[2*n+j] = float32(-2*v), square, 1
		} else {
			out[j], out[n+j], out[2*n+j] = float32(v), 1, square
		}
	}
	return sum
}

func (s *Screen) groupPatterns() {
	s.pattern = make([]int32, s.donors.Rows)
	known := map[string]int32{}
	for i := range s.pattern {
		key := learn.PatternKey(s.donors.SeenRow(i))
		p, ok := known[key]
		if !ok {
			p = int32(len(known))
			known[key] = p
			s.masks = append(s.masks, s.donors.SeenRow(i)...)
		}
		s.pattern[i] = p
	}
	s.patterns = len(known)
	s.inverses = make([]float32, s.donors.Width()+1)
	for n := 1; n < len(s.inverses); n++ {
		s.inverses[n] = 1 / float32(n)
	}
}
