package vm

import (
	"strings"
	"testing"

	"lacuna/dataset/query"
)

func TestSetImputations(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	for _, c := range []struct{ asked, want int }{{5, 5}, {1, 0}} {
		if k.Setup.SetImputations(c.asked); k.Setup.Spec().Imputations != c.want {
			t.Errorf("%d imputations asked for: %d", c.asked, k.Setup.Spec().Imputations)
		}
	}
}

// TestPooledStrata: once a comparison has ended, tables have what was pooled over
// the fillings, of a selection as well, without any work when they are shown.
func TestPooledStrata(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.quick()
	if err := k.Setup.AddMethod("hotdeck+logistic"); err != nil {
		t.Fatal(err)
	}
	k.Setup.RemoveMethod(0)
	k.Setup.SetImputations(2)
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the end of the comparison", k.Settled)
	table := k.Comparison.Table()
	if len(table.Repeated) == 0 || table.Repeated[0].Method != "hotdeck+logistic" || table.Repeated[0].Imputations != 2 {
		t.Fatalf("%+v", table.Repeated)
	}
	k.Selection.Select(query.Of(query.Is("site", "north")))
	k.wait("the scores of the selection", k.Settled)
	if first := k.Comparison.Table().Repeated[0]; first.Stratum != "selection:selected" || first.N == 0 {
		t.Errorf("%+v", first)
	}
	if !strings.Contains(k.Comparison.Verdict(), "hotdeck+logistic with its gaps filled 2 times") {
		t.Error(k.Comparison.Verdict())
	}
}
