package vm

import (
	"context"
	"errors"

	"lacuna/internal/say"
)

// Playing is the one sound that is being played, if any.
type Playing struct {
	part
	in     *Inspector
	of     string // what it is; "" for none
	cancel context.CancelFunc
	fault  string // why the last one was not heard
}

// Can says whether the sound of a lens can be played, the real one or its stand-in.
func (p *Playing) Can(l Lens, real bool) bool {
	return p.around.Play != nil && p.in.CanHear(l, real)
}

// Of says whether the sound of a lens is being played, the real one or its
// stand-in.
func (p *Playing) Of(l Lens, real bool) bool { return p.of != "" && p.of == nameOf(l, real) }

func nameOf(l Lens, real bool) string {
	if real {
		return l.Sound
	}
	return say.Form("made of %s", l.Modality.Name)
}

// Fault says why the last sound was not heard; "" where it was.
func (p *Playing) Fault() string { return p.fault }

// Toggle plays the sound of a lens, the real one or its stand-in, or ends it.
func (p *Playing) Toggle(l Lens, real bool) {
	was := p.Of(l, real)
	p.Stop()
	if was || !p.Can(l, real) {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	p.of, p.cancel, p.fault = nameOf(l, real), cancel, ""
	p.emit(SoundChanged)
	p.in.Hear(l, real, func(w Waveform) {
		if ctx.Err() != nil {
			return
		}
		if len(w.Samples) == 0 {
			p.ended(ctx, say.Error("its file cannot be read now"))
			return
		}
		go func() {
			err := p.around.Play(ctx, w.Samples, w.Rate)
			p.around.Do(func() { p.ended(ctx, err) })
		}()
	})
}

// ended takes notice that a sound has ended, and why.
func (p *Playing) ended(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return // it was stopped, and another may play
	}
	p.cancel()
	p.of, p.cancel = "", nil
	if err != nil {
		p.fault = capital(err.Error()) + "."
		p.log.Note(say.Form("the sound was not played: %v", detailed(err)))
	}
	p.emit(SoundChanged)
}

// detailed is the innermost cause of an error, for the log.
func detailed(err error) error {
	for inner := err; ; {
		next := errors.Unwrap(inner)
		if next == nil {
			return inner
		}
		inner = next
	}
}

// Stop ends the sound.
func (p *Playing) Stop() {
	if p.cancel == nil {
		return
	}
	p.cancel()
	p.of, p.cancel = "", nil
	p.emit(SoundChanged)
}
