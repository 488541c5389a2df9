package format_test

import (
	"encoding/csv"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/dataset/format/media"
)

// lacking are two records, of which the second has no modality but its table:
// colour pixels, a spectrogram and a text are made for it.
func lacking(t *testing.T) dataset.View {
	t.Helper()
	absent := []dataset.Cause{dataset.Present, dataset.NoRow}
	block := func(name string, kind dataset.Kind, causes []dataset.Cause, shape ...int) dataset.Block {
		b := dataset.Block{Modality: dataset.Modality{Name: name, Kind: kind, Shape: shape}, Causes: causes}
		columns := 1
		for _, s := range shape {
			columns *= s
		}
		for j := range columns {
			b.Modality.Columns = append(b.Modality.Columns, name+strings.Repeat("'", j))
		}
		b.Numbers = dataset.NewMatrix(2, columns)
		return b
	}
	text := dataset.Block{Modality: dataset.Modality{Name: "note", Kind: dataset.Text}, Texts: []string{"a real text", ""}, Numbers: dataset.NewMatrix(2, 0), Causes: absent}
	d, err := dataset.New(dataset.Dataset{Name: "d", IDs: []string{"one", "t/wo"}, Blocks: []dataset.Block{
		block("photo", dataset.Image, absent, 1, 2, 3), block("sound", dataset.Audio, absent, 4, 3), text, block("age", dataset.Table, []dataset.Cause{0, 0}),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return d.All()
}

// What was made is there to be looked at: the pixels in their colours, a sound
// of its length, the nearest text, and a manifest that marks them.
func TestWriteGenerated(t *testing.T) {
	v := lacking(t)
	var values, draw []dataset.Matrix
	var about []dataset.Modality
	for m := range v.Modalities() {
		values, about = append(values, dataset.NewMatrix(2, v.Columns(m))), append(about, v.Modality(m))
		draw = append(draw, dataset.NewMatrix(2, v.Columns(m)))
	}
	copy(values[0].Row(1), []float64{1, 0, 0, 0, 0.5, 2})
	dir := filepath.Join(t.TempDir(), "made")
	g := format.Generated{About: about, Values: values, Draws: [][]dataset.Matrix{draw}, Nearest: [][]int{nil, nil, {-1, 0}, nil}}
	if n, err := format.WriteGenerated(t.Context(), dir, v, g); err != nil || n != 5 {
		t.Fatalf("%d files, %v", n, err)
	}
	file, err := os.Open(filepath.Join(dir, "photo/00002-t_wo.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	r, gr, b, _ := img.At(0, 0).RGBA()
	r2, g2, b2, _ := img.At(1, 0).RGBA()
	if got := []uint32{r >> 8, gr >> 8, b >> 8, r2 >> 8, g2 >> 8, b2 >> 8}; !cmp.Equal(got, []uint32{255, 0, 0, 0, 128, 255}) {
		t.Errorf("pixels %v", got)
	}
	if s, err := media.LoadSound(t.Context(), os.DirFS(dir), "sound/00002-t_wo.wav"); err != nil || s.Rate != 16000 || len(s.Samples) < 15500 || len(s.Samples) > 16500 {
		t.Errorf("a sound of %d samples at %d Hz, %v; want a second", len(s.Samples), s.Rate, err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "note/00002-t_wo.txt")); err != nil || string(text) != "a real text" {
		t.Errorf("%q, %v", text, err)
	}
	list, err := os.Open(filepath.Join(dir, "manifest.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer list.Close()
	rows, err := csv.NewReader(list).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if row[0] != "t/wo" || row[3] != "yes" {
			t.Errorf("manifest %q", row)
		}
	}
	if _, err := format.WriteGenerated(t.Context(), dir, v, g); err == nil {
		t.Error("what is there is overwritten")
	}
}

// Where only a table was filled there is nothing to look at, and no folder.
func TestWriteGeneratedOfTables(t *testing.T) {
	v := lacking(t).WithPattern(dataset.Only(4, 0)).Select([]int{0})
	dir := filepath.Join(t.TempDir(), "made")
	g := format.Generated{About: []dataset.Modality{v.Modality(0), {}, {}, v.Modality(3)}, Nearest: make([][]int, 4)}
	if n, err := format.WriteGenerated(t.Context(), dir, v, g); err != nil || n != 0 {
		t.Errorf("%d files, %v", n, err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Error("a folder was made")
	}
}
