package vm

import (
	"maps"
	"strings"
	"testing"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/experiment/result"
)

// curved is a desk with two runs each of two methods that learn in epochs.
func curved(t *testing.T) *desk {
	t.Helper()
	k := newDesk(t)
	k.Show(k.data)
	if err := k.save(t.TempDir() + "/study.lacuna"); err != nil {
		t.Fatal(err)
	}
	study := result.Study{Dataset: "small", Modalities: k.data.Names(), Methods: []string{"a", "b"}}
	for seed := range 2 {
		for _, m := range study.Methods {
			run := result.Run{Job: m + string(rune('0'+seed)), Method: m, Split: "holdout", Seed: seed, ChosenEpoch: map[string]int{m: 2}}
			for e := 1; e <= 3; e++ {
				run.Curves = append(run.Curves, result.Epoch{Phase: m, Epoch: e, TrainLoss: 1, ValidationLoss: float64(1 + seed + e)})
			}
			study.Runs = append(study.Runs, run)
		}
	}
	k.Comparison.study = study
	return k
}

// A click on a curve unfolds its method into runs, another one folds it; both are taken
// back, kept in the project and copied as a command.
func TestCurvesUnfold(t *testing.T) {
	k := curved(t)
	name, line := canvas.Region{Kind: canvas.CurveName, Key: "a"}, canvas.Region{Kind: canvas.CurveLine, Key: "a", Sub: "a1"}
	k.Scene.Press(name, false)
	if !k.Display.unfolds("a") || k.Display.unfolds("b") {
		t.Fatalf("a click on the name of a unfolds %v", k.Display.unfolded)
	}
	if got := k.Scene.Hint(line); got != "a, seed 1, holdout: validation loss 4.000 at epoch 2, which was used. Click: the mean of the runs of a. Shift-click two methods: their difference." {
		t.Errorf("the hint is %q", got)
	}
	if got := k.Scene.Quote(line); !strings.HasPrefix(got, "a, seed 1, holdout: validation loss 4.000") || !strings.Contains(got, "dataset small") {
		t.Errorf("copied is %q", got)
	}
	k.Display.ChooseSmoothing("light smoothing")
	if got := k.ChartCommand(LearningPane); got != "lacuna chart "+k.Document.File()+" learning --runs-of a --smooth light -o learning.png" {
		t.Errorf("copied is %s", got)
	}
	other := curved(t)
	other.Display.restore(k.Display.saved(k.Comparison.Study()), k.Comparison.Study())
	if d := other.Display; !maps.Equal(d.unfolded, k.Display.unfolded) || d.SmoothingTitle() != "light smoothing" {
		t.Errorf("restored %v, %s", d.unfolded, d.SmoothingTitle())
	}
	k.Undo()
	k.Undo()
	if k.Display.unfolds("a") || k.Display.smoothing != charts.NotSmoothed {
		t.Error("it is not taken back")
	}
	k.Redo()
	k.Scene.Press(line, false)
	if k.Display.unfolds("a") {
		t.Error("another click does not fold")
	}
}

// Where every run is shown, a click folds one method and leaves the others.
func TestOneMethodIsFolded(t *testing.T) {
	k := curved(t)
	k.Display.SetView(LearningPane, "every run")
	k.Scene.Press(canvas.Region{Kind: canvas.CurveName, Key: "a"}, false)
	if k.Display.unfolds("a") || !k.Display.unfolds("b") || k.Display.View(LearningPane).Name != "curves" {
		t.Errorf("unfolded are %v in %s", k.Display.unfolded, k.Display.View(LearningPane).Name)
	}
	k.Undo()
	if !k.Display.unfolds("a") || k.Display.View(LearningPane).Name != "every run" {
		t.Error("it is not taken back as one")
	}
	if s := k.Display.saved(k.Comparison.Study()); s.Tabs["learning"] != "every run" || len(s.Unfolded) != 0 {
		t.Errorf("saved as %v, %v", s.Tabs, s.Unfolded)
	}
}
