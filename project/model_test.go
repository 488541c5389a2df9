package project

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestModelBesideItsRun(t *testing.T) {
	store := NewStore(t.TempDir())
	j, run := finished("abc")
	if _, err := store.Model("abc"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the model of no run: %v", err)
	}
	if err := store.Save(j, run); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Model("abc"); store.HasModel("abc") || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a run without a model has one: %v", err)
	}
	// It takes the place of the run without, and is not lost to one without.
	for _, model := range [][]byte{[]byte("weights"), nil} {
		if err := store.SaveModel(j, run, model); err != nil {
			t.Fatal(err)
		}
		got, err := store.Model("abc")
		if err != nil || string(got) != "weights" || !store.HasModel("abc") {
			t.Fatalf("%q, %v", got, err)
		}
		if _, err := store.Load("abc"); err != nil {
			t.Error(err)
		}
	}
}

func TestDamagedModel(t *testing.T) {
	store := NewStore(t.TempDir())
	j, run := finished("abc")
	if err := store.SaveModel(j, run, []byte("weights")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(store.Folder("abc"), modelFile)
	if err := os.WriteFile(path, []byte("WEIGHTS"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Model("abc"); err == nil {
		t.Error("a changed model is read")
	}
	if _, err := store.Load("abc"); err != nil {
		t.Errorf("the run is whole, but: %v", err)
	}
	if err := store.SaveModel(j, run, []byte("weights")); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Model("abc"); err != nil {
		t.Errorf("still damaged: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if store.HasModel("abc") || !store.Has("abc") {
		t.Error("a run whose model was deleted has it, or is no run any more")
	}
}

// A fault at any operation leaves a whole run with its model, or none.
func TestModelSurvivesFaults(t *testing.T) {
	j, run := finished("abc")
	var folder string
	everyFault(t, func(files fileSystem) error {
		folder = t.TempDir()
		if err := NewStore(folder).Save(j, run); err != nil {
			t.Fatal(err)
		}
		return (&Store{folder: folder, files: files}).SaveModel(j, run, []byte("weights"))
	}, func(at int, err error) {
		store := NewStore(folder)
		if _, broken := store.Model("abc"); store.HasModel("abc") && broken != nil {
			t.Errorf("fault %d: half a model: %v", at, broken)
		}
		if err == nil && !store.HasModel("abc") {
			t.Errorf("fault %d: no error, and no model", at)
		}
	})
}
