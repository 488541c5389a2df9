package vm

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/internal/job"
)

// running is one comparison in progress.
type running struct {
	cancel  context.CancelFunc
	lease   *lease
	started time.Time
	done    int
	kept    int // of done: finished earlier
	total   int
	jobs    map[int]*JobState
	failed  []string
}

// JobState is one job of the running comparison, for the queue list.
type JobState struct {
	Label    string
	Seed     int
	Phase    string
	Fraction float64 // 0…1 within the job
	State    State
	Message  string
}

// State is how far a job is.
type State string

// The states of a job.
const (
	Working  State = "running"
	Finished State = "done"
	Kept     State = "kept" // finished earlier
	Failed   State = "failed"
)

// Run starts the comparison that is set up. Jobs that are finished already are
// taken from the store.
func (w *Workbench) Run() error {
	if w.data == nil {
		return errNoData
	}
	if w.running != nil {
		return errors.New("a comparison is running; stop it first")
	}
	jobs, err := experiment.Plan(w.data, w.spec, w.maskReader())
	if err != nil {
		return err
	}
	store, err := w.around.Store(w.file)
	if err != nil {
		return err
	}
	lease, err := w.hold()
	if err != nil {
		return err
	}
	spec := w.spec
	ctx, cancel := context.WithCancel(context.Background())
	w.clearResults()
	w.jobs, w.store, w.ran = jobs, store, &spec
	w.study, _ = experiment.Collect(w.data, jobs, experiment.NewMemory())
	w.hideBaselines()
	w.see(jobs[0])
	w.running = &running{cancel: cancel, lease: lease, started: w.around.Now(), total: len(jobs), jobs: map[int]*JobState{}}
	w.touch()
	w.note("comparison started: %d jobs", len(jobs))
	if words := jobs[0].Split.Together; words != "" {
		w.note("%s", words)
	}
	w.changed(SelectionChanged | MaskChanged | StudyChanged | CurvesChanged | ProgressChanged)
	go w.work(ctx, w.running, w.data, jobs, store)
	return nil
}

// hideBaselines switches the baselines off at first: the most frequent class is
// a line in the chart anyway, and beside chance level the methods would have no room.
func (w *Workbench) hideBaselines() {
	w.hidden = map[string]bool{}
	for _, b := range w.study.Baselines {
		w.hidden[b] = !slices.ContainsFunc(w.spec.Methods, func(m experiment.Method) bool { return m.Name == b })
		if !w.hidden[b] {
			delete(w.hidden, b)
		}
	}
}

// work runs off the event goroutine and reports through one funnel.
func (w *Workbench) work(ctx context.Context, run *running, d *dataset.Dataset, jobs []experiment.Job, store experiment.Store) {
	runner := experiment.Runner{Store: store, Workers: w.around.Workers, Clock: w.around.Now}
	f := &funnel{around: w.around, deliver: func(list []experiment.Event) { w.receive(run, list) }}
	err := runner.RunJobs(ctx, d, jobs, f.add)
	w.around.Do(func() {
		f.flush()
		w.release(run.lease)
		w.finish(run, err)
	})
}

// Stop ends the running comparison; what is finished stays.
func (w *Workbench) Stop() {
	if w.running == nil {
		return
	}
	w.running.cancel()
	w.running = nil
	if len(w.study.Runs) > 0 {
		w.retable()
	}
	w.note("stopped; finished jobs are kept, Run goes on from there")
	w.changed(ProgressChanged)
}

// Running says whether a comparison is in progress.
func (w *Workbench) Running() bool { return w.running != nil }

// receive takes a batch of events on the event goroutine. Events of a
// comparison that was stopped are late and dropped.
func (w *Workbench) receive(run *running, list []experiment.Event) {
	if w.running != run {
		return
	}
	var c Change
	for _, ev := range list {
		c |= w.take(run, ev)
	}
	if c&StudyChanged != 0 {
		w.retable()
	}
	w.changed(w.paced(c))
}

// paced holds back the change of live curves until its time has come. What is
// held back comes with a later batch, or with the end of the job.
func (w *Workbench) paced(c Change) Change {
	now := w.around.Now()
	if c == ProgressChanged|CurvesChanged && now.Sub(w.curvesAt) < curvePace {
		return ProgressChanged
	}
	if c&CurvesChanged != 0 {
		w.curvesAt = now
	}
	return c
}

func (w *Workbench) take(run *running, ev experiment.Event) Change {
	state, ok := run.jobs[ev.Index]
	if !ok {
		state = &JobState{Label: ev.Job.Label, Seed: ev.Job.Seed}
		run.jobs[ev.Index] = state
	}
	switch {
	case ev.Started:
		state.State = Working
	case ev.Inner != nil:
		return w.takeInner(state, ev)
	case ev.Failed != nil:
		run.done++
		state.State, state.Message = Failed, ev.Failed.Error()
		run.failed = append(run.failed, ev.Job.Label)
		w.note("%s, seed %d failed: %v", ev.Job.Label, ev.Job.Seed, ev.Failed)
		return ProgressChanged
	case ev.Finished != nil:
		run.done++
		state.State, state.Fraction = Finished, 1
		if ev.Skipped {
			state.State = Kept
			run.kept++
		}
		for _, line := range ev.Finished.Features {
			if !slices.ContainsFunc(w.study.Runs, func(r result.Run) bool { return slices.Contains(r.Features, line) }) {
				w.note("features: %s", line)
			}
		}
		if words := experiment.SearchWords(*ev.Finished); words != "" {
			w.note("searched: %s", words)
		}
		w.addRun(*ev.Finished, ev.Job.Beside)
		return ProgressChanged | StudyChanged | CurvesChanged
	}
	return ProgressChanged
}

func (w *Workbench) takeInner(state *JobState, ev experiment.Event) Change {
	switch inner := ev.Inner.(type) {
	case job.Progress:
		state.Phase, state.Fraction = inner.Phase, float64(inner.Done)/float64(max(1, inner.Total))
	case job.Epoch:
		state.Phase, state.Fraction = inner.Phase, float64(inner.Epoch)/float64(max(1, inner.Epochs))
		w.curves.add(ev.Job, inner)
		return ProgressChanged | CurvesChanged
	case job.Note:
		w.note("%s, seed %d: %s", ev.Job.Label, ev.Job.Seed, inner.Text)
	}
	return ProgressChanged
}

// addRun keeps the runs in the order of seeds, splits and methods, so that
// tables do not depend on which job ended first. It makes a new list: the old
// one may be being scored.
func (w *Workbench) addRun(run result.Run, beside bool) {
	if beside {
		w.study.Beside = append(slices.Clone(w.study.Beside), run)
		return
	}
	place := func(id string) int {
		return slices.IndexFunc(w.jobs, func(j experiment.Job) bool { return j.ID == id })
	}
	runs := append(slices.Clone(w.study.Runs), run)
	slices.SortStableFunc(runs, func(a, b result.Run) int { return place(a.Job) - place(b.Job) })
	w.study.Runs = runs
	w.curves.settle(run)
}

// finish ends a comparison with its error, if it is still the running one.
func (w *Workbench) finish(run *running, err error) {
	if w.running != run {
		return
	}
	w.running = nil
	if len(w.study.Runs) > 0 {
		w.retable()
	}
	elapsed := w.around.Now().Sub(run.started).Round(time.Second)
	switch {
	case err == nil:
		w.note("comparison finished: %d jobs in %s", run.total, elapsed)
		w.keep()
	default:
		w.note("%v", err)
	}
	w.changed(ProgressChanged | StudyChanged | CurvesChanged | LogChanged)
}

// keep puts the runs beside the project file, where it was saved or renamed
// while the comparison ran.
func (w *Workbench) keep() {
	if w.file == "" {
		return
	}
	if err := w.moveRuns(w.file); err != nil {
		w.note("the runs are kept, but not beside the project: %v", err)
	}
}

// Progress is the running comparison for the status line.
type Progress struct {
	Running  bool
	Fraction float64
	Words    string
}

// Progress says how far the comparison is.
func (w *Workbench) Progress() Progress {
	run := w.running
	if run == nil {
		return Progress{}
	}
	sum := float64(run.done)
	for _, j := range run.jobs {
		if j.State == Working {
			sum += 0.95 * j.Fraction
		}
	}
	elapsed := w.around.Now().Sub(run.started)
	words := fmt.Sprintf("job %d of %d, %s", min(run.done+1, run.total), run.total, elapsed.Round(time.Second))
	words += remaining(elapsed, (sum-float64(run.kept))/float64(max(1, run.total-run.kept)))
	if len(run.failed) > 0 {
		words += fmt.Sprintf(", %d failed", len(run.failed))
	}
	return Progress{true, sum / float64(max(1, run.total)), words}
}

// remaining says how long a comparison may still take, as a range; nothing
// while too little is known.
func remaining(elapsed time.Duration, share float64) string {
	if share < 0.1 || elapsed < 3*time.Second {
		return ""
	}
	left := elapsed.Seconds() * (1 - share) / share
	return fmt.Sprintf(", %s to %s left", roughly(0.7*left), roughly(1.4*left))
}

func roughly(seconds float64) string {
	if seconds < 90 {
		return fmt.Sprintf("%.0f s", math.Ceil(seconds/5)*5)
	}
	return fmt.Sprintf("%.0f min", math.Ceil(seconds/60))
}

// Work says which jobs run, one line each, for the set-up of the comparison.
func (w *Workbench) Work() string {
	var lines []string
	for _, j := range w.Jobs() {
		if j.State == Working {
			lines = append(lines, fmt.Sprintf("%s, seed %d: %.0f %%", j.Label, j.Seed, 100*j.Fraction))
		}
	}
	return strings.Join(lines, "\n")
}

// Jobs lists the jobs that have begun, in the order of the plan.
func (w *Workbench) Jobs() []JobState {
	if w.running == nil {
		return nil
	}
	indices := make([]int, 0, len(w.running.jobs))
	for i := range w.running.jobs {
		indices = append(indices, i)
	}
	slices.Sort(indices)
	out := make([]JobState, len(indices))
	for k, i := range indices {
		out[k] = *w.running.jobs[i]
	}
	return out
}

func (w *Workbench) maskReader() experiment.MaskReader { return w.around.maskReader(w.data, w.file) }

// maskReader reads mask files relative to the project file.
func (s Surroundings) maskReader(d *dataset.Dataset, project string) experiment.MaskReader {
	return func(file string) (*dataset.Mask, error) {
		if project != "" && !filepath.IsAbs(file) {
			file = filepath.Join(filepath.Dir(project), file)
		}
		return s.Masks(file, d)
	}
}
