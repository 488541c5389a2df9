package folder

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(name, text string) func(string) error {
	return func(temp string) error { return os.WriteFile(filepath.Join(temp, name), []byte(text), 0o644) }
}

// left lists what lies in a folder, hidden or not.
func left(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestCreateMakesParentsAndFillsAnEmptyFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	for range 2 {
		if err := Create(dir, write("x.txt", "whole")); err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(filepath.Join(dir, "x.txt")); err != nil || string(text) != "whole" {
			t.Fatalf("%q, %v", text, err)
		}
		if err := os.Remove(filepath.Join(dir, "x.txt")); err != nil { // an empty folder may be filled again
			t.Fatal(err)
		}
	}
}

func TestCreateOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	if err := write("mine.txt", "mine")(dir); err != nil {
		t.Fatal(err)
	}
	err := Create(dir, write("mine.txt", "other"))
	if err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(filepath.Join(dir, "mine.txt")); string(text) != "mine" {
		t.Fatalf("%q", text)
	}
}

func TestCreateLeavesNothingWhereFillFails(t *testing.T) {
	parent := t.TempDir()
	sentinel := errors.New("the disk is full")
	err := Create(filepath.Join(parent, "out"), func(temp string) error {
		return errors.Join(write("half.txt", "half")(temp), sentinel)
	})
	if !errors.Is(err, sentinel) {
		t.Fatal(err)
	}
	if rest := left(t, parent); len(rest) > 0 {
		t.Fatalf("left behind: %v", rest)
	}
}
