package vm

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

func TestSavedProjectsComeBack(t *testing.T) {
	k := compared(t)
	k.Selection.SelectPattern("101")
	k.wait("the scores", k.Settled)
	file := ProjectFile(filepath.Join(t.TempDir(), "study"))
	if !k.Document.Dirty() {
		t.Error("a comparison leaves nothing to save")
	}
	if err := k.save(file); err != nil {
		t.Fatal(err)
	}
	if k.Document.Dirty() || k.Document.File() != file {
		t.Errorf("dirty %v, file %s", k.Document.Dirty(), k.Document.File())
	}
	doc, err := k.around.Read(context.Background(), dataset.Import{}, file)
	if err != nil {
		t.Fatal(err)
	}
	again := newDesk(t)
	again.stores = k.stores
	again.Adopt(doc)
	again.wait("the scores", again.Settled)
	if d := cmp.Diff(k.Comparison.Study().Runs, again.Comparison.Study().Runs); d != "" {
		t.Error("runs differ: " + d)
	}
	if d := cmp.Diff(k.Setup.Spec(), again.Setup.Spec()); d != "" {
		t.Error("the comparison differs: " + d)
	}
	if d := cmp.Diff(k.Selection.Selected(), again.Selection.Selected()); d != "" {
		t.Error("the selection differs: " + d)
	}
	if d := cmp.Diff(k.Display.Hidden(), again.Display.Hidden()); d != "" {
		t.Error("the visible methods differ: " + d)
	}
	if k.Comparison.Verdict() != again.Comparison.Verdict() {
		t.Errorf("verdicts %q and %q", k.Comparison.Verdict(), again.Comparison.Verdict())
	}
}

func TestResultsOfAnEarlierSetupAreShown(t *testing.T) {
	k := compared(t)
	k.Setup.SetSeeds(9)
	file := filepath.Join(t.TempDir(), "study.lacuna")
	if err := k.save(file); err != nil {
		t.Fatal(err)
	}
	doc, err := k.around.Read(context.Background(), dataset.Import{}, file)
	if err != nil {
		t.Fatal(err)
	}
	again := newDesk(t)
	again.stores = k.stores
	again.Adopt(doc)
	if again.Setup.Spec().Seeds != 9 || len(again.Comparison.Study().Runs) != 6 {
		t.Errorf("%d seeds set up, %d runs shown; want 9 and 6", again.Setup.Spec().Seeds, len(again.Comparison.Study().Runs))
	}
}

func TestChangedDataIsSaid(t *testing.T) {
	k := compared(t)
	file := filepath.Join(t.TempDir(), "study.lacuna")
	if err := k.save(file); err != nil {
		t.Fatal(err)
	}
	other := *k.data
	other.IDs = append([]string(nil), other.IDs...)
	other.IDs[0] = "another"
	changed, err := dataset.New(other)
	if err != nil {
		t.Fatal(err)
	}
	k.data = changed
	doc, err := k.around.Read(context.Background(), dataset.Import{}, file)
	if err != nil || doc.Changed == nil {
		t.Errorf("changed data: %v, %v", doc, err)
	}
}

func TestBrokenProjectsAreErrors(t *testing.T) {
	k := newDesk(t)
	file := filepath.Join(t.TempDir(), "broken.lacuna")
	if err := os.WriteFile(file, []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, file + ".lacuna"} {
		if _, err := k.around.Read(context.Background(), dataset.Import{}, path); err == nil {
			t.Errorf("%s can be read", path)
		}
	}
}
