package layout

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// packed is an archive of empty files; headers are changed before they are
// written.
func packed(t testing.TB, change func(*zip.FileHeader), names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		h := &zip.FileHeader{Name: name}
		if change != nil {
			change(h)
		}
		if _, err := z.CreateRaw(h); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestArchive(t *testing.T) {
	encrypted := func(h *zip.FileHeader) { h.Flags |= 1 }
	huge := func(h *zip.FileHeader) { h.UncompressedSize64 = 200 << 20 }
	for _, tt := range []struct {
		name, fails string
		data        []byte
		want        string // its files, "" where it is left to the room of tables
	}{
		{"images", "", packed(t, nil, "img/", "img/1.png", "img/2.png", "labels.csv"), "labels.csv img/1.png img/2.png"},
		{"in one folder", "", packed(t, nil, "study/img/1.png", "study/labels.csv", "__MACOSX/x.png", ".DS_Store"), "labels.csv img/1.png"},
		{"arrays", "", packed(t, nil, "x.npy", "y.npy"), "x.npy y.npy"},
		{"our own tables", "", packed(t, nil, "blood.csv", "dataset.json"), "blood.csv dataset.json"},
		{"tables alone", "", packed(t, nil, "blood.csv", "readme.txt"), ""},
		{"nothing", "", packed(t, nil), ""},
		{"no archive", "", []byte("id,x\n1,2\n"), ""},
		{"a way out", "outside of it", packed(t, nil, "../1.png"), ""},
		{"a way out of Windows", "outside of it", packed(t, nil, `..\1.png`), ""},
		{"from the root", "outside of it", packed(t, nil, "/etc/1.png"), ""},
		{"encrypted", "encrypted", packed(t, encrypted, "1.png"), ""},
		{"a bomb", "unpack to more", packed(t, huge, "1.png", "2.png"), ""},
	} {
		inside, _, err := Archive(fstest.MapFS{"a.zip": {Data: tt.data}}, "a.zip")
		if tt.fails != "" {
			if err == nil || !strings.Contains(err.Error(), tt.fails) {
				t.Errorf("%s: %v", tt.name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if got := filesOf(t, inside); got != tt.want {
			t.Errorf("%s: %s", tt.name, got)
		}
	}
}

// filesOf lists the files of a file system but for junk.
func filesOf(t testing.TB, fsys fs.FS) string {
	if fsys == nil {
		return ""
	}
	tree := newTree(fsys)
	if err := tree.walk(t.Context(), mostFiles); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range tree.files {
		names = append(names, e.path)
	}
	return strings.Join(names, " ")
}

func FuzzArchive(f *testing.F) {
	f.Add(packed(f, nil, "img/1.png", "labels.csv"))
	f.Add(packed(f, nil, "a/", "a/../b.png", "a//c.png", "a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		inside, _, err := Archive(fstest.MapFS{"a.zip": {Data: data}}, "a.zip")
		if err != nil || inside == nil {
			return
		}
		for _, name := range strings.Fields(filesOf(t, inside)) {
			if !fs.ValidPath(name) {
				t.Errorf("a file is called %q", name)
			}
		}
	})
}
