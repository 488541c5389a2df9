package kernel

import (
	"slices"
	"testing"
)

// (1 + ε)(1 − ε) is 1 − ε², which rounds to 1: rounded twice, nothing is left
// of it beside −1; rounded once, ε² is.
func TestFusingIsFound(t *testing.T) {
	if x, y := 1+1.0/(1<<30), 1-1.0/(1<<30); x*y != 1 {
		t.Fatalf("the product is %v: it tells nothing", x*y)
	}
}

func TestArithmeticNames(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		if !slices.Contains(Arithmetics(), Arithmetic()) {
			t.Errorf("%q is not among the names that are met most", Arithmetic())
		}
		if (Arithmetic() == arithmetic("amd64", true, false)) != accelerated {
			t.Errorf("with assembly %v the name is %q", accelerated, Arithmetic())
		}
	})
}
