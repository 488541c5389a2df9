package vm

import (
	"context"
	"errors"
	"strings"
	"testing"

	"lacuna/dataset"
)

// sounded is one sound at a loudspeaker that plays until it is told to end.
type sounded struct {
	ctx     context.Context
	samples int
	end     chan error
}

// speaker gives a desk such a loudspeaker, and returns what waits for its next
// sound.
func (k *desk) speaker() (next func() sounded) {
	started := make(chan sounded, 1)
	k.around.Sound = func(_ context.Context, _ *dataset.Dataset, file string) ([]float64, int, error) {
		if file == "gone.wav" {
			return nil, 0, errors.New("no such file")
		}
		return make([]float64, 100), 100, nil
	}
	k.around.Play = func(ctx context.Context, samples []float64, _ int) error {
		h := sounded{ctx, len(samples), make(chan error, 1)}
		started <- h
		select {
		case err := <-h.end:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return func() sounded {
		for {
			select {
			case h := <-started:
				return h
			case f := <-k.queue:
				f()
			}
		}
	}
}

// A sound plays until it ends, is stopped, or the record is left.
func TestPlaying(t *testing.T) {
	k := newDesk(t)
	next := k.speaker()
	k.Show(k.data)
	p, a := k.Playing, Lens{Sound: "a.wav"}
	if p.Can(Lens{}, true) || !p.Can(a, true) {
		t.Fatal("what can be played is not what has a file")
	}
	p.Toggle(a, true)
	h := next()
	if !p.Of(a, true) || h.samples != 100 {
		t.Errorf("it does not play, or %d samples", h.samples)
	}
	h.end <- nil
	k.wait("its end", func() bool { return !p.Of(a, true) })
	p.Toggle(a, true)
	h = next()
	p.Toggle(a, true)
	if <-h.ctx.Done(); p.Of(a, true) || p.Fault() != "" {
		t.Errorf("stopped: %q", p.Fault())
	}
	p.Toggle(a, true)
	h = next()
	k.Selection.Step(1)
	if <-h.ctx.Done(); p.Of(a, true) {
		t.Error("it plays on when the record is left")
	}
}

// What cannot be played says why, and leaves all as it was.
func TestNotPlayed(t *testing.T) {
	k := newDesk(t)
	next := k.speaker()
	k.Show(k.data)
	p, a, gone := k.Playing, Lens{Sound: "a.wav"}, Lens{Sound: "gone.wav"}
	p.Toggle(a, true)
	h := next()
	h.end <- errors.New("no device")
	k.wait("the fault", func() bool { return p.Fault() != "" })
	if p.Of(a, true) || p.Fault() != "No device." {
		t.Errorf("without a device: %q", p.Fault())
	}
	p.Toggle(gone, true)
	k.wait("the fault", func() bool { return !p.Of(gone, true) })
	if !strings.Contains(p.Fault(), "cannot be read") {
		t.Errorf("without a file: %q", p.Fault())
	}
}

// The stand-in of a sound is made from its spectrogram, once, and played apart
// from the real one.
func TestStandinIsPlayed(t *testing.T) {
	k := newDesk(t)
	next := k.speaker()
	made := 0
	k.around.Made = func(_ context.Context, _ *dataset.Dataset, m int, row []float64) ([]float64, int, error) {
		made++
		return make([]float64, 10*m+len(row)), 100, nil
	}
	k.Show(k.data)
	l := Lens{Modality: dataset.Modality{Name: "tone", Kind: dataset.Audio, Shape: []int{1, 2}}, At: 3, Present: true, Sound: "a.wav", Standin: &Standin{Row: []float64{1, 2}}}
	p := k.Playing
	for range 2 {
		p.Toggle(l, false)
		if h := next(); h.samples != 32 || !p.Of(l, false) || p.Of(l, true) {
			t.Fatalf("%d samples are played", h.samples)
		}
		p.Stop()
	}
	p.Toggle(l, true)
	if h := next(); h.samples != 100 || made != 1 {
		t.Errorf("%d samples of the real one; made %d times", h.samples, made)
	}
	p.Stop()
}
