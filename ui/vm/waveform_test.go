package vm

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"lacuna/dataset"
)

func TestEnvelope(t *testing.T) {
	w := Waveform{Samples: []float64{0, 1, -1, 0.5, 0.25, 0.25}, Rate: 3}
	low, high := w.Envelope(3)
	if !slices.Equal(low, []float64{0, -1, 0.25}) || !slices.Equal(high, []float64{1, 0.5, 0.25}) || w.Seconds() != 2 {
		t.Errorf("%v to %v in %g s", low, high, w.Seconds())
	}
	if low, _ = w.Envelope(100); len(low) != 6 {
		t.Errorf("%d stretches of 6 samples", len(low))
	}
	if low, _ = (Waveform{}).Envelope(10); len(low) != 0 {
		t.Errorf("silence has %v", low)
	}
}

// The envelope of a long sound is drawn of what was found when it was heard, and is
// that of its samples.
func TestEnvelopeOfALongSound(t *testing.T) {
	samples := make([]float64, 3*blockCount)
	for i := range samples {
		samples[i] = math.Sin(float64(i)/70) * float64(i) / float64(len(samples))
	}
	long, plain := newWaveform(samples, 44100), Waveform{Samples: samples, Rate: 44100}
	if len(long.low) != blockCount || newWaveform(samples[:9], 1).low != nil {
		t.Fatalf("%d blocks", len(long.low))
	}
	low, high := long.Envelope(500)
	wantLow, wantHigh := plain.Envelope(500)
	if !slices.Equal(low, wantLow) || !slices.Equal(high, wantHigh) {
		t.Error("it is another envelope")
	}
}

// A sound is decoded once while its record is shown; one that has gone has no
// samples.
func TestSoundsAreHeard(t *testing.T) {
	k := newDesk(t)
	k.data.Blocks[0].Modality.Kind = dataset.Audio
	k.data.Blocks[0].Files = slices.Repeat([]string{"a.wav"}, k.data.Records())
	decoded := 0
	k.around.Sound = func(_ context.Context, d *dataset.Dataset, file string) ([]float64, int, error) {
		decoded++
		if d != k.data || file != "a.wav" {
			return []float64{1}, 1, errors.New("gone")
		}
		return []float64{0, 1}, 2, nil
	}
	k.Show(k.data)
	l := k.Inspector.Lenses()[0]
	if l.Sound != "a.wav" {
		t.Fatalf("the file of the sound is %q", l.Sound)
	}
	for range 2 {
		var got Waveform
		k.Inspector.Hear(l, true, func(w Waveform) { got = w })
		k.wait("the sound", func() bool { return got.Rate > 0 })
		if len(got.Samples) != 2 || decoded != 1 {
			t.Errorf("%v, decoded %d times", got.Samples, decoded)
		}
	}
	l.Sound = "b.wav"
	told := 0
	for range 2 { // asked for again while it is decoded
		k.Inspector.Hear(l, true, func(Waveform) { told++ })
	}
	k.wait("both to be told", func() bool { return told == 2 })
	if decoded != 2 {
		t.Errorf("decoded %d times, want once more", decoded)
	}
	ended := false
	l.Sound = "c.wav"
	k.Inspector.Hear(l, true, func(w Waveform) { ended = len(w.Samples) == 0 })
	k.wait("the error", func() bool { return ended })
}

// What stands side by side has one scale: that of both.
func TestSoundsHaveOneScale(t *testing.T) {
	l := Lens{Modality: dataset.Modality{Name: "tone", Kind: dataset.Audio, Shape: []int{2, 2}}, Row: []float64{1, math.NaN(), 3, 4}, Standin: &Standin{Row: []float64{-2, 0, 1, 2}}}
	if got := l.Powers(); got != (Tones{-2, 4}) {
		t.Errorf("powers from %g to %g, want -2 to 4", got.Black, got.White)
	}
	a, b := Waveform{Samples: make([]float64, 30), Rate: 10}, Waveform{Samples: make([]float64, 10), Rate: 10}
	if got := Longest(a, b, Waveform{}); got != 3 {
		t.Errorf("the longest has %g s, want 3", got)
	}
	v := Versus{Cells: []Against{{Real: 1}, {Real: 2}, {Real: 3}, {Real: 4}}}
	if got := v.LowBelow([]int{2, 2}).Cells; got[0].Real != 3 || got[3].Real != 2 || v.Cells[0].Real != 1 {
		t.Errorf("low bands are not below: %v of %v", got, v.Cells)
	}
}

// A table that is called a sound says that it is none.
func TestFeaturesOfSoundsAreNoSounds(t *testing.T) {
	for name, says := range map[string]bool{"audio": true, "Speech_mfcc": true, "image": false} {
		if got := (Lens{Modality: dataset.Modality{Name: name, Kind: dataset.Table}}).NoSound() != ""; got != says {
			t.Errorf("%s: said %v", name, got)
		}
	}
	if got := (Lens{Modality: dataset.Modality{Name: "audio", Kind: dataset.Audio, Shape: []int{2, 2}}}).NoSound(); got != "" {
		t.Errorf("of a sound: %q", got)
	}
}
