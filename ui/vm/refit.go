package vm

import (
	"context"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"lacuna/experiment"
	"lacuna/experiment/fitted"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// refitted is the method of one job, fitted and ready to be asked.
type refitted struct {
	job   experiment.Job
	asker *experiment.Asker
}

// refitting is a fit that goes on.
type refitting struct {
	ctx    context.Context
	cancel context.CancelFunc
	words  string // "fitting mean+logistic (1 of 3)"

	mu   sync.Mutex
	told time.Time // when progress was last told
}

// Methods lists the visible methods of the comparison that has run.
func (w *WhatIf) Methods() []string {
	var out []string
	for _, label := range w.comparison.study.Methods {
		if !w.display.hidden[label] && len(w.jobsOf(label)) > 0 {
			out = append(out, label)
		}
	}
	return out
}

// jobsOf lists the jobs of a method that can be fitted again.
func (w *WhatIf) jobsOf(label string) []experiment.Job {
	var out []experiment.Job
	for _, j := range w.comparison.jobs {
		if j.Label == label && !j.Beside && j.Imported == "" {
			out = append(out, j)
		}
	}
	return out
}

// refittedFor finds a fitted job of a method, at best one that did not learn from
// the record; nil where there is none.
func (w *WhatIf) refittedFor(label string, record int) *refitted {
	var found *refitted
	for _, j := range w.jobsOf(label) {
		if r := w.askers[j.ID]; r != nil && (found == nil || r.tests(record) && !found.tests(record)) {
			found = r
		}
	}
	return found
}

func (r *refitted) tests(record int) bool { return slices.Contains(r.job.Split.Test, record) }

// learned says whether the method was fitted on a record, or stopped by it.
func (r *refitted) learned(record int) bool {
	return slices.Contains(r.job.Split.Train, record) || slices.Contains(r.job.Split.Validation, record)
}

// Needed lists the methods that must be fitted before they can be asked about the
// current record: those that are not yet, and those that were fitted on it while
// another repetition tests it.
func (w *WhatIf) Needed() []string {
	var out []string
	for _, j := range w.needed() {
		out = append(out, j.Label)
	}
	return out
}

func (w *WhatIf) needed() []experiment.Job {
	i, ok := w.selection.Current()
	if !ok || w.comparison.Running() {
		return nil
	}
	var out []experiment.Job
	for _, label := range w.Methods() {
		jobs, have := w.jobsOf(label), w.refittedFor(label, i)
		if have != nil && have.tests(i) || w.faults[label] != "" {
			continue
		}
		at := slices.IndexFunc(jobs, func(j experiment.Job) bool { return slices.Contains(j.Split.Test, i) })
		switch {
		case at >= 0:
			out = append(out, jobs[at])
		case have == nil:
			out = append(out, jobs[0])
		}
	}
	return out
}

// errRefitting is returned where a fit is to start while one goes on.
var errRefitting = say.Error("something is being fitted; stop it first")

// Fit fits the methods that are needed, as the comparison did, or takes them from
// where they are kept.
func (w *WhatIf) Fit() error {
	jobs := w.needed()
	if w.work != nil {
		return errRefitting
	}
	if len(jobs) == 0 {
		return nil
	}
	work := w.begin(say.Form("fitting %s", jobs[0].Label))
	data, store, workers := w.data, w.comparison.store, w.around.Workers
	go func() {
		for k, j := range jobs {
			words := say.Form("fitting %s", j.Label)
			if len(jobs) > 1 {
				words = say.Form("fitting %s (%d of %d)", j.Label, k+1, len(jobs))
			}
			var asker *experiment.Asker
			err := guarded(func() (err error) {
				p, err := keptOr(store, j, func() (*fitted.Pipeline, error) {
					return experiment.Runner{Workers: workers}.Refit(work.ctx, data, j, w.listen(work, words))
				})
				if err == nil {
					asker, err = experiment.NewAsker(data, p, j.Split.Train, j.Mask)
				}
				return err
			})
			w.around.Do(func() { w.take(work, j, asker, err) })
			if work.ctx.Err() != nil {
				return
			}
		}
		w.around.Do(func() { w.end(work) })
	}()
	return nil
}

// keptOr returns the method that a store keeps of a job, or else what fit makes.
func keptOr(store experiment.Store, j experiment.Job, fit func() (*fitted.Pipeline, error)) (*fitted.Pipeline, error) {
	if s, ok := store.(experiment.ModelStore); ok && s.HasModel(j.ID) {
		if p, err := experiment.Kept(s, j); err == nil {
			return p, nil
		}
	}
	return fit()
}

// take keeps a fitted method, or says why there is none.
func (w *WhatIf) take(work *refitting, j experiment.Job, asker *experiment.Asker, err error) {
	if w.work != work {
		return
	}
	if err != nil {
		w.faults[j.Label] = err.Error()
		w.log.Note(say.Form("%s cannot be asked: %v", j.Label, err))
	} else {
		w.askers[j.ID] = &refitted{j, asker}
	}
	w.ask()
	w.emit(WhatIfChanged)
}

// takeKept reads the methods of a finished comparison that its store keeps,
// once.
func (w *WhatIf) takeKept() {
	c := w.comparison
	store, keeps := c.store.(experiment.ModelStore)
	if !keeps || c.Running() || len(c.jobs) == 0 || w.looked == c.jobs[0].ID || len(c.study.Runs) == 0 {
		return
	}
	w.looked = c.jobs[0].ID
	data, jobs := w.data, c.jobs
	go func() {
		var found []*refitted
		for _, j := range jobs {
			if j.Seed != 0 || j.Fold != 0 || j.Beside || !store.HasModel(j.ID) {
				continue
			}
			p, err := experiment.Kept(store, j)
			if err != nil {
				continue // it can be fitted again
			}
			if a, err := experiment.NewAsker(data, p, j.Split.Train, j.Mask); err == nil {
				found = append(found, &refitted{j, a})
			}
		}
		w.around.Do(func() {
			if w.data != data || len(found) == 0 {
				return
			}
			for _, r := range found {
				w.askers[r.job.ID] = r
			}
			w.ask()
			w.emit(WhatIfChanged)
		})
	}()
}

// forgetOld drops what was fitted for a comparison that is shown no more.
func (w *WhatIf) forgetOld() {
	known := map[string]bool{}
	for _, j := range w.comparison.jobs {
		known[j.ID] = true
	}
	for id := range w.askers {
		if !known[id] {
			delete(w.askers, id)
		}
	}
	if w.comparison.Running() {
		clear(w.faults)
	}
}

func (w *WhatIf) begin(words string) *refitting {
	ctx, cancel := context.WithCancel(context.Background())
	w.work = &refitting{ctx: ctx, cancel: cancel, words: words}
	w.emit(WhatIfChanged)
	return w.work
}

func (w *WhatIf) end(work *refitting) {
	work.cancel()
	if w.work == work {
		w.work = nil
		w.emit(WhatIfChanged)
	}
}

// listen returns what tells the progress of a fit, ten times a second at most.
func (w *WhatIf) listen(work *refitting, words string) func(job.Event) {
	return func(ev job.Event) {
		said := words
		switch ev := ev.(type) {
		case job.Progress:
			said += say.Form(", %s %d of %d", say.Again(ev.Phase), ev.Done, ev.Total)
		case job.Epoch:
			said += say.Form(", epoch %d of %d", ev.Epoch, ev.Epochs)
		}
		work.mu.Lock()
		now := w.around.Now()
		late := now.Sub(work.told) < pace
		if !late {
			work.told = now
		}
		work.mu.Unlock()
		if late {
			return
		}
		w.around.Do(func() {
			if w.work == work {
				work.words = said
				w.emit(WhatIfChanged)
			}
		})
	}
}

// Running says whether something is being fitted.
func (w *WhatIf) Running() bool { return w.work != nil }

// Progress says what is being fitted, and how far that is; "" where nothing is.
func (w *WhatIf) Progress() string {
	if w.work == nil {
		return ""
	}
	return capital(w.work.words)
}

// Stop ends a fit; what is fitted stays.
func (w *WhatIf) Stop() {
	if w.work == nil {
		return
	}
	w.work.cancel()
	w.work = nil
	w.emit(WhatIfChanged)
}

// guarded turns a panic of a method into an error.
func guarded(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = say.Errorf("it broke: %v\n%s", p, debug.Stack())
		}
	}()
	return do()
}
