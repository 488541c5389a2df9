//go:build unix

package cli

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCapsule: a capsule holds the whole comparison. Without the data its project
// shows the same results and predictions, and with them its jobs come out again.
func TestCapsule(t *testing.T) {
	c := newCrash(t)
	c.must("mask", "data", "--mechanism", "mcar", "--rate", "0.2", "-o", "m.csv")
	c.must("compare", "data", "--method", "mean+logistic", "--mask", "m.csv", "--seeds", "2", "-o", "s.lacuna", "--keep-models")
	results, predictions := c.must("results", "s.lacuna"), c.predictions("s.lacuna")
	c.must("capsule", "s.lacuna", "-o", "c.zip")

	c.must("export-predictions", "s.lacuna", "--method", "mean+logistic", "-o", "p.parquet")
	if text, err := os.ReadFile(filepath.Join(c.dir, "p.parquet")); err != nil || !strings.HasPrefix(string(text), "PAR1") {
		t.Errorf("predictions as Parquet: %v", err)
	}

	z, err := zip.OpenReader(filepath.Join(c.dir, "c.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	away := c
	away.dir = t.TempDir()
	if err := os.CopyFS(away.dir, z); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("s", "s.lacuna")
	if got := away.must("results", file); got != results {
		t.Errorf("other results:\n%s\nwant\n%s", got, results)
	}
	if got := away.predictions(file); got != predictions {
		t.Error("other predictions")
	}
	away.must("verify", file, "--stored")
	for name, want := range map[string]string{
		"predictions.csv": "p:yes", "splits.csv": "1,0,", "masks/seed0-fold0.csv": "masked", "mask.csv": "masked", "report.html": "mean+logistic", "predictions.parquet": "PAR1",
	} {
		text, err := os.ReadFile(filepath.Join(away.dir, "s", name))
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %q: %v", name, want, err)
		}
	}
	if models, _ := filepath.Glob(filepath.Join(away.dir, "s", "s.runs", "*", "*.safetensors")); len(models) > 0 {
		t.Errorf("models are in the capsule: %v", models)
	}
	away.must("run", file, "--data", filepath.Join(c.dir, "data"))
	if said := away.must("verify", file, "-k", "0"); !strings.Contains(said, "same") {
		t.Errorf("verify: %s", said)
	}
}
