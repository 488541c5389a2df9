package layout

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"lacuna/dataset"
)

func FuzzManifest(f *testing.F) {
	for _, s := range []string{"id,image|1,img/p1.png|2,none", "id,0,0,|0,,,.tXt", "image,image_path|img/p1.png,img/p1.png", "a|../x.png|/etc/p.png|C:\\p1.png", "f|[\"img/p1.png\",3]|['a.png;b.png']|;;;.png",
		"file_name|file://img/p1.png|img/|http://x/y.png", "id,feature,value|1,a,2|1,b,3|1,b,4", "train_a:b,train_a:c|1,2", "blood_a,blood_b,mri_a,mri_b|1,2,3,4"} {
		f.Add([]byte(strings.ReplaceAll(s, "|", "\n")), []byte("1 2\n3\n"), "")
	}
	f.Add([]byte("0"), []byte(","), "")
	f.Fuzz(func(t *testing.T, table, list []byte, reader string) {
		fsys := files("img/p1.png", "img/p2.PNG", "snd/p1.wav")
		fsys["m.csv"], fsys["train.csv"], fsys["train.txt"] = &fstest.MapFile{Data: table}, &fstest.MapFile{Data: list}, &fstest.MapFile{Data: list}
		found, err := Find(t.Context(), Place{FS: fsys, Name: "fuzz", Workers: 2}, dataset.Import{Reader: reader})
		if err != nil {
			var u *dataset.UserError
			if !errors.As(err, &u) {
				t.Fatalf("no error for people: %v", err)
			}
			return
		}
		checkWhole(t, found, fsys)
	})
}

// checkWhole checks what holds of everything that is found.
func checkWhole(t *testing.T, found *Found, fsys fs.FS) {
	names := map[string]bool{}
	name := func(n string) {
		if names[n] {
			t.Fatalf("two modalities are called %q", n)
		}
		names[n] = true
	}
	for _, table := range found.Tables {
		if table.Role != Data {
			continue
		}
		for _, p := range table.Paths {
			name(p.Name)
			if len(p.Files) != table.Rows() || len(p.Causes) != table.Rows() || p.Column < 0 || p.Column >= len(table.Names) {
				t.Fatalf("%d files of %d rows, column %d", len(p.Files), table.Rows(), p.Column)
			}
			for i, file := range p.Files {
				if (file == "") == (p.Causes[i] == dataset.Present) {
					t.Fatalf("row %d: file %q, cause %s", i, file, p.Causes[i])
				}
				if _, err := fs.Stat(fsys, file); file != "" && err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, n := range table.WideNames {
			name(n)
		}
	}
	for _, m := range found.Media {
		name(m.Name)
	}
}
