//go:build unix

package layout

import (
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

// TestPipes makes sure that nobody waits for what comes out of a pipe.
func TestPipes(t *testing.T) {
	dir, _ := tempFolder(t, map[string]string{"img/p1.png": "one", "m.csv": "id,image\n1,img/p1.png\n2,img/pipe.png\n3,img/p1.png\n"})
	for _, name := range []string{"blood.csv", "img/pipe.png", "dataset.json"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Skip("pipes cannot be made here:", err)
		}
	}
	link(t, "/dev/zero", filepath.Join(dir, "zero.csv"))
	link(t, "img/pipe.png", filepath.Join(dir, "linked.csv"))
	fsys, err := Folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"blood.csv", "linked.csv"} {
		if _, err := fs.ReadFile(fsys, name); err == nil || !strings.Contains(err.Error(), errIrregular.Error()) {
			t.Errorf("%s: %v", name, err)
		}
	}
	found, err := Find(t.Context(), Place{FS: fsys, Root: dir, Name: "data"}, dataset.Import{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"manifest", "data m.csv table", "  image image of image: img/p1.png unreadable img/p1.png"}
	if diff := cmp.Diff(want, sketch(found)); diff != "" {
		t.Error(diff)
	}
	for _, want := range []string{"blood.csv : it is no regular file", "zero.csv : it leads out of the folder", "1 path of 3 names no regular file"} {
		if !strings.Contains(said(found), want) {
			t.Errorf("the remarks do not say %q:\n%s", want, said(found))
		}
	}
}
