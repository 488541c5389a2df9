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
	// Keeper holds the half-done work of the job, so that it can go on after
	// an interruption; nil for none.
	Keeper Keeper
	// Spare lends what other jobs have left of workers; nil for nothing.
	Spare *Spare
}

// Keeper holds half-done work of one job. A piece of work is known by its name,
// which no other piece of the job has: the seed of its Env tells estimators
// apart. All methods may be called by several goroutines at once.
type Keeper interface {
	// Kept returns what was last kept under a name, in this process or an
	// earlier one, and nil where nothing was. An error says why what is there
	// cannot be used: the work then starts anew.
	Kept(name string) ([]byte, error)
	// Due says whether it is time to keep the work of a name; done says that
	// this work is finished, while the job may not be.
	Due(name string, done bool) bool
	// Keep keeps data in the place of what was kept under the name before.
	Keep(name string, data []byte) error
}

// Event is Progress, Epoch or Note.
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
	Part, Parts        int    // which of several trainings of one kind, 1-based, such as the members of an ensemble; 0 for the only one
	TrainLoss          float64
	ValidationLoss     float64
	ValidationAccuracy float64
	Best               bool // the chosen epoch so far (early stopping)
	// Round says that it is no pass over records but a round, in which one tree
	// for each class is added, say.
	Round bool
	// Groups are the validation records by group, where they are told apart.
	Groups []Group
}

// Note is something that went another way than it should, without harm to the
// result.
type Note struct{ Text string }

func (Progress) event() {}
func (Epoch) event()    {}
func (Note) event()     {}

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
