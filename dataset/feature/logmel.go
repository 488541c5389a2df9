package feature

import (
	"math"
	"math/cmplx"

	"gonum.org/v1/gonum/dsp/fourier"
	"gonum.org/v1/gonum/dsp/window"
)

// Spectrogram says how a sound becomes numbers.
type Spectrogram struct {
	Bands  int // mel bands
	Frames int // columns of time, whatever the length of the sound
}

// DefaultSpectrogram is what readers use.
var DefaultSpectrogram = Spectrogram{Bands: 20, Frames: 20}

// Bounds of the analysis: the length of a window and the step between two, and
// the highest frequency that is looked at.
const (
	windowSeconds = 0.025
	stepSeconds   = 0.010
	highestHertz  = 8000
	quietest      = 1e-8 // added to the power, so that silence has a logarithm
)

// LogMel returns the logarithm of a sound's power in Bands mel bands from 0 Hz
// to the lower of 8 kHz and half the sampling rate, averaged over Frames equal
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
	filters := melFilters(s.Bands, size, rate)
	windows := 1
	if len(samples) > width {
		windows += (len(samples) - width) / step
	}
	bands := make([][]float64, windows)
	fft := fourier.NewFFT(size)
	for t := range bands {
		bands[t] = filters.apply(power(fft, samples[min(t*step, len(samples)):], width, size))
	}
	return s.pool(bands)
}

// power returns the power spectrum of one window.
func power(fft *fourier.FFT, samples []float64, width, size int) []float64 {
	frame := make([]float64, size)
	n := copy(frame[:width], samples)
	clear(frame[n:])
	window.Hann(frame[:width])
	spectrum := fft.Coefficients(nil, frame)
	out := make([]float64, len(spectrum))
	for k, c := range spectrum {
		a := cmplx.Abs(c) / float64(width)
		out[k] = a * a
	}
	return out
}

// pool averages the windows of each stretch of time and takes the logarithm.
func (s Spectrogram) pool(bands [][]float64) []float64 {
	out := make([]float64, s.Bands*s.Frames)
	n := len(bands)
	for f := range s.Frames {
		from := f * n / s.Frames
		to := max(from+1, (f+1)*n/s.Frames)
		for b := range s.Bands {
			sum := 0.0
			for _, w := range bands[from:to] {
				sum += w[b]
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

func melFilters(bands, size, rate int) melBank {
	top := toMel(math.Min(highestHertz, float64(rate)/2))
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

func (m melBank) apply(spectrum []float64) []float64 {
	out := make([]float64, len(m.weights))
	for b, weights := range m.weights {
		for k, w := range weights {
			out[b] += w * spectrum[m.first[b]+k]
		}
	}
	return out
}

// toMel turns hertz into mel (O'Shaughnessy 1987).
func toMel(hertz float64) float64 { return 2595 * math.Log10(1+hertz/700) }

func fromMel(mel float64) float64 { return 700 * (math.Pow(10, mel/2595) - 1) }
