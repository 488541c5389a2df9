package media

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"math"

	"lacuna/internal/say"
)

// Sound is a decoded sound, its channels mixed to one.
type Sound struct {
	Rate    int       // samples per second
	Samples []float64 // −1…1
}

// What a sound may have.
const (
	mostRate     = 1 << 22 // hertz
	mostChannels = 1 << 10
	mostSamples  = 1 << 30 // of one channel: six hours at 48 kHz
	mostWindows  = 1 << 24 // of a hundredth of a second: two days
	mostShown    = 1 << 26 // for display: 23 minutes
)

// stream is a sound that is read piece by piece, so that long ones need no
// memory.
type stream struct {
	rate     int
	channels int
	float    bool // samples may lie beyond −1…1, and be no numbers
	notes    notes
	// next fills whole frames, one sample a channel, and returns how many
	// samples; io.EOF with the last or after it.
	next func(frames []float64) (int, error)
}

// openSound opens a sound whose head makes sense.
func openSound(ctx context.Context, f *format, data []byte) (s stream, err error) {
	defer calm(&err)
	s, err = f.open(ctx, data)
	switch {
	case err != nil:
		return s, err
	case s.rate < 1 || s.rate > mostRate:
		return s, say.Errorf("a sampling rate of %d Hz is no sound's", s.rate)
	case s.channels < 1 || s.channels > mostChannels:
		return s, say.Errorf("a sound of %d channels", s.channels)
	}
	return s, nil
}

func soundHead(f *format, data []byte) (head, error) {
	s, err := openSound(context.Background(), f, data)
	return head{rate: s.rate}, err
}

// heard is what the samples of a sound are like.
type heard struct {
	samples int     // of the mixed sound
	peak    float64 // the largest distance from 0 of any channel
	unheard int     // samples that are no numbers
	total   int     // samples of all channels
	varies  bool    // two samples differ
	mixed   bool    // … once the channels are mixed
	first   float64
	firstOf float64 // the first sample of the mixed sound
}

// hear reads a sound, mixes its channels and hands the pieces on. What is no
// number is silence.
func (s stream) hear(ctx context.Context, take func(samples []float64) error) (h heard, err error) {
	defer calm(&err)
	const frames = 4096
	block := make([]float64, frames*s.channels)
	mixed := make([]float64, frames)
	for {
		n, err := s.next(block)
		n /= s.channels
		if n > 0 {
			h.mix(block[:n*s.channels], mixed[:n], s.channels)
			if err := take(mixed[:n]); err != nil {
				return h, err
			}
		}
		switch {
		case ctx.Err() != nil:
			return h, ctx.Err()
		case h.samples > mostSamples, 100*h.samples > mostWindows*max(s.rate, 100):
			return h, say.Errorf("the sound is too long: %d million samples and more", h.samples/1_000_000)
		case errors.Is(err, io.EOF) && h.samples == 0:
			return h, say.Error("the file holds no sample")
		case errors.Is(err, io.EOF):
			return h, nil
		case err != nil:
			return h, err
		}
	}
}

// mix averages the channels of some frames.
func (h *heard) mix(frames, mixed []float64, channels int) {
	for i := range mixed {
		sum := 0.0
		for _, x := range frames[i*channels : (i+1)*channels] {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				h.unheard++
				x = 0
			}
			if h.total == 0 {
				h.first = x
			}
			h.total++
			h.varies = h.varies || x != h.first
			h.peak = max(h.peak, math.Abs(x))
			sum += x
		}
		mixed[i] = sum / float64(channels)
		if h.samples == 0 {
			h.firstOf = mixed[i]
		}
		h.samples++
		h.mixed = h.mixed || mixed[i] != h.firstOf
	}
}

// LoadSound decodes a sound for display and playing. It fails with
// fs.ErrNotExist where there is no file.
func LoadSound(ctx context.Context, fsys fs.FS, name string) (Sound, error) {
	data, f, err := load(ctx, fsys, name)
	if err != nil {
		return Sound{}, err
	}
	if f == nil || f.open == nil {
		return Sound{}, say.Error("the file is no sound that is understood")
	}
	return decodeSound(ctx, f, data)
}

func decodeSound(ctx context.Context, f *format, data []byte) (Sound, error) {
	s, err := openSound(ctx, f, data)
	if err != nil {
		return Sound{}, err
	}
	sound := Sound{Rate: s.rate}
	h, err := s.hear(ctx, func(samples []float64) error {
		if len(sound.Samples)+len(samples) > mostShown {
			return say.Error("the sound is too long to be shown")
		}
		sound.Samples = append(sound.Samples, samples...)
		return nil
	})
	if scale := fullScale(h.peak); s.float && scale != 1 {
		for i := range sound.Samples {
			sound.Samples[i] /= scale
		}
	}
	return sound, err
}

// fullScale returns what stands for 1 in a floating-point sound of a peak: 1,
// or the range of whole numbers that somebody turned into floating point, or
// else the peak.
func fullScale(peak float64) float64 {
	switch {
	case peak <= 1:
		return 1
	case peak <= leastWhole:
		return peak
	}
	for _, bits := range []int{15, 23, 31} {
		if full := math.Ldexp(1, bits); peak <= full {
			return full
		}
	}
	return peak
}

// leastWhole is the peak from which a sound is taken for whole numbers: with
// 16 bits, less would hardly be heard.
const leastWhole = 256
