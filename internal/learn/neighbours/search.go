package neighbours

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Neighbour is a donor and its exact squared distance.
type Neighbour struct {
	Donor    int32
	Distance float64
}

// Search is the work of one goroutine: the donors of one receiver, nearest
// first, as far as they are asked for. Equally near donors come in the order of
// the table, which is that of the ids.
type Search struct {
	*bounds
	bound   []float32   // per donor, of the receiver at hand
	defined int         // donors that share a cell with it
	row     int         // the receiver
	picked  []candidate // the donors with the lowest bounds, a max-heap
	sorted  []Neighbour // the picked ones, measured
	certain int         // so many of sorted are nearer than any donor not picked
}

// candidate is a donor and the bound of its distance.
type candidate struct {
	donor int32
	bound float32
}

// NewSearch returns a search for one goroutine.
func (s *Screen) NewSearch() *Search { return &Search{bounds: s.newBounds()} }

// Nearest lists the donors whose place is certain, nearest first.
func (s *Search) Nearest() []Neighbour { return s.sorted[:s.certain] }

// Begin turns to receiver i and looks at the first few donors.
func (s *Search) Begin(i, few int) {
	s.row = i
	s.bound, s.defined = s.of(i)
	s.pick(few)
	s.measure()
}

// More looks at three times as many donors as before.
func (s *Search) More() {
	s.pick(3 * len(s.picked))
	s.measure()
}

// Complete says whether all donors that share a cell are in sorted.
func (s *Search) Complete() bool { return len(s.picked) == s.defined }

// pick chooses the n donors with the lowest bounds.
func (s *Search) pick(n int) {
	s.picked = s.picked[:0]
	n = min(n, s.defined)
	never := float32(math.Inf(1))
	j := 0
	for ; len(s.picked) < n; j++ {
		if s.bound[j] != never {
			s.push(candidate{int32(j), s.bound[j]})
		}
	}
	if n == s.defined {
		return
	}
	top := s.picked[0].bound
	for k, bound := range s.bound[j:] {
		if bound < top {
			s.replaceTop(candidate{int32(j + k), bound})
			top = s.picked[0].bound
		}
	}
}

func (s *Search) push(c candidate) {
	s.picked = append(s.picked, c)
	for at := len(s.picked) - 1; at > 0; {
		parent := (at - 1) / 2
		if s.picked[parent].bound >= s.picked[at].bound {
			return
		}
		s.picked[parent], s.picked[at] = s.picked[at], s.picked[parent]
		at = parent
	}
}

func (s *Search) replaceTop(c candidate) {
	h, at := s.picked, 0
	for {
		child := 2*at + 1
		if child >= len(h) {
			break
		}
		if child+1 < len(h) && h[child+1].bound > h[child].bound {
			child++
		}
		if h[child].bound <= c.bound {
			break
		}
		h[at] = h[child]
		at = child
	}
	h[at] = c
}

// measure computes the exact distances of the picked donors and sorts them. A
// donor that was not picked is at least as far as the highest bound among the
// picked, so what is nearer than that has its final place.
func (s *Search) measure() {
	s.sorted = s.sorted[:0]
	for _, c := range s.picked {
		s.sorted = append(s.sorted, Neighbour{c.donor, s.exact(int(c.donor))})
	}
	slices.SortFunc(s.sorted, func(a, b Neighbour) int {
		return cmp.Or(cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.Donor, b.Donor))
	})
	s.certain = len(s.sorted)
	if s.Complete() {
		return
	}
	limit := float64(s.picked[0].bound)
	for s.certain > 0 && !(s.sorted[s.certain-1].Distance*s.scale*s.scale < limit) {
		s.certain--
	}
}

// exact returns the mean squared difference over the shared cells.
func (s *Search) exact(donor int) float64 {
	return MeanSquare(s.receivers.Row(s.row), s.donors.Row(donor), s.receivers.SeenRow(s.row), s.donors.SeenRow(donor))
}

// MeanSquare returns the mean of (x−y)² over the cells that both have. It is
// the square of the distance of Dixon (1979), which scikit-learn calls
// nan-Euclidean, over the number of columns.
func MeanSquare(x, y []float64, seenX, seenY []uint64) float64 {
	var sum float64
	n := 0
	for w, word := range seenX {
		both := word & seenY[w]
		n += bits.OnesCount64(both)
		if both == math.MaxUint64 {
			sum += squares(x[w*64:w*64+64], y[w*64:w*64+64])
			continue
		}
		for ; both != 0; both &= both - 1 {
			j := w*64 + bits.TrailingZeros64(both)
			d := x[j] - y[j]
			sum += d * d
		}
	}
	return sum / float64(n)
}

func squares(x, y []float64) float64 {
	var even, odd float64
	for j := 0; j+1 < len(x) && j+1 < len(y); j += 2 {
		d, e := x[j]-y[j], x[j+1]-y[j+1]
		even += d * d
		odd += e * e
	}
	return even + odd
}

// sharedCells counts the cells that two rows both have.
func sharedCells(x, y []uint64) int {
	n := 0
	for w, word := range x {
		n += bits.OnesCount64(word & y[w])
	}
	return n
}
