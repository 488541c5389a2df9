package feature

import (
	"math"
	"math/cmplx"
)

// griffinLimRounds is how often phases are taken from the sound made so far.
const griffinLimRounds = 30

// Sound returns a sound of so many seconds whose spectrogram is near to the
// given one, which LogMel made: samples in −1…1 at the rate in hertz. What a
// band holds is spread evenly over its frequencies, a stretch of time has one
// spectrum, and phases, which a spectrogram does not have, are those that fit
// together (Griffin and Lim, Signal estimation from modified short-time Fourier
// transform, IEEE Trans. ASSP 1984). The same numbers give the same sound.
func (s Spectrogram) Sound(logMel []float64, rate int, seconds float64) []float64 {
	a := newAnalysis(s.Bands, rate, s.Highest)
	hop := max(1, int(stepSeconds*float64(rate)))
	windows := max(1, int(seconds/stepSeconds))
	magnitudes := make([][]float64, windows)
	for t := range magnitudes {
		magnitudes[t] = s.spectrum(a, logMel, min(t*s.Frames/windows, s.Frames-1))
	}
	v := voice{analysis: a, hop: hop, samples: make([]float64, (windows-1)*hop+len(a.hann))}
	phases := make([][]complex128, windows)
	for t := range phases {
		phases[t] = make([]complex128, len(a.spectrum))
		for k := range phases[t] {
			_, turn := math.Modf(float64(t*len(phases[t])+k) * math.Phi) // spread out, without a pattern
			phases[t][k] = cmplx.Rect(1, 2*math.Pi*turn)
		}
	}
	for range griffinLimRounds {
		v.join(magnitudes, phases)
		v.hearPhases(phases)
	}
	v.join(magnitudes, phases)
	loudest := 1.0
	for _, x := range v.samples {
		loudest = max(loudest, math.Abs(x))
	}
	for i := range v.samples {
		v.samples[i] /= loudest
	}
	return v.samples
}

// spectrum returns the magnitudes of a stretch of time: each frequency has the
// mean power of the bands that cover it.
func (s Spectrogram) spectrum(a analysis, logMel []float64, frame int) []float64 {
	power, cover := make([]float64, len(a.spectrum)), make([]float64, len(a.spectrum))
	for b, weights := range a.filters.weights {
		var all float64
		for _, w := range weights {
			all += w
		}
		p := max(0, math.Exp(logMel[b*s.Frames+frame])-quietest)
		for k, w := range weights {
			if all > 0 {
				power[a.filters.first[b]+k] += w * p / all
				cover[a.filters.first[b]+k] += w
			}
		}
	}
	for k := range power {
		if cover[k] > 0 {
			power[k] = float64(len(a.hann)) * math.Sqrt(power[k]/cover[k])
		}
	}
	return power
}

// voice joins windows to a sound.
type voice struct {
	analysis
	hop     int
	samples []float64
}

// join adds up the windows of the given magnitudes and phases, each weighed by
// the window function, over the sum of its squares.
func (v *voice) join(magnitudes [][]float64, phases [][]complex128) {
	clear(v.samples)
	weight := make([]float64, len(v.samples))
	size := float64(len(v.frame))
	for t, m := range magnitudes {
		for k := range v.spectrum {
			v.spectrum[k] = complex(m[k], 0) * phases[t][k]
		}
		v.fft.Sequence(v.frame, v.spectrum)
		for j, w := range v.hann {
			v.samples[t*v.hop+j] += w * v.frame[j] / size
			weight[t*v.hop+j] += w * w
		}
	}
	for i, w := range weight {
		if w > 1e-3 {
			v.samples[i] /= w
		}
	}
}

// hearPhases takes the phases of the sound's own windows.
func (v *voice) hearPhases(phases [][]complex128) {
	for t := range phases {
		clear(v.frame)
		for j, w := range v.hann {
			v.frame[j] = w * v.samples[t*v.hop+j]
		}
		v.fft.Coefficients(v.spectrum, v.frame)
		for k, c := range v.spectrum {
			if length := cmplx.Abs(c); length > 0 {
				phases[t][k] = c / complex(length, 0)
			}
		}
	}
}
