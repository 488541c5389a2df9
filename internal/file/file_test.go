package file

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

// A file is new with usual rights, keeps those that it had, and stays as it was where
// what is to be written breaks off; nothing is left beside it.
func TestWrite(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.csv")
	look := func(want string, rights os.FileMode) {
		t.Helper()
		text, err := os.ReadFile(path)
		if err != nil || string(text) != want {
			t.Errorf("it holds %q, %v; want %q", text, err, want)
		}
		if about, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && about.Mode().Perm() != rights {
			t.Errorf("its rights are %v, want %v", about.Mode(), rights)
		}
		if list, _ := os.ReadDir(folder); len(list) != 1 {
			t.Errorf("beside it lies %v", list)
		}
	}
	if err := Write(path, strings.NewReader("one")); err != nil {
		t.Fatal(err)
	}
	look("one", 0o644)
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Write(path, strings.NewReader("two")); err != nil {
		t.Fatal(err)
	}
	look("two", 0o600)
	broken := errors.New("broken")
	if err := Write(path, io.MultiReader(strings.NewReader("thr"), iotest.ErrReader(broken))); err == nil || !strings.Contains(err.Error(), broken.Error()) {
		t.Errorf("it says %v", err)
	}
	look("two", 0o600)
	if err := Write(filepath.Join(folder, "none", "b.csv"), strings.NewReader("")); err == nil {
		t.Error("a file was written into no folder")
	}
}
