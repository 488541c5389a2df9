package array

import (
	"context"
	"encoding/binary"
	"math"
	"strconv"

	"lacuna/internal/say"
)

// number is how a number is stored.
type number struct {
	kind  byte // 'i' signed, 'u' unsigned, 'f' floating, 'b' true or false
	width int  // in bytes
	order binary.ByteOrder
}

// exact is the largest whole number up to which float64 holds every one.
const exact = 1 << 53

// decode returns a stored number. Where it is a whole number that float64
// cannot hold, words has its digits.
func (k number) decode(b []byte) (x float64, words string) {
	switch k.kind {
	case 'f':
		return k.float(b), ""
	case 'b':
		if b[0] != 0 {
			return 1, ""
		}
		return 0, ""
	case 'i':
		n := k.signed(b)
		if n > exact || n < -exact {
			words = strconv.FormatInt(n, 10)
		}
		return float64(n), words
	}
	n := k.unsigned(b)
	if n > exact {
		words = strconv.FormatUint(n, 10)
	}
	return float64(n), words
}

func (k number) unsigned(b []byte) uint64 {
	switch k.width {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(k.order.Uint16(b))
	case 4:
		return uint64(k.order.Uint32(b))
	}
	return k.order.Uint64(b)
}

func (k number) signed(b []byte) int64 {
	shift := 64 - 8*k.width
	return int64(k.unsigned(b)<<shift) >> shift
}

func (k number) float(b []byte) float64 {
	switch k.width {
	case 2:
		return half(k.order.Uint16(b))
	case 4:
		return float64(math.Float32frombits(k.order.Uint32(b)))
	}
	return math.Float64frombits(k.order.Uint64(b))
}

// half reads a floating-point number of 16 bits, IEEE 754.
func half(bits uint16) float64 {
	sign, exponent, fraction := 1.0, int(bits>>10&31), float64(bits&1023)
	if bits>>15 != 0 {
		sign = -1
	}
	switch exponent {
	case 0:
		return sign * math.Ldexp(fraction, -24)
	case 31:
		if fraction != 0 {
			return math.NaN()
		}
		return math.Inf(int(sign))
	}
	return sign * math.Ldexp(1024+fraction, exponent-25)
}

// collector puts numbers into a row-major array and remembers what float64
// cannot tell of them.
type collector struct {
	array    *Array
	walk     *walk
	wide     map[int]string // by position: whole numbers beyond exact
	infinite int
}

// maxWide is how many whole numbers beyond exact are kept as words.
const maxWide = maxWords

func newCollector(a *Array, n int, columns bool) *collector {
	a.Numbers = make([]float64, n)
	return &collector{array: a, walk: newWalk(a.Shape, columns)}
}

func (c *collector) put(x float64, words string) {
	at := c.walk.next()
	if math.IsInf(x, 0) {
		c.infinite++
		x = math.NaN()
	}
	c.array.Numbers[at] = x
	if words != "" && len(c.wide) < maxWide {
		if c.wide == nil {
			c.wide = map[int]string{}
		}
		c.wide[at] = words
	}
}

// finish says what became of infinite numbers, and turns an array of whole
// numbers that float64 cannot hold to words.
func (c *collector) finish(s *source) error {
	a := c.array
	if c.infinite > 0 {
		s.leaveInfinite(a.Name, c.infinite)
	}
	if len(c.wide) == 0 {
		return nil
	}
	if err := s.budget.takeWords(len(a.Numbers)); err != nil {
		return err
	}
	s.leave(say.Mark("%s: whole numbers beyond 2^53, such as %s, are kept as words, since numbers here would round them"), a.Name, c.first())
	a.Words = make([]string, len(a.Numbers))
	for i, x := range a.Numbers {
		if a.Words[i] = c.wide[i]; a.Words[i] == "" {
			a.Words[i] = strconv.FormatFloat(x, 'f', -1, 64)
		}
	}
	a.Numbers = nil
	return nil
}

func (s *source) leaveInfinite(name string, n int) {
	if n == 1 {
		s.leave(say.Mark("%s: an infinite number counts as missing"), name)
		return
	}
	s.leave(say.Mark("%s: %d infinite numbers count as missing"), name, n)
}

// first returns the first of the wide numbers.
func (c *collector) first() string {
	for i := range c.array.Numbers {
		if w := c.wide[i]; w != "" {
			return w
		}
	}
	return ""
}

// items reads n values of some width and hands each over; ctx is looked at
// before every block.
func (b *bounded) items(ctx context.Context, n, width int, each func([]byte) error) error {
	if width == 0 {
		return nil
	}
	block := make([]byte, min(n, max(1, 1<<16/width))*width)
	for n > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		part := block[:min(n, len(block)/width)*width]
		if err := b.full(part); err != nil {
			return err
		}
		for i := 0; i < len(part); i += width {
			if err := each(part[i : i+width]); err != nil {
				return err
			}
		}
		n -= len(part) / width
	}
	return nil
}
