package record

import (
	"math"
	"slices"

	"lacuna/dataset"
)

// counted is a value with how often it occurs.
type counted struct {
	value float64
	count int
}

// column is what is known of one column while codes are taken off its ends.
type column struct {
	m      dataset.Cells
	j      int
	sorted []float64 // a sample of its values, once one is needed
	n      int       // cells with a value
}

// rest is what a column holds beside a value under suspicion.
type rest struct {
	low, high float64
	different int // values, as far as they were kept
	n         int // cells
}

// apartFrom takes codes off both ends of a column until no end value stands
// apart. Two codes of one end lie closer together than to the rest.
func apartFrom(m dataset.Cells, j int, e ends) []counted {
	c := &column{m: m, j: j, n: e.n}
	lows, highs := e.low.list(1), e.high.list(-1)
	var found []counted
	for more := true; more; {
		more = false
		for _, near := range []*[]counted{&lows, &highs} {
			for size := 1; size <= 2; size++ {
				if list := *near; c.allApart(list, size, lows, highs) {
					found, more = append(found, list[:size]...), true
					lows, highs = without(lows, list[:size]), without(highs, list[:size])
					break
				}
			}
		}
	}
	return found
}

// list returns the values from the outermost inwards.
func (e *end) list(sign float64) []counted {
	var list []counted
	for k := range e.n {
		list = append(list, counted{sign * e.values[k], e.counts[k]})
	}
	return list
}

// without takes the values of a code off a list that is not changed.
func without(list, codes []counted) []counted {
	var left []counted
	for _, c := range list {
		if !slices.ContainsFunc(codes, func(d counted) bool { return d.value == c.value }) {
			left = append(left, c)
		}
	}
	return left
}

// allApart says whether the outermost values of one end all stand apart from
// what remains without them.
func (c *column) allApart(near []counted, size int, lows, highs []counted) bool {
	codes := near[:min(size, len(near))]
	l, h := without(lows, codes), without(highs, codes)
	if len(codes) < size || len(l) == 0 || len(h) == 0 {
		return false
	}
	r := rest{low: l[0].value, high: h[0].value, n: c.n}
	for _, code := range codes {
		r.n -= code.count
	}
	r.different = len(l) + len(without(h, l))
	if size == 2 && answers(codes, r) {
		return true
	}
	return !slices.ContainsFunc(codes, func(code counted) bool { return !c.apart(code.value, code.count, r) })
}

// answers says whether two values are the codes of questionnaires for what was
// not known and not said, such as 88 and 99, above whole numbers.
func answers(codes []counted, r rest) bool {
	low := min(codes[0].value, codes[1].value)
	for _, code := range codes {
		if code.value < 8 || code.count < 3 || !usual(code.value) || endOfRange(code.value) {
			return false
		}
	}
	return r.low >= 0 && r.high == math.Trunc(r.high) && 4*(low-r.high) >= r.high-r.low && r.different >= 2
}

// apart says whether a value that occurs count times stands apart from the
// rest. A code that people use needs less for it than another value.
func (c *column) apart(x float64, count int, r rest) bool {
	width, gap := r.high-r.low, r.low-x
	if x > r.high {
		gap = x - r.high
	}
	positive, size := r.low >= 0, math.Abs(x)
	switch {
	case gap <= 0 || r.different < 2:
		return false
	case size > 1e30 && gap >= width: // a fill value of a library
		return true
	case x == 0:
		return count < r.n && min(math.Abs(r.low), math.Abs(r.high)) >= math.Abs(c.medianBut(0))/4 && c.manyValues()
	case x == -1 || x == -2:
		return count >= 3 && positive && r.different >= 5 && (gap >= width/4 || r.low == math.Trunc(r.low) && r.high == math.Trunc(r.high) && c.manyValues())
	case !usual(size):
		return count >= 3 && r.different >= 5 && gap >= width
	case x > 0 && endOfRange(size):
		return count >= 3 && r.different >= 5 && gap >= width // the brightest pixel, too
	case x < 0 && positive && (size >= 9 || count >= 3), gap >= width && size > 100:
		return true
	case size < 10:
		return count >= 3 && positive && gap >= 2*width
	case gap >= width:
		return count >= 3
	}
	return x > 0 && r.high < x/2 && count >= 2 || count >= 3 && gap >= 4*c.middleHalf()
}

// usual says whether people write a number for missing, with any sign: nines,
// eights and sevens, and the ends of ranges.
func usual(size float64) bool {
	for _, digit := range []float64{9, 8, 7, 6} {
		code := digit
		for range 9 {
			if size == code || size == math.Round(code*10+digit)/10 && code >= 99 {
				return true
			}
			code = 10*code + digit
		}
	}
	return slices.Contains([]float64{98, 97, 96, 998, 997, 996, 200}, size) || endOfRange(size)
}

// endOfRange says whether a number is the last that some type holds.
func endOfRange(size float64) bool {
	return slices.Contains([]float64{255, 32767, 32768, 65535, 2147483647, 2147483648}, size)
}

// sample returns some values of the column, sorted.
func (c *column) sample() []float64 {
	const size = 2000
	if c.sorted == nil {
		rows, _ := c.m.Size()
		step := max(1, rows/size)
		for i := 0; i < rows; i += step {
			if x := c.m.At(i, c.j); !math.IsNaN(x) {
				c.sorted = append(c.sorted, x)
			}
		}
		slices.Sort(c.sorted)
	}
	return c.sorted
}

// manyValues says whether the column has more than twenty different values.
func (c *column) manyValues() bool {
	const few = 20
	return len(slices.Compact(slices.Clone(c.sample()))) > few
}

// medianBut returns the median of the column without one value.
func (c *column) medianBut(x float64) float64 {
	s := slices.DeleteFunc(slices.Clone(c.sample()), func(y float64) bool { return x == y })
	if len(s) == 0 {
		return 0
	}
	return s[len(s)/2]
}

// middleHalf returns the spread of the middle half of the column, which a few
// codes do not move.
func (c *column) middleHalf() float64 {
	s := c.sample()
	if len(s) == 0 {
		return math.Inf(1)
	}
	if width := s[3*len(s)/4] - s[len(s)/4]; width > 0 {
		return width
	}
	return math.Inf(1)
}
