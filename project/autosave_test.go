package project

import (
	"path/filepath"
	"testing"
)

func TestAutosave(t *testing.T) {
	file := filepath.Join(t.TempDir(), "study.lacuna")
	if p, err := Recover(file); p != nil || err != nil {
		t.Errorf("recovered %v, %v where there is nothing", p, err)
	}
	if err := Save(file, New("saved")); err != nil {
		t.Fatal(err)
	}
	if err := Autosave(file, New("unsaved")); err != nil {
		t.Fatal(err)
	}
	if p, err := Recover(file); err != nil || p.Name != "unsaved" {
		t.Errorf("recovered %v, %v", p, err)
	}
	if p, err := Open(file); err != nil || p.Name != "saved" {
		t.Errorf("the file itself is now %v, %v", p, err)
	}
	for range 2 { // discarding nothing is no error
		if err := Discard(file); err != nil {
			t.Fatal(err)
		}
	}
	if p, err := Recover(file); p != nil || err != nil {
		t.Errorf("recovered %v, %v after it was discarded", p, err)
	}
}
