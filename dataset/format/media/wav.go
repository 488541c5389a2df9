package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"math"

	"lacuna/internal/say"
)

// Codes of sample formats in WAV files.
const (
	wavInteger    = 1
	wavFloat      = 3
	wavALaw       = 6
	wavMuLaw      = 7
	wavExtensible = 0xfffe // the code stands further behind
)

// compressed names the sample formats that are not understood.
var compressed = map[int]string{2: "Microsoft ADPCM", 17: "IMA ADPCM", 49: "GSM 6.10", 64: "G.721 ADPCM", 80: "MPEG", 85: "MP3", 353: "Windows Media", 65534: "an unknown one"}

// waveform is what the head of a WAV file says.
type waveform struct {
	order    binary.ByteOrder
	code     int
	channels int
	rate     int
	width    int // bytes of a sample
	samples  []byte
	notes    notes
}

// openWAV opens a WAV file of whole or floating-point samples of 8 to 64 bits,
// µ-law or A-law, also one of more than 4 GB (RF64) and one of the other byte
// order (RIFX).
func openWAV(_ context.Context, data []byte) (stream, error) {
	w, err := parseWAV(data)
	if err != nil {
		return stream{}, err
	}
	sample, err := w.sample()
	if err != nil {
		return stream{}, err
	}
	return pcm(w.samples, w.width, w.channels, sample, stream{rate: w.rate, float: w.code == wavFloat, notes: w.notes}), nil
}

// pcm completes a stream that takes its samples from memory.
func pcm(samples []byte, width, channels int, sample func([]byte) float64, s stream) stream {
	s.channels = channels
	frame := width * channels
	if frame <= 0 {
		return s // which openSound refuses
	}
	samples = samples[:len(samples)/frame*frame]
	s.next = func(frames []float64) (int, error) {
		n := min(len(samples)/width, len(frames))
		for i := range n {
			frames[i] = sample(samples[i*width:])
		}
		samples = samples[n*width:]
		if len(samples) == 0 {
			return n, io.EOF
		}
		return n, nil
	}
	return s
}

// parseWAV walks the chunks of a file up to its samples. Programs that write
// to a pipe leave sizes open, others count wrongly; as long as whole samples
// are there they are read.
func parseWAV(data []byte) (*waveform, error) {
	w := &waveform{order: binary.LittleEndian}
	switch {
	case len(data) < 12:
		return nil, say.Error("the file ends within its header")
	case holds(data, 0, "RIFX"):
		w.order = bigEndian(data)
	case !holds(data, 0, "RIFF") && !holds(data, 0, "RF64") && !holds(data, 0, "BW64"):
		return nil, say.Error("no WAV file: it does not begin with RIFF")
	}
	long := int64(-1) // size of the samples in a file of more than 4 GB
	for rest := data[12:]; len(rest) >= 8; {
		id, size := string(rest[:4]), int64(w.order.Uint32(rest[4:]))
		body := rest[8:]
		switch id {
		case "ds64":
			if len(body) >= 16 {
				long = int64(w.order.Uint64(body[8:]) & math.MaxInt64)
			}
		case "fmt ":
			if err := w.header(body[:min(size, int64(len(body)))]); err != nil {
				return nil, err
			}
		case "data":
			if w.channels > 0 {
				return w, w.take(data, body, size, long)
			}
		}
		rest = w.following(body, size)
	}
	if w.channels > 0 {
		return nil, say.Error("the WAV file has no samples")
	}
	return nil, say.Error("the WAV file has no header that says what its samples are")
}

// bigEndian returns the order of the bytes in a RIFX file: that of its first
// length which makes sense, as some have the name only.
func bigEndian(data []byte) binary.ByteOrder {
	if len(data) >= 20 && int64(binary.BigEndian.Uint32(data[16:])) > int64(len(data)) && int64(binary.LittleEndian.Uint32(data[16:])) <= int64(len(data)) {
		return binary.LittleEndian
	}
	return binary.BigEndian
}

// header reads the chunk "fmt ".
func (w *waveform) header(b []byte) error {
	if len(b) < 16 {
		return say.Error("the WAV header is too short")
	}
	w.code, w.channels, w.rate = int(w.order.Uint16(b)), int(w.order.Uint16(b[2:])), int(w.order.Uint32(b[4:]))
	block, bits := int(w.order.Uint16(b[12:])), int(w.order.Uint16(b[14:]))
	if w.code == wavExtensible && len(b) >= 26 {
		w.code = int(w.order.Uint16(b[24:]))
	}
	w.width = (bits + 7) / 8
	// 12 bits may lie in 16, and 24 in 32.
	if w.channels > 0 && block%w.channels == 0 && block/w.channels > w.width {
		w.width = block / w.channels
	}
	if w.channels == 0 {
		return say.Error("the WAV header says that there are no channels")
	}
	return nil
}

// following returns what comes behind a chunk. Some programs leave the filling
// byte behind an odd length out; where a length is nonsense the next chunk that
// is needed is looked for.
func (w *waveform) following(body []byte, size int64) []byte {
	if size > int64(len(body)) {
		next := -1
		for _, id := range []string{"fmt ", "data"} {
			if at := bytes.Index(body, []byte(id)); at >= 0 && (next < 0 || at < next) {
				next = at
			}
		}
		if next < 0 {
			return nil
		}
		w.notes |= lengthMended
		return body[next:]
	}
	rest := body[size:]
	if size%2 == 1 && len(rest) > 0 && (isChunkName(rest[1:]) || !isChunkName(rest)) {
		return rest[1:]
	}
	return rest
}

func isChunkName(b []byte) bool {
	if len(b) < 4 {
		return false
	}
	for _, c := range b[:4] {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// unknownSize is from where a size stands for one that was not known when the
// head was written.
const unknownSize = 0x7fff0000

// take finds the samples: size says how many bytes they should be.
func (w *waveform) take(data, body []byte, size, long int64) error {
	there := int64(len(body))
	if size == math.MaxUint32 && long >= 0 {
		size = long
	}
	switch {
	case size == 0 && there > 0 && !w.startsChunk(body), size >= unknownSize && size > there:
		w.notes |= lengthMended
		size = there
	case size > there:
		if err := w.tooShort(data, size, there); err != nil {
			return err
		}
		size = there
	}
	w.samples = body[:size]
	return nil
}

// startsChunk says whether a chunk that makes sense stands behind samples that
// are said to be none: then there are none.
func (w *waveform) startsChunk(b []byte) bool {
	return len(b) >= 8 && isChunkName(b) && int64(w.order.Uint32(b[4:])) <= int64(len(b)-8)
}

// mostLost is the share of a sound whose loss at the end is only said.
const mostLost = 0.01

// tooShort decides what samples are that end before their said size. The file
// has been cut off where its whole length is said to be more as well.
func (w *waveform) tooShort(data []byte, size, there int64) error {
	whole := 8 + int64(w.order.Uint32(data[4:]))
	cut := whole > int64(len(data)) && whole < unknownSize
	switch {
	case !cut:
		w.notes |= lengthMended
	case float64(size-there) <= mostLost*float64(size):
		w.notes |= endMissing
	default:
		return say.Errorf("truncated: the samples should be %d bytes and are %d", size, there)
	}
	return nil
}

// sample returns how the bytes of one sample become a number, −1…1.
func (w *waveform) sample() (func([]byte) float64, error) {
	switch {
	case w.code == wavInteger && w.width == 1:
		return func(b []byte) float64 { return (float64(b[0]) - 128) / 128 }, nil
	case w.code == wavInteger && w.width >= 2 && w.width <= 8:
		return whole(w.order, w.width), nil
	case w.code == wavFloat && w.width == 4:
		return func(b []byte) float64 { return float64(math.Float32frombits(w.order.Uint32(b))) }, nil
	case w.code == wavFloat && w.width == 8:
		return func(b []byte) float64 { return math.Float64frombits(w.order.Uint64(b)) }, nil
	case w.code == wavALaw && w.width == 1:
		return aLaw, nil
	case w.code == wavMuLaw && w.width == 1:
		return muLaw, nil
	}
	if name := compressed[w.code]; name != "" {
		return nil, stranger{say.Kept("the samples are packed as %s, which is not understood; convert the file to PCM", name)}
	}
	return nil, stranger{say.Kept("WAV format %d with samples of %d bytes is not understood; convert the file to PCM", w.code, w.width)}
}

// whole reads a signed whole number of some bytes as a share of its range.
func whole(order binary.ByteOrder, width int) func([]byte) float64 {
	if order == binary.ByteOrder(binary.LittleEndian) && width == 2 {
		return func(b []byte) float64 { return float64(int16(binary.LittleEndian.Uint16(b))) / (1 << 15) }
	}
	little := order == binary.ByteOrder(binary.LittleEndian)
	return func(b []byte) float64 {
		x := uint64(0)
		for i := range width {
			k := i
			if little {
				k = width - 1 - i
			}
			x = x<<8 | uint64(b[k])
		}
		return float64(int64(x<<(64-8*width))) / (1 << 63)
	}
}

// muLaw and aLaw are the two tables of telephony (ITU-T G.711), as formulas.
func muLaw(b []byte) float64 {
	u := ^b[0]
	x := (int(u&15)<<3+132)<<(u>>4&7) - 132
	if u&0x80 != 0 {
		x = -x
	}
	return float64(x) / (1 << 15)
}

func aLaw(b []byte) float64 {
	a := b[0] ^ 0x55
	x := int(a&15)<<4 + 8
	if e := a >> 4 & 7; e > 0 {
		x = (x + 256) << (e - 1)
	}
	if a&0x80 == 0 {
		x = -x
	}
	return float64(x) / (1 << 15)
}
