package vm

import (
	"fmt"
	"strings"
	"testing"

	"lacuna/charts"
	"lacuna/dataset"
	"lacuna/experiment"
)

func TestEveryChangeIsTakenBack(t *testing.T) {
	k := compared(t)
	look := func() string {
		return strings.Join([]string{
			k.Selection.Query().String(), written(k.Setup.Spec()), written(k.Display.Hidden()), k.Display.View(StrataPane).Name, k.Display.Layout().Maximised,
			string(k.Display.Metric()), strings.Join(k.Display.pair[:], "+"), fmt.Sprint(k.Display.bands),
		}, "\n")
	}
	var looks []string
	layout := k.Display.Layout()
	layout.Maximised = "strata"
	for _, change := range []func(){
		func() { k.Selection.SelectLacking("image", true) },
		func() { k.Setup.SetSeeds(5) },
		func() { k.Display.ShowMethod("majority", true) },
		func() { k.Display.SetMetric(charts.LogLoss) },
		func() { k.Display.SetView(StrataPane, "difference") },
		func() { k.Display.Compare("majority", "pattern") },
		func() { _ = k.Display.SetNegligible("0.02") },
		func() { k.Display.SetLayout(layout) },
		func() { _ = k.Setup.AddMethod("attention") },
	} {
		looks = append(looks, look())
		change()
	}
	last := look()
	for i := len(looks) - 1; i >= 0; i-- {
		if k.Undo(); look() != looks[i] {
			t.Errorf("change %d is not taken back:\n%s\nwant\n%s", i, look(), looks[i])
		}
	}
	for range looks {
		k.Redo()
	}
	if look() != last {
		t.Errorf("done again, it is\n%s\nwant\n%s", look(), last)
	}
	if k.CanRedo() {
		t.Error("there is more to do again than was taken back")
	}
	k.wait("the scores", k.Settled)
}

func TestTypingIsTakenBackAsOne(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	for _, n := range []int{1, 12, 123} {
		k.Setup.SetSeeds(n)
	}
	if k.Undo(); k.Setup.Spec().Seeds != 3 {
		t.Errorf("after undo there are %d seeds, want the 3 of before", k.Setup.Spec().Seeds)
	}
	for range 3 * undoSteps {
		k.Selection.SelectLacking("image", true)
	}
	if got := len(k.past.past); got != undoSteps {
		t.Errorf("%d steps are kept", got)
	}
}

func TestOtherSetUpsMakeResultsStale(t *testing.T) {
	k := compared(t)
	if k.Stale() != "" {
		t.Errorf("fresh results are stale: %s", k.Stale())
	}
	k.Setup.SetMask(experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.CellRate, Rate: 0.5})
	if !strings.Contains(k.Stale(), "what is hidden") {
		t.Errorf("another mask says %q", k.Stale())
	}
	if k.Note(LearningPane) != k.Stale() || !strings.HasPrefix(k.Result(), k.Stale()) {
		t.Errorf("curves say %q, the result %q", k.Note(LearningPane), k.Result())
	}
	if k.Undo(); k.Stale() != "" {
		t.Errorf("the old set-up says %q", k.Stale())
	}
	k.Setup.SetSeeds(1)
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	if k.wait("the end", k.Settled); k.Stale() != "" || len(k.Comparison.Study().Runs) != 3 {
		t.Errorf("compared again: %q, %d runs", k.Stale(), len(k.Comparison.Study().Runs))
	}
}

func TestMasksAreSeenBeforeARun(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.wait("the plan", k.Settled)
	before := k.Selection.Presence().Count(0)
	k.Setup.SetMask(experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.CellRate, Rate: 0.5})
	k.wait("the plan", k.Settled)
	if after := k.Selection.Presence().Count(0); before != 120 || after > 90 {
		t.Errorf("%d tables before, %d behind a mask of one half", before, after)
	}
	if k.Setup.Spec().Seeds < 2 || !strings.Contains(k.Note(PresencePane), "repetition 1") {
		t.Errorf("the mask of %d repetitions is said to be %q", k.Setup.Spec().Seeds, k.Note(PresencePane))
	}
	if k.seen&MaskChanged == 0 || k.Selection.Split() == nil {
		t.Error("the panes are not told")
	}
}

// A dataset without labels, or with one class, opens and says why it cannot be
// compared.
func TestWhatCannotBeComparedSaysWhy(t *testing.T) {
	for words, labels := range map[string]func(i int) int{
		"no record has a label": func(int) int { return dataset.NoLabel },
		"one class": func(i int) int {
			if i%2 == 0 {
				return dataset.NoLabel
			}
			return 1
		},
	} {
		k := newDesk(t)
		d := *k.data
		d.Labels = nil
		for i := range d.IDs {
			d.Labels = append(d.Labels, labels(i))
		}
		data, err := dataset.New(d)
		if err != nil {
			t.Fatal(err)
		}
		k.Show(data)
		k.wait("the plan", k.Settled)
		if err := k.Setup.Refused(); err == nil || !strings.Contains(err.Error(), words) || k.CanRun() {
			t.Errorf("%s: %v, can be run: %v", words, err, k.CanRun())
		}
		if err := k.Run(); err == nil || k.Comparison.Running() {
			t.Errorf("%s is run: %v", words, err)
		}
	}
}
