package vm

import "testing"

func TestSetImputations(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	for _, c := range []struct{ asked, want int }{{5, 5}, {1, 0}} {
		if k.Setup.SetImputations(c.asked); k.Setup.Spec().Imputations != c.want {
			t.Errorf("%d imputations asked for: %d", c.asked, k.Setup.Spec().Imputations)
		}
	}
}
