package dataset

import (
	"math"
	"testing"
)

// TestLimitBound: what a limit of detection says of a number depends on the column.
func TestLimitBound(t *testing.T) {
	inf := math.Inf(1)
	real, whole := Field{NoNegative: true}, Field{Kind: Whole, NoNegative: true}
	for _, c := range []struct {
		name      string
		of        Limit
		in        Field
		low, high float64
		negative  bool
	}{
		{"<8", Limit{At: 8, Side: -1}, real, 0, 8, false},
		{"<8 of any numbers", Limit{At: 8, Side: -1}, Field{}, -inf, 8, false},
		{"<8 of whole ones", Limit{At: 8, Side: -1}, whole, 0, 7, false},
		{"<7.5 of whole ones", Limit{At: 7.5, Side: -1}, whole, 0, 7, false},
		{"<=7.5 of whole ones", Limit{At: 7.5, Side: -1, Itself: true}, whole, 0, 7, false},
		{">200 of whole ones", Limit{At: 200, Side: 1}, whole, 201, inf, false},
		{">=200 of whole ones", Limit{At: 200, Side: 1, Itself: true}, whole, 200, inf, false},
		{"<0", Limit{At: 0, Side: -1}, real, -inf, 0, true},
		{"<=0", Limit{At: 0, Side: -1, Itself: true}, real, 0, 0, false},
		{"<0 of whole ones", Limit{At: 0, Side: -1}, whole, -inf, -1, true},
		{"<-3", Limit{At: -3, Side: -1}, real, -inf, -3, true},
		{">-1", Limit{At: -1, Side: 1}, real, -1, inf, true},
		{">-1 of whole ones", Limit{At: -1, Side: 1}, whole, 0, inf, false},
	} {
		b := c.of.Bound(2, c.in)
		if b.Column != 2 || b.Low != c.low || b.High != c.high || c.of.Negative(c.in) != c.negative {
			t.Errorf("%s: %+v, negative %v", c.name, b, c.of.Negative(c.in))
		}
	}
}
