package vm

import (
	"math"
	"strings"
	"testing"
)

// What was generated is as far from what is real as the standard deviations of
// the training records say; what is missing is in no number.
func TestVersusIsInStandardDeviations(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.wait("the plan", k.Settled)
	train := k.Selection.Split().Train
	var sum, squares, n float64
	for _, i := range train {
		if x := k.data.Blocks[1].At(i, 0); k.data.Presence.Has(i, 1) {
			sum, n = sum+x, n+1
		}
	}
	for _, i := range train {
		if x := k.data.Blocks[1].At(i, 0); k.data.Presence.Has(i, 1) {
			squares += (x - sum/n) * (x - sum/n)
		}
	}
	sd := math.Sqrt(squares / (n - 1))
	l := Lens{Modality: k.data.Blocks[1].Modality, At: 1, Present: true, Row: []float64{1, math.NaN()}, Standin: &Standin{Row: []float64{1 + 2*sd, 5}}}
	v, ok := k.Inspector.Versus(l)
	if !ok || v.Compared != 1 || v.Training != int(n) || math.Abs(v.Cells[0].Standard-2) > 1e-12 || math.Abs(v.Distance-2) > 1e-12 {
		t.Errorf("%+v, want 2 standard deviations of %g over %g records", v, sd, n)
	}
	if words := v.Words(); !strings.Contains(words, "Distance 2 standard deviations (root mean square over 1 column") {
		t.Error(words)
	}
	if _, ok := k.Inspector.Versus(Lens{Present: true, Row: []float64{1}}); ok {
		t.Error("something is compared with nothing")
	}
}
