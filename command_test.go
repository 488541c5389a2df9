//go:build !headless

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/cli"
	"lacuna/ui/vm"
)

// tables writes two tables with gaps, and a label that only the decisions find.
func tables(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "data")
	files := map[string]*strings.Builder{"a.csv": {}, "b.csv": {}, "labels.csv": {}}
	for name, head := range map[string]string{"a.csv": "id,x,y", "b.csv": "id,u,v", "labels.csv": "id,kind,site"} {
		fmt.Fprintln(files[name], head)
	}
	for i := range 30 {
		fmt.Fprintf(files["a.csv"], "p%02d,%.2f,%.2f\n", i, float64(i*37%30)/7, float64(i*i%53)/5)
		if i%4 > 0 {
			fmt.Fprintf(files["b.csv"], "p%02d,%d,%.2f\n", i, []int{i % 7, -9}[i%5/4], float64(i*37%30)/6)
		}
		fmt.Fprintf(files["labels.csv"], "p%02d,%s,%s\n", i, []string{"ill", "well"}[i*37%30/15], []string{"north", "south"}[i%2])
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// commanded runs a copied command and returns what it prints.
func commanded(t *testing.T, command string, more ...string) []byte {
	t.Helper()
	words := append(strings.Fields(command), more...)
	var out, told bytes.Buffer
	if code := cli.Main(context.Background(), words[1:], cli.Surroundings{Out: &out, Err: &told, Now: time.Now}); code != 0 {
		t.Fatalf("%s: exit %d: %s", command, code, told.String())
	}
	return out.Bytes()
}

// TestCopiedCommands: what is copied in the window gives the same data, scores and
// files on the command line.
func TestCopiedCommands(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	folder := tables(t)
	d, err := openData(context.Background(), []string{folder}, dataset.Import{Label: "kind", Missing: []string{"-9"}, Drop: []string{"site"}})
	if err != nil {
		t.Fatal(err)
	}
	queue := make(chan func(), 1000)
	around := surroundings()
	around.Do, around.Workers = func(f func()) { queue <- f }, 2
	w := vm.New(&around)
	w.Show(d, folder)
	wait := func(done func() bool) {
		for !done() {
			(<-queue)()
		}
	}
	var read struct{ SHA256 string }
	if err := json.Unmarshal(commanded(t, w.Document.ReadCommand(), "--json"), &read); err != nil || read.SHA256 != d.Hash() {
		t.Errorf("%s reads %s, not %s: %v", w.Document.ReadCommand(), read.SHA256, d.Hash(), err)
	}
	if err := w.Filling.SetField(1, "k", "3"); err != nil {
		t.Fatal(err)
	}
	for _, hide := range []vm.Hide{vm.HideNumbers, vm.HideModalities} {
		w.Filling.SetHiding(hide, 0.2, map[vm.Hide]string{vm.HideModalities: "b"}[hide], 1)
		if err := w.Filling.Score(); err != nil {
			t.Fatal(err)
		}
		wait(func() bool { return !w.Filling.Running() })
		trials, _ := w.Filling.Trials()
		sameScores(t, trials, commanded(t, w.ScoreCommand(), "--json"))
		sameShifts(t, w, wait)
	}
	sameFiles(t, w, wait)
}

func sameScores(t *testing.T, trials []experiment.ImputationTrial, printed []byte) {
	t.Helper()
	var again struct {
		Trials []struct {
			Method string
			All    struct{ NRMSE float64 }
		}
	}
	if err := json.Unmarshal(printed, &again); err != nil || len(again.Trials) != len(trials) || len(trials) == 0 {
		t.Fatalf("%d trials in the window, %d by command: %v", len(trials), len(again.Trials), err)
	}
	for i, one := range again.Trials {
		if one.Method != trials[i].Method || one.All.NRMSE != trials[i].Scores.All.NRMSE {
			t.Errorf("trial %d: %s %v in the window, %s %v by command", i, trials[i].Method, trials[i].Scores.All.NRMSE, one.Method, one.All.NRMSE)
		}
	}
}

// sameShifts moves what an imputer fills in, in both ways.
func sameShifts(t *testing.T, w *vm.Workbench, wait func(func() bool)) {
	t.Helper()
	if err := w.Filling.SetDeltas("-0.5 1"); err != nil {
		t.Fatal(err)
	}
	if err := w.Filling.Shift(1); err != nil {
		t.Fatal(err)
	}
	wait(func() bool { return !w.Filling.Running() })
	rows, said, _ := w.Filling.Shifted()
	var again struct {
		Shifts []struct {
			Error    *float64   `json:"mean_error"`
			Interval [2]float64 `json:"ci95_mean_error"`
		}
	}
	if err := json.Unmarshal(commanded(t, w.ShiftCommand(1), "--json"), &again); err != nil || len(again.Shifts) != 3 || len(rows) != 3 || said == "" {
		t.Fatalf("%d shifts in the window (%q), %d by command: %v", len(rows), said, len(again.Shifts), err)
	}
	for k, s := range again.Shifts {
		if want := fmt.Sprintf("%.3f [%.3f, %.3f]", *s.Error, s.Interval[0], s.Interval[1]); strings.ReplaceAll(rows[k].Error, "−", "-") != want {
			t.Errorf("shift %s: %s in the window, %s by command", rows[k].Shift, rows[k].Error, want)
		}
	}
}

// sameFiles fills the data by an imputer in both ways.
func sameFiles(t *testing.T, w *vm.Workbench, wait func(func() bool)) {
	t.Helper()
	here, there := filepath.Join(t.TempDir(), "here"), filepath.Join(t.TempDir(), "there")
	if err := w.Filling.Write(1, here, func([]string) {}); err != nil {
		t.Fatal(err)
	}
	wait(func() bool { return !w.Filling.Running() })
	commanded(t, w.WriteCommand(1, there))
	for _, name := range []string{"a.csv", "b.csv", "labels.csv"} {
		one, err1 := os.ReadFile(filepath.Join(here, name))
		two, err2 := os.ReadFile(filepath.Join(there, name))
		if err1 != nil || err2 != nil || !bytes.Equal(one, two) {
			t.Errorf("%s differs: %v, %v\n%.300s\n%.300s", name, err1, err2, one, two)
		}
	}
}
