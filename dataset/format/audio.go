package format

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/go-audio/wav"

	"lacuna/dataset"
	"lacuna/dataset/feature"
)

// Sound is a decoded sound, its channels mixed to one.
type Sound struct {
	Rate    int       // samples per second
	Samples []float64 // −1…1
}

// LoadAudio decodes the sound of modality m of a record, for display and
// playing. It fails with fs.ErrNotExist where the record has no file.
func LoadAudio(d *dataset.Dataset, m, record int) (Sound, error) {
	data, err := loadFile(d, m, record)
	if err != nil {
		return Sound{}, err
	}
	return decodeWAV(data)
}

// Codes of sample formats in WAV files.
const (
	wavInteger    = 1
	wavFloat      = 3
	wavExtensible = 0xfffe // the code stands in a longer header
)

// decodeWAV decodes whole or floating-point samples of 8 to 64 bits.
func decodeWAV(data []byte) (s Sound, err error) {
	defer calm(&err)
	if err := checkChunks(data); err != nil {
		return s, err
	}
	d := wav.NewDecoder(bytes.NewReader(data))
	if err := d.FwdToPCM(); err != nil {
		return s, err
	}
	if d.Err() != nil || d.PCMChunk == nil {
		return s, fmt.Errorf("the WAV header cannot be read: %w", errors.Join(d.Err(), errors.New("no samples found")))
	}
	if err := checkRate(int(d.SampleRate)); err != nil {
		return s, err
	}
	sample, err := sampleReader(formatCode(d, data), int(d.BitDepth))
	if err != nil {
		return s, err
	}
	pcm, err := io.ReadAll(d.PCMChunk.R)
	if err != nil {
		return s, err
	}
	s = Sound{Rate: int(d.SampleRate), Samples: mix(pcm, int(d.NumChans), int(d.BitDepth)/8, sample)}
	if len(s.Samples) == 0 {
		return s, errors.New("the file holds no sample")
	}
	return s, nil
}

// checkChunks checks that the file is a WAV file with a header and samples,
// and that no chunk is longer than the file: the decoder trusts them.
func checkChunks(data []byte) error {
	switch {
	case len(data) == 0:
		return errEmptyFile
	case len(data) < 12 || string(data[:4]) != "RIFF" || string(data[8:12]) != "WAVE":
		return errors.New("no WAV file: it does not begin with RIFF and WAVE")
	}
	found := map[string]bool{}
	for rest := data[12:]; len(rest) >= 8; {
		id, size := string(rest[:4]), int64(binary.LittleEndian.Uint32(rest[4:8]))
		if left := int64(len(rest) - 8); size > left {
			return fmt.Errorf("truncated: the part %q should have %d bytes and has %d", id, size, left)
		}
		if id == "fmt " && size < 16 {
			return errors.New("the WAV header is too short")
		}
		found[id] = true
		rest = rest[min(int64(len(rest)), 8+size+size%2):]
	}
	if !found["fmt "] || !found["data"] {
		return errors.New("the WAV file has no header or no samples")
	}
	return nil
}

// formatCode returns the sample format; long headers hide it behind sixteen
// further bytes and eight more.
func formatCode(d *wav.Decoder, data []byte) int {
	if d.WavAudioFormat != wavExtensible {
		return int(d.WavAudioFormat)
	}
	const offset = 8 + 24
	if at := bytes.Index(data, []byte("fmt ")); at >= 0 && at+offset+2 <= len(data) {
		return int(binary.LittleEndian.Uint16(data[at+offset:]))
	}
	return wavInteger
}

// sampleReader returns how one sample becomes a number from −1 to 1.
func sampleReader(code, bits int) (func([]byte) float64, error) {
	little := binary.LittleEndian
	switch [2]int{code, bits} {
	case [2]int{wavInteger, 8}:
		return func(b []byte) float64 { return (float64(b[0]) - 128) / 128 }, nil
	case [2]int{wavInteger, 16}:
		return func(b []byte) float64 { return float64(int16(little.Uint16(b))) / (1 << 15) }, nil
	case [2]int{wavInteger, 24}:
		return func(b []byte) float64 {
			return float64(int32(uint32(b[0])<<8|uint32(b[1])<<16|uint32(b[2])<<24)) / (1 << 31)
		}, nil
	case [2]int{wavInteger, 32}:
		return func(b []byte) float64 { return float64(int32(little.Uint32(b))) / (1 << 31) }, nil
	case [2]int{wavFloat, 32}:
		return func(b []byte) float64 { return float64(math.Float32frombits(little.Uint32(b))) }, nil
	case [2]int{wavFloat, 64}:
		return func(b []byte) float64 { return math.Float64frombits(little.Uint64(b)) }, nil
	}
	return nil, fmt.Errorf("WAV format %d with %d bits is compressed or unknown; convert it to PCM", code, bits)
}

// mix averages the channels. What is no number becomes silence.
func mix(pcm []byte, channels, width int, sample func([]byte) float64) []float64 {
	if channels < 1 {
		return nil
	}
	out := make([]float64, 0, len(pcm)/(channels*width))
	for frame := range slices.Chunk(pcm, channels*width) {
		if len(frame) < channels*width {
			break
		}
		sum := 0.0
		for c := range channels {
			if x := sample(frame[c*width:]); !math.IsNaN(x) {
				sum += min(max(x, -1), 1)
			}
		}
		out = append(out, sum/float64(channels))
	}
	return out
}

// sounds decodes sound files to log-mel spectrograms.
type sounds struct {
	feature.Spectrogram
	rates []int // that occur, rising
}

// survey finds the sampling rates: the bands reach to half of the lowest.
func (s *sounds) survey(heads []mediaHead) {
	for _, h := range heads {
		if h.err == nil && !slices.Contains(s.rates, h.rate) {
			s.rates = append(s.rates, h.rate)
		}
	}
	slices.Sort(s.rates)
	if len(s.rates) > 0 {
		s.Highest = min(s.Highest, s.rates[0]/2)
	}
}

func (s *sounds) head(data []byte) mediaHead {
	if err := checkChunks(data); err != nil {
		return mediaHead{err: err}
	}
	d := wav.NewDecoder(bytes.NewReader(data))
	d.ReadInfo()
	rate := int(d.SampleRate)
	return mediaHead{rate: rate, err: errors.Join(d.Err(), checkRate(rate))}
}

// checkRate refuses sampling rates that only a broken header has.
func checkRate(rate int) error {
	if rate < 1000 || rate > 768000 {
		return fmt.Errorf("a sampling rate of %d Hz is no sound's", rate)
	}
	return nil
}

func (s *sounds) decode(data []byte) ([]float64, error) {
	sound, err := decodeWAV(data)
	if err != nil {
		return nil, err
	}
	return s.LogMel(sound.Samples, sound.Rate), nil
}

func (s *sounds) describe(m *dataset.Modality) {
	m.Kind, m.Shape = dataset.Audio, []int{s.Bands, s.Frames}
	for b := range s.Bands {
		for f := range s.Frames {
			m.Columns = append(m.Columns, fmt.Sprintf("band%dframe%d", b, f))
		}
	}
}

func (s *sounds) note() (what, done string) {
	if len(s.rates) < 2 {
		return "", ""
	}
	return fmt.Sprintf("the sampling rates differ, from %d to %d Hz", s.rates[0], s.rates[len(s.rates)-1]),
		fmt.Sprintf("frequencies above %d Hz are left out of all", s.Highest)
}
