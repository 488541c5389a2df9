package neighbours

import (
	"math"
	"math/bits"

	"lacuna/internal/kernel"
	"lacuna/internal/learn"
)

// bounds is the work of one goroutine over a screen: lower bounds of the
// squared distances from a block of receivers to all donors.
type bounds struct {
	*Screen
	work      kernel.Workspace
	receivers *learn.Table
	factor    []float32 // receivers × depth
	lengths   []float32 // squared, of each receiver
	sums      []float32 // some receivers × donors
	from      int       // the first of these; -1: none yet
	together  int       // so many at most
	inverse   []float32 // per pattern: 1 / cells shared with a receiver; 0 = none
}

func (s *Screen) newBounds() *bounds {
	return &bounds{Screen: s, inverse: make([]float32, s.patterns), together: max(1, mostSums/max(1, s.donors.Rows))}
}

// mostSums is the number of sums that are computed together: more would not stay
// in the caches, and 240 receivers of 130,000 donors would take 124 MB.
const mostSums = 1 << 22

// Compute prepares the bounds of all rows of receivers.
func (b *bounds) Compute(receivers *learn.Table) {
	n, depth := receivers.Rows, b.depth
	b.receivers, b.from = receivers, -1
	b.factor, b.lengths = grow(b.factor, n*depth), grow(b.lengths, n)
	for i := range n {
		b.lengths[i] = b.encode(receivers, i, b.factor[i*depth:(i+1)*depth], true)
	}
}

// sumsOf returns the sums of receiver i and all donors; those of the receivers
// after it are computed with them, as many as fit.
func (b *bounds) sumsOf(i int) []float32 {
	donors, depth := b.donors.Rows, b.depth
	if b.from < 0 || i < b.from || i >= b.from+b.together {
		b.from = i
		n := min(b.together, b.receivers.Rows-i)
		b.sums = grow(b.sums, n*donors)
		b.work.Gemm(false, true, n, donors, depth, b.factor[i*depth:], depth, b.encoded, depth, false, b.sums, donors)
	}
	return b.sums[(i-b.from)*donors:][:donors]
}

// of returns the bound of each donor for receiver i in units of scale², and the
// number of donors that share a cell with it. The bound is +Inf where a donor
// shares none, −Inf where nothing is known. The slice lasts until the next
// compute, and a receiver can be asked for once.
func (b *bounds) of(i int) (out []float32, defined int) {
	out = b.sumsOf(i)
	b.countShared(b.receivers.SeenRow(i))
	never := float32(math.Inf(1))
	off := b.slack*b.lengths[i] + tiny
	for j, p := range b.pattern[:len(out)] {
		inverse := b.inverse[p]
		if inverse == 0 {
			out[j] = never
			continue
		}
		defined++
		out[j] = (out[j] - (off + b.errors[j])) * inverse
	}
	if !b.usable || b.lengths[i] >= reach*reach {
		b.forget(out)
	}
	return out, defined
}

// forget sets every bound that says something to −Inf: the product of numbers
// beyond float32 may be anything.
func (b *bounds) forget(out []float32) {
	for j, p := range b.pattern[:len(out)] {
		if b.inverse[p] != 0 {
			out[j] = float32(math.Inf(-1))
		}
	}
}

// countShared fills in inverse for a receiver with the given cells. Tables of
// up to 128 columns have a loop of their own: they are common and it is quick.
func (b *bounds) countShared(seen []uint64) {
	if b.donors.Words == 2 {
		low, high := seen[0], seen[1]
		for p := range b.inverse {
			mask := b.masks[2*p : 2*p+2]
			b.inverse[p] = b.inverses[bits.OnesCount64(low&mask[0])+bits.OnesCount64(high&mask[1])]
		}
		return
	}
	words := b.donors.Words
	for p := range b.inverse {
		b.inverse[p] = b.inverses[sharedCells(seen, b.masks[p*words:(p+1)*words])]
	}
}

// grow returns a slice of n elements, x itself if it is long enough.
func grow[T any](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n)
	}
	return x[:n]
}
