// Package job carries what a piece of long work needs from its surroundings:
// its seed, its workers, and a place to say how it goes. Stopping comes by
// context, which every long loop checks once per block, column or minibatch.
package job

import "lacuna/internal/rng"

// Env is the surroundings of one estimator's work. The zero Env is valid: one
// worker, root seed zero, silent.
type Env struct {
	// Seed is the root of all of this estimator's random numbers.
	Seed rng.Seed
	// Workers is the number of goroutines that may compute at once; results
	// do not depend on it. Zero means one.
	Workers int
	// Report receives events in order, on the worker's goroutine. It must
	// return quickly and may be nil.
	Report func(Event)
}

// Event is Progress or Epoch.
type Event interface{ event() }

// Progress says that Done of Total steps of a phase are finished.
type Progress struct {
	Phase       string
	Done, Total int
}

// Epoch is one pass over the training rows of a network. Losses are means
// over records; Validation fields are NaN where there is no validation set.
type Epoch struct {
	Phase              string // "gain", "attention", …
	Epoch, Epochs      int    // 1-based, and the most that there can be
	TrainLoss          float64
	ValidationLoss     float64
	ValidationAccuracy float64
	Best               bool // the chosen epoch so far (early stopping)
}

func (Progress) event() {}
func (Epoch) event()    {}

// Emit reports an event if anybody listens.
func (e Env) Emit(ev Event) {
	if e.Report != nil {
		e.Report(ev)
	}
}

// Child returns the same surroundings with the seed of a named part.
func (e Env) Child(label string) Env {
	e.Seed = e.Seed.Child(label)
	return e
}

// Threads returns the number of goroutines to use: at least one.
func (e Env) Threads() int { return max(1, e.Workers) }
