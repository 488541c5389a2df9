package experiment

import (
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// Runner runs the jobs of a comparison that its store does not have. The same
// spec gives the same numbers with any number of workers.
type Runner struct {
	Store   Store            // nil keeps the runs in memory only
	Workers int              // goroutines that may compute at once; 0 means 1
	Clock   func() time.Time // for the seconds in results; nil leaves them 0
	Masks   MaskReader       // for mask files; may be nil
	// KeepModels stores the fitted method beside each run, unless it is a program
	// of somebody's own. A finished job without it is done again. The store must
	// be a ModelStore.
	KeepModels bool
	// Programs allows methods that are programs of somebody's own to be started.
	Programs bool
	// Drain, if not nil, is closed when no further job is to start; those that
	// run are finished. RunJobs then returns ErrDrained if any was left.
	Drain <-chan struct{}
	// Narrow gives a job a context of its own, so that it can be cancelled alone;
	// nil cancels jobs together only. It is called once for each job that is due,
	// by several goroutines at once.
	Narrow func(ctx context.Context, j Job) context.Context
	// Turns, if not nil, decides which job starts next, and when.
	Turns   *Turns
	methods *catalogue // nil means the registries
}

// ErrCancelled is the failure of a job that was cancelled while the others went
// on. A later run does it.
var ErrCancelled = say.Error("cancelled")

// Run plans a comparison, runs what has no result yet, and returns the study
// of all finished runs in the order of the plan.
//
// A job that fails is reported and leaves the others alone: Run then returns
// the study of the rest with a *FailedJobs. When ctx ends, Run stops its jobs,
// waits for them and returns what is finished with the context's error. An
// unfinished job leaves no run behind; where the store is a PartialStore and
// there is a clock, a later Run takes up the trainings of the job. report may be
// nil; it is called by one goroutine at a time and must return quickly.
func (r Runner) Run(ctx context.Context, d *dataset.Dataset, spec Spec, report func(Event)) (result.Study, error) {
	jobs, err := r.catalogue().plan(d, spec, r.Masks)
	if err != nil {
		return result.Study{}, err
	}
	r.Store = r.store()
	err = r.RunJobs(ctx, d, jobs, report)
	study, _ := Collect(d, jobs, r.Store)
	return study, err
}

// RunJobs runs those of the planned jobs that the store does not have, as Run
// does. Jobs start in the given order, or as Turns says.
func (r Runner) RunJobs(ctx context.Context, d *dataset.Dataset, jobs []Job, report func(Event)) error {
	r.Store = r.store()
	if _, ok := r.Store.(ModelStore); r.KeepModels && !ok {
		return say.Error("models are to be kept, but the store of this comparison keeps runs only")
	}
	if at := slices.IndexFunc(jobs, func(j Job) bool { return r.KeepModels && j.Imputations > 1 }); at >= 0 {
		return say.Errorf("%s: models cannot be kept of gaps that are filled %d times: a model file holds one classifier; leave out one of the two", jobs[at].Label, jobs[at].Imputations)
	}
	q := &queue{runner: r, data: d, total: len(jobs), report: report}
	waiting := q.skip(jobs)
	if err := r.catalogue().feasible(d, waiting); err != nil {
		return err
	}
	q.deal(ctx, waiting, jobs)
	if ctx.Err() != nil {
		return say.Errorf("comparison stopped: %w", ctx.Err())
	}
	if r.drained() && q.over < len(waiting) {
		return errors.Join(ErrDrained, q.failures())
	}
	return q.failures()
}

// deal runs the jobs that wait, as many at a time as there are workers. Those who
// find none left to begin are lent to the jobs that still run.
func (q *queue) deal(ctx context.Context, waiting []ticket, jobs []Job) {
	r := q.runner
	workers := r.workers()
	q.threads = max(1, workers/max(1, len(waiting)))
	q.spare = job.NewSpare(workers)
	side := min(workers, len(waiting))
	q.spare.Give(workers - side*q.threads)
	turns := r.turns(waiting)
	var left atomic.Int64
	left.Store(int64(len(waiting)))
	var group sync.WaitGroup
	for range side {
		group.Go(func() {
			defer q.spare.Give(q.threads)
			for left.Add(-1) >= 0 && ctx.Err() == nil && !r.drained() {
				at, ok := turns.next(ctx, r.Drain)
				if !ok || r.drained() { // while it waited for its turn
					return
				}
				q.run(ctx, ticket{jobs[at], at})
			}
		})
	}
	group.Wait() // failures are collected in the queue
}

// ErrDrained says that jobs are left because no further one was to start.
var ErrDrained = say.Error("no further job was started")

func (r Runner) drained() bool {
	select {
	case <-r.Drain: // never, where it is nil
		return true
	default:
		return false
	}
}

// turns queues the jobs that are to run.
func (r Runner) turns(waiting []ticket) *Turns {
	t := r.Turns
	if t == nil {
		t = NewTurns()
	}
	var places []int
	for _, w := range waiting {
		places = append(places, w.index)
	}
	t.add(places)
	return t
}

func (r Runner) workers() int { return max(1, r.Workers) }

func (r Runner) store() Store {
	if r.Store == nil {
		return NewMemory()
	}
	return r.Store
}

func (r Runner) catalogue() catalogue {
	if r.methods != nil {
		return *r.methods
	}
	return registered()
}

// queue is one call of RunJobs.
type queue struct {
	runner  Runner
	data    *dataset.Dataset
	total   int
	threads int // goroutines within one job
	spare   *job.Spare

	mu     sync.Mutex // orders events and failures
	report func(Event)
	failed FailedJobs
	over   int // jobs that have ended, well or not
}

// ticket is a job and its place in the plan.
type ticket struct {
	job   Job
	index int
}

// skip reports the jobs that are finished and returns the others.
func (q *queue) skip(jobs []Job) []ticket {
	var waiting []ticket
	for i, j := range jobs {
		t := ticket{j, i}
		run, err := load(q.runner.Store, j)
		if err != nil || q.runner.lacksModel(j) {
			waiting = append(waiting, t)
			continue
		}
		q.emit(t, Event{Skipped: true, Finished: &run})
	}
	return waiting
}

// run does one job and stores its result.
func (q *queue) run(ctx context.Context, t ticket) {
	if ctx.Err() != nil {
		return
	}
	own := ctx
	if q.runner.Narrow != nil {
		own = q.runner.Narrow(ctx, t.job)
	}
	if own.Err() != nil {
		q.emit(t, Event{Failed: ErrCancelled})
		return
	}
	q.emit(t, Event{Started: true})
	run, model, err := q.guarded(own, t)
	if ctx.Err() != nil {
		return // stopped, not failed; a run cut short is not kept
	}
	if own.Err() != nil {
		err = ErrCancelled
	}
	if err == nil {
		err = q.runner.save(t.job, run, model)
	}
	if err != nil {
		q.emit(t, Event{Failed: err})
		return
	}
	q.emit(t, Event{Finished: &run})
}

// guarded turns a panic in a method into the failure of its job, so that one
// faulty method does not take the others' results with it.
func (q *queue) guarded(ctx context.Context, t ticket) (run result.Run, model []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = say.Errorf("%s: internal error: %v\n%s", t.job.Label, p, debug.Stack())
		}
	}()
	env := job.Env{Workers: q.threads, Spare: q.spare, Report: func(ev job.Event) { q.emit(t, Event{Inner: ev}) }}
	keeper := q.runner.keeper(t.job)
	if keeper != nil {
		env.Keeper = keeper
	}
	run, done, err := q.runner.finishJob(ctx, q.data, t.job, env)
	if err == nil && q.runner.KeepModels {
		model, err = done.file(ctx)
	}
	if keeper != nil {
		keeper.addTo(&run)
	}
	return run, model, err
}

// emit hands out one event at a time and remembers failures.
func (q *queue) emit(t ticket, ev Event) {
	ev.Job, ev.Index, ev.Total = t.job, t.index, q.total
	q.mu.Lock()
	defer q.mu.Unlock()
	if ev.Failed != nil {
		q.failed.add(t, ev.Failed)
	}
	if ev.Failed != nil || ev.Finished != nil && !ev.Skipped {
		q.over++
	}
	if q.report != nil {
		q.report(ev)
	}
}

func (q *queue) failures() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.failed.orNil(q.total)
}
