package sample

import (
	"bytes"
	"context"
	"flag"
	"image/png"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/internal/rng"
)

var update = flag.Bool("update", false, "write the archive anew")

// TestArchive checks that the embedded archive is what the code makes. Images
// are compared as pixels, because their compression is not ours.
func TestArchive(t *testing.T) {
	files, err := Generate(rng.New(seed))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		packed, err := pack(files)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("sample.zip.gz", packed, 0o644); err != nil {
			t.Fatal(err)
		}
		archive = packed
	}
	if len(archive) > 1<<20 {
		t.Errorf("the archive has %d bytes, more than a megabyte", len(archive))
	}
	t.Logf("%d files, %d bytes", len(files), len(archive))
	embedded, err := Files()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := fs.ReadFile(embedded, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(data, f.Data) && !samePixels(data, f.Data) {
			t.Errorf("%s is not what the code makes", f.Name)
		}
	}
}

func samePixels(a, b []byte) bool {
	x, errX := png.Decode(bytes.NewReader(a))
	y, errY := png.Decode(bytes.NewReader(b))
	return errX == nil && errY == nil && cmp.Equal(x, y)
}

// shared is the sample, read once for all tests; datasets never change.
var shared = sync.OnceValues(func() (*dataset.Dataset, error) { return Open(context.Background()) })

func opened(t *testing.T) *dataset.Dataset {
	t.Helper()
	d, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestShape checks what the window's first minute is built on.
func TestShape(t *testing.T) {
	d := opened(t)
	type shape struct {
		Name    string
		Kind    dataset.Kind
		Columns int
	}
	var got []shape
	for _, b := range d.Blocks {
		got = append(got, shape{b.Modality.Name, b.Modality.Kind, len(b.Modality.Columns)})
	}
	want := []shape{{"table", dataset.Table, 12}, {"audio", dataset.Audio, 400}, {"image", dataset.Image, 256}, {"text", dataset.Text, 0}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if d.Records() != Records || len(d.Classes) != 8 || len(d.Labelled()) != Records || len(d.Groups["site"]) != Records {
		t.Errorf("%d records, %d classes, %d labels", d.Records(), len(d.Classes), len(d.Labelled()))
	}
	patterns := d.Presence.Patterns()
	for _, p := range patterns {
		t.Logf("%4d %s", len(p.Records), p.Pattern.Label(d.Names()))
	}
	if n := len(patterns); n < 6 || n > 8 {
		t.Errorf("%d patterns, want 6 to 8", n)
	}
	if r := d.Presence.Rates(nil); r.Record < 0.40 || r.Record > 0.50 {
		t.Errorf("%.3f of the records are incomplete, want about 0.45", r.Record)
	}
}

// TestUnreadableFiles checks that the broken files are found, listed and
// counted, each with what its decoder said.
func TestUnreadableFiles(t *testing.T) {
	d := opened(t)
	counts := map[string]int{}
	for m, name := range d.Names() {
		if n := d.Presence.CauseCount(m, dataset.Unreadable); n > 0 {
			counts[name] = n
		}
	}
	if diff := cmp.Diff(map[string]int{"image": 3, "audio": 4, "text": 1}, counts); diff != "" {
		t.Error(diff)
	}
	if len(d.Problems) != 8 {
		t.Errorf("%d problems, want 8: %v", len(d.Problems), d.Problems)
	}
}

// TestMissingness checks that what is missing depends on what is there.
func TestMissingness(t *testing.T) {
	d := opened(t)
	light, wind := measured(t, d, "light_lux"), measured(t, d, "wind_m_s")
	image, _ := d.ModalityIndex("image")
	audio, _ := d.ModalityIndex("audio")
	if dark, bright := absentShare(d, image, light, false), absentShare(d, image, light, true); dark < 2*bright {
		t.Errorf("images are missing for %.2f of the dark half and %.2f of the bright one", dark, bright)
	}
	if calm, windy := absentShare(d, audio, wind, false), absentShare(d, audio, wind, true); windy < 1.8*calm {
		t.Errorf("calls are missing for %.2f of the windy half and %.2f of the calm one", windy, calm)
	}
}

// measured returns a column of the table, NaN where it is missing.
func measured(t *testing.T, d *dataset.Dataset, name string) []float64 {
	t.Helper()
	m, err := d.ModalityIndex("table")
	if err != nil {
		t.Fatal(err)
	}
	b := d.Blocks[m]
	j := slices.Index(b.Modality.Columns, name)
	if j < 0 {
		t.Fatalf("no column %q in %v", name, b.Modality.Columns)
	}
	column := make([]float64, d.Records())
	for i := range column {
		if column[i] = math.NaN(); b.Row(i) != nil {
			column[i] = b.Row(i)[j]
		}
	}
	return column
}

// absentShare returns the share of records that lack modality m among those
// above, or else below, the median of a column.
func absentShare(d *dataset.Dataset, m int, column []float64, above bool) float64 {
	known := slices.DeleteFunc(slices.Clone(column), math.IsNaN)
	slices.Sort(known)
	median := known[len(known)/2]
	absent, n := 0.0, 0.0
	for i, x := range column {
		if math.IsNaN(x) || (x > median) != above {
			continue
		}
		n++
		if !d.Presence.Has(i, m) {
			absent++
		}
	}
	return absent / n
}

// TestWrite checks that the files on disk read back as the same dataset.
func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out", "sample")
	if err := Write(dir); err != nil {
		t.Fatal(err)
	}
	d, err := format.Open(t.Context(), dir, format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := opened(t); d.Hash() != want.Hash() {
		t.Error("the written sample reads as another dataset")
	}
	if err := Write(dir); err == nil {
		t.Error("the sample was written over something")
	}
}
