package project

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parquet-go/parquet-go"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/result"
)

func TestStoreRoundTrip(t *testing.T) {
	store := NewStore(filepath.Join(t.TempDir(), "study.runs"))
	j, want := finished("abc")
	if store.Has("abc") {
		t.Error("an empty store has a run")
	}
	if err := store.Save(j, want); err != nil {
		t.Fatal(err)
	}
	got, err := store.Load("abc")
	if err != nil || !store.Has("abc") {
		t.Fatalf("has %v, load %v", store.Has("abc"), err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
	wantFiles := []string{"abc", "abc/DONE", "abc/events.jsonl", "abc/job.json", "abc/metrics.json", "abc/predictions.parquet", "abc/sweep.parquet"}
	if diff := cmp.Diff(wantFiles, listing(t, store.folder)); diff != "" {
		t.Error(diff)
	}
	metrics, err := os.ReadFile(filepath.Join(store.Folder("abc"), metricsFile))
	if err != nil || !strings.Contains(string(metrics), `"accuracy": 0.5`) || !strings.Contains(string(metrics), `"n_test": 2`) {
		t.Errorf("%s, %v: want the accuracy of the run", metrics, err)
	}
}

// The same run makes the same bytes, so that folders can be compared.
func TestStoreBytes(t *testing.T) {
	j, run := finished("abc")
	a, err := encodeRun(j, run)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := encodeRun(j, run)
	if diff := cmp.Diff(a, b); diff != "" {
		t.Error(diff)
	}
}

// A baseline has no curves and no attention, and perhaps no test record.
func TestStoreBareRun(t *testing.T) {
	store := NewStore(t.TempDir())
	j, want := finished("bare")
	want.Curves, want.Rows, want.ChosenEpoch, want.Warnings = nil, nil, nil, nil
	if err := store.Save(j, want); err != nil {
		t.Fatal(err)
	}
	got, err := store.Load("bare")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

// Whatever happens to a file of a run folder, the run is not loaded. Has looks
// at sizes only. Saving the run again repairs the folder.
func TestDamagedRuns(t *testing.T) {
	damage := map[string]func(path string) error{
		"gone":  os.Remove,
		"empty": func(path string) error { return os.Truncate(path, 0) },
		"changed": func(path string) error {
			data, err := os.ReadFile(path)
			if err == nil && len(data) > 0 {
				data[len(data)/2] ^= 1
			}
			return errors.Join(err, os.WriteFile(path, data, 0o644))
		},
		"other": func(path string) error { return os.WriteFile(path, []byte("{}"), 0o644) },
	}
	store := NewStore(t.TempDir())
	j, run := finished("abc")
	for _, file := range []string{doneFile, jobFile, metricsFile, predictionsFile, eventsFile} {
		for how, apply := range damage {
			if err := store.Save(j, run); err != nil {
				t.Fatal(err)
			}
			if err := apply(filepath.Join(store.Folder("abc"), file)); err != nil {
				t.Fatal(err)
			}
			if _, err := store.Load("abc"); err == nil || !strings.Contains(err.Error(), "abc") {
				t.Errorf("%s %s: loaded all the same (%v)", file, how, err)
			}
			if how != "changed" && store.Has("abc") {
				t.Errorf("%s %s: counts as finished", file, how)
			}
		}
	}
}

// A run whose content has gone bad while its sizes are right is replaced when
// it is saved again.
func TestSavingRepairs(t *testing.T) {
	store := NewStore(t.TempDir())
	j, want := finished("abc")
	if err := store.Save(j, want); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(store.Folder("abc"), predictionsFile)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[0] ^= 1
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := store.Save(j, want); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Load("abc"); err != nil {
		t.Errorf("still damaged: %v", err)
	}
}

// DONE cannot make the store read or check files elsewhere.
func TestDoneStaysInItsFolder(t *testing.T) {
	store := NewStore(t.TempDir())
	j, run := finished("abc")
	if err := store.Save(j, run); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(store.Folder("abc"), doneFile)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	spoilt := strings.Replace(string(text), `"files": {`, `"files": {"../../secret": {"size": 1, "sha256": "x"},`, 1)
	if err := os.WriteFile(path, []byte(spoilt), 0o644); err != nil {
		t.Fatal(err)
	}
	if store.Has("abc") {
		t.Error("a DONE that names files elsewhere is accepted")
	}
}

// Whatever operation fails, the run is there whole or not at all, and saving
// it again works.
func TestStoreSurvivesFaults(t *testing.T) {
	root := t.TempDir()
	j, want := finished("abc")
	good := NewStore(root)
	work := func(files fileSystem) error {
		if err := os.RemoveAll(good.Folder("abc")); err != nil {
			t.Fatal(err)
		}
		return (&Store{folder: root, files: files}).Save(j, want)
	}
	everyFault(t, work, func(at int, err error) {
		if err == nil && !good.Has("abc") {
			t.Errorf("fault %d: no error and no run", at)
		}
		if err != nil && !errors.Is(err, errFault) {
			t.Errorf("fault %d: the reason is lost: %v", at, err)
		}
		if !good.Has("abc") {
			return
		}
		if got, err := good.Load("abc"); err != nil || !cmp.Equal(want, got, cmpopts.EquateNaNs()) {
			t.Errorf("fault %d: a run that is not what was saved: %v", at, err)
		}
	})
	if err := good.Save(j, want); err != nil {
		t.Fatal(err)
	}
}

// Several programs, or goroutines, that finish the same job agree.
func TestStoreAtOnce(t *testing.T) {
	store := NewStore(t.TempDir())
	j, want := finished("abc")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if err := store.Save(j, want); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if _, err := store.Load("abc"); err != nil {
		t.Error(err)
	}
	if got := listing(t, store.folder); len(got) != 7 {
		t.Errorf("the folder holds %v", got)
	}
}

// A study on disk holds the finished runs in the order of the plan.
func TestStudy(t *testing.T) {
	numbers := dataset.NewMatrix(20, 1)
	d := dataset.Dataset{Name: "tiny", Classes: []string{"a", "b"}}
	for i := range 20 {
		d.IDs = append(d.IDs, fmt.Sprint("p", i))
		d.Labels = append(d.Labels, i%2)
		numbers.Set(i, 0, float64(i%2))
	}
	d.Blocks = []dataset.Block{{Modality: dataset.Modality{Name: "x", Kind: dataset.Table, Columns: []string{"c"}}, Numbers: numbers, Causes: make([]dataset.Cause, 20)}}
	data, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	store := NewStore(t.TempDir())
	spec := experiment.Spec{Methods: []experiment.Method{{Name: "pattern"}}, Seeds: 2}
	want, err := experiment.Runner{Store: store}.Run(context.Background(), data, spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	spec.Seeds = 3
	got, missing, err := Study(data, spec, store, nil)
	if err != nil || len(missing) != 2 || missing[0].Seed != 2 {
		t.Fatalf("%d jobs missing, %v; want those of the third seed", len(missing), err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, _, err := Study(data, experiment.Spec{}, store, nil); err == nil {
		t.Error("a comparison without methods is accepted")
	}
}

// Predictions of before there was an uncertainty are read as ever.
func TestRowsOfEarlierVersions(t *testing.T) {
	type earlier struct {
		ID            string    `parquet:"id"`
		Record        int64     `parquet:"record"`
		Label         int64     `parquet:"label"`
		Series        string    `parquet:"series,dict"`
		Pattern       string    `parquet:"pattern,dict"`
		Natural       string    `parquet:"natural,dict"`
		Probabilities []float64 `parquet:"probabilities,list"`
		Attention     []float64 `parquet:"attention,list"`
	}
	var file bytes.Buffer
	if err := parquet.Write(&file, []earlier{{"p1", 4, 1, "observed", "01", "11", []float64{0.25, 0.75}, []float64{0, 1}}}); err != nil {
		t.Fatal(err)
	}
	got, err := decodeRows(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	want := []result.Row{{ID: "p1", Record: 4, Label: 1, Series: result.Observed, Pattern: "01", Natural: "11", Probabilities: []float64{0.25, 0.75}, Attention: []float64{0, 1}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
