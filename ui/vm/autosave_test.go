package vm

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"lacuna/dataset"
	"lacuna/project"
)

// saved returns a desk with a saved project.
func saved(t *testing.T) (*desk, string) {
	t.Helper()
	k := compared(t)
	file := filepath.Join(t.TempDir(), "study.lacuna")
	if err := k.save(file); err != nil {
		t.Fatal(err)
	}
	return k, file
}

// kept says whether everything that was to be written is written.
func (k *desk) kept() bool { return !k.Document.autosaving && !k.Document.Writing() }

// reopen reads the project as the next window does.
func (k *desk) reopen(file string) *Loaded {
	k.t.Helper()
	doc, err := k.around.Read(context.Background(), dataset.Import{}, file)
	if err != nil {
		k.t.Fatal(err)
	}
	return doc
}

func TestChangesSurviveACrash(t *testing.T) {
	k, file := saved(t)
	k.Setup.SetSeeds(7)
	k.wait("the autosave", k.kept)
	doc := k.reopen(file)
	if !doc.Unsaved() || doc.Project.Specs[len(doc.Project.Specs)-1].Seeds == 7 {
		t.Fatalf("unsaved %v; the file itself is to stay as it was saved", doc.Unsaved())
	}
	back, err := k.around.Recover(context.Background(), doc)
	if err != nil {
		t.Fatal(err)
	}
	again := newDesk(t)
	again.stores = k.stores
	again.Adopt(back)
	if again.Setup.Spec().Seeds != 7 || !again.Document.Dirty() || len(again.Comparison.Study().Runs) != len(k.Comparison.Study().Runs) {
		t.Errorf("recovered: %d seeds, dirty %v, %d runs", again.Setup.Spec().Seeds, again.Document.Dirty(), len(again.Comparison.Study().Runs))
	}
	if err := again.save(file); err != nil {
		t.Fatal(err)
	}
	if doc := again.reopen(file); doc.Unsaved() || doc.Project.Specs[len(doc.Project.Specs)-1].Seeds != 7 {
		t.Errorf("after saving: unsaved %v, %+v", doc.Unsaved(), doc.Project.Specs)
	}
}

// Layout alone, changed or taken back, asks for nothing when a study is left; it is
// saved with the next change that does.
func TestLayoutAloneAsksForNothing(t *testing.T) {
	k, file := saved(t)
	layout := k.Display.Layout()
	layout.Splitters = map[string]float64{"left": 0.3}
	k.Display.SetLayout(layout)
	k.wait("the autosave", k.kept)
	if k.Document.Dirty() || k.reopen(file).Unsaved() {
		t.Error("a moved splitter is a change of the study")
	}
	if k.Undo(); k.Display.Layout().Splitters != nil || k.Document.Dirty() {
		t.Errorf("taken back: %v, changed %v", k.Display.Layout().Splitters, k.Document.Dirty())
	}
	k.Redo()
	k.Setup.SetSeeds(7)
	if err := k.save(file); err != nil {
		t.Fatal(err)
	}
	if got := k.reopen(file).Project.Window.Splitters["left"]; got != 0.3 {
		t.Errorf("the splitter is saved at %v", got)
	}
}

func TestUnsavedChangesAreDroppedWhenAsked(t *testing.T) {
	k, file := saved(t)
	k.Setup.SetSeeds(7)
	k.wait("the autosave", k.kept)
	k.Document.Forget()
	if k.Document.Close(); k.reopen(file).Unsaved() {
		t.Error("closing without saving leaves an autosave")
	}
	k.Setup.SetSeeds(8)
	k.Show(k.data) // another dataset at once, before the autosave is due
	k.wait("the autosave", k.kept)
	doc := k.reopen(file)
	if !doc.Unsaved() {
		t.Fatal("opening something else loses what was not saved")
	}
	if err := doc.DiscardUnsaved(); err != nil || k.reopen(file).Unsaved() {
		t.Errorf("discarded: %v", err)
	}
}

func TestBrokenAutosavesAreSaid(t *testing.T) {
	k, file := saved(t)
	if err := os.WriteFile(project.AutosaveFile(file), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := k.around.Read(context.Background(), dataset.Import{}, file); err == nil {
		t.Error("a broken autosave is passed over in silence")
	}
}

func TestAComparisonHoldsItsProject(t *testing.T) {
	k, file := saved(t)
	held := 0
	k.around.Lock = func(name string) (func() error, error) {
		if name != file || held > 0 {
			return nil, errors.New("in use")
		}
		held++
		return func() error { held--; return nil }, nil
	}
	k.Setup.SetSeeds(3)
	for range 2 { // the second begins while the first, stopped, may still be ending
		if err := k.Run(); err != nil || held != 1 {
			t.Fatalf("%v, held %d times", err, held)
		}
		k.Comparison.Stop()
	}
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the end of the comparison", func() bool { return k.Settled() && held == 0 })
	held = 1 // another program
	if err := k.Run(); err == nil || k.Comparison.Running() {
		t.Error("a project that another program holds is run")
	}
}
