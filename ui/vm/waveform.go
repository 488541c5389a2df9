package vm

import (
	"context"

	"lacuna/dataset"
)

// Waveform is a sound as its file has it, before it became a spectrogram.
type Waveform struct {
	Samples []float64 // −1…1
	Rate    int       // samples a second

	of   *dataset.Dataset
	file string
}

// Hear decodes the sound of a lens beside the event goroutine and passes it to
// done on it. What cannot be decoded any more has no samples: the lens shows the
// spectrogram alone.
func (in *Inspector) Hear(l Lens, done func(Waveform)) {
	data := in.selection.data
	if in.heard.of == data && in.heard.file == l.Sound {
		done(in.heard)
		return
	}
	go func() {
		samples, rate, err := in.around.Sound(context.Background(), data, l.Sound)
		if err != nil {
			samples = nil
		}
		in.around.Do(func() {
			in.heard = Waveform{samples, rate, data, l.Sound}
			done(in.heard)
		})
	}()
}

// Seconds is how long the sound is.
func (w Waveform) Seconds() float64 { return float64(len(w.Samples)) / float64(max(1, w.Rate)) }

// Envelope is the least and the greatest sample of each of n stretches of equal
// length, or of each sample where there are fewer.
func (w Waveform) Envelope(n int) (low, high []float64) {
	n = min(n, len(w.Samples))
	low, high = make([]float64, n), make([]float64, n)
	for k := range n {
		part := w.Samples[k*len(w.Samples)/n : (k+1)*len(w.Samples)/n]
		low[k], high[k] = part[0], part[0]
		for _, x := range part {
			low[k], high[k] = min(low[k], x), max(high[k], x)
		}
	}
	return low, high
}
