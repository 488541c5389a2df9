package vm

import (
	"context"

	"lacuna/dataset"
)

// Waveform is a sound as its file has it, before it became a spectrogram, or as it
// was made from one.
type Waveform struct {
	Samples []float64 // −1…1
	Rate    int       // samples a second
}

// heard is a sound that was asked for.
type heard struct {
	of   *dataset.Dataset
	file string   // of a real one; "" for one that was made
	row  *float64 // of a made one, the first cell of its spectrogram
}

// Hear decodes the sound of a lens beside the event goroutine, or makes that of its
// stand-in, and passes it to done on it. What cannot be decoded any more, or made,
// has no samples: the lens shows the spectrogram alone.
func (in *Inspector) Hear(l Lens, real bool, done func(Waveform)) {
	what := heard{of: in.selection.data, file: l.Sound}
	get := func() ([]float64, int, error) { return in.around.Sound(context.Background(), what.of, l.Sound) }
	if !real {
		what.file, what.row = "", &l.Standin.Row[0]
		get = func() ([]float64, int, error) {
			return in.around.Made(context.Background(), what.of, l.At, l.Standin.Row)
		}
	}
	if wave, ok := in.heard.of(what); ok {
		done(wave)
		return
	}
	go func() {
		samples, rate, err := get()
		if err != nil {
			samples = nil
		}
		in.around.Do(func() {
			wave := Waveform{samples, rate}
			in.heard.keep(what, wave)
			done(wave)
		})
	}()
}

// CanMake says whether the stand-in of a lens can be heard.
func (in *Inspector) CanMake(l Lens) bool {
	return in.around.Made != nil && l.Standin != nil && len(l.Standin.Row) > 0 && l.Modality.Kind == dataset.Audio && len(l.Modality.Shape) == 2
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
