package feature

import (
	"math"
	"testing"
)

// A rising tone comes back with the spectrogram that it had: its bands and
// stretches of time are loud and quiet alike, and its samples lie in −1…1.
func TestSoundHasItsSpectrogram(t *testing.T) {
	const rate = 8000
	s := Spectrogram{Bands: 20, Frames: 20, Highest: 4000}
	tone := make([]float64, rate/2)
	for i := range tone {
		at := float64(i) / rate
		tone[i] = 0.5 * math.Sin(2*math.Pi*(300+1200*at)*at)
	}
	want := s.LogMel(tone, rate)
	sound := s.Sound(want, rate, 0.5)
	for _, x := range sound {
		if !(math.Abs(x) <= 1) {
			t.Fatalf("a sample of %g", x)
		}
	}
	if seconds := float64(len(sound)) / rate; math.Abs(seconds-0.5) > 0.03 {
		t.Errorf("%g seconds, want 0.5", seconds)
	}
	got := s.LogMel(sound, rate)
	var meanA, meanB, ab, aa, bb float64
	for i := range want {
		meanA, meanB = meanA+want[i]/float64(len(want)), meanB+got[i]/float64(len(want))
	}
	for i := range want {
		a, b := want[i]-meanA, got[i]-meanB
		ab, aa, bb = ab+a*b, aa+a*a, bb+b*b
	}
	if r := ab / math.Sqrt(aa*bb); r < 0.85 {
		t.Errorf("the spectrograms correlate by %.3f", r)
	}
	if level := meanB - meanA; math.Abs(level) > 1 {
		t.Errorf("the sound is %.2f nepers louder", level)
	}
}

// Silence stays silent.
func TestSoundOfSilence(t *testing.T) {
	s := Spectrogram{Bands: 4, Frames: 3, Highest: 4000}
	for _, x := range s.Sound(s.LogMel(make([]float64, 4000), 8000), 8000, 0.2) {
		if math.Abs(x) > 1e-6 {
			t.Fatalf("a sample of %g", x)
		}
	}
}
