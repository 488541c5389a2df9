package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/mewkiz/flac"
	"github.com/mewkiz/flac/frame"
	"github.com/mewkiz/flac/meta"

	"lacuna/dataset"
)

// decode decodes made files, in the order of their names.
func decode(t *testing.T, files map[string]string, o Options) *Decoded {
	t.Helper()
	fsys, f := made(files)
	d, err := Decode(t.Context(), fsys, f, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func made(files map[string]string) (fstest.MapFS, Files) {
	fsys := fstest.MapFS{}
	f := Files{Name: "m", Source: "folder/"}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fsys[name] = &fstest.MapFile{Data: []byte(files[name])}
		f.Paths = append(f.Paths, name)
		f.IDs = append(f.IDs, strings.Split(name, ".")[0])
	}
	return fsys, f
}

// wantProblem checks that one problem says all of some words.
func wantProblem(t *testing.T, d *Decoded, words ...string) {
	t.Helper()
	for _, p := range d.Problems {
		line := fmt.Sprintf("%s|%s|%s => %s", p.File, p.Column, p.What, p.Done)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(line, w) }) {
			return
		}
	}
	t.Errorf("no problem says %q: %+v", words, d.Problems)
}

// row returns the numbers of a file that could be decoded.
func row(t *testing.T, d *Decoded, i int) []float64 {
	t.Helper()
	if d.Rows[i] < 0 {
		t.Fatalf("file %d has no numbers: %v, %+v", i, d.Causes[i], d.Problems)
	}
	return d.Numbers.Row(d.Rows[i])
}

func pngFile(img image.Image) string {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.String()
}

// ramp draws a grey image, brighter to the right.
func ramp(width, height int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = uint8(255 * (i % width) / max(1, width-1))
	}
	return img
}

// patch draws an image of the given colours, row by row.
func patch(width int, colours ...color.Color) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, width, len(colours)/width))
	for i, c := range colours {
		img.Set(i%width, i/width, c)
	}
	return img
}

var (
	red   = color.NRGBA{R: 255, A: 255}
	green = color.NRGBA{G: 255, A: 255}
	blue  = color.NRGBA{B: 255, A: 255}
	white = color.NRGBA{R: 255, G: 255, B: 255, A: 255}
	black = color.NRGBA{A: 255}
	clear = color.NRGBA{}
)

// wave is what a made WAV file is like.
type wave struct {
	rate, channels, code, bits int
	big                        bool
}

// bytesOrder reads and writes numbers of several bytes.
type bytesOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

func (w wave) order() bytesOrder {
	if w.big {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

func (w wave) whole(samples ...float64) string { return w.file(w.pcm(samples...)) }

// pcm writes samples (−1…1, or any in floating point).
func (w wave) pcm(samples ...float64) string {
	var b bytes.Buffer
	order := w.order()
	for _, s := range samples {
		switch {
		case w.code == 3 && w.bits == 32:
			_ = binary.Write(&b, order, float32(s))
		case w.code == 3:
			_ = binary.Write(&b, order, s)
		case w.bits == 8:
			b.WriteByte(byte(128 + 128*s))
		default:
			var x [8]byte
			order.PutUint64(x[:], uint64(int64(s*math.Ldexp(1, w.bits-1)))<<(64-w.bits))
			if w.big {
				b.Write(x[:w.bits/8])
			} else {
				b.Write(x[8-w.bits/8:])
			}
		}
	}
	return b.String()
}

// chunk writes a chunk with its filling byte.
func (w wave) chunk(id, body string) string {
	size := w.order().AppendUint32(nil, uint32(len(body)))
	if len(body)%2 == 1 {
		body += "\x00"
	}
	return id + string(size) + body
}

// header writes the chunk "fmt ".
func (w wave) header(extra string) string {
	order := w.order()
	block := w.channels * (w.bits + 7) / 8
	b := order.AppendUint16(nil, uint16(w.code))
	b = order.AppendUint16(b, uint16(w.channels))
	b = order.AppendUint32(b, uint32(w.rate))
	b = order.AppendUint32(b, uint32(w.rate*block))
	b = order.AppendUint16(b, uint16(block))
	b = order.AppendUint16(b, uint16(w.bits))
	return w.chunk("fmt ", string(b)+extra)
}

func (w wave) file(samples string) string { return w.riff(w.header("") + w.chunk("data", samples)) }

func (w wave) riff(chunks string) string {
	name := "RIFF"
	if w.big {
		name = "RIFX"
	}
	return w.chunk(name, "WAVE"+chunks)
}

var cd = wave{rate: 8000, channels: 1, code: 1, bits: 16}

// tone is n samples of a sine.
func tone(n, rate int, hertz, volume float64) []float64 {
	list := make([]float64, n)
	for t := range list {
		list[t] = volume * math.Sin(2*math.Pi*hertz*float64(t)/float64(rate))
	}
	return list
}

// flacFile makes a FLAC file of samples of 16 bits.
func flacFile(t testing.TB, rate int, channels ...[]int32) string {
	return flacOf(t, rate, 16, frame.Channels(len(channels)-1), frame.SubHeader{Pred: frame.PredVerbatim}, channels...)
}

// flacOf makes a FLAC file of one frame.
func flacOf(t testing.TB, rate, depth int, layout frame.Channels, kind frame.SubHeader, channels ...[]int32) string {
	var b bytes.Buffer
	n := len(channels[0])
	enc, err := flac.NewEncoder(&b, &meta.StreamInfo{BlockSizeMin: 16, BlockSizeMax: uint16(max(n, 16)), SampleRate: uint32(rate),
		NChannels: uint8(len(channels)), BitsPerSample: uint8(depth), NSamples: uint64(n)})
	if err != nil {
		t.Fatal(err)
	}
	enc.EnablePredictionAnalysis(false)
	f := &frame.Frame{Header: frame.Header{HasFixedBlockSize: true, BlockSize: uint16(n), SampleRate: uint32(rate),
		Channels: layout, BitsPerSample: uint8(depth)}}
	for _, samples := range channels {
		f.Subframes = append(f.Subframes, &frame.Subframe{SubHeader: kind, Samples: slices.Clone(samples), NSamples: n})
	}
	if err := enc.WriteFrame(f); err != nil {
		t.Fatal(err)
	}
	if err := enc.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// mp3File makes an MP3 file of some equal frames (MPEG 1, 44100 Hz, one
// channel, 32 kbit/s) in which only the lowest frequency line is 1.
func mp3File(frames int) string {
	var bits strings.Builder
	put := func(value, width int) { fmt.Fprintf(&bits, "%0*b", width, value) }
	put(0, 9+5+4) // no bits from earlier, private bits, nothing shared
	for range 2 {
		put(3, 12)  // three bits of data
		put(1, 9)   // one pair of values
		put(180, 8) // gain
		put(0, 4+1) // no scale factors, long blocks
		put(1, 5)   // table 1 for the first region
		put(0, 5+5) // … and none for the others
		put(0, 4+3) // regions
		put(0, 1+1+1)
	}
	bits.WriteString("010" + "010") // the pair 1, 0 and a plus
	b := []byte{0xff, 0xfb, 0x10, 0xc0}
	s := bits.String()
	for len(s)%8 != 0 {
		s += "0"
	}
	for ; s != ""; s = s[8:] {
		var x byte
		_, _ = fmt.Sscanf(s[:8], "%08b", &x)
		b = append(b, x)
	}
	b = append(b, make([]byte, 104-len(b))...)
	return strings.Repeat(string(b), frames)
}

// presence returns the causes as words.
func presence(d *Decoded) []string {
	var list []string
	for _, c := range d.Causes {
		list = append(list, c.String())
	}
	return list
}

var present = dataset.Present.String()
