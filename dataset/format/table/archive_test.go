package table

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

// zipOf packs files, each a name and its text.
func zipOf(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte(files[i+1]))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestZip(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []string
		want  []opened
		said  []string
	}{
		{
			name: "one table", files: []string{"in/blood.csv", "id,x\np1,1\np2,2\n", "__MACOSX/._blood.csv", "junk", "in/", ""},
			want: []opened{{File: "a.zip", Names: []string{"id", "x"}, Rows: []string{"p1|1", "p2|2"}, Lines: []int{2, 3}}},
		},
		{
			name: "two tables and a picture", files: []string{"blood.csv", "id,x\np1,1\n", "urine.jsonl", `{"id":"p1","y":2}`, "p1.png", "no"},
			want: []opened{{File: "a.zip:blood.csv", Names: []string{"id", "x"}, Rows: []string{"p1|1"}, Lines: []int{2}},
				{File: "a.zip:urine.jsonl", Names: []string{"id", "y"}, Rows: []string{"p1|2"}, Lines: []int{1}}},
			said: []string{"1 file in it is no table that is read: p1.png"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			tables, err := openBytes("a.zip", zipOf(t, c.files...), Request{})
			if err != nil {
				t.Fatal(err)
			}
			var got []opened
			for _, table := range tables {
				got = append(got, look(table))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.said, said(tables[0])); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestZipTakesWhatIsDecidedOfItsParts(t *testing.T) {
	data := zipOf(t, "a.csv", "1,2\n3,4\n", "b.csv", "1,2\n3,4\n")
	tables, err := openBytes("a.zip", data, Request{Parts: map[string]dataset.FileImport{"a.zip:b.csv": {Header: "first"}, "a.zip:a.csv": {Header: "none"}}})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := tables[0].Rows(), tables[1].Rows(); a != 2 || b != 1 {
		t.Errorf("tables have %d and %d rows", a, b)
	}
}

func TestZipRefuses(t *testing.T) {
	sound := zipOf(t, "a.csv", strings.Repeat("id,x\np1,1\n", 100))
	for _, c := range []struct {
		data []byte
		want string
	}{
		{zipOf(t, "a.png", "x", "b.zip", "x"), "holds no table"},
		{sound[:len(sound)/2], "cannot be unpacked"},
		{longer(t, sound, "z.csv", 2<<30), "unpack to more than"},
	} {
		if _, err := openBytes("a.zip", c.data, Request{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}

// longer adds a file to an archive that says to unpack to n bytes.
func longer(t *testing.T, archive []byte, name string, n uint64) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, f := range from.File {
		if err := to.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	w, err := to.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: 1000, UncompressedSize64: n})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(make([]byte, 1000))
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func FuzzZip(f *testing.F) {
	f.Add(zipOf(f, "a.csv", "id,x\np1,1\n", "b.jsonl", `{"id":1}`))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tables, err := openBytes("a.zip", data, Request{})
		soundOrRefused(t, tables, err)
	})
}
