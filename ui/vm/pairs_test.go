package vm

import (
	"testing"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment"
)

// A click on a coefficient selects the records that lack both modalities, as two
// words; with Shift those that lack just one; where few records break the rule,
// those.
func TestPairsAreSelected(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	for _, c := range []struct {
		kind  canvas.RegionKind
		shift bool
		want  int
		text  string
	}{
		{canvas.PairCell, false, 10, "image missing and sound missing"},
		{canvas.PairCell, true, 30, "((image missing and sound present) or (image present and sound missing))"},
		{canvas.PairBreak, true, 10, "image missing and sound missing"},
		{canvas.PairBreak, false, 30, "((image missing and sound present) or (image present and sound missing))"},
	} {
		k.Scene.Press(canvas.Region{Kind: c.kind, Key: "image", Sub: "sound"}, c.shift)
		if got := k.Selection.Query().String(); got != c.text || k.Selection.Count() != c.want {
			t.Errorf("%s, shift %v: %d records of %s, want %d of %s", c.kind, c.shift, k.Selection.Count(), got, c.want, c.text)
		}
	}
	if got := len(k.Selection.TermWords()); got != 1 {
		t.Errorf("%d words", got)
	}
	if got, want := k.Scene.Hint(canvas.Region{Kind: canvas.PairCell, Key: "image", Sub: "sound"}),
		"Click: select the 10 records with image missing and sound missing. Shift-click: the 30 with just one of them."; got != want {
		t.Errorf("hint %q, want %q", got, want)
	}
}

// What a mask hides is called masked in the words of a selection, and missing in
// its text, which --where takes.
func TestMaskedIsNotMissing(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	hides := func(i, m int) bool { return i == 1 && m == 0 || i == 2 && m == 1 }
	k.Selection.see([]experiment.Job{{Mask: dataset.NewMask("two", k.data.Records(), len(k.data.Blocks), hides)}})
	if err := k.Selection.SelectText("table missing and image missing and sound missing"); err != nil {
		t.Fatal(err)
	}
	if got, want := k.Selection.QueryWords(), "table masked and image missing or masked and sound missing"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := k.Selection.Query().String(); got != "table missing and image missing and sound missing" {
		t.Errorf("%q", got)
	}
}
