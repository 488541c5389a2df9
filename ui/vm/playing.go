package vm

import (
	"context"
	"errors"
)

// Playing is the one sound that is being played, if any.
type Playing struct {
	part
	of     string // its file; "" for none
	cancel context.CancelFunc
	fault  string // why the last one was not heard
}

// Can says whether the sound of a lens can be played.
func (p *Playing) Can(l Lens) bool {
	return p.around.Play != nil && p.around.Sound != nil && l.Sound != ""
}

// Of says whether the sound of a lens is being played.
func (p *Playing) Of(l Lens) bool { return l.Sound != "" && p.of == l.Sound }

// Fault says why the last sound was not heard; "" where it was.
func (p *Playing) Fault() string { return p.fault }

// Toggle plays the sound of a lens, or ends it.
func (p *Playing) Toggle(l Lens, in *Inspector) {
	was := p.Of(l)
	p.Stop()
	if was || !p.Can(l) {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	p.of, p.cancel, p.fault = l.Sound, cancel, ""
	p.emit(SoundChanged)
	in.Hear(l, func(w Waveform) {
		if ctx.Err() != nil {
			return
		}
		if len(w.Samples) == 0 {
			p.ended(ctx, errors.New("its file cannot be read now"))
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
		p.log.note("the sound was not played: %v", detailed(err))
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
