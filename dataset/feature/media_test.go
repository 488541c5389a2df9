package feature_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset/feature"
)

func sine(n, rate int, hertz float64) []float64 {
	list := make([]float64, n)
	for t := range list {
		list[t] = 0.5 * math.Sin(2*math.Pi*hertz*float64(t)/float64(rate))
	}
	return list
}

// loudest returns the band that is loudest over all frames.
func loudest(s feature.Spectrogram, out []float64) int {
	best, most := 0, math.Inf(-1)
	for b := range s.Bands {
		sum := 0.0
		for f := range s.Frames {
			sum += out[b*s.Frames+f]
		}
		if sum > most {
			best, most = b, sum
		}
	}
	return best
}

// A tone is loudest in the band whose middle is nearest in mel.
func TestTonesFallIntoTheirBands(t *testing.T) {
	s := feature.Spectrogram{Bands: 20, Frames: 5, Highest: 8000}
	const rate = 8000
	mel := func(hertz float64) float64 { return 2595 * math.Log10(1+hertz/700) }
	for _, hertz := range []float64{200, 440, 1000, 2000, 3500} {
		want := int(math.Round(mel(hertz)/mel(8000)*21)) - 1
		if got := loudest(s, s.LogMel(sine(4000, rate, hertz), rate)); got != want {
			t.Errorf("%g Hz is loudest in band %d, want %d", hertz, got, want)
		}
	}
}

// The frames are equal stretches of time: a sound in the second half is silent
// in the first.
func TestFramesAreTime(t *testing.T) {
	s := feature.Spectrogram{Bands: 4, Frames: 10, Highest: 8000}
	samples := append(make([]float64, 4000), sine(4000, 8000, 1000)...)
	out := s.LogMel(samples, 8000)
	silence := math.Log(1e-8)
	for b := range s.Bands {
		for f := range 4 {
			if got := out[b*s.Frames+f]; math.Abs(got-silence) > 1e-9 {
				t.Errorf("band %d, frame %d: %g, want silence", b, f, got)
			}
		}
	}
	if got := out[1*s.Frames+8]; got < silence+5 {
		t.Errorf("the sound is not heard: %g", got)
	}
}

// Ten times the power is the logarithm of ten more, and a sound of any length
// and rate gives the same number of numbers.
func TestSoundsOfAnyLengthAndRate(t *testing.T) {
	s := feature.DefaultSpectrogram
	for _, c := range []struct{ n, rate int }{{0, 8000}, {1, 8000}, {199, 8000}, {200, 8000}, {8000, 8000}, {1000, 44100}, {500, 1000}, {5000, 192000}} {
		out := s.LogMel(sine(c.n, c.rate, 300), c.rate)
		if len(out) != s.Bands*s.Frames {
			t.Fatalf("%d samples at %d Hz give %d numbers", c.n, c.rate, len(out))
		}
		for _, x := range out {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Fatalf("%d samples at %d Hz give %g", c.n, c.rate, x)
			}
		}
	}
	soft, loud := sine(4000, 8000, 1000), sine(4000, 8000, 1000)
	for i := range loud {
		loud[i] *= math.Sqrt(10)
	}
	a, b := s.LogMel(soft, 8000), s.LogMel(loud, 8000)
	at := loudest(s, a) * s.Frames
	if d := b[at] - a[at]; math.Abs(d-math.Ln10) > 1e-3 {
		t.Errorf("ten times the power is %g more, want %g", d, math.Ln10)
	}
}

// With one highest frequency, sampling rates do not move the bands.
func TestBandsOfTwoSamplingRates(t *testing.T) {
	s := feature.Spectrogram{Bands: 20, Frames: 5, Highest: 4000}
	for _, hertz := range []float64{300, 1000, 2500} {
		low, high := s.LogMel(sine(4000, 8000, hertz), 8000), s.LogMel(sine(22050, 44100, hertz), 44100)
		if a, b := loudest(s, low), loudest(s, high); a != b {
			t.Errorf("%g Hz is loudest in band %d at 8000 Hz and in band %d at 44100 Hz", hertz, a, b)
		}
	}
}

// A sound that is heard in pieces of any length is the same sound.
func TestHearingInPieces(t *testing.T) {
	s := feature.DefaultSpectrogram
	for _, n := range []int{0, 100, 200, 201, 5000} {
		samples := sine(n, 8000, 700)
		want := s.LogMel(samples, 8000)
		for _, piece := range []int{1, 7, 80, 4096} {
			l := s.Listen(8000)
			for k := 0; k < n; k += piece {
				l.Hear(samples[k:min(k+piece, n)])
			}
			got := l.Powers()
			for i := range got {
				got[i] = feature.Loudness(got[i])
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%d samples in pieces of %d: %s", n, piece, diff)
			}
		}
	}
}

// A sound that is too long to keep every window keeps its stretches of time.
func TestLongSounds(t *testing.T) {
	s := feature.Spectrogram{Bands: 3, Frames: 4, Highest: 400}
	l := s.Listen(1000) // a window every 10 samples
	loud, quiet := make([]float64, 1000), make([]float64, 1000)
	for i := range loud {
		loud[i] = math.Sin(float64(i))
	}
	const pieces = 3000 // 300,000 windows
	for k := range pieces {
		if k < pieces/2 {
			l.Hear(loud)
		} else {
			l.Hear(quiet)
		}
	}
	p := l.Powers()
	for b := range s.Bands {
		if row := p[4*b : 4*b+4]; math.Abs(row[0]/row[1]-1) > 1e-3 || row[2] > 1e-3*row[1] || row[3] != 0 {
			t.Errorf("band %d: %g", b, row)
		}
	}
}

// A band above half the sampling rate is silent.
func TestBandsAboveTheSamplingRate(t *testing.T) {
	s := feature.Spectrogram{Bands: 20, Frames: 1, Highest: 8000}
	out := s.LogMel(sine(2000, 4000, 1900), 4000)
	if out[19] != math.Log(1e-8) || loudest(s, out) != 10 {
		t.Errorf("%v, loudest is %d", out, loudest(s, out))
	}
}
