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
// to Highest, or to half the sampling rate if that is lower, averaged over Frames equal
// stretches of time: Bands × Frames numbers, band by band from the lowest.
// Samples lie in −1…1 and rate is in hertz. Windows of 25 ms (Hann) every
// 10 ms; a sound shorter than that is padded with silence.
func (s Spectrogram) LogMel(samples []float64, rate int) []float64 {
	width := max(2, int(windowSeconds*float64(rate)))
	step := max(1, int(stepSeconds*float64(rate)))
	size := 2
	for size < width {
		size *= 2
	}
	a := analysis{
		fft: fourier.NewFFT(size), hann: window.Hann(ones(width)), filters: melFilters(s.Bands, size, rate, min(float64(s.Highest), float64(rate)/2)),
		frame: make([]float64, size), spectrum: make([]complex128, size/2+1), power: make([]float64, size/2+1),
	}
	windows := 1
	if len(samples) > width {
		windows += (len(samples) - width) / step
	}
	bands := make([]float64, windows*s.Bands)
	for t := range windows {
		a.bands(samples[min(t*step, len(samples)):], bands[t*s.Bands:(t+1)*s.Bands])
	}
	return s.pool(bands)
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

// pool averages the windows of each stretch of time and takes the logarithm.
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
			out[b*s.Frames+f] = math.Log(sum/float64(to-from) + quietest)
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
