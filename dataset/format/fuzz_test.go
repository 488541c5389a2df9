package format_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// openBytes opens files that a fuzzer made up as one reader does.
func openBytes(t *testing.T, reader string, files map[string][]byte) {
	t.Helper()
	openAs(t, dataset.Import{Reader: reader}, files)
}

// tables are seeds for everything that reads text.
var tables = []string{
	"id,x,y\np1,1,2\np2,,3\n", "id;x\np1;1,5\n", "\ufeffid\tx\r\np1\t1\r\n", "\"id\",\"x\"\n\"p\n1\",\"\"\"\"\n", "id,x\n\"p1,1\np2,2\n",
	"", "\n", "id", "id,", ",,,\n,,,\n", "1,2\n3,4\n", "id,x\np1,1\np1,2\n", "a b,c\n\"", "id|x|x\np|?|.\n", "# note\nid,x\np,0x1p4\n", "x,y\nr1,1,2\n",
	"\x1f\x8b\x08\x00", "\xff\xfei\x00d\x00", "id,x\np,1e999\nq,-inf\nr,nan\ns,1_0\n", "id,label,split,site,x\np,a,train,s,1\n",
}

func FuzzFolderCSV(f *testing.F) {
	for i, s := range tables {
		f.Add([]byte(s), []byte(tables[(i+3)%len(tables)]), []byte("id,label\np1,a\n"))
	}
	f.Fuzz(func(t *testing.T, a, b, labels []byte) {
		openBytes(t, "folder-csv", map[string][]byte{"a.csv": a, "b.tsv": b, "labels.csv": labels, "split.csv": b, "groups.csv": a, "features.csv": labels})
	})
}

func FuzzWideCSV(f *testing.F) {
	f.Add([]byte("id,image_a,image_b,audio.x,audio:y,label\np1,1,2,3,4,u\n"))
	f.Add([]byte("a_,_b,..,:\n1,2,3,4\n"))
	f.Add([]byte("\x00,0"))
	for _, s := range tables {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		openBytes(t, "wide-csv", map[string][]byte{"w.csv": text})
		openBytes(t, "", map[string][]byte{"w.csv": text})
	})
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte("id,image,sound,note\np1,i/1.png,s/1.wav,t/1.txt\n"))
	f.Add([]byte("image\n../../1.png\n/etc/x.png\n.\\1.gif\n"))
	f.Add([]byte("image,image\n.png,.png\n"))
	f.Fuzz(func(t *testing.T, list []byte) {
		openBytes(t, "manifest", map[string][]byte{"m.csv": list, "i/1.png": []byte(pngFile(picture(2, 2))), "s/1.wav": []byte(wav(8000, 1, 1, 8, 0, 1)), "t/1.txt": []byte("x")})
	})
}

func FuzzMediaFolders(f *testing.F) {
	f.Add([]byte(pngFile(picture(3, 2))), []byte(wav(8000, 2, 1, 16, tone(50, 8000, 440, 1)...)), []byte("a text"))
	f.Add([]byte("GIF89a"), []byte(wav(8000, 1, 3, 32, 0.5)), []byte{})
	f.Add([]byte("\xff\xd8\xff"), []byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00"), []byte{0xff, 0xfe, 0x00})
	f.Add([]byte("\x89PNG\r\n\x1a\n"), []byte("RIFF\x24\x00\x00\x00WAVELIST\x04\x00\x00\x00INFOdata\x00\x00\x00\x00"), []byte("\xe9"))
	f.Fuzz(func(t *testing.T, image, sound, text []byte) {
		openBytes(t, "media-folders", map[string][]byte{"i/p.png": image, "a/p.wav": sound, "t/p.txt": text, "i/q.png": image[:len(image)/2], "a/q.wav": sound[:len(sound)/2]})
	})
}

func FuzzDescription(f *testing.F) {
	f.Add([]byte(`{"modalities":[{"name":"a","kind":"image","shape":[1,2]}]}`))
	f.Add([]byte(`{"modalities":[{"name":"a","kind":"text","shape":[-1,-2],"columns":2}]}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, about []byte) {
		openBytes(t, "", map[string][]byte{"a.csv": []byte("id,x,y\np,1,2\n"), "b.csv": []byte("id,t\np,u\n"), "dataset.json": about})
	})
}

func FuzzReadMask(f *testing.F) {
	for _, s := range tables {
		f.Add([]byte(s))
	}
	f.Add([]byte("# mechanism=\"x\" seed=1 sha256=00\nid,modality,cause\np1,a,masked\n"))
	f.Add([]byte("id,a,b\np1,1,0\n"))
	d := small(f)
	f.Add(maskParquet(f, d))
	file := filepath.Join(f.TempDir(), "m.csv") // what is Parquet is seen by its content
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		mask, err := format.ReadMask(t.Context(), file, d)
		var u *dataset.UserError
		if err == nil && mask.Records() != d.Records() || err != nil && !errors.As(err, &u) {
			t.Fatalf("%v, %v", mask, err)
		}
	})
}
