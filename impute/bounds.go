package impute

import (
	"math"

	"lacuna/internal/kernel"
)

// bounds is the work of one goroutine over a screen: lower bounds of the
// squared distances from a block of receivers to all donors.
type bounds struct {
	*screen
	work      kernel.Workspace
	receivers *table
	factor    []float32 // receivers × depth
	lengths   []float32 // squared, of each receiver
	sums      []float32 // receivers × donors
	inverse   []float32 // per pattern: 1 / cells shared with a receiver; 0 = none
}

func (s *screen) newBounds() *bounds {
	return &bounds{screen: s, inverse: make([]float32, len(s.patterns))}
}

// compute prepares the bounds of all rows of receivers.
func (b *bounds) compute(receivers *table) {
	n, donors, depth := receivers.rows, b.donors.rows, b.depth
	b.receivers = receivers
	b.factor, b.lengths, b.sums = grow(b.factor, n*depth), grow(b.lengths, n), grow(b.sums, n*donors)
	for i := range n {
		b.lengths[i] = b.encode(receivers, i, b.factor[i*depth:(i+1)*depth], true)
	}
	b.work.Gemm(false, true, n, donors, depth, b.factor, depth, b.encoded, depth, false, b.sums, donors)
}

// of returns the bound of each donor for receiver i in units of scale²: +Inf
// where the two share no cell, −Inf where nothing is known. The slice lasts
// until the next compute, and a receiver can be asked for once.
func (b *bounds) of(i int) []float32 {
	out := b.sums[i*b.donors.rows : (i+1)*b.donors.rows]
	b.countShared(b.receivers.seenRow(i))
	never, unknown := float32(math.Inf(1)), float32(math.Inf(-1))
	length := b.lengths[i]
	known := b.usable && length < reach*reach
	for j, sum := range out {
		inverse := b.inverse[b.pattern[j]]
		switch {
		case inverse == 0:
			out[j] = never
		case !known:
			out[j] = unknown
		default:
			out[j] = (sum - b.slack*(length+b.norms[j]) - tiny) * inverse
		}
	}
	return out
}

// countShared fills in inverse for a receiver with the given cells.
func (b *bounds) countShared(seen []uint64) {
	for p, donor := range b.patterns {
		b.inverse[p] = 0
		if n := sharedCells(seen, b.donors.seenRow(donor)); n > 0 {
			b.inverse[p] = 1 / float32(n)
		}
	}
}

// grow returns a slice of n elements, x itself if it is long enough.
func grow[T any](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n)
	}
	return x[:n]
}
