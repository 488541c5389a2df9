package report

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func onePrediction(w io.Writer) error {
	_, err := io.WriteString(w, "id,p\n=1+1,0.5\n")
	return err
}

func TestPack(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "paper")
	for range 2 { // the second replaces the first
		if err := WritePack(t.Context(), folder, input(t), onePrediction); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{
		"report.html", "methods.md", "checklist.csv", "predictions.parquet", "tables/flow.csv", "tables/accuracy.tex", "figures/flow.svg",
	} {
		if about, err := os.Stat(filepath.Join(folder, name)); err != nil || about.Size() == 0 {
			t.Errorf("%s is not there: %v", name, err)
		}
	}
	text, err := os.ReadFile(filepath.Join(folder, "predictions.csv"))
	if want := "id,p\n'=1+1,0.5\n"; err != nil || string(text) != want {
		t.Errorf("predictions %q, want %q (%v)", text, want, err)
	}
	alone(t, folder)
}

// alone checks that nothing is left beside the folder.
func alone(t *testing.T, folder string) {
	t.Helper()
	list, err := os.ReadDir(filepath.Dir(folder))
	if err != nil || len(list) != 1 {
		t.Errorf("beside the folder: %v (%v)", list, err)
	}
}

func TestPackKeepsWhatSomebodyWrote(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "paper")
	if err := WritePack(t.Context(), folder, input(t), onePrediction); err != nil {
		t.Fatal(err)
	}
	edited := filepath.Join(folder, "methods.md")
	if err := os.WriteFile(edited, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := WritePack(t.Context(), folder, input(t), onePrediction); err == nil || !strings.Contains(err.Error(), "methods.md") {
		t.Errorf("an edited file was replaced: %v", err)
	}
	if text, _ := os.ReadFile(edited); string(text) != "mine" {
		t.Errorf("the file holds %q", text)
	}
	strange := t.TempDir()
	if err := os.WriteFile(filepath.Join(strange, "thesis.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := WritePack(t.Context(), strange, input(t), onePrediction); err == nil {
		t.Error("a folder of somebody's was replaced")
	}
}

// A pack that fails leaves nothing behind, and the earlier one as it was.
func TestPackWholeOrNotAtAll(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "paper")
	if err := WritePack(t.Context(), folder, input(t), onePrediction); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("no run")
	if err := WritePack(t.Context(), folder, input(t), func(io.Writer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	if _, err := os.Stat(filepath.Join(folder, manifest)); err != nil {
		t.Error(err)
	}
	alone(t, folder)
}
