package vm

import (
	"math"
	"strings"
	"testing"

	"lacuna/experiment/result"
)

// The tick beside a record's attention is the mean over the test records that
// lack the same modalities, whatever is selected; how many those are is said.
func TestTickIsThatOfThePattern(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	run := result.Run{Method: "att", Job: "j"}
	sum, n := 0.0, 0
	for i := range 60 {
		share := float64(i) / 60
		run.Rows = append(run.Rows, result.Row{Record: i, Series: result.Observed, Natural: k.data.Presence.Pattern(i), Pattern: k.data.Presence.Pattern(i), Probabilities: []float64{1, 0}, Attention: []float64{share, 1 - share, 0}})
		if k.data.Presence.Pattern(i) == k.data.Presence.Pattern(4) {
			sum, n = sum+share, n+1
		}
	}
	k.Comparison.study = result.Study{Methods: []string{"att"}, Modalities: k.data.Names(), Classes: k.data.Classes, Runs: []result.Run{run}}
	k.look(4)
	a := k.Inspector.Attentions()
	if len(a) != 1 || math.Abs(a[0].Bars[0].Typical-sum/float64(n)) > 1e-12 || a[0].Bars[0].Share != 4.0/60 {
		t.Fatalf("%+v, want a tick at %g", a, sum/float64(n))
	}
	if want := "mean of the " + Grouped(n) + " test records with its pattern"; !strings.Contains(a[0].Words, want) {
		t.Errorf("%q does not say %q", a[0].Words, want)
	}
	if a[0].Warning == "" {
		t.Error("no warning of a pattern that no development record has")
	}
	k.look(100) // which nobody was tested on
	if a := k.Inspector.Attentions(); a[0].Bars[0].Share == 4.0/60 || a[0].Warning != "" {
		t.Errorf("a record without a test: %+v", a)
	}
}
