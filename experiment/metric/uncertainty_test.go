package metric

import (
	"strings"
	"testing"
)

// By hand: where right .1 .2 .3 .4 over four records, mean .25 and standard
// error .1291/2, so .25 ± 1.96*.06455; where wrong .8 once.
func TestUncertaintyWords(t *testing.T) {
	study := duel(5, 0, 1) // a is wrong on the first record
	for i := range study.Runs[0].Rows {
		u := []float64{0.8, 0.1, 0.2, 0.3, 0.4}[i]
		study.Runs[0].Rows[i].Uncertainty = &u
	}
	got := strings.Join(UncertaintyWords(study), "\n")
	if want := "a: mean uncertainty 0.25 [0.12 0.38] (n = 4) where right, 0.80 (n = 1) where wrong"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
