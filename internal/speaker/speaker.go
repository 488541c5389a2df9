// Package speaker plays sounds on the machine that the program runs on: through
// PulseAudio or PipeWire, else ALSA, which are looked for when the first sound is
// played; nothing of them is linked in.
package speaker

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math"
	"sync"
	"time"

	"github.com/ebitengine/oto/v3"

	"lacuna/internal/say"
)

// rate is how many samples a second the device is given.
const rate = 48000

// patience is how long the device may take to answer, and to play longer than the
// sound is.
const patience = 5 * time.Second

// NoDeviceError is returned where there is nothing to play a sound on.
type NoDeviceError struct{ Err error }

// Error says so, without the details of drivers.
func (e *NoDeviceError) Error() string {
	return say.Text("this machine has no sound device that can be opened; it is looked for once, so start again when there is one")
}

// Unwrap returns what the drivers say.
func (e *NoDeviceError) Unwrap() error { return e.Err }

// device is the one that a process can open.
type device struct {
	context *oto.Context
	ready   <-chan struct{}
	err     error
}

var open = sync.OnceValue(func() device {
	c, ready, err := oto.NewContext(&oto.NewContextOptions{SampleRate: rate, ChannelCount: 1, Format: oto.FormatFloat32LE, ApplicationName: "Lacuna"})
	return device{c, ready, err}
})

// playing lets one sound be played at a time.
var playing sync.Mutex

// Play plays samples of −1…1, so many a second, and returns when the sound has
// ended or ctx has. A machine without a device is a *NoDeviceError; one that does
// not answer is an error after some seconds.
func Play(ctx context.Context, samples []float64, perSecond int) error {
	if perSecond <= 0 || len(samples) == 0 {
		return say.Error("there is no sound to play")
	}
	playing.Lock()
	defer playing.Unlock()
	c, err := awaited(ctx, open())
	if err != nil {
		return err
	}
	if err := c.Resume(); err != nil {
		return &NoDeviceError{err}
	}
	p := c.NewPlayer(bytes.NewReader(encoded(resampled(samples, perSecond))))
	p.Play()
	length := time.Duration(float64(len(samples)) / float64(perSecond) * float64(time.Second))
	err = follow(ctx, c, p, length)
	p.Pause()
	return errors.Join(err, c.Suspend()) // an open device that plays nothing still takes time
}

// awaited waits until the device is open.
func awaited(ctx context.Context, d device) (*oto.Context, error) {
	if d.err != nil {
		return nil, &NoDeviceError{d.err}
	}
	select {
	case <-d.ready:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(patience):
		return nil, say.Error("the sound device does not answer")
	}
	if err := d.context.Err(); err != nil {
		return nil, &NoDeviceError{err}
	}
	return d.context, nil
}

// follow waits until the sound has ended.
func follow(ctx context.Context, c *oto.Context, p *oto.Player, length time.Duration) error {
	late := time.After(length + patience)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for p.IsPlaying() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-late:
			return say.Error("the sound device does not take the sound")
		case <-tick.C:
		}
		if err := errors.Join(c.Err(), p.Err()); err != nil {
			return say.Errorf("the sound device failed: %w", err)
		}
	}
	return nil
}

// encoded writes samples as the device takes them.
func encoded(samples []float64) []byte {
	out := make([]byte, 0, 4*len(samples))
	for _, x := range samples {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(float32(min(max(x, -1), 1))))
	}
	return out
}

// lobes is on how many samples at either side one of the new ones rests.
const lobes = 8

// resampled brings a sound to the rate of the device, by a sinc with a window of
// Hann, whose cut-off is half the lower one of both rates.
func resampled(samples []float64, from int) []float64 {
	if from == rate {
		return samples
	}
	step := float64(from) / rate
	cut := min(1, 1/step) // of the sound's own half rate
	reach := int(math.Ceil(lobes / cut))
	out := make([]float64, int(float64(len(samples))/step))
	for n := range out {
		at := float64(n) * step
		for k := int(at) - reach + 1; k <= int(at)+reach; k++ {
			if k >= 0 && k < len(samples) {
				out[n] += samples[k] * weight((at-float64(k))*cut) * cut
			}
		}
	}
	return out
}

// weight is the windowed sinc, 0 from lobes on.
func weight(x float64) float64 {
	if math.Abs(x) < 1e-9 {
		return 1
	}
	if math.Abs(x) >= lobes {
		return 0
	}
	return math.Sin(math.Pi*x) / (math.Pi * x) * (1 + math.Cos(math.Pi*x/lobes)) / 2
}
