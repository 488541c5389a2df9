package media

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"lacuna/dataset"
)

// withEXIF puts an orientation into a JPEG file.
func withEXIF(t *testing.T, img image.Image, turn uint16, order binary.AppendByteOrder) string {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	block := []byte("Exif\x00\x00" + map[bool]string{true: "MM", false: "II"}[order == binary.AppendByteOrder(binary.BigEndian)])
	block = order.AppendUint16(block, 42)
	block = order.AppendUint32(block, 8)
	block = order.AppendUint16(block, 1)
	block = order.AppendUint16(block, 0x0112)
	block = order.AppendUint16(block, 3)
	block = order.AppendUint32(block, 1)
	block = order.AppendUint16(block, turn)
	block = append(block, 0, 0, 0, 0, 0, 0)
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(block)+2))
	return b.String()[:2] + string(head) + string(block) + b.String()[2:]
}

// An image that was stored turned is turned upright.
func TestOrientation(t *testing.T) {
	// Upright: a b c over d e f, in squares of 8 pixels.
	upright := "abc def"
	stored := map[uint16]string{1: "abc def", 2: "cba fed", 3: "fed cba", 4: "def abc", 5: "ad be cf", 6: "cf be ad", 7: "fc eb da", 8: "da eb fc"}
	for turn, rows := range stored {
		order := binary.AppendByteOrder(binary.BigEndian)
		if turn%2 == 0 {
			order = binary.LittleEndian
		}
		file := withEXIF(t, letters(rows), turn, order)
		d := decode(t, map[string]string{"a.jpg": file}, Options{})
		if diff := cmp.Diff([]int{16, 24}, d.Modality.Shape); diff != "" {
			t.Errorf("orientation %d: %s", turn, diff)
			continue
		}
		got := row(t, d, 0)
		shown, err := LoadImage(t.Context(), fstest.MapFS{"a.jpg": {Data: []byte(file)}}, "a.jpg")
		if err != nil {
			t.Fatal(err)
		}
		for i, letter := range strings.ReplaceAll(upright, " ", "") {
			x, y := i%3*8+4, i/3*8+4
			want := float64(letter-'a') * 0.2
			if d := got[y*24+x] - want; d > 0.02 || d < -0.02 {
				t.Errorf("orientation %d, %c: %g, want %g", turn, letter, got[y*24+x], want)
			}
			if r, _, _, _ := shown.At(x, y).RGBA(); float64(r)/65535-want > 0.02 || float64(r)/65535-want < -0.02 {
				t.Errorf("orientation %d, %c is shown as %g", turn, letter, float64(r)/65535)
			}
		}
		if turn > 1 {
			wantProblem(t, d, "1 image stored turned or mirrored", "upright")
		}
	}
}

// letters draws squares of 8 pixels from a (black) to f (white).
func letters(rows string) *image.Gray {
	lines := strings.Fields(rows)
	img := image.NewGray(image.Rect(0, 0, 8*len(lines[0]), 8*len(lines)))
	for i := range img.Pix {
		x, y := i%img.Stride, i/img.Stride
		img.Pix[i] = 51 * (lines[y/8][x/8] - 'a')
	}
	return img
}

func gifFile(t testing.TB, width, height int, frames ...*image.Paletted) string {
	var b bytes.Buffer
	g := &gif.GIF{Image: frames, Delay: make([]int, len(frames)), Config: image.Config{Width: width, Height: height}}
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func paletted(at image.Rectangle, pix ...uint8) *image.Paletted {
	img := image.NewPaletted(at, color.Palette{black, white, clear})
	copy(img.Pix, pix)
	return img
}

// Of a film the first frame that shows something is taken; a frame that is
// smaller than the film lies at its place.
func TestFilms(t *testing.T) {
	all := image.Rect(0, 0, 2, 2)
	d := decode(t, map[string]string{
		"a.gif": gifFile(t, 2, 2, paletted(all, 0, 1, 1, 0), paletted(all, 1, 1, 1, 0)),
		"b.gif": gifFile(t, 2, 2, paletted(all, 1, 1, 1, 1), paletted(all, 1, 1, 1, 1), paletted(image.Rect(1, 1, 2, 2), 0)),
		"c.gif": gifFile(t, 2, 2, paletted(image.Rect(0, 1, 1, 2), 0)),
		"d.gif": gifFile(t, 2, 2, paletted(all, 0, 0, 0, 0)),
	}, Options{})
	for i, want := range [][]float64{{0, 1, 1, 0}, {1, 1, 1, 0}, {1, 1, 0, 1}, {0, 0, 0, 0}} {
		if diff := cmp.Diff(want, row(t, d, i)); diff != "" {
			t.Errorf("%s: %s", string(rune('a'+i)), diff)
		}
	}
	wantProblem(t, d, "1 image with several frames, for example a.gif", "the first")
	wantProblem(t, d, "1 image with several frames of which the first shows nothing, for example b.gif")
	wantProblem(t, d, "1 image with transparent parts, for example c.gif")
	wantProblem(t, d, "1 image of one value throughout", "d.gif")
}

// Every format is known by its content, whatever its ending.
func TestImageFormats(t *testing.T) {
	img := ramp(4, 2)
	files := map[string]string{"png.jpg": pngFile(img)}
	for name, encode := range map[string]func(b *bytes.Buffer) error{
		"bmp.png":  func(b *bytes.Buffer) error { return bmp.Encode(b, img) },
		"tiff.dat": func(b *bytes.Buffer) error { return tiff.Encode(b, img, &tiff.Options{Compression: tiff.Deflate}) },
		"gif.bmp":  func(b *bytes.Buffer) error { return gif.Encode(b, img, nil) },
		"jpeg.svg": func(b *bytes.Buffer) error { return jpeg.Encode(b, ramp(4, 2), &jpeg.Options{Quality: 100}) },
	} {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatal(err)
		}
		files[name] = b.String()
	}
	d := decode(t, files, Options{})
	for i := range d.Rows {
		for k, x := range row(t, d, i) {
			if want := float64(255*(k%4)/3) / 255; x-want > 0.05 || want-x > 0.05 {
				t.Errorf("file %d, pixel %d: %g, want %g", i, k, x, want)
			}
		}
	}
	for name, text := range map[string]string{
		"lossy.webp":    "UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA=",
		"lossless.webp": "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==",
	} {
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		if d := decode(t, map[string]string{name: string(data)}, Options{}); d.Causes[0] != dataset.Present || d.Numbers.Cols != 1 {
			t.Errorf("%s: %v %+v", name, d.Causes, d.Problems)
		}
	}
}

// A TIFF file keeps its 16 bits; a second page is said.
func TestTIFF(t *testing.T) {
	img := image.NewGray16(image.Rect(0, 0, 2, 1))
	img.SetGray16(0, 0, color.Gray16{Y: 300})
	img.SetGray16(1, 0, color.Gray16{Y: 65535})
	var b bytes.Buffer
	if err := tiff.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	at := binary.LittleEndian.Uint32(data[4:])
	end := at + 2 + 12*uint32(binary.LittleEndian.Uint16(data[at:]))
	paged := bytes.Clone(data)
	binary.LittleEndian.PutUint32(paged[end:], at)
	d := decode(t, map[string]string{"a.tif": string(data), "b.tif": string(paged)}, Options{})
	if diff := cmp.Diff([]float64{300. / 65535, 1}, row(t, d, 0)); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "1 image with several pages, for example b.tif")
}

func TestBrokenImages(t *testing.T) {
	good := pngFile(ramp(4, 4))
	var b bytes.Buffer
	if err := jpeg.Encode(&b, ramp(64, 64), nil); err != nil {
		t.Fatal(err)
	}
	huge := []byte(good)
	binary.BigEndian.PutUint32(huge[16:], 100_000)
	binary.BigEndian.PutUint32(huge[20:], 100_000)
	d := decode(t, map[string]string{
		"a.png": good, "b.png": good[:40], "c.png": "", "d.png": fixPNG(huge), "e.jpg": b.String()[:b.Len()/2],
		"f.jpg": "<html>404</html>", "g.heic": "\x00\x00\x00\x18ftypheic\x00\x00", "h.dcm": "anything", "i.png": string(cd.whole(0, 0.5)), "j.jpg": "\xff\xd8\xff\xe1\xff\xff",
	}, Options{})
	want := []string{present, "unreadable", "unreadable", "unreadable", "unreadable", "unreadable", "unsupported", "unsupported", "unsupported", "unreadable"}
	if diff := cmp.Diff(want, presence(d)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{0, -1, -1, -1, -1, -1, -1, -1, -1, -1}, d.Rows); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "b.png", "cannot be decoded", "EOF", "absent for record b")
	wantProblem(t, d, "c.png", "the file is empty")
	wantProblem(t, d, "d.png", "100000×100000 pixels are too many")
	wantProblem(t, d, "f.jpg", "HTML")
	wantProblem(t, d, "g.heic", "the file is a HEIC image, which is not understood")
	wantProblem(t, d, "h.dcm", "files ending in .dcm are not understood")
	wantProblem(t, d, "i.png", "the file is a sound; this modality is one of images")
}

// fixPNG mends the checksum of the first chunk.
func fixPNG(data []byte) string {
	binary.BigEndian.PutUint32(data[29:], crc(data[12:29]))
	return string(data)
}
