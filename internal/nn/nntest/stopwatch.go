// Package nntest times steps of training as the scripts of the PyTorch peers
// do, for benchmarks of networks wherever they are built.
package nntest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

// Laps are the times of pieces of work, on the wall and of the processor.
type Laps struct {
	begun     time.Time
	cpuBegun  time.Duration
	wall, cpu []time.Duration
}

// NewLaps has room enough that timing does not allocate.
func NewLaps() Laps {
	const room = 1 << 20
	return Laps{wall: make([]time.Duration, 0, room), cpu: make([]time.Duration, 0, room)}
}

// Begin starts a piece of work.
func (l *Laps) Begin() { l.begun, l.cpuBegun = time.Now(), CPUTime() }

// End ends it; it does nothing before the first Begin.
func (l *Laps) End() {
	if l.begun.IsZero() {
		return
	}
	l.wall, l.cpu = append(l.wall, time.Since(l.begun)), append(l.cpu, CPUTime()-l.cpuBegun)
}

// Report adds the medians in microseconds to a benchmark's figures.
func (l *Laps) Report(b *testing.B) {
	for unit, times := range map[string][]time.Duration{"median-µs": l.wall, "median-cpu-µs": l.cpu} {
		slices.Sort(times)
		b.ReportMetric(float64(times[len(times)/2])/1e3, unit)
	}
}

// errMeasured ends a training that has been measured.
var errMeasured = errors.New("measured")

// stepClock times the steps of a training, which asks it before each whether
// to go on.
type stepClock struct {
	context.Context
	bench  *testing.B
	warmUp int
	Laps
}

func (c *stepClock) Err() error {
	if c.warmUp > 0 {
		c.warmUp--
		return nil
	}
	c.End()
	if !c.bench.Loop() {
		return errMeasured
	}
	c.Begin()
	return nil
}

// Steps measures the steps of a training without end. Fit must ask its context
// before every step whether to go on, and end with the context's error.
func Steps(b *testing.B, fit func(context.Context) error) {
	b.ReportAllocs()
	clock := &stepClock{Context: b.Context(), bench: b, warmUp: 20, Laps: NewLaps()}
	if err := fit(clock); !errors.Is(err, errMeasured) {
		b.Fatal(err)
	}
	clock.Report(b)
}
