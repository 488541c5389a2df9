package feature

import (
	"math"

	"gonum.org/v1/gonum/dsp/fourier"
	"gonum.org/v1/gonum/dsp/window"
)

// Spectrogram says how a sound becomes numbers.
type Spectrogram struct {
	Bands   int // mel bands
	Frames  int // columns of time, whatever the length of the sound
	Highest int // hertz that the bands reach to; sounds to be compared share it
}

// DefaultSpectrogram is what readers use.
var DefaultSpectrogram = Spectrogram{Bands: 20, Frames: 20, Highest: 8000}

// The length of a window, the step between two, and what silence is.
const (
	windowSeconds = 0.025
	stepSeconds   = 0.010
	quietest      = 1e-8 // added to the power, so that silence has a logarithm
)

// LogMel returns the logarithm of a sound's power in Bands mel bands from 0 Hz
// to Highest, averaged over Frames equal stretches of time: Bands × Frames
// numbers, band by band from the lowest. Bands above half the sampling rate are
// silent. Samples lie in −1…1 and rate is in hertz. Windows of 25 ms (Hann)
// every 10 ms; a sound shorter than that is padded with silence.
func (s Spectrogram) LogMel(samples []float64, rate int) []float64 {
	l := s.Listen(rate)
	l.Hear(samples)
	out := l.Powers()
	for i, p := range out {
		out[i] = Loudness(p)
	}
	return out
}

// Loudness returns the logarithm of a power, and that of what counts as silence
// for none.
func Loudness(power float64) float64 { return math.Log(power + quietest) }

// mostWindows is how many windows a listener keeps. Of a longer sound it keeps
// the means of two, four, eight … neighbours, so that a sound of any length
// needs the same memory.
const mostWindows = 1 << 16

// Listener hears a sound in pieces.
type Listener struct {
	Spectrogram
	analysis
	step    int
	rest    []float64 // samples that were heard and not yet used up
	bands   []float64 // windows × Bands
	pair    int       // windows that one row of bands stands for
	filling int       // of them that the last row holds so far
}

// Listen returns a listener for a sound of the sampling rate.
func (s Spectrogram) Listen(rate int) *Listener {
	l := &Listener{Spectrogram: s, analysis: newAnalysis(s.Bands, rate, s.Highest), pair: 1}
	l.step = max(1, int(stepSeconds*float64(rate)))
	return l
}

// Hear takes the next samples.
func (l *Listener) Hear(samples []float64) {
	l.rest = append(l.rest, samples...)
	at := 0
	for ; len(l.rest)-at >= len(l.hann); at += l.step { // which is less than a window
		l.window(l.rest[at:])
	}
	l.rest = l.rest[:copy(l.rest, l.rest[at:])]
}

// window adds the window at the start of samples.
func (l *Listener) window(samples []float64) {
	if l.filling == 0 {
		if len(l.bands) == mostWindows*l.Bands {
			l.halve()
		}
		l.bands = append(l.bands, make([]float64, l.Bands)...)
	}
	row := l.bands[len(l.bands)-l.Bands:]
	l.analysis.bands(samples, l.found)
	for b, p := range l.found {
		row[b] += p / float64(l.pair)
	}
	l.filling = (l.filling + 1) % l.pair
}

// halve joins neighbours.
func (l *Listener) halve() {
	n := len(l.bands) / l.Bands / 2
	for t := range n {
		for b := range l.Bands {
			l.bands[t*l.Bands+b] = (l.bands[2*t*l.Bands+b] + l.bands[(2*t+1)*l.Bands+b]) / 2
		}
	}
	l.bands, l.pair = l.bands[:n*l.Bands], 2*l.pair
}

// Powers returns the mean power in each band and stretch of time of all that
// was heard.
func (l *Listener) Powers() []float64 {
	switch {
	case len(l.bands) == 0:
		l.window(l.rest)
	case l.filling > 0: // the last row is short of windows
		row := l.bands[len(l.bands)-l.Bands:]
		for b := range row {
			row[b] *= float64(l.pair) / float64(l.filling)
		}
		l.filling = 0
	}
	return l.pool(l.bands)
}

func ones(n int) []float64 {
	list := make([]float64, n)
	for i := range list {
		list[i] = 1
	}
	return list
}

// analysis computes the bands of one window after another, in memory of its
// own.
type analysis struct {
	fft      *fourier.FFT
	hann     []float64
	filters  melBank
	frame    []float64
	spectrum []complex128
	power    []float64
	found    []float64 // bands
}

func newAnalysis(bands, rate, highest int) analysis {
	width := max(2, int(windowSeconds*float64(rate)))
	size := 2
	for size < width {
		size *= 2
	}
	return analysis{
		fft: fourier.NewFFT(size), hann: window.Hann(ones(width)), filters: melFilters(bands, size, rate, float64(highest)),
		frame: make([]float64, size), spectrum: make([]complex128, size/2+1), power: make([]float64, size/2+1), found: make([]float64, bands),
	}
}

// bands writes the power in each band of the window at the start of samples.
func (a *analysis) bands(samples, out []float64) {
	for k, w := range a.hann {
		a.frame[k] = 0
		if k < len(samples) {
			a.frame[k] = w * samples[k]
		}
	}
	a.fft.Coefficients(a.spectrum, a.frame)
	norm := 1 / float64(len(a.hann)*len(a.hann))
	for k, c := range a.spectrum {
		a.power[k] = norm * (real(c)*real(c) + imag(c)*imag(c))
	}
	a.filters.apply(a.power, out)
}

// pool averages the windows of each stretch of time.
// Bands holds windows × Bands.
func (s Spectrogram) pool(bands []float64) []float64 {
	out := make([]float64, s.Bands*s.Frames)
	n := len(bands) / s.Bands
	for f := range s.Frames {
		from := f * n / s.Frames
		to := max(from+1, (f+1)*n/s.Frames)
		for b := range s.Bands {
			sum := 0.0
			for t := from; t < to; t++ {
				sum += bands[t*s.Bands+b]
			}
			out[b*s.Frames+f] = sum / float64(to-from)
		}
	}
	return out
}

// melBank holds overlapping triangles over the bins of a spectrum, equally
// spaced in mel.
type melBank struct {
	first   []int
	weights [][]float64
}

func melFilters(bands, size, rate int, highest float64) melBank {
	top := toMel(highest)
	bin := float64(size) / float64(rate) // bins per hertz
	var bank melBank
	for b := range bands {
		low, middle, high := bin*fromMel(top*float64(b)/float64(bands+1)), bin*fromMel(top*float64(b+1)/float64(bands+1)), bin*fromMel(top*float64(b+2)/float64(bands+1))
		// A low band may be narrower than a bin: then it takes its share of the
		// bins on both sides.
		low, high = math.Min(low, middle-1), math.Max(high, middle+1)
		first := max(0, int(math.Ceil(low)))
		last := min(size/2, int(math.Floor(high)))
		var w []float64
		for k := first; k <= last; k++ {
			x := float64(k)
			w = append(w, math.Max(0, math.Min((x-low)/(middle-low), (high-x)/(high-middle))))
		}
		bank.first, bank.weights = append(bank.first, first), append(bank.weights, w)
	}
	return bank
}

// apply writes the sum of each band.
func (m melBank) apply(spectrum, out []float64) {
	for b, weights := range m.weights {
		out[b] = 0
		for k, w := range weights {
			out[b] += w * spectrum[m.first[b]+k]
		}
	}
}

// toMel turns hertz into mel (O'Shaughnessy 1987).
func toMel(hertz float64) float64 { return 2595 * math.Log10(1+hertz/700) }

func fromMel(mel float64) float64 { return 700 * (math.Pow(10, mel/2595) - 1) }
