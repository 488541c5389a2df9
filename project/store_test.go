package project

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parquet-go/parquet-go"

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
	wantFiles := []string{"abc", "abc/DONE", "abc/events.jsonl", "abc/imputations.parquet", "abc/job.json", "abc/metrics.json", "abc/predictions.parquet", "abc/sweep.parquet"}
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
			if half := file == doneFile && how == "gone"; store.Damaged("abc") == half || store.Damaged("other") {
				t.Errorf("%s %s: damaged: %v; what is not there: %v", file, how, store.Damaged("abc"), store.Damaged("other"))
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
	if got := listing(t, store.folder); len(got) != 8 {
		t.Errorf("the folder holds %v", got)
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

// A finished run that another program is reading never goes away, not even while
// its model is put beside it: whatever fails, the run can be loaded.
func TestFinishedRunsNeverGo(t *testing.T) {
	root := t.TempDir()
	j, want := finished("abc")
	good := NewStore(root)
	everyFault(t, func(files fileSystem) error {
		if err := os.RemoveAll(good.Folder("abc")); err != nil {
			t.Fatal(err)
		}
		if err := good.Save(j, want); err != nil {
			t.Fatal(err)
		}
		return (&Store{folder: root, files: watched{files, func() {
			if _, err := good.Load("abc"); err != nil {
				t.Errorf("while its model is saved: %v", err)
			}
		}}}).SaveModel(j, want, []byte("weights"))
	}, func(at int, err error) {
		if _, loading := good.Load("abc"); loading != nil {
			t.Errorf("fault %d (%v): %v", at, err, loading)
		}
	})
}

// watched looks after every operation that moves or removes.
type watched struct {
	fileSystem
	look func()
}

func (w watched) RemoveAll(name string) error {
	defer w.look()
	return w.fileSystem.RemoveAll(name)
}

func (w watched) Rename(from, to string) error {
	defer w.look()
	return w.fileSystem.Rename(from, to)
}

func (w watched) Replace(from, to string) error {
	defer w.look()
	return w.fileSystem.Replace(from, to)
}

func TestTidy(t *testing.T) {
	root := t.TempDir()
	here, other := hostName(), "elsewhere_"+hostName()
	gone := []string{"1842773301", fmt.Sprintf("%d-%s-1", os.Getpid(), here), fmt.Sprintf("4194305-%s-2", here)} // no system gives that number
	stays := []string{fmt.Sprintf("4194305-%s-3", other), fmt.Sprintf("%d-%s-4", os.Getppid(), here)}
	for _, name := range slices.Concat(gone, stays) {
		if err := os.MkdirAll(filepath.Join(root, halfPrefix+name, "deep"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	store := NewStore(root)
	j, run := finished("abc")
	if err := store.Save(j, run); err != nil {
		t.Fatal(err)
	}
	store.Tidy()
	for _, name := range gone {
		if _, err := os.Stat(filepath.Join(root, halfPrefix+name)); err == nil {
			t.Errorf("%s was left behind by a program that is no more, and stays", name)
		}
	}
	for _, name := range stays {
		if _, err := os.Stat(filepath.Join(root, halfPrefix+name)); err != nil {
			t.Errorf("%s may be another program's work, and goes: %v", name, err)
		}
	}
	if !store.Has("abc") {
		t.Error("a finished run was tidied away")
	}
}

// TestOnlyPlainFilesAreRead: a link to a device in a run folder would fill the
// memory, and a pipe would wait for ever.
func TestOnlyPlainFilesAreRead(t *testing.T) {
	store := NewStore(filepath.Join(t.TempDir(), "s.runs"))
	j, run := finished("f00d")
	if err := store.Save(j, run); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{jobFile, doneFile} {
		file := filepath.Join(store.Folder(j.ID), name)
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(os.DevNull, file); err != nil {
			t.Skip("no links here:", err)
		}
		if _, err := store.Load(j.ID); !errors.Is(err, errNotPlain) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
