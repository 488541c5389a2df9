package vm

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/project"
)

// TestEarlierVersionsAreToldOf opens a project whose jobs an earlier version of
// the methods has done, under ids that this one does not have.
func TestEarlierVersionsAreToldOf(t *testing.T) {
	k, file := saved(t)
	store := project.NewStore(project.RunsFolder(file))
	spec := *k.Comparison.ran
	outline := experiment.OutlineOf(k.data, k.Comparison.jobs)
	outline.Version--
	for i, j := range k.Comparison.jobs {
		run, err := k.Comparison.store.Load(j.ID)
		if err != nil {
			t.Fatal(err)
		}
		j.ID = strings.Repeat("0", len(j.ID)-1) + string(rune('a'+i%6))
		run.Job = j.ID
		if err := store.Save(j, run); err != nil {
			t.Fatal(err)
		}
		outline.Jobs[i].ID = j.ID
	}
	if err := store.SaveOutline(spec, outline); err != nil {
		t.Fatal(err)
	}
	next := newDesk(t)
	next.around.Store = func(string) (experiment.Store, error) { return store, nil }
	doc, err := next.around.Read(context.Background(), dataset.Import{}, file)
	if err != nil {
		t.Fatal(err)
	}
	next.Adopt(doc)
	if said := next.Comparison.Earlier(); !strings.Contains(said, "6 jobs of this project were done by version") || next.Scene.Ghost(StrataPane) != said {
		t.Errorf("%s: %q, and pane D says %q", filepath.Base(file), said, next.Scene.Ghost(StrataPane))
	}
	next.quick()
	if err := next.Run(); err != nil {
		t.Fatal(err)
	}
	next.wait("the end of the comparison", next.Settled)
	if next.Comparison.Earlier() != "" || len(next.Comparison.Study().Runs) == 0 {
		t.Errorf("after comparing again: %q", next.Comparison.Earlier())
	}
}
