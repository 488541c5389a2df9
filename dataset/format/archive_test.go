package format_test

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// archive is a zip of files, each made of its words.
func archive(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(made(name, files[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// An archive is read like the folder that was packed, to the same hash.
func TestArchivesReadLikeFolders(t *testing.T) {
	study := with(pictures(12, "img/p%02d.png"), sounds(12, "snd/p%02d.wav"), one("labels.csv", labels(12)), one("blood.csv", blood), one("readme.txt", "A study."))
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"media and tables", study, "records 12\nmodalities blood img snd\nimg image 12\nsnd audio 12\nblood table 12: crp wbc\nclasses no=6 yes=6\nsilent"},
		{"a manifest", with(pictures(12, "img/p%02d.png"), one("index.csv", lines("id,image,label", 12, "p%02[1]d,img/p%02[1]d.png,@"))), "records 12\nmodalities image\nimage image 12\nclasses no=6 yes=6\nsilent"},
		{"a written folder", writtenFolder(t), "records 12\nmodalities blood\nblood table 12: crp wbc\nclasses no=6 yes=6\nsilent"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			folder, err := openWith(t, writeFiles(t, madeAll(tt.files)), dataset.Import{})
			if err != nil {
				t.Fatal(err)
			}
			for _, top := range []string{"", "my study/"} {
				packed := map[string]string{"__MACOSX/._x.png": "left by a machine"}
				for name, content := range tt.files {
					packed[top+name] = content
				}
				dir := writeFiles(t, map[string]string{"study.zip": string(archive(t, packed))})
				d, err := openWith(t, dir+"/study.zip", dataset.Import{})
				for line := range strings.Lines(tt.want) {
					checkLine(t, d, err, strings.TrimSpace(line))
				}
				if err != nil {
					t.Fatal(err)
				}
				if d.Name != "study" || d.Hash() != folder.Hash() {
					t.Errorf("%q under %q is other data than the folder", d.Name, top)
				}
			}
		})
	}
}

// writtenFolder is what WriteFolder makes of a table with labels.
func writtenFolder(t *testing.T) map[string]string {
	t.Helper()
	d, err := openWith(t, writeFiles(t, beside("blood.csv", blood)), dataset.Import{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir() + "/out"
	if _, err := format.WriteFolder(dir, d.All()); err != nil {
		t.Fatal(err)
	}
	return map[string]string{"blood.csv": content(t, dir, "blood.csv"), "labels.csv": content(t, dir, "labels.csv"), "dataset.json": content(t, dir, "dataset.json")}
}

func madeAll(files map[string]string) map[string]string {
	all := map[string]string{}
	for name, content := range files {
		all[name] = string(made(name, content))
	}
	return all
}

// A folder in which nothing but an archive lies is what was packed; an archive
// beside other files is named, with what to do.
func TestArchivesInFolders(t *testing.T) {
	packed := string(archive(t, with(pictures(12, "img/p%02d.png"), one("labels.csv", labels(12)))))
	checkSituations(t, []situation{
		{name: "alone", files: map[string]string{"study.zip": packed, "README.md": "A study.", ".DS_Store": "x"}, want: "records 12\nmodalities img\nimg image 12\nclasses no=6 yes=6"},
		{name: "of images beside a table", files: with(one("data.csv", lines("id,crp,label", 12, "p%02[1]d,%[1]d.5,@")), one("img.zip", string(archive(t, pictures(12, "img/p%02d.png"))))),
			want: "records 12\nmodalities data\nsays img.zip + no table, but img/p01.png + Unpack it and open the folder + left out"},
	})
}
