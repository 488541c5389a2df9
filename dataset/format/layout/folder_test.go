package layout

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

// tempFolder makes a folder with files, and one beside it with a secret.
func tempFolder(t *testing.T, list map[string]string) (dir, outside string) {
	t.Helper()
	base := t.TempDir()
	dir, outside = filepath.Join(base, "data"), filepath.Join(base, "outside")
	for name, text := range list {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.MkdirAll(outside, 0o755), os.WriteFile(filepath.Join(outside, "secret.png"), []byte("secret"), 0o644)); err != nil {
		t.Fatal(err)
	}
	return dir, outside
}

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Skip("links cannot be made here:", err)
	}
}

func TestFolderStaysInside(t *testing.T) {
	dir, outside := tempFolder(t, map[string]string{"img/p1.png": "one", "a.csv": "id,x\n1,2\n"})
	link(t, filepath.Join(outside, "secret.png"), filepath.Join(dir, "img", "p2.png"))
	link(t, "../outside", filepath.Join(dir, "away"))
	link(t, filepath.Join(dir, "img", "p1.png"), filepath.Join(dir, "img", "p3.png"))
	link(t, "p1.png", filepath.Join(dir, "img", "p4.png"))
	link(t, "..", filepath.Join(dir, "img", "loop"))
	fsys, err := Folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"img/p1.png": "one", "img/p3.png": "one", "img/p4.png": "one"} {
		if data, err := fs.ReadFile(fsys, name); err != nil || string(data) != want {
			t.Errorf("%s is %q, %v", name, data, err)
		}
		f, err := fsys.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if data, err := io.ReadAll(f); err != nil || string(data) != want || f.Close() != nil {
			t.Errorf("%s is %q, %v", name, data, err)
		}
	}
	for _, name := range []string{"img/p2.png", "away/secret.png", "../outside/secret.png", filepath.Join(outside, "secret.png"), "away"} {
		if _, err := fs.ReadFile(fsys, name); err == nil || !strings.Contains(err.Error(), errOutside.Error()) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if entries, err := fs.ReadDir(fsys, "img"); err != nil || len(entries) != 5 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
	found, err := Find(t.Context(), Place{FS: fsys, Root: dir, Name: "data"}, dataset.Import{})
	if err != nil {
		t.Fatal(err)
	}
	text := said(found)
	for _, want := range []string{"away : it leads out of the folder", "img/p2.png : it leads out of the folder", "img/loop : it is a link to a folder above it"} {
		if !strings.Contains(text, want) {
			t.Errorf("the remarks do not say %q:\n%s", want, text)
		}
	}
}

func TestAbsolutePathsInside(t *testing.T) {
	dir, outside := tempFolder(t, map[string]string{"img/p1.png": "one"})
	table := "id,image\n1," + filepath.Join(dir, "img", "p1.png") + "\n2," + filepath.Join(outside, "secret.png") + "\n3,../outside/secret.png\n"
	if err := os.WriteFile(filepath.Join(dir, "m.csv"), []byte(table), 0o644); err != nil {
		t.Fatal(err)
	}
	fsys, err := Folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	found, err := Find(t.Context(), Place{FS: fsys, Root: dir, Name: "data"}, dataset.Import{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"manifest", "data m.csv table", "  image image of image: img/p1.png unreadable unreadable"}
	if diff := cmp.Diff(want, sketch(found)); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(said(found), "2 paths of 3 lead out of the folder") {
		t.Error(said(found))
	}
}
