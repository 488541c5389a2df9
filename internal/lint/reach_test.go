package lint

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBreachesShowTheWay(t *testing.T) {
	graph := Graph{
		"lacuna":           {"lacuna/ui", "lacuna/charts", "fyne.io/fyne/v2/app"},
		"lacuna/ui":        {"fyne.io/fyne/v2", "lacuna/ui/vm"},
		"lacuna/ui/vm":     {"third.party/skin"},
		"lacuna/charts":    {"third.party/plot", "lacuna/ui"},
		"third.party/plot": {"third.party/skin"},
		"third.party/skin": {"fyne.io/fyne/v2"},
		"fyne.io/fyne/v2":  nil,
	}
	walls := []Wall{{Target: "fyne.io/", Free: []string{".", "ui", "!ui/vm"}, Why: "w"}}
	want := []Finding{
		{"charts", "reaches lacuna/ui → fyne.io/fyne/v2", "w"},
		{"ui/vm", "reaches third.party/skin → fyne.io/fyne/v2", "w"},
	}
	if diff := cmp.Diff(want, graph.Breaches(walls)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBrokenListIsAnError(t *testing.T) {
	if g, err := decodeGraph(strings.NewReader(`{"ImportPath":"a"} {`)); err == nil {
		t.Errorf("got %v, want an error", g)
	}
	if _, err := Imports(t.TempDir(), "", false); err == nil {
		t.Error("a folder outside any module has no graph, want an error")
	}
}
