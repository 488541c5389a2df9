package table

import "math/bits"

// set is a set of numbers of 64 bits, open addressed. It is made for counting
// different values of columns: most stay small, and there are many.
type set struct {
	slots []uint64 // 0 is free
	n     int
	zero  bool
}

// add takes a number in.
func (s *set) add(x uint64) {
	if x == 0 {
		if !s.zero {
			s.zero = true
			s.n++
		}
		return
	}
	if 2*(s.n+1) > len(s.slots) {
		s.grow()
	}
	if k := s.find(x); s.slots[k] == 0 {
		s.slots[k] = x
		s.n++
	}
}

// find returns the slot of x, or the free one where it belongs.
func (s *set) find(x uint64) int {
	mask := len(s.slots) - 1
	k := int(mixed(x)) & mask
	for s.slots[k] != 0 && s.slots[k] != x {
		k = (k + 1) & mask
	}
	return k
}

// mixed spreads the bits of floats, of which the lower are mostly zero.
func mixed(x uint64) uint64 {
	high, low := bits.Mul64(x, 0x9e3779b97f4a7c15)
	return high ^ low
}

func (s *set) grow() {
	old := s.slots
	s.slots = make([]uint64, max(16, 4*len(old)))
	for _, x := range old {
		if x != 0 {
			s.slots[s.find(x)] = x
		}
	}
}

// join takes all of another set in.
func (s *set) join(o *set, most int) {
	if o.zero {
		s.add(0)
	}
	for _, x := range o.slots {
		if s.n > most {
			return
		}
		if x != 0 {
			s.add(x)
		}
	}
}

// each hands every number to f until it returns false.
func (s *set) each(f func(x uint64) bool) {
	if s.zero && !f(0) {
		return
	}
	for _, x := range s.slots {
		if x != 0 && !f(x) {
			return
		}
	}
}
