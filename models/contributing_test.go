package models_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestContributingExample adds the model of CONTRIBUTING.md to this package,
// without touching the source, and holds it against the laws.
func TestContributingExample(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the package once more")
	}
	text, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "`models/sum.go`:\n\n```go\n")
	code, _, closed := strings.Cut(rest, "```\n")
	if !found || !closed {
		t.Fatal("CONTRIBUTING.md shows no models/sum.go")
	}
	dir := t.TempDir()
	source := filepath.Join(dir, "sum.go")
	here, err := filepath.Abs("sum.go")
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{here: source}})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{source: []byte(code), filepath.Join(dir, "overlay.json"): overlay} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "test", "-v", "-run", "TestLaws/sum", "-overlay", filepath.Join(dir, "overlay.json"), ".")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestLaws/sum") {
		t.Errorf("the example of CONTRIBUTING.md: %v\n%s", err, out)
	}
}
