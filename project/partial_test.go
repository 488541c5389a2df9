package project

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPartial(t *testing.T) {
	store := NewStore(filepath.Join(t.TempDir(), "study.runs"))
	if data, err := store.Partial("abc", "one"); data != nil || err != nil {
		t.Fatalf("half-done work of nothing: %q, %v", data, err)
	}
	names := []string{"one", "two", "../../three"}
	for _, text := range []string{"first ", "second "} {
		for _, name := range names {
			if err := store.SavePartial("abc", name, []byte(text+name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, name := range names {
		if data, err := store.Partial("abc", name); string(data) != "second "+name || err != nil {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
	if got := listing(t, store.folder); len(got) != 2+len(names) {
		t.Errorf("the folder holds %v", got)
	}
	if _, err := store.Load("abc"); err == nil || store.Has("abc") || store.HasModel("abc") {
		t.Error("half-done work is taken for a run")
	}
	j, run := finished("abc")
	if err := errors.Join(store.SavePartial("abd", "one", nil), store.Save(j, run)); err != nil {
		t.Fatal(err)
	}
	if data, err := store.Partial("abc", "one"); data != nil || err != nil {
		t.Errorf("the run is finished, and its half-done work is %q, %v", data, err)
	}
	if data, err := store.Partial("abd", "one"); data == nil || err != nil {
		t.Errorf("the half-done work of another job has gone with it: %v", err)
	}
}

// Whatever happens to a file of half-done work, none of it is used.
func TestDamagedPartial(t *testing.T) {
	store := NewStore(t.TempDir())
	for _, name := range []string{"one", "two"} {
		if err := store.SavePartial("abc", name, []byte("half of "+name)); err != nil {
			t.Fatal(err)
		}
	}
	good, err := os.ReadFile(store.partial("abc", "one"))
	if err != nil {
		t.Fatal(err)
	}
	if err := store.SavePartial("abd", "one", []byte("another job")); err != nil {
		t.Fatal(err)
	}
	other, _ := os.ReadFile(store.partial("abc", "two"))
	foreign, _ := os.ReadFile(store.partial("abd", "one"))
	for how, file := range map[string][]byte{
		"empty": nil, "cut off": good[:len(good)-1], "cut off in its mark": good[:9], "longer": append(good[:len(good):len(good)], 0),
		"changed": append(append([]byte(nil), good[:len(good)-1]...), 'x'), "of another name": other, "of another job": foreign,
	} {
		if err := os.WriteFile(store.partial("abc", "one"), file, 0o644); err != nil {
			t.Fatal(err)
		}
		if data, err := store.Partial("abc", "one"); data != nil || err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%s: %q, %v", how, data, err)
		}
	}
	if err := store.SavePartial("abc", "one", []byte("again")); err != nil {
		t.Fatal(err)
	}
	if data, err := store.Partial("abc", "one"); string(data) != "again" || err != nil {
		t.Errorf("saved again: %q, %v", data, err)
	}
}

// A fault at any operation leaves the old work or the new.
func TestPartialSurvivesFaults(t *testing.T) {
	var store *Store
	everyFault(t, func(files fileSystem) error {
		store = NewStore(t.TempDir())
		if err := store.SavePartial("abc", "one", []byte("old")); err != nil {
			t.Fatal(err)
		}
		return (&Store{folder: store.folder, files: files}).SavePartial("abc", "one", []byte("new"))
	}, func(at int, err error) {
		data, broken := store.Partial("abc", "one")
		if broken != nil || err == nil && string(data) != "new" || !cmp.Equal([]byte("old"), data) && !cmp.Equal([]byte("new"), data) {
			t.Errorf("fault %d: %q, %v", at, data, broken)
		}
		if err != nil && !errors.Is(err, errFault) {
			t.Errorf("fault %d: the reason is lost: %v", at, err)
		}
	})
}
