package metric

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestMcNemarKnown(t *testing.T) {
	cases := []struct {
		a, b int
		want float64
	}{
		{0, 0, 1},
		{5, 5, 1},
		{0, 5, 0.0625},                 // 2·2⁻⁵
		{1, 9, 0.021484375},            // 2·(1+10)/2¹⁰
		{9, 1, 0.021484375},            //
		{6, 16, 0.052478790283203125},  // 2·ΣC(22,k≤6)/2²²
		{30, 12, 0.007915897334896727}, // 2·ΣC(42,k≤12)/2⁴²
	}
	for _, c := range cases {
		if got := mcNemarP(c.a, c.b); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("mcNemarP(%d, %d) = %.16g, want %.16g", c.a, c.b, got, c.want)
		}
	}
}

func TestHolmKnown(t *testing.T) {
	got := Holm([]float64{0.01, 0.04, 0.03, math.NaN(), 0.005})
	want := []float64{0.03, 0.06, 0.06, math.NaN(), 0.02}
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs(), cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Error(diff)
	}
}

func TestHolmProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ps := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 12).Draw(t, "p")
		adjusted := Holm(ps)
		for i := range ps {
			if adjusted[i] < ps[i] || adjusted[i] > 1 {
				t.Fatalf("p %g became %g", ps[i], adjusted[i])
			}
			for j := range ps {
				if ps[i] < ps[j] && adjusted[i] > adjusted[j] {
					t.Fatalf("order turned: %g, %g became %g, %g", ps[i], ps[j], adjusted[i], adjusted[j])
				}
			}
		}
	})
}

func TestRecordsNeeded(t *testing.T) {
	// Two methods that disagree on 10 % of the records and differ by 2 points.
	if n := recordsNeeded(0.02, 0.10); n < 1900 || n > 2000 {
		t.Errorf("recordsNeeded(.02, .10) = %d, want about 1950", n)
	}
	if n := recordsNeeded(0, 0.1); n != 0 {
		t.Errorf("no difference to find, but %d records needed", n)
	}
	if a, b := recordsNeeded(0.01, 0.1), recordsNeeded(0.02, 0.1); a < 3*b {
		t.Errorf("half the difference needs %d instead of %d records, want about four times as many", a, b)
	}
}
