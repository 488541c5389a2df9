package lint

import (
	"os"
	"testing"
)

// root is the tree that these tests stand in.
const root = "../.."

// TestHouse checks every rule on this source tree.
func TestHouse(t *testing.T) {
	tree, err := Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range Rules() {
		t.Run(rule.Name, func(t *testing.T) { report(t, rule.Check(tree)) })
	}
}

// TestReach checks what the builds can reach, by however many imports.
func TestReach(t *testing.T) {
	builds := []struct {
		name, tags string
		cgo        bool
		walls      []Wall
	}{
		{"window", "migrated_fynedo,no_emoji", true, Walls()},
		{"headless", "headless", false, HeadlessWalls()},
	}
	for _, b := range builds {
		t.Run(b.name, func(t *testing.T) {
			graph, err := Imports(root, b.tags, b.cgo)
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := graph[module+"/internal/lint"]; !ok {
				t.Fatalf("the graph of %d packages lacks this one", len(graph))
			}
			report(t, graph.Breaches(b.walls))
		})
	}
}

func report(t *testing.T, found []Finding) {
	t.Helper()
	for _, f := range found {
		t.Error(f)
	}
}
