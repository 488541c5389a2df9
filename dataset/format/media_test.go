package format_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/dataset/format/media"
)

// picture draws a grey image, brighter to the right.
func picture(width, height int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.SetGray(x, y, color.Gray{Y: uint8(255 * x / max(1, width-1))})
		}
	}
	return img
}

func pngFile(img image.Image) string {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.String()
}

// wav makes a WAV file of given samples (−1…1) in one of the formats.
func wav(rate, channels, code, bits int, samples ...float64) string {
	var pcm, b bytes.Buffer
	le := func(b *bytes.Buffer, x any) { _ = binary.Write(b, binary.LittleEndian, x) }
	for _, s := range samples {
		switch {
		case code == 3 && bits == 32:
			le(&pcm, float32(s))
		case code == 3:
			le(&pcm, s)
		case bits == 8:
			le(&pcm, uint8(128+127*s))
		case bits == 16:
			le(&pcm, int16(32767*s))
		case bits == 24:
			x := uint32(int32(8388607 * s))
			pcm.Write([]byte{byte(x), byte(x >> 8), byte(x >> 16)})
		case bits == 32:
			le(&pcm, int32(2147483647*s))
		}
	}
	b.WriteString("RIFF")
	le(&b, uint32(36+pcm.Len()))
	b.WriteString("WAVEfmt ")
	le(&b, uint32(16))
	le(&b, []uint16{uint16(code), uint16(channels)})
	le(&b, []uint32{uint32(rate), uint32(rate * channels * bits / 8)})
	le(&b, []uint16{uint16(channels * bits / 8), uint16(bits)})
	b.WriteString("data")
	le(&b, uint32(pcm.Len()))
	b.Write(pcm.Bytes())
	return b.String()
}

// tone is n samples of a sine.
func tone(n, rate int, hertz, volume float64) []float64 {
	list := make([]float64, n)
	for t := range list {
		list[t] = volume * math.Sin(2*math.Pi*hertz*float64(t)/float64(rate))
	}
	return list
}

func TestMediaFolders(t *testing.T) {
	d := openFiles(t, map[string]string{
		"image/p1.png":   pngFile(picture(4, 2)),
		"image/p2.png":   pngFile(picture(4, 2))[:40],
		"image/p3.png":   "",
		"image/notes.md": "no image",
		"audio/p1.wav":   wav(8000, 1, 1, 16, tone(800, 8000, 440, 0.5)...),
		"audio/p3.wav":   "RIFFrubbish",
		"text/p1.txt":    "Hello there.\n",
		"text/p2.txt":    "",
		"text/p3.txt":    " \n",
		"table.csv":      "id,x\np1,1\np2,2\n",
		"labels.csv":     "id,label,site\np1,a,n\np2,b,n\np3,a,s\np4,b,s\n",
		"plots/readme":   "nothing",
	})
	if d.Format != "media-folders" || cmp.Diff([]string{"table", "audio", "image", "text"}, d.Names()) != "" {
		t.Fatalf("%s: %v", d.Format, d.Names())
	}
	want := [][]dataset.Cause{
		{dataset.Present, dataset.Present, dataset.NoRow, dataset.NoRow},
		{dataset.Present, dataset.NoFile, dataset.Unreadable, dataset.NoFile},
		{dataset.Present, dataset.Unreadable, dataset.Unreadable, dataset.NoFile},
		{dataset.Present, dataset.Unreadable, dataset.Present, dataset.NoFile},
	}
	for m := range d.Blocks {
		if diff := cmp.Diff(want[m], d.Blocks[m].Causes); diff != "" {
			t.Errorf("%s: %s", d.Blocks[m].Modality.Name, diff)
		}
	}
	third := 1.0 / 3
	if diff := cmp.Diff([]float64{0, third, 2 * third, 1, 0, third, 2 * third, 1}, d.Blocks[2].Row(0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{2, 4}, d.Blocks[2].Modality.Shape); diff != "" {
		t.Error(diff)
	}
	if got := d.Blocks[3].Texts[0]; got != "Hello there." {
		t.Errorf("text %q", got)
	}
	wantProblem(t, d, "image/p2.png", "cannot be decoded", "EOF", "absent for record p2")
	wantProblem(t, d, "image/p3.png", "empty")
	wantProblem(t, d, "audio/p3.wav", "does not begin as any kind of image or sound")
	wantProblem(t, d, "text/", "1 text of blanks only", "text/p3.txt")
	wantProblem(t, d, "labels.csv", "1 id is in no modality")
}

func TestManifest(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"list.csv": "id,photo_path,sound,caption,age,label,split,speaker\n" +
			"a,img/1.png,snd/1.wav,the first of all,3,x,train,jo\n" +
			"b,.\\img\\2.png,snd/none.wav,a second one here,4,y,test,jo\n" +
			"c,,snd/2.wav,,5,x,train,al\n",
		"img/1.png": pngFile(picture(100, 50)),
		"img/2.png": pngFile(picture(10, 10)),
		"snd/1.wav": wav(8000, 1, 1, 8, tone(800, 8000, 440, 0.5)...),
		"snd/2.wav": wav(16000, 2, 3, 32, tone(3200, 32000, 440, 0.5)...),
	})
	d, err := format.Open(t.Context(), dir, format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Format != "manifest" || cmp.Diff([]string{"photo", "sound", "caption", "table"}, d.Names()) != "" {
		t.Fatalf("%s: %v", d.Format, d.Names())
	}
	want := [][]dataset.Cause{
		{dataset.Present, dataset.Present, dataset.Null},
		{dataset.Present, dataset.NoFile, dataset.Present},
		{dataset.Present, dataset.Present, dataset.Null},
		make([]dataset.Cause, 3),
	}
	for m := range d.Blocks {
		if diff := cmp.Diff(want[m], d.Blocks[m].Causes); diff != "" {
			t.Errorf("%s: %s", d.Blocks[m].Modality.Name, diff)
		}
	}
	wantTable(t, d, "table", table{[]string{"age"}, []float64{3, 4, 5}, make([]dataset.Cause, 3)})
	if diff := cmp.Diff([]int{28, 28}, d.Blocks[0].Modality.Shape); diff != "" {
		t.Error(diff) // different sizes come to a common one
	}
	wantProblem(t, d, "Column:sound", "1 path of 3 leads to no file", "snd/none.wav")
	wantProblem(t, d, "Column:photo", "differ in size", "28×28")
	wantProblem(t, d, "Column:sound", "another rate than the 8000 Hz of 1 of 2", "up to 4000 Hz")
	if d.Groups["speaker"][2] != "al" || d.Splits[1] != "test" {
		t.Errorf("groups %v", d.Groups)
	}
	if img, err := loadImage(t, d, 0, 1); err != nil || img.Bounds().Dx() != 10 {
		t.Errorf("image of b: %v", err)
	}
	if s, err := loadSound(t, d, 1, 2); err != nil || s.Rate != 16000 || len(s.Samples) != 1600 {
		t.Errorf("sound of c: %d samples, %v", len(s.Samples), err)
	}
	if b, c := d.Blocks[1].Files[1], d.Blocks[0].Files[2]; b != "" || c != "" {
		t.Errorf("files %q and %q; there are none", b, c)
	}
}

func TestManifestWithoutIDs(t *testing.T) {
	d := openFiles(t, map[string]string{"m.csv": "image,label\nx/p1.png,a\nx/p2.png,b\n", "x/p1.png": pngFile(picture(3, 3))})
	if diff := cmp.Diff([]string{"p1", "p2"}, d.IDs); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "named after the files in image")
}

// A folder can be read in two ways: the tables win, and a name chooses.
func TestAmbiguousFolder(t *testing.T) {
	files := map[string]string{"image.csv": "id,f0\np1,1\n", "media.csv": "id,image\np1,i/p1.png\n", "i/p1.png": pngFile(picture(2, 2))}
	d := openFiles(t, files)
	wantProblem(t, d, "media.csv", "lists files of modalities that tables hold", "--reader manifest reads the files")
	if d.Blocks[0].Modality.Kind != dataset.Table {
		t.Errorf("%+v", d.Blocks[0].Modality)
	}
	d, err := format.Open(t.Context(), writeFiles(t, files), format.Options{Import: dataset.Import{Reader: "manifest"}})
	if err != nil || d.Blocks[0].Modality.Kind != dataset.Image {
		t.Errorf("%v", err)
	}
}

// Texts of any charset are read, and said.
func TestTextThatIsNoUTF8(t *testing.T) {
	d := openFiles(t, map[string]string{"t/a.txt": "caf\xe9", "t/b.txt": "\ufeffcafé\r\n"})
	if diff := cmp.Diff([]string{"café", "café"}, d.Blocks[0].Texts); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "t/", "1 text in another charset than UTF-8", "t/a.txt", "windows-1252")
}

func TestDuplicateStems(t *testing.T) {
	d := openFiles(t, map[string]string{"image/p1.png": pngFile(picture(2, 2)), "image/p1.bmp": "x", "image/p2.png": pngFile(picture(2, 2))})
	if diff := cmp.Diff([]string{"p1", "p2"}, d.IDs); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "image/p1.", "another file differs in its ending only", "left out")
}

// Every sample format decodes to the same sound.
func TestSampleFormats(t *testing.T) {
	want := tone(400, 8000, 500, 0.8)
	for _, c := range []struct {
		code, bits int
		near       float64
	}{{1, 8, 2e-2}, {1, 16, 1e-4}, {1, 24, 1e-6}, {1, 32, 1e-8}, {3, 32, 1e-6}, {3, 64, 0}} {
		t.Run(fmt.Sprintf("format %d, %d bits", c.code, c.bits), func(t *testing.T) {
			d := openFiles(t, map[string]string{"a/p.wav": wav(8000, 1, c.code, c.bits, want...)})
			s, err := loadSound(t, d, 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Samples) != len(want) || s.Rate != 8000 {
				t.Fatalf("%d samples at %d Hz", len(s.Samples), s.Rate)
			}
			for i, x := range s.Samples {
				if math.Abs(x-want[i]) > c.near {
					t.Fatalf("sample %d is %g, want %g", i, x, want[i])
				}
			}
		})
	}
}

func TestUnreadableSounds(t *testing.T) {
	good := wav(8000, 1, 1, 16, tone(100, 8000, 500, 0.8)...)
	for name, c := range map[string]struct {
		file, says string
		cause      dataset.Cause
	}{
		"empty":       {"", "empty", dataset.Unreadable},
		"truncated":   {good[:100], "truncated", dataset.Unreadable},
		"other":       {strings.Replace(good, "RIFF", "OggS", 1), "no WAV file", dataset.Unreadable},
		"no samples":  {wav(8000, 1, 1, 16), "no sample", dataset.Unreadable},
		"half":        {good[:36], "no samples", dataset.Unreadable},
		"zero rate":   {wav(0, 1, 1, 16, 0, 0), "0 Hz", dataset.Unreadable},
		"compressed":  {wav(8000, 1, 85, 16, 0, 0), "convert the file to PCM", dataset.Unsupported}, // whole, but not understood
		"no channels": {wav(8000, 0, 1, 16, 0, 0), "", dataset.Unreadable},
	} {
		t.Run(name, func(t *testing.T) {
			d := openFiles(t, map[string]string{"a/p.wav": c.file, "a/q.wav": good})
			if cause := d.Blocks[0].Causes[0]; cause != c.cause {
				t.Errorf("cause %v, want %v", cause, c.cause)
			}
			wantProblem(t, d, "a/p.wav", "absent for record p", c.says)
		})
	}
}

func TestImageFormats(t *testing.T) {
	var j, g bytes.Buffer
	if err := jpeg.Encode(&j, picture(8, 8), &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	if err := gif.Encode(&g, picture(8, 8), nil); err != nil {
		t.Fatal(err)
	}
	deep := image.NewNRGBA64(image.Rect(3, 3, 11, 11)) // with a corner of its own
	for y := range 8 {
		for x := range 8 {
			deep.Set(3+x, 3+y, picture(8, 8).At(x, y))
		}
	}
	d := openFiles(t, map[string]string{"i/a.png": pngFile(picture(8, 8)), "i/b.jpg": j.String(), "i/c.gif": g.String(), "i/d.png": pngFile(deep), "i/e.jpeg": "x"})
	// A GIF has a palette, a JPEG rounds.
	for i := 1; i < 4; i++ {
		for k, x := range d.Blocks[0].Numbers.Row(i) {
			if want := d.Blocks[0].Numbers.At(0, k); math.Abs(x-want) > 0.1 {
				t.Fatalf("%s, pixel %d: %g, want %g", d.IDs[i], k, x, want)
			}
		}
	}
	if d.Blocks[0].Causes[4] != dataset.Unreadable {
		t.Error("rubbish was decoded")
	}
}

// One worker or many: the same dataset, problems included.
func TestWorkersChangeNothing(t *testing.T) {
	files := map[string]string{}
	rows := "id,x,kind\n"
	for i := range 60 {
		id := fmt.Sprintf("p%d", i)
		files["image/"+id+".png"] = pngFile(picture(5+i%3, 4))
		if i%2 == 0 {
			files["image/"+id+".png"] = files["image/"+id+".png"][:40]
		}
		files["audio/"+id+".wav"] = wav(8000, 1, 1, 16, tone(300+i, 8000, float64(300+i), 0.5)...)
		files["text/"+id+".txt"] = strings.Repeat("word ", i%4)
	}
	for i := range 2000 {
		rows += fmt.Sprintf("p%d,%d,k%d\n", i, i, i%5)
	}
	files["table.csv"] = rows + "broken\n"
	dir := writeFiles(t, files)
	var all []*dataset.Dataset
	for _, workers := range []int{1, 4} {
		d, err := format.Open(t.Context(), dir, format.Options{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	if all[0].Hash() != all[1].Hash() || cmp.Diff(all[0].Problems, all[1].Problems) != "" {
		t.Error("four workers read something else than one")
	}
	if n := len(all[0].Problems); n < 20 {
		t.Errorf("%d problems only: %v", n, all[0].Problems)
	}
}

// loadImage decodes the image of a record for display.
func loadImage(t *testing.T, d *dataset.Dataset, m, record int) (image.Image, error) {
	t.Helper()
	return media.LoadImage(t.Context(), d.Media, d.Blocks[m].Files[record])
}

// loadSound decodes the sound of a record.
func loadSound(t *testing.T, d *dataset.Dataset, m, record int) (media.Sound, error) {
	t.Helper()
	return media.LoadSound(t.Context(), d.Media, d.Blocks[m].Files[record])
}
