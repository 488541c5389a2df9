package vm

import (
	"context"
	"errors"
	"strings"
	"testing"

	"lacuna/dataset"
)

// heard is one sound at a loudspeaker that plays until it is told to end.
type heard struct {
	ctx     context.Context
	samples int
	end     chan error
}

// speaker gives a desk such a loudspeaker, and returns what waits for its next
// sound.
func (k *desk) speaker() (next func() heard) {
	started := make(chan heard, 1)
	k.around.Sound = func(_ context.Context, _ *dataset.Dataset, file string) ([]float64, int, error) {
		if file == "gone.wav" {
			return nil, 0, errors.New("no such file")
		}
		return make([]float64, 100), 100, nil
	}
	k.around.Play = func(ctx context.Context, samples []float64, _ int) error {
		h := heard{ctx, len(samples), make(chan error, 1)}
		started <- h
		select {
		case err := <-h.end:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return func() heard {
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
	if p.Can(Lens{}) || !p.Can(a) {
		t.Fatal("what can be played is not what has a file")
	}
	p.Toggle(a, k.Inspector)
	h := next()
	if !p.Of(a) || h.samples != 100 {
		t.Errorf("it does not play, or %d samples", h.samples)
	}
	h.end <- nil
	k.wait("its end", func() bool { return !p.Of(a) })
	p.Toggle(a, k.Inspector)
	h = next()
	p.Toggle(a, k.Inspector)
	if <-h.ctx.Done(); p.Of(a) || p.Fault() != "" {
		t.Errorf("stopped: %q", p.Fault())
	}
	p.Toggle(a, k.Inspector)
	h = next()
	k.Selection.Step(1)
	if <-h.ctx.Done(); p.Of(a) {
		t.Error("it plays on when the record is left")
	}
}

// What cannot be played says why, and leaves all as it was.
func TestNotPlayed(t *testing.T) {
	k := newDesk(t)
	next := k.speaker()
	k.Show(k.data)
	p, a, gone := k.Playing, Lens{Sound: "a.wav"}, Lens{Sound: "gone.wav"}
	p.Toggle(a, k.Inspector)
	h := next()
	h.end <- errors.New("no device")
	k.wait("the fault", func() bool { return p.Fault() != "" })
	if p.Of(a) || p.Fault() != "No device." {
		t.Errorf("without a device: %q", p.Fault())
	}
	p.Toggle(gone, k.Inspector)
	k.wait("the fault", func() bool { return !p.Of(gone) })
	if !strings.Contains(p.Fault(), "cannot be read") {
		t.Errorf("without a file: %q", p.Fault())
	}
}
