package vm

import (
	"context"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Waveform is a sound as its file has it, before it became a spectrogram, or as it
// was made from one.
type Waveform struct {
	Samples []float64 // −1…1
	Rate    int       // samples a second
	// low and high are the least and the greatest sample of each of blockCount
	// stretches of a long sound, of which its envelope is drawn; nil of a short one.
	low, high []float64
}

// blockCount is how many stretches of a long sound are looked at for an envelope,
// hundreds for each point of a drawing; a sound of fewer samples is short.
const blockCount = 200_000

// newWaveform looks through a sound once, which takes a moment of a long one.
func newWaveform(samples []float64, rate int) Waveform {
	w := Waveform{Samples: samples, Rate: rate}
	if len(samples) > blockCount {
		w.low, w.high = extremes(samples, samples, blockCount)
	}
	return w
}

// heard is a sound that was asked for.
type heard struct {
	of   *dataset.Dataset
	file string   // of a real one; "" for one that was made
	row  *float64 // of a made one, the first cell of its spectrogram
}

// Hear decodes the sound of a lens beside the event goroutine, or makes that of its
// stand-in, once however often it is asked for meanwhile, and passes it to done on it. What cannot be decoded any more, or made,
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
	waiting, under := in.hearing[what]
	in.hearing[what] = append(waiting, done)
	if under {
		return
	}
	go func() {
		samples, rate, err := get()
		if err != nil {
			samples = nil
		}
		wave := newWaveform(samples, rate)
		in.around.Do(func() {
			in.heard.keep(what, wave)
			waiting := in.hearing[what]
			delete(in.hearing, what)
			for _, done := range waiting {
				done(wave)
			}
		})
	}()
}

// CanHear says whether the sound of a lens can be heard, the real one or its
// stand-in.
func (in *Inspector) CanHear(l Lens, real bool) bool {
	if real {
		return in.around.Sound != nil && l.Sound != ""
	}
	return in.around.Made != nil && l.Standin != nil && len(l.Standin.Row) > 0 && l.IsSound()
}

// IsSound says whether the lens is seen as a spectrogram.
func (l Lens) IsSound() bool { return l.Modality.Kind == dataset.Audio && len(l.Modality.Shape) == 2 }

// soundNames are the words by which a table of features of sounds is known.
var soundNames = []string{"audio", "sound", "speech", "voice", "acoustic"}

// NoSound says of a table that is called a sound that it is none; "" of all else.
func (l Lens) NoSound() string {
	named := func(word string) bool { return strings.Contains(strings.ToLower(l.Modality.Name), word) }
	if l.Modality.Kind != dataset.Table || !slices.ContainsFunc(soundNames, named) {
		return ""
	}
	return say.Text("These are numbers that were made of sounds: no waveform can be drawn of them and nothing played.")
}

// Powers are the numbers that are black and white in the spectrograms of a lens,
// the real one and its stand-in alike.
func (l Lens) Powers() Tones {
	t := Tones{math.Inf(1), math.Inf(-1)}
	rows := [][]float64{l.Row}
	if l.Standin != nil {
		rows = append(rows, l.Standin.Row)
	}
	for _, x := range slices.Concat(rows...) {
		if !math.IsNaN(x) {
			t.Black, t.White = min(t.Black, x), max(t.White, x)
		}
	}
	return t
}

// ScaleWords say on what scales two sounds stand side by side, of so many seconds
// at most; 0 where neither can be heard.
func (l Lens) ScaleWords(seconds float64) string {
	t := l.Powers()
	black, white := say.Figure(t.Black, 3), say.Figure(t.White, 3)
	if seconds == 0 {
		return say.Form("Both spectrograms are drawn from %s (black) to %s (white), logarithms of power.", black, white)
	}
	return say.Form("Both are drawn over %.2f s, waveforms from −1 to 1, spectrograms from %s (black) to %s (white), logarithms of power.", seconds, black, white)
}

// Longest is how many seconds the longest of some sounds has.
func Longest(list ...Waveform) float64 {
	var most float64
	for _, w := range list {
		most = max(most, w.Seconds())
	}
	return most
}

// Seconds is how long the sound is.
func (w Waveform) Seconds() float64 { return float64(len(w.Samples)) / float64(max(1, w.Rate)) }

// Envelope is the least and the greatest sample of each of n stretches of equal
// length, or of each sample where there are fewer. The ends of stretches of a long
// sound lie between two of its blocks.
func (w Waveform) Envelope(n int) (low, high []float64) {
	if w.low != nil {
		return extremes(w.low, w.high, n)
	}
	return extremes(w.Samples, w.Samples, n)
}

// extremes are the least of some numbers and the greatest of as many others in each
// of n stretches of equal length, or of each number where there are fewer.
func extremes(lows, highs []float64, n int) (low, high []float64) {
	n = min(n, len(lows))
	low, high = make([]float64, n), make([]float64, n)
	for k := range n {
		from, to := k*len(lows)/n, (k+1)*len(lows)/n
		low[k], high[k] = slices.Min(lows[from:to]), slices.Max(highs[from:to])
	}
	return low, high
}
