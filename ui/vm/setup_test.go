package vm

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

func TestFieldsAreChecked(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	for len(k.Setup.Spec().Methods) > 0 {
		k.Setup.RemoveMethod(0)
	}
	if err := k.Setup.AddMethod("knn+logistic"); err != nil {
		t.Fatal(err)
	}
	if err := k.Setup.AddMethod("knn+logistic"); err == nil {
		t.Error("the same method twice")
	}
	if err := k.Setup.AddMethod("knn"); err == nil {
		t.Error("an imputer alone is a method")
	}
	k.seen = 0
	if err := k.Setup.SetField(0, "knn.k", "7"); err != nil || k.seen&SpecChanged == 0 {
		t.Errorf("k = 7: %v, changes %b", err, k.seen)
	}
	for _, bad := range []string{"", "-1", "seven", "1e9"} {
		if err := k.Setup.SetField(0, "knn.k", bad); err == nil {
			t.Errorf("k = %q is accepted", bad)
		}
	}
	if got := k.Setup.SettingsWords(0); got != "knn.k = 7" {
		t.Errorf("settings %q", got)
	}
	for _, f := range k.Setup.Fields(0) {
		if f.Key == "knn.k" && f.Text != "7" {
			t.Errorf("the form shows k = %s", f.Text)
		}
	}
}

func TestFailuresAreSaidInParts(t *testing.T) {
	title, words := Failure(fmt.Errorf("opening: %w", &dataset.UserError{What: "the folder is empty", Why: "no file", Try: "Open another."}))
	if title != "The folder is empty" || words != "No file.\n\nOpen another." {
		t.Errorf("%q, %q", title, words)
	}
	if title, words := Failure(errors.New("disk full")); title != "This did not work" || words != "Disk full" {
		t.Errorf("%q, %q", title, words)
	}
}

// A stress test fills the charts of degradation and of the patterns left, and
// shifts that of shifted imputations.
func TestStress(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.quick()
	k.Setup.SetStress(Stress{Way: AtRandom})
	k.Setup.SetShifted(true)
	k.wait("the rates that the data can reach", k.Settled)
	if n := len(k.Setup.Spec().Sweep.Tests); !k.Setup.Stressed() || n < 3 {
		t.Fatalf("%d rates are tested", n)
	}
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the end of the comparison", k.Settled)
	for _, view := range []string{"degradation", "every pattern left", "shifted imputations"} {
		k.Display.SetView(StrataPane, view)
		_, _ = k.Scene.Figure(StrataPane)
		k.wait("the chart", k.Settled)
		f, err := k.Scene.Figure(StrataPane)
		if err != nil || strings.Contains(f.Title(), "will appear") {
			t.Errorf("%s: %q, %v", view, f.Title(), err)
		}
	}
	k.Undo()
	k.Setup.SetStress(Stress{})
	k.Setup.SetShifted(false)
	if k.Setup.Stressed() || k.Setup.Shifted() {
		t.Error("the stress test or the shifts cannot be switched off")
	}
}

// Every way of a stress test that is offered is set up, found again in what was
// set up, and can be run; with four ways the chart has a panel for each.
func TestWaysOfStress(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.quick()
	ways := append(k.Setup.Ways()[1:], EachWay) // which is run
	for _, way := range ways {
		about := ""
		if abouts := k.Setup.Abouts(way); len(abouts) > 0 {
			about = abouts[len(abouts)-1]
		}
		want := Stress{way, about}
		k.Setup.SetStress(want)
		if got := k.Setup.Stress(); got != want {
			t.Errorf("%q was chosen, and %q is shown while it is worked out", want, got)
		}
		k.wait("the rates that the data can reach", k.Settled)
		if got := k.Setup.Stress(); got != want {
			t.Errorf("%q was chosen, %q is set up", want, got)
		}
		if err := k.Setup.Refused(); err != nil {
			t.Errorf("%q: %v", want, err)
		}
	}
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the end of the comparison", k.Settled)
	var panels []string
	for _, c := range metric.NewSweep(*k.Comparison.Study(), metric.Accuracy()).Mechanisms() {
		panels = append(panels, result.HidingWords(c))
	}
	if words := strings.Join(panels, "; "); len(panels) != 4 || !strings.Contains(words, "depending on what is hidden") {
		t.Errorf("the chart has panels for %s", words)
	}
}

// A stress test that is being worked out does not come over what was chosen after
// it.
func TestTheLastStressCounts(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.Setup.SetStress(Stress{Way: EachWay})
	k.Setup.SetStress(Stress{Way: ByHidden})
	k.Setup.SetStress(Stress{})
	k.wait("both", k.Settled)
	if got := k.Setup.Stress(); got != (Stress{}) {
		t.Errorf("%q is set up", got)
	}
}

// Where nothing is missing, that something is hidden unasked is said, until another
// mask is chosen; where something is missing nothing is hidden.
func TestWhatNobodyChoseIsSaid(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	if k.Setup.Proposed() != "" {
		t.Errorf("data with gaps: %q", k.Setup.Proposed())
	}
	d := *k.data
	d.Blocks = slices.Clone(d.Blocks)
	for m := range d.Blocks {
		d.Blocks[m].Numbers, d.Blocks[m].Causes = dataset.NewMissing(d.Records(), len(d.Blocks[m].Modality.Columns)), make([]dataset.Cause, d.Records())
		for i := range d.Records() {
			for j := range d.Blocks[m].Modality.Columns {
				d.Blocks[m].Numbers.Set(i, j, float64(i))
			}
		}
	}
	data, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	k.Show(data)
	if said := k.Setup.Proposed(); !strings.Contains(said, "30 %") || !strings.Contains(said, "“nothing more”") {
		t.Errorf("%q", said)
	}
	k.Setup.SetMask(MaskFor(experiment.Natural, k.Setup.Spec().Mask))
	if k.Setup.Proposed() != "" {
		t.Errorf("taken away: %q", k.Setup.Proposed())
	}
	k.wait("the plan", k.Settled)
}

// The data's own split divides records; it is a group only where it has words of its
// own, and never says what belongs together.
func TestSplitIsNoGroup(t *testing.T) {
	k := newDesk(t)
	for _, words := range [][2]string{{"train", "test"}, {"north", "south"}} {
		d := *k.data
		d.Splits = make([]string, d.Records())
		for i := range d.Splits {
			d.Splits[i] = words[i%2]
		}
		d.Groups = map[string][]string{"split": d.Splits, "ward": slices.Repeat([]string{"a", "b"}, d.Records()/2)}
		data, err := dataset.New(d)
		if err != nil {
			t.Fatal(err)
		}
		k.Show(data)
		own := words[0] == "train"
		left := []string{"ward", "split"}
		if own {
			left = left[:1]
		}
		if s := k.Setup; !slices.Equal(s.Kindred(), []string{"ward"}) || !slices.Equal(s.LeftOut(), left) || s.OwnSplit() != own {
			t.Errorf("%v: together %v, left out %v", words, s.Kindred(), s.LeftOut())
		}
		if got := slices.Contains(k.Display.Views(StrataPane), "by split"); got == own {
			t.Errorf("%v: strata by split: %v", words, got)
		}
	}
	k.wait("the plans", k.Settled)
}
