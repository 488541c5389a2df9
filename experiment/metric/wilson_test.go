package metric

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The intervals at accuracy 0.8 that the interface's rules quote.
func TestWilsonKnown(t *testing.T) {
	cases := []struct {
		correct, n int
		want       string
	}{
		{8, 10, "0.49–0.94"},
		{24, 30, "0.63–0.90"}, // 0.9048
		{80, 100, "0.71–0.87"},
		{400, 500, "0.76–0.83"},
		{0, 10, "0.00–0.28"},
		{10, 10, "0.72–1.00"},
	}
	for _, c := range cases {
		ci := Wilson(c.correct, c.n)
		if got := fmt.Sprintf("%.2f–%.2f", ci.Low, ci.High); got != c.want {
			t.Errorf("Wilson(%d, %d) = %s, want %s", c.correct, c.n, got, c.want)
		}
	}
	if ci := Wilson(0, 0); !math.IsNaN(ci.Low) || !math.IsNaN(ci.High) {
		t.Errorf("Wilson(0, 0) = %v, want NaN", ci)
	}
}

func TestWilsonProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5000).Draw(t, "n")
		correct := rapid.IntRange(0, n).Draw(t, "correct")
		ci := Wilson(correct, n)
		p := float64(correct) / float64(n)
		if ci.Low < 0 || ci.High > 1 || ci.Low > p || ci.High < p {
			t.Fatalf("Wilson(%d, %d) = %v does not hold %g within 0…1", correct, n, ci, p)
		}
		mirror := Wilson(n-correct, n)
		if math.Abs(mirror.Low-(1-ci.High)) > 1e-12 || math.Abs(mirror.High-(1-ci.Low)) > 1e-12 {
			t.Fatalf("right and wrong are not mirror images: %v, %v", ci, mirror)
		}
		if wider := Wilson(correct*4, n*4); wider.High-wider.Low > ci.High-ci.Low {
			t.Fatalf("four times the records make the interval wider: %v, %v", ci, wider)
		}
	})
}

func TestHull(t *testing.T) {
	nan := Interval{math.NaN(), math.NaN()}
	cases := []struct{ a, b, want Interval }{
		{Interval{.2, .5}, Interval{.3, .7}, Interval{.2, .7}},
		{Interval{.2, .5}, nan, Interval{.2, .5}},
		{nan, Interval{.2, .5}, Interval{.2, .5}},
	}
	for _, c := range cases {
		if got := c.a.hull(c.b); !cmp.Equal(got, c.want) {
			t.Errorf("hull(%v, %v) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}
