package vm

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset/query"
)

func TestUndoAndStep(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.Selection.SelectLacking("image", true)
	k.Selection.SelectLacking("sound", true)
	k.Undo()
	if got := k.Selection.Query().String(); got != `image missing` {
		t.Errorf("after undo: %s", got)
	}
	if k.Selection.Position() != "1 of 30 selected" {
		t.Errorf("position %q", k.Selection.Position())
	}
	k.Selection.Step(2)
	if i, ok := k.Selection.Current(); !ok || i != 8 {
		t.Errorf("the third record without an image is %d", i)
	}
	k.Selection.Step(1000)
	if k.Selection.Position() != "30 of 30 selected" {
		t.Errorf("position %q", k.Selection.Position())
	}
	k.Undo()
	k.Undo()
	if !k.Selection.Query().Empty() {
		t.Error("undo goes on past the beginning")
	}
}

// TestWordsAreRemoved takes one word of a selection away, and inverts it.
func TestWordsAreRemoved(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	if err := k.Selection.SelectText("image missing and sound missing and site = north"); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"image missing", "sound missing", "site = north"}, k.Selection.TermWords()); d != "" {
		t.Error(d)
	}
	k.Selection.RemoveTerm(2)
	if got := k.Selection.Query().String(); got != "image missing and sound missing" || k.Selection.Count() != 10 {
		t.Errorf("%s: %d records, want 10", got, k.Selection.Count())
	}
	k.Selection.Invert()
	if k.Selection.Count() != 110 {
		t.Errorf("the others are %d", k.Selection.Count())
	}
	if err := k.Selection.SelectText("smell missing"); err == nil || k.Selection.Count() != 110 {
		t.Errorf("an unknown modality selects something: %v", err)
	}
}

// TestNamedSelectionsAreKept names a selection, saves and opens the project.
func TestNamedSelectionsAreKept(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	file := filepath.Join(t.TempDir(), "a.lacuna")
	if err := k.Selection.SaveAs("x"); err == nil {
		t.Error("nothing has been given a name")
	}
	for _, text := range []string{"image missing", "site = south"} {
		if err := k.Selection.SelectText(text); err != nil {
			t.Fatal(err)
		}
		if err := k.Selection.SaveAs(text[:5]); err != nil {
			t.Fatal(err)
		}
	}
	k.Selection.Forget("image")
	k.Undo()
	if err := k.save(file); err != nil {
		t.Fatal(err)
	}
	again := newDesk(t)
	again.Adopt(k.reopen(file))
	want := []Saved{{"image", "image missing"}, {"site", "site = south"}} // names without spaces around them
	if d := cmp.Diff(want, again.Selection.Saved()); d != "" {
		t.Error(d)
	}
	if again.Selection.Query().String() != "site = south" {
		t.Errorf("selected is %s", again.Selection.Query())
	}
}

// TestSweepsBecomeQueries drags a brush in every mode: what is shown while it is
// dragged is what is selected when it is let go.
func TestSweepsBecomeQueries(t *testing.T) {
	for mode, want := range map[BrushMode]string{
		BrushReplace: "sound missing", BrushAdd: "(image missing or sound missing)",
		BrushRemove: "image missing and not sound missing", BrushNarrow: "image missing and sound missing",
		BrushEither: "((image missing and not sound missing) or (sound missing and not image missing))",
	} {
		k := newDesk(t)
		k.Show(k.data)
		k.Selection.SelectLacking("image", true)
		brush := query.Of(query.Lacks("sound"))
		column, err := brush.Bits(k.Selection.source())
		if err != nil {
			t.Fatal(err)
		}
		k.Selection.Sweep(mode, column)
		shown := k.Selection.Bits()
		if k.Selection.Query().String() != "image missing" {
			t.Errorf("mode %d: before it is let go, the selection is %s", mode, k.Selection.Query())
		}
		k.Selection.Drop(mode, brush)
		if got := k.Selection.Query().String(); got != want {
			t.Errorf("mode %d: %s, want %s", mode, got, want)
		}
		if d := cmp.Diff(shown, k.Selection.Bits()); d != "" {
			t.Errorf("mode %d: %s", mode, d)
		}
		k.Undo()
		if got := k.Selection.Query().String(); got != "image missing" {
			t.Errorf("mode %d: after undo %s", mode, got)
		}
	}
}

// TestWrongIsAskedAgain selects what a method gets wrong, as soon as there are
// results.
func TestWrongIsAskedAgain(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	if err := k.Selection.SelectText(`wrong by mean+logistic`); err == nil {
		t.Error("what is wrong is known before a comparison")
	}
	k = compared(t)
	for _, text := range []string{"right by mean+logistic", "wrong by mean+logistic"} {
		if err := k.Selection.SelectText(text); err != nil {
			t.Fatal(err)
		}
		want := text == "right by mean+logistic"
		for range min(5, k.Selection.Count()) {
			for _, g := range k.Inspector.Guesses() {
				if g.Method == "mean+logistic" && g.Correct != want {
					i, _ := k.Selection.Current()
					t.Errorf("%s holds record %d", text, i)
				}
			}
			k.Selection.Step(1)
		}
	}
}

// A click does what is set, and selects anew where nothing else is.
func TestClicksFollowTheMode(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.Selection.SelectLacking("image", true)
	k.Selection.SetMode(BrushAdd)
	k.Selection.SelectLacking("sound", true)
	if got := k.Selection.Query().String(); got != "(image missing or sound missing)" || k.Selection.Count() != 40 {
		t.Errorf("adding: %s, %d records", got, k.Selection.Count())
	}
	k.Selection.SetMode(BrushReplace)
	k.Selection.SelectLacking("sound", true)
	if got := k.Selection.Query().String(); got != "sound missing" {
		t.Errorf("anew: %s", got)
	}
}
