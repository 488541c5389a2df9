package media

import (
	"bytes"
	"image/gif"
	"image/jpeg"
	"math"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"lacuna/dataset"
)

// fuzzPixels keeps fuzzing fast: larger images are refused elsewhere.
const fuzzPixels = 1 << 20

// FuzzImage: whatever the bytes, an image has numbers from 0 to 1 in its shape,
// or says what is wrong.
func FuzzImage(f *testing.F) {
	var j, g, b, t bytes.Buffer
	_ = jpeg.Encode(&j, ramp(9, 7), nil)
	_ = gif.Encode(&g, ramp(4, 4), nil)
	_ = bmp.Encode(&b, ramp(4, 4))
	_ = tiff.Encode(&t, ramp(4, 4), nil)
	for _, seed := range []string{
		pngFile(ramp(4, 4)), pngFile(patch(2, red, clear)), j.String(), g.String(), b.String(), t.String(), "RIFF\x24\x00\x00\x00WEBPVP8 ", "\xff\xd8\xff\xe1\x00\x08Exif\x00\x00",
		"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00",
		gifFile(f, 2, 2, paletted(ramp(2, 2).Rect, 1, 1, 1, 1), paletted(ramp(2, 2).Rect, 0, 1, 1, 0)),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		kind := formatOf(data)
		if kind == nil || kind.kind != dataset.Image {
			return
		}
		if h, err := headOf(kind, data); err != nil || h.width*h.height > fuzzPixels {
			return
		}
		d := fuzzed(t, data, Options{ImageSize: 3})
		for _, x := range d.Numbers.Data {
			if x < 0 || x > 1 || math.IsNaN(x) {
				t.Fatalf("a pixel of %g", x)
			}
		}
		if d.Numbers.Cols != 9 && d.Numbers.Cols != 27 {
			t.Fatalf("%d columns", d.Numbers.Cols)
		}
		_, _ = LoadImage(t.Context(), fstest.MapFS{"a": {Data: data}}, "a")
	})
}

// fuzzed decodes one file of any content.
func fuzzed(t *testing.T, data []byte, o Options) *Decoded {
	d, err := Decode(t.Context(), fstest.MapFS{"a": {Data: data}}, Files{Name: "m", IDs: []string{"a"}, Paths: []string{"a"}}, o)
	if err != nil {
		t.Fatal(err)
	}
	if (d.Causes[0] == dataset.Present) != (d.Rows[0] == 0 || d.Texts != nil) || d.Causes[0] != dataset.Present && len(d.Problems) == 0 {
		t.Fatalf("%v in row %d: %v", d.Causes, d.Rows[0], d.Problems)
	}
	return d
}

// fuzzSound: whatever the bytes, a sound has finite numbers, or says what is
// wrong.
func fuzzSound(t *testing.T, want *format, data []byte) {
	if formatOf(data) != want {
		return
	}
	for _, x := range fuzzed(t, data, Options{}).Numbers.Data {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			t.Fatalf("a power of %g", x)
		}
	}
	s, err := LoadSound(t.Context(), fstest.MapFS{"a": {Data: data}}, "a")
	if err == nil && (len(s.Samples) == 0 || s.Rate < 1) {
		t.Fatalf("%d samples at %d Hz", len(s.Samples), s.Rate)
	}
}

func FuzzWAV(f *testing.F) {
	for _, w := range []wave{cd, {8000, 2, 3, 32, false}, {8000, 1, 7, 8, false}, {8000, 1, 1, 24, true}} {
		f.Add([]byte(w.whole(0, 0.5, -0.5, 0.25)))
	}
	f.Add([]byte("RF64\xff\xff\xff\xffWAVEds64\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff" + cd.header("") + "data\xff\xff\xff\xffabcd"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVELIST\x03\x00\x00\x00abc" + cd.header("") + "data\x00\x00\x00\x00abcdef"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzSound(t, wavFormat, data) })
}

func FuzzSphere(f *testing.F) {
	f.Add([]byte("NIST_1A\n   64\nsample_rate -i 16000\nsample_count -i 2\nend_head\n     abcd"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzSound(t, sphereFormat, data) })
}

func FuzzFLAC(f *testing.F) {
	f.Add([]byte(flacFile(f, 8000, make([]int32, 16))))
	f.Add([]byte(flacFile(f, 44100, []int32{1, -2, 3, -4, 5, -6, 7, -8, 9, 0, 1, 2, 3, 4, 5, 6}, make([]int32, 16))))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzSound(t, flacFormat, data) })
}

func FuzzMP3(f *testing.F) {
	f.Add([]byte(mp3File(2)))
	f.Add([]byte("ID3\x03\x00\x00\x00\x00\x00\x04abcd" + mp3File(2) + "TAG"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzSound(t, mp3Format, data) })
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"plain", "caf\xe9", "\xff\xfea\x00", "\x00\x00\xfe\xff\x00\x00\x00a", "\xbd\xf1\xcc\xec", "今天\xe4", "\x1b$B"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, charset, err := Text(data)
		if err == nil && (!utf8.ValidString(text) || charset == "") {
			t.Fatalf("%q in %q", text, charset)
		}
	})
}

// FuzzPack: a pack from anywhere gives contents or none.
func FuzzPack(f *testing.F) {
	c := content{channels: 1, pixels: []float32{1, 2}}
	f.Add(append([]byte(packMark), c.encode()...))
	f.Add(c.encode())
	f.Add([]byte("\x04\x00\x00\x00\xe7\x00\x00\x00\x00\x01\x02\x00\x02\x00\x00$$\x01 ")) // many numbers of no bytes
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, entry := range parsePack(data) {
			_, _ = decodeContent(entry)
		}
		if c, err := decodeContent(data); err == nil && len(c.pixels)+len(c.powers)+contentHead > len(data) {
			t.Fatalf("%d numbers of %d bytes", len(c.pixels)+len(c.powers), len(data))
		}
	})
}
