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

func FuzzFolders(f *testing.F) {
	for _, s := range []string{"cat/1.png|dog/2.png", "train/cat/1.png|val/dog/2.png", "p1/image.png|p1/a.csv|p2/image.png|p2/a.csv|p3/a.csv", "sub-1/anat/sub-1_T1w.png|sub-1/x.wav",
		"p1_a.png|p1_b.png|p2_a.png|p2_b.png|train.txt", "labels.csv|a/1.csv|a/2.csv|b/1.csv|b/2.csv|x.npy|e/1.npy|e/2.npy", "image/1.png|image/1.dcm|image/2.nii.gz|image.csv", "train-00000-of-00002.csv|test.csv|train/1.png|test/1.png"} {
		f.Add(strings.ReplaceAll(s, "|", "\n"), "id,x\n1,2\n2,3\n", "")
	}
	f.Fuzz(func(t *testing.T, paths, table, reader string) {
		fsys := fstest.MapFS{}
		for p := range strings.SplitSeq(paths, "\n") {
			if fs.ValidPath(p) && len(fsys) < 64 {
				fsys[p] = &fstest.MapFile{Data: []byte(table)}
			}
		}
		found, err := Find(t.Context(), Place{FS: fsys, Name: "fuzz", Workers: 2}, dataset.Import{Reader: reader})
		if err != nil {
			var u *dataset.UserError
			if !errors.As(err, &u) {
				t.Fatalf("no error for people: %v", err)
			}
			return
		}
		checkWhole(t, found, fsys)
		seen := map[string]bool{}
		for _, m := range found.Media {
			if len(m.Stems) != len(m.Files) || len(m.Files) != len(m.Causes) {
				t.Fatalf("%d ids of %d files, %d causes", len(m.Stems), len(m.Files), len(m.Causes))
			}
			for _, file := range m.Files {
				if file != "" && seen[file] {
					t.Fatalf("%s is in two modalities", file)
				}
				seen[file] = true
			}
		}
	})
}
