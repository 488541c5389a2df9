package table_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// readsExample is a test for the reader of CONTRIBUTING.md.
const readsExample = `package table

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestContributed(t *testing.T) {
	text := "% weather\n@relation w\n@attribute 'the temperature' numeric\n@attribute sky {clear,grey}\n\n@data\n1.5,clear\n?,grey\n3\n"
	tables, err := Open(t.Context(), fstest.MapFS{"w.arff": {Data: []byte(text)}}, "w.arff", Request{})
	if err != nil || len(tables) != 1 || !Is("w.arff") {
		t.Fatal(tables, err)
	}
	w := tables[0]
	if d := cmp.Diff([][]string{{"1.5", "?"}, {"clear", "grey"}}, w.cells.texts([]int{0, 1})); d != "" || !cmp.Equal(w.Names, []string{"the temperature", "sky"}) {
		t.Error(w.Names, d)
	}
	if len(w.Problems) != 1 {
		t.Error(w.Problems)
	}
}
`

// TestContributingExample adds the reader of CONTRIBUTING.md to this package,
// without touching the source, and reads a file with it.
func TestContributingExample(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the package once more")
	}
	text, err := os.ReadFile("../../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "`dataset/format/table/arff.go`")
	_, rest, opened := strings.Cut(rest, "\n```go\n")
	code, _, closed := strings.Cut(rest, "```\n")
	if !found || !opened || !closed {
		t.Fatal("CONTRIBUTING.md shows no dataset/format/table/arff.go")
	}
	list, err := os.ReadFile("openers.go")
	if err != nil {
		t.Fatal(err)
	}
	named := strings.Replace(string(list), "jsonOpener}", "jsonOpener, arffOpener}", 1)
	dir, replace := t.TempDir(), map[string]string{}
	for name, content := range map[string]string{"arff.go": code, "openers.go": named, "arff_test.go": readsExample} {
		source := filepath.Join(dir, name)
		here, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		replace[here] = source
		if err := os.WriteFile(source, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "test", "-v", "-run", "TestContributed", "-overlay", filepath.Join(dir, "overlay.json"), ".")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestContributed") {
		t.Errorf("the example of CONTRIBUTING.md: %v\n%s", err, out)
	}
}
