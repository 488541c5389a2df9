package fitted_test

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/fitted"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/models"
)

// python is a Python with PyTorch: LACUNA_PYTHON, or that of the system.
func python(t *testing.T) string {
	t.Helper()
	for _, p := range []string{os.Getenv("LACUNA_PYTHON"), "/usr/bin/python3", "python3"} {
		if p != "" && exec.CommandContext(t.Context(), p, "-c", "import torch").Run() == nil {
			return p
		}
	}
	t.Skip("PyTorch is not installed; LACUNA_PYTHON can name a Python that has it")
	return ""
}

// tables leaves the words and dates away: numbers alone.
func tables(t *testing.T, n int) *dataset.Dataset {
	return change(t, people(t, n), func(b []dataset.Block) []dataset.Block {
		b[0].Modality.Columns, b[0].Modality.Fields = []string{"height", "job", "seen"}, nil
		return b
	})
}

// network fits a network to all records.
func network(t *testing.T, d *dataset.Dataset, name string) *fitted.Pipeline {
	t.Helper()
	features, err := feature.Fit(d.All(), feature.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := features.Apply(d.All())
	if err != nil {
		t.Fatal(err)
	}
	info, err := models.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	settings := map[string]string{"members": "2", "epochs": "3", "hidden": "16", "width": "8"}
	if name == "attention" {
		settings["layers"], settings["heads"] = "2", "4" // a file of a study holds all settings
	}
	model, err := info.Make(settings)
	if err != nil {
		t.Fatal(err)
	}
	if err := model.Fit(t.Context(), v, v.Select(nil), job.Env{Seed: rng.New(3)}); err != nil {
		t.Fatal(err)
	}
	return &fitted.Pipeline{Features: features, Known: [][]bool{{true, true, true}, {true, true}}, Classes: d.Classes,
		Model: &fitted.Model{Name: name, Settings: settings, Fitted: model}}
}

// records writes the records of a dataset as docs/load_model.py reads them.
func records(d *dataset.Dataset) []map[string][]*float64 {
	out := make([]map[string][]*float64, d.Records())
	for i := range out {
		out[i] = map[string][]*float64{}
		for _, b := range d.Blocks {
			for _, x := range b.Row(i) {
				var cell *float64
				if !math.IsNaN(x) {
					cell = &x
				}
				out[i][b.Modality.Name] = append(out[i][b.Modality.Name], cell)
			}
		}
	}
	return out
}

// TestPyTorchAgrees lets the loader under docs/ predict what a network says of
// records with gaps and without a modality.
func TestPyTorchAgrees(t *testing.T) {
	command := python(t)
	d := tables(t, 40)
	for _, name := range []string{"attention", "token", "bypass"} {
		p := network(t, d, name)
		folder := t.TempDir()
		model, in := filepath.Join(folder, "m.safetensors"), filepath.Join(folder, "records.json")
		text, err := json.Marshal(records(d))
		if err != nil {
			t.Fatal(err)
		}
		for file, data := range map[string][]byte{model: file(t, p), in: text} {
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.CommandContext(t.Context(), command, filepath.Join("..", "..", "docs", "load_model.py"), model, in)
		var complaints bytes.Buffer
		cmd.Stderr = &complaints
		answer, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, &complaints)
		}
		var got [][]float64
		if err := json.Unmarshal(answer, &got); err != nil {
			t.Fatal(err)
		}
		want, far := ask(t, p, d), 0.0
		for k, x := range want {
			far = max(far, math.Abs(x-got[k/2][k%2]))
		}
		if !(far <= 1e-5) {
			t.Errorf("%s: PyTorch says other things, by up to %g", name, far)
		}
		t.Logf("%s: at most %.2g apart", name, far)
	}
}

// TestLoaderIsShort: people should be able to read it in one go.
func TestLoaderIsShort(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "load_model.py"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "\n"); n > 60 {
		t.Errorf("the loader has %d lines", n)
	}
}
