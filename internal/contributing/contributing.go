// Package contributing tries the examples of CONTRIBUTING.md: each is added to
// its package, without touching the source, and tested there.
package contributing

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Try adds the file that CONTRIBUTING.md of the root folder shows under a path to
// the package of this test, and others beside it or in the place of its own, and
// runs one test of the package. It builds the package once more, and is left out
// of short tests.
func Try(t *testing.T, root, path string, others map[string]string, test string) {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the package once more")
	}
	dir, replace := t.TempDir(), map[string]string{}
	add := func(name, content string) {
		here, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		replace[here] = filepath.Join(dir, name)
		write(t, replace[here], []byte(content))
	}
	add(filepath.Base(path), shown(t, root, path))
	for name, content := range others {
		add(name, content)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(dir, "overlay.json")
	write(t, list, overlay)
	out, err := exec.CommandContext(t.Context(), "go", "test", "-vet=off", "-v", "-run", "^"+strings.ReplaceAll(test, "/", "$/^")+"$", "-overlay", list, ".").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+test) {
		t.Errorf("the example of CONTRIBUTING.md: %v\n%s", err, out)
	}
}

// shown returns the first code block behind the path.
func shown(t *testing.T, root, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "`"+path+"`")
	_, rest, opened := strings.Cut(rest, "\n```go\n")
	code, _, closed := strings.Cut(rest, "```\n")
	if !found || !opened || !closed {
		t.Fatalf("CONTRIBUTING.md shows no %s", path)
	}
	return code
}

func write(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
