package table

import (
	"context"
	"math"
	"math/bits"
)

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

// distinct counts different numbers up to a few, and knows rising ones.
type distinct struct {
	of          set
	n           int
	first, last float64
	rising      bool
}

const fewNumbers = 1 << 12

func (d *distinct) add(x float64) {
	if d.n == 0 {
		d.first, d.rising = x, true
	} else {
		d.rising = d.rising && x > d.last
	}
	d.n++
	d.last = x
	if d.of.n <= fewNumbers {
		d.of.add(math.Float64bits(x + 0)) // −0 is 0
	}
}

func (d *distinct) join(o *distinct) {
	if o.n == 0 {
		return
	}
	d.rising = (d.n == 0 || d.rising && o.first > d.last) && o.rising
	if d.n == 0 {
		d.first = o.first
	}
	d.n += o.n
	d.last = o.last
	d.of.join(&o.of, fewNumbers)
}

// fewFloats are different numbers with decimals, as long as they are few: classes
// that a program wrote as 0.0 and 1.0.
type fewFloats struct {
	of [8]float64
	n  int // one more than there is room for: they are many
}

func (f *fewFloats) add(x float64) {
	if f.n > len(f.of) {
		return
	}
	for _, y := range f.of[:f.n] {
		if x == y {
			return
		}
	}
	if f.n < len(f.of) {
		f.of[f.n] = x
	}
	f.n++
}

func (f *fewFloats) join(o *fewFloats) {
	if o.n > len(o.of) {
		f.n = o.n
		return
	}
	for _, x := range o.of[:o.n] {
		f.add(x)
	}
}

// distinctNumbers is how many different numbers a column has; where there are
// many with decimals, each counts.
func (c *scan) distinctNumbers() int {
	if c.parts.n <= len(c.parts.of) && c.fractions > 0 {
		return c.parts.n + max(c.numbers.of.n, c.whole)
	}
	return c.different()
}

// countWhole counts the different values of columns of whole numbers of which
// there are more than a few: that all differ is what ids are known by. A column
// is given up when its values come again and again.
func (t *Table) countWhole(ctx context.Context, columns []int, scans []scan) error {
	var list, of []int
	for k := range scans {
		if c := &scans[k]; c.fractions == 0 && c.numbers.of.n > fewNumbers && !c.numbers.rising {
			list, of = append(list, columns[k]), append(of, k)
		}
	}
	if len(list) == 0 {
		return nil
	}
	w := &wholes{sets: make([]*set, len(list)), seen: make([]int, len(list))}
	marks := make([]byte, len(list))
	for k := range list {
		marks[k], w.sets[k] = scans[of[k]].mark, &set{}
	}
	cells := t.source(list)
	for from := 0; from < t.Rows(); from += rowsPerScan {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := cells.each(from, min(from+rowsPerScan, t.Rows()), marks, w); err != nil {
			return err
		}
	}
	for k, s := range w.sets {
		if s != nil {
			scans[of[k]].whole = s.n
		}
	}
	return nil
}

// wholes collects different whole numbers.
type wholes struct {
	sets []*set // nil where a column was given up
	seen []int
}

func (w *wholes) number(_, k int, x float64, _, _ int) {
	const enough = 1 << 14
	s := w.sets[k]
	if s == nil || s.n >= MostDistinct {
		return
	}
	s.add(math.Float64bits(x + 0))
	if w.seen[k]++; w.seen[k]&(enough-1) == 0 && 4*s.n < 3*w.seen[k] {
		w.sets[k] = nil
	}
}

func (w *wholes) cell(int, int, []byte) {}
