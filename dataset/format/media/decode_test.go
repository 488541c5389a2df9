package media

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

func crc(data []byte) uint32 { return crc32.ChecksumIEEE(data) }

func TestKindOf(t *testing.T) {
	for file, want := range map[string]dataset.Kind{
		"a/b.PNG": dataset.Image, "x.jfif": dataset.Image, "x.TIF": dataset.Image, "x.wave": dataset.Audio, "x.flac": dataset.Audio, "x.md": dataset.Text,
		"x.csv": "", "x": "", "x.heic": "", "png": "",
	} {
		if got := KindOf(file); got != want {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
	for file, want := range map[string]struct {
		kind  dataset.Kind
		known bool
	}{"x.HEIC": {dataset.Image, true}, "s/x.nii.gz": {dataset.Image, true}, "x.mp4": {"", true}, "x.ogg": {dataset.Audio, true}, "x.pdf": {dataset.Text, true}, "x.png": {"", false}, "x.gz": {"", false}} {
		if kind, known := Unsupported(file); kind != want.kind || known != want.known {
			t.Errorf("%s: %q, %v", file, kind, known)
		}
	}
}

// Rows that name one file share its numbers; what is absent costs no row.
func TestRows(t *testing.T) {
	fsys := fstest.MapFS{"i/a.png": {Data: []byte(pngFile(ramp(3, 3)))}, "i/b.png": {Data: []byte(pngFile(ramp(3, 3)) + " ")}, "i/d/x.png": {Data: []byte("x")}}
	f := Files{Name: "m", Source: "table.csv", IDs: strings.Split("p1 p2 p3 p4 p5 p6 p7 p8 p9", " "),
		Paths:  []string{"i/a.png", "", "i/none.png", "i/./a.png", "../x.png", "i/b.png", "gone.png", "", "i/d"},
		Causes: []dataset.Cause{0, dataset.Sentinel, 0, 0, 0, 0, dataset.NoFile, 0, 0}}
	d, err := Decode(t.Context(), fsys, f, Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{0, -1, -1, 0, -1, 1, -1, -1, -1}, d.Rows); diff != "" {
		t.Error(diff)
	}
	want := []dataset.Cause{dataset.Present, dataset.Sentinel, dataset.NoFile, dataset.Present, dataset.NoFile, dataset.Present, dataset.NoFile, dataset.Null, dataset.Unreadable}
	if diff := cmp.Diff(want, d.Causes); diff != "" {
		t.Error(diff)
	}
	if d.Numbers.Rows != 2 || d.Modality.Name != "m" || d.Modality.Source != "table.csv" {
		t.Errorf("%d rows of %+v", d.Numbers.Rows, d.Modality)
	}
	wantProblem(t, d, "i/none.png|m|the file does not exist", "absent for record p3")
	wantProblem(t, d, "../x.png", "leads out of the dataset")
	wantProblem(t, d, "i/d", "it is a folder")
	for _, p := range d.Problems {
		if p.File == "gone.png" {
			t.Errorf("reported twice: %v", p)
		}
	}
}

// A column of images and sounds is one of images or of sounds.
func TestMixedKinds(t *testing.T) {
	d := decode(t, map[string]string{"a.png": pngFile(ramp(2, 2)), "b.wav": cd.whole(0, 0.5), "c.wav": cd.whole(0, 0.25)}, Options{})
	if d.Modality.Kind != dataset.Audio || d.Causes[0] != dataset.Unsupported || d.Rows[0] != -1 || d.Rows[1] != 0 {
		t.Errorf("%v %v %v", d.Modality.Kind, d.Causes, d.Rows)
	}
	fsys, f := made(map[string]string{"a.png": pngFile(ramp(2, 2)), "b.wav": cd.whole(0, 0.5)})
	f.Kind = dataset.Image
	if d, err := Decode(t.Context(), fsys, f, Options{}); err != nil || d.Causes[1] != dataset.Unsupported || d.Rows[0] != 0 {
		t.Errorf("%v %v", d, err)
	}
}

// One image for many records is suspected.
func TestRepeatedContents(t *testing.T) {
	fsys := fstest.MapFS{"a.png": {Data: []byte(pngFile(ramp(3, 3)))}, "copy.png": {Data: []byte(pngFile(ramp(3, 3)))}, "b.png": {Data: []byte(pngFile(ramp(3, 3)) + " ")}}
	f := Files{Name: "m", Source: "t.csv", IDs: strings.Split("1 2 3 4", " "), Paths: []string{"a.png", "a.png", "copy.png", "b.png"}}
	d, err := Decode(t.Context(), fsys, f, Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantProblem(t, d, "t.csv|m|one image stands for 3 of 4 records (for example a.png, copy.png)", "missing")
	if len(d.Problems) != 1 {
		t.Error(d.Problems)
	}
}

// Many files with the same trouble are counted, not listed.
func TestManyProblems(t *testing.T) {
	f := Files{Name: "m", Source: "t.csv", Kind: dataset.Image}
	for i := range 50 {
		f.Paths = append(f.Paths, fmt.Sprintf("%02d.png", i))
		f.IDs = append(f.IDs, fmt.Sprint(i))
	}
	d, err := Decode(t.Context(), fstest.MapFS{}, f, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Problems) != mostListed+1 || d.Modality.Kind != dataset.Image || d.Numbers.Rows != 0 {
		t.Errorf("%d problems, %v", len(d.Problems), d.Numbers.Rows)
	}
	wantProblem(t, d, "t.csv|m|the files of 40 records more do not exist, for example 10.png", "absent for them")
}

// A table may name a million files that are not there.
func TestAbsentFilesCostNothing(t *testing.T) {
	const n = 200_000
	f := Files{Name: "m", Kind: dataset.Image, IDs: make([]string, n), Paths: make([]string, n)}
	for i := range n {
		f.Paths[i] = fmt.Sprintf("p%d/img.png", i)
	}
	looks := &counting{FS: fstest.MapFS{"p7/img.png": {Data: []byte(pngFile(ramp(3, 3)))}}}
	d, err := Decode(t.Context(), looks, f, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Numbers.Rows != 1 || d.Rows[7] != 0 || looks.opened > 10 {
		t.Errorf("%d rows, opened %d times", d.Numbers.Rows, looks.opened)
	}
}

// counting counts what is opened.
type counting struct {
	fs.FS
	opened int
}

func (c *counting) Open(name string) (fs.File, error) {
	c.opened++
	return c.FS.Open(name)
}

// many makes files of all kinds of one modality, some of them broken.
func many() map[string]string {
	files := map[string]string{}
	for i := range 60 {
		img := pngFile(ramp(5+i%3, 4+i%5))
		if i%7 == 0 {
			img = img[:50]
		}
		files[fmt.Sprintf("p%02d.png", i)] = img
	}
	return files
}

func TestWorkersChangeNothing(t *testing.T) {
	sounds := map[string]string{}
	for i := range 40 {
		sounds[fmt.Sprintf("p%02d.wav", i)] = wave{8000 + 1000*(i%2), 1, 3, 32, false}.whole(tone(300+i, 8000, 300, float64(i))...)
	}
	for _, files := range []map[string]string{many(), sounds} {
		one := decode(t, files, Options{Workers: 1})
		if diff := cmp.Diff(one, decode(t, files, Options{Workers: 4})); diff != "" {
			t.Error(diff)
		}
		if len(one.Problems) == 0 {
			t.Error("nothing was found")
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	fsys, f := made(many())
	if _, err := Decode(ctx, fsys, f, Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	fsys, f := made(many())
	for _, o := range []Options{{ImageSize: -1}, {ImageSize: 5000}, {SampleRate: -1}, {SampleRate: 1 << 30}} {
		var u *dataset.UserError
		if _, err := Decode(t.Context(), fsys, f, o); !errors.As(err, &u) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

// A modality that would not fit is refused before it is decoded.
func TestTooManyNumbers(t *testing.T) {
	fsys, f := made(map[string]string{"a.png": pngFile(ramp(3, 3))})
	for i := range 1200 {
		name := fmt.Sprintf("c%d.png", i)
		fsys[name] = fsys["a.png"]
		f.Paths, f.IDs = append(f.Paths, name), append(f.IDs, name)
	}
	var u *dataset.UserError
	if _, err := Decode(t.Context(), fsys, f, Options{ImageSize: 1024}); !errors.As(err, &u) || !strings.Contains(err.Error(), "does not fit") {
		t.Error(err)
	}
}

// The cache changes no result, is found again, and is not trusted.
func TestCache(t *testing.T) {
	files := many()
	want := decode(t, files, Options{})
	folder := filepath.Join(t.TempDir(), "cache")
	o := Options{Cache: folder, Workers: 2}
	packs := func() []string {
		list, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	for range 2 {
		if diff := cmp.Diff(want, decode(t, files, o)); diff != "" {
			t.Error(diff)
		}
	}
	if len(packs()) != 1 {
		t.Fatal(packs())
	}
	fsys, f := made(files)
	if kept := openKept(t, fsys, f, o); kept < 14 {
		t.Errorf("%d files are kept", kept)
	}
	whole, err := os.ReadFile(packs()[0])
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"cut": whole[:len(whole)/2], "changed": append([]byte("x"), whole[1:]...), "turned": flip(whole), "empty": {}} {
		if err := os.WriteFile(packs()[0], data, 0o600); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, decode(t, files, o)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if mended, _ := os.ReadFile(packs()[0]); string(mended) != string(whole) {
			t.Errorf("%s: the pack was not written anew", name)
		}
	}
	// Other settings have another pack.
	if d := decode(t, files, Options{Cache: folder, ImageSize: 3}); d.Numbers.Cols != 9 || len(packs()) != 2 {
		t.Errorf("%d columns, %v", d.Numbers.Cols, packs())
	}
}

// openKept counts the files that a pack holds.
func openKept(t *testing.T, fsys fs.FS, f Files, o Options) int {
	s, err := newSet(t.Context(), fsys, f, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.survey(t.Context()); err != nil {
		t.Fatal(err)
	}
	g := &images{}
	g.settle(s.present())
	return len(openPack(o.Cache, g.key(), s.present()).entries)
}

func flip(data []byte) []byte {
	data = append([]byte(nil), data...)
	data[len(data)/2] ^= 1
	return data
}

// A folder for the cache that cannot be written is no error.
func TestCacheThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if d := decode(t, many(), Options{Cache: file}); d.Numbers.Rows == 0 {
		t.Error("nothing was read")
	}
}

func TestTrimCache(t *testing.T) {
	folder := t.TempDir()
	for i := range 5 {
		file := filepath.Join(folder, fmt.Sprintf("%d%s", i, packEnding))
		if err := os.WriteFile(file, make([]byte, 100), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Unix(int64(1000-i), 0)
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	other := filepath.Join(folder, "other.txt")
	if err := os.WriteFile(other, make([]byte, 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	trimCache(folder, 250)
	left, _ := filepath.Glob(filepath.Join(folder, "*"))
	if diff := cmp.Diff([]string{filepath.Join(folder, "0.media"), filepath.Join(folder, "1.media"), other}, left); diff != "" {
		t.Error(diff)
	}
}

// What is kept comes back bit for bit, in as few bytes as it needs.
func TestContent(t *testing.T) {
	for _, c := range []struct {
		content
		bytes int
	}{
		{content{channels: 1, pixels: []float32{0, 255, 7}}, 3},
		{content{channels: 3, deep: true, top: 4095, notes: turned, pixels: []float32{0, 256, 65535}}, 6},
		{content{channels: 1, pixels: []float32{0.5, 1, 2}}, 12},
		{content{channels: 1, pixels: []float32{-1, 1, 65536}}, 12},
		{content{top: 2, powers: []float64{1e-300, 3}}, 16},
	} {
		b := c.encode()
		if len(b) != contentHead+c.bytes {
			t.Errorf("%v: %d bytes", c.content, len(b))
		}
		back, err := decodeContent(b)
		if diff := cmp.Diff(&c.content, back, cmp.AllowUnexported(content{})); diff != "" || err != nil {
			t.Error(err, diff)
		}
		if _, err := decodeContent(b[:len(b)-1]); err == nil {
			t.Error("half a content was read")
		}
	}
}

// Pipes would block for ever, links may lead to them.
func TestLoadMissing(t *testing.T) {
	if _, err := LoadImage(t.Context(), fstest.MapFS{}, "a.png"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := LoadSound(t.Context(), fstest.MapFS{"a": {Data: []byte(pngFile(ramp(2, 2)))}}, "a"); err == nil {
		t.Error("an image was heard")
	}
	if _, err := LoadImage(t.Context(), fstest.MapFS{"a": {Mode: fs.ModeNamedPipe, Data: []byte("x")}}, "a"); err == nil || !strings.Contains(err.Error(), "pipe") {
		t.Error(err)
	}
}
