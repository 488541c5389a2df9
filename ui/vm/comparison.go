package vm

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/say"
	"lacuna/project"
)

// running is one comparison in progress.
type running struct {
	ctx     context.Context
	cancel  context.CancelFunc
	started time.Time
	done    int
	kept    int // of done: finished earlier
	total   int
	pace    *experiment.Pace
	failed  []string
	each    []context.Context // of each job of the plan
	cancels []context.CancelFunc
	turns   *experiment.Turns
	order   []int // in which jobs start: places in the plan
	paused  bool
}

// Comparison is the comparison that runs or has run: its jobs, its results so
// far, and their scores. It computes beside the event goroutine, and what is
// late, because something newer was asked for, is dropped.
type Comparison struct {
	part
	data    *dataset.Dataset
	jobs    []experiment.Job
	queue   []JobState       // of these jobs
	store   experiment.Store // where their runs are
	ran     *experiment.Spec // what was run; nil before
	study   result.Study
	table   metric.Table
	picked  []int  // selected test records by stratum of the table; nil without a selection
	earlier string // says that an earlier version has results; empty where there are newer
	verdict string // of the finished comparison, in plain words
	scoring scoring
	running *running
	curves  *curves
	drawn   time.Time // when live curves were last drawn

	elsewhere elsewhere       // what runs outside of the window
	asked     func() question // what is to be scored
}

// open forgets the results of another dataset.
func (c *Comparison) open(d *dataset.Dataset) {
	c.data = d
	c.clear()
}

func (c *Comparison) clear() {
	c.study, c.table, c.picked, c.verdict, c.earlier = result.Study{}, metric.Table{}, nil, "", ""
	c.jobs, c.queue, c.store, c.ran, c.elsewhere = nil, nil, nil, nil, elsewhere{}
	c.scoring.forget()
	c.curves = newCurves()
}

// show takes the results of a comparison that was run earlier.
func (c *Comparison) show(f *found) {
	c.study, c.jobs, c.store, c.ran = f.study, f.jobs, f.store, &f.spec
	c.queue = queueOf(f.jobs, f.study.Runs)
	c.rescore()
}

// Study returns the finished runs so far.
func (c *Comparison) Study() *result.Study { return &c.study }

// Table returns their scores by stratum.
func (c *Comparison) Table() *metric.Table { return &c.table }

// Verdict says in plain words what the finished comparison shows; empty while
// it runs and before.
func (c *Comparison) Verdict() string { return c.verdict }

// Earlier says that results are there which an earlier version of the methods has
// computed; empty where there are none, or some of this version.
func (c *Comparison) Earlier() string { return c.earlier }

// begin reserves the comparison while it is being planned.
func (c *Comparison) begin() *running {
	ctx, cancel := context.WithCancel(context.Background())
	c.running = &running{ctx: ctx, cancel: cancel, started: c.around.Now(), pace: experiment.NewPace(nil, c.around.Now), turns: experiment.NewTurns()}
	c.emit(ProgressChanged)
	return c.running
}

// start runs what was planned, and calls ended when its goroutines have ended,
// stopped or not.
func (c *Comparison) start(run *running, p *plan, store experiment.Store, ended func()) {
	c.clear()
	spec := p.spec
	c.jobs, c.store, c.ran, c.study = p.jobs, store, &spec, p.study
	c.queue = queueOf(p.jobs, nil)
	run.total, run.started, run.pace = len(p.jobs), c.around.Now(), experiment.NewPace(p.jobs, c.around.Now)
	run.narrow()
	for i := range run.total {
		run.order = append(run.order, i)
	}
	c.log.Note(say.Form("comparison started: %s", say.Count(len(p.jobs), "job", "jobs")))
	if words := p.jobs[0].Split.Together; words != "" {
		c.log.Note(say.Again(words))
	}
	c.emit(StudyChanged | CurvesChanged | ProgressChanged)
	go c.work(run, c.data, p, store, ended)
}

// work runs off the event goroutine and reports through one funnel.
func (c *Comparison) work(run *running, d *dataset.Dataset, p *plan, store experiment.Store, ended func()) {
	jobs := p.jobs
	at := make(map[string]int, len(jobs))
	for i, j := range jobs {
		at[j.ID] = i
	}
	runner := experiment.Runner{Store: store, Workers: c.around.Workers, Clock: c.around.Now, Turns: run.turns,
		Narrow: func(_ context.Context, j experiment.Job) context.Context { return run.each[at[j.ID]] }}
	f := &funnel{around: c.around, deliver: func(list []experiment.Event) { c.receive(run, list) }}
	outlined := outline(store, p.spec, d, jobs)
	err := runner.RunJobs(run.ctx, d, jobs, f.add)
	c.around.Do(func() {
		if outlined != nil {
			c.log.Note(outlined.Error())
		}
		f.flush()
		ended()
		c.finish(run, err)
	})
}

// errRunning is returned where a comparison is to start while one runs.
var errRunning = say.Error("a comparison is running; stop it first")

// is says whether a run is the one that goes on.
func (c *Comparison) is(run *running) bool { return c.running == run }

// abandon ends what cannot be run.
func (c *Comparison) abandon(run *running, err error) {
	if c.running == run {
		c.running = nil
		c.emit(ProgressChanged)
	}
	if err != nil {
		c.fail(err)
	}
}

// mask returns what the comparison that has run hides where a part is shown, or nil.
func (c *Comparison) mask(on shown) *dataset.Mask {
	if j := on.of(c.jobs); j != nil {
		return j.Mask
	}
	return nil
}

// storedWords says how many jobs were finished earlier.
func (r *running) storedWords() string {
	if r.kept == 0 {
		return ""
	}
	return say.Form(", %s of them stored earlier", Grouped(r.kept))
}

// Stop ends the running comparison; what is finished stays.
func (c *Comparison) Stop() {
	if c.running == nil {
		return
	}
	c.running.cancel()
	c.running = nil
	c.interrupt()
	c.rescore()
	c.log.Note(say.Text("stopped; finished jobs are kept, Compare goes on from there"))
	c.emit(ProgressChanged)
}

// Running says whether a comparison is in progress.
func (c *Comparison) Running() bool { return c.running != nil }

// receive takes a batch of events on the event goroutine. Events of a
// comparison that was stopped are late and dropped.
func (c *Comparison) receive(run *running, list []experiment.Event) {
	if c.running != run {
		return
	}
	var change Change
	for _, ev := range list {
		change |= c.take(run, ev)
	}
	if change&StudyChanged != 0 {
		c.rescore()
	}
	c.emit(c.paced(change))
}

// paced holds back the change of live curves until its time has come. What is
// held back comes with a later batch, or with the end of the job.
func (c *Comparison) paced(change Change) Change {
	now := c.around.Now()
	if change == ProgressChanged|CurvesChanged && now.Sub(c.drawn) < curvePace {
		return ProgressChanged
	}
	if change&CurvesChanged != 0 {
		c.drawn = now
	}
	return change
}

func (c *Comparison) take(run *running, ev experiment.Event) Change {
	state := &c.queue[ev.Index]
	run.pace.Event(ev)
	switch {
	case state.State == Cancelled && ev.Failed == nil && ev.Finished == nil:
		return 0 // it was on its way
	case ev.Started:
		state.State, state.Began = Working, c.around.Now()
	case ev.Inner != nil:
		return c.takeInner(state, ev)
	case errors.Is(ev.Failed, experiment.ErrCancelled):
		run.done++
		state.State = Cancelled
		return ProgressChanged
	case ev.Failed != nil:
		run.done++
		state.State, state.Message = Failed, ev.Failed.Error()
		run.failed = append(run.failed, ev.Job.Label)
		c.log.Note(say.Form("%s, seed %d failed: %v", ev.Job.Label, ev.Job.Seed, ev.Failed))
		return ProgressChanged
	case ev.Finished != nil:
		run.done++
		state.State, state.Fraction, state.Seconds = Finished, 1, ev.Finished.Seconds
		if ev.Skipped {
			state.State = Kept
			run.kept++
		}
		for _, line := range ev.Finished.Features {
			if !slices.ContainsFunc(c.study.Runs, func(r result.Run) bool { return slices.Contains(r.Features, line) }) {
				c.log.Note(say.Form("features: %s", say.Again(line)))
			}
		}
		if words := experiment.SearchWords(*ev.Finished); words != "" {
			c.log.Note(say.Form("searched: %s", say.Again(words)))
		}
		c.addRun(*ev.Finished, ev.Job.Beside)
		return ProgressChanged | StudyChanged | CurvesChanged
	}
	return ProgressChanged
}

func (c *Comparison) takeInner(state *JobState, ev experiment.Event) Change {
	switch inner := ev.Inner.(type) {
	case job.Progress:
		state.Phase, state.Fraction = inner.Phase, float64(inner.Done)/float64(max(1, inner.Total))
	case job.Epoch:
		state.Phase, state.Fraction = inner.Phase, float64(inner.Epoch)/float64(max(1, inner.Epochs))
		c.curves.add(ev.Job, inner)
		return ProgressChanged | CurvesChanged
	case job.Note:
		c.log.Note(say.Form("%s, seed %d: %s", ev.Job.Label, ev.Job.Seed, say.Again(inner.Text)))
	}
	return ProgressChanged
}

// addRun takes the run of a job.
func (c *Comparison) addRun(run result.Run, beside bool) {
	if beside {
		c.study.Beside = append(slices.Clone(c.study.Beside), run)
		return
	}
	c.addRuns([]result.Run{run})
}

// addRuns keeps the runs in the order of seeds, splits and methods, so that
// tables do not depend on which job ended first. It makes a new list: the old
// one may be being scored.
func (c *Comparison) addRuns(runs []result.Run) {
	place := make(map[string]int, len(c.jobs)+len(c.elsewhere.places))
	for i, j := range c.jobs {
		place[j.ID] = i
	}
	maps.Copy(place, c.elsewhere.places)
	c.study.Runs = slices.Concat(c.study.Runs, runs)
	slices.SortStableFunc(c.study.Runs, func(r, s result.Run) int { return cmp.Compare(place[r.Job], place[s.Job]) })
	for _, run := range runs {
		c.curves.settle(run)
	}
}

// finish ends a comparison with its error, if it is still the running one.
func (c *Comparison) finish(run *running, err error) {
	if c.running != run {
		return
	}
	c.running = nil
	run.cancel()
	c.interrupt()
	c.rescore()
	elapsed := c.around.Now().Sub(run.started).Round(time.Second)
	switch {
	case err == nil:
		c.log.Note(say.Form("comparison finished: %s in %s%s", say.Count(run.total, "job", "jobs"), elapsed, run.storedWords()))
	default:
		c.log.Note(err.Error())
	}
	c.emit(ProgressChanged | StudyChanged | CurvesChanged | LogChanged)
}

// keeping returns what copies the finished runs from where they were made to
// the folder of a project file. What is there already stays.
func (c *Comparison) keeping() func(file string) error {
	if len(c.study.Runs) == 0 {
		return func(string) error { return nil }
	}
	jobs, from, spec, data := c.jobs, c.store, *c.ran, c.data
	return func(file string) error {
		to, err := c.around.Store(file)
		if err == nil {
			err = copyRuns(jobs, from, to)
		}
		if err != nil {
			return err
		}
		return outline(to, spec, data, jobs)
	}
}

// outline writes down beside the runs what the comparison consists of, where the
// store keeps that, so that results are found without the data.
func outline(store experiment.Store, spec experiment.Spec, d *dataset.Dataset, jobs []experiment.Job) error {
	if to, ok := store.(*project.Store); ok {
		return to.SaveOutline(spec, experiment.OutlineOf(d, jobs))
	}
	return nil
}

func copyRuns(jobs []experiment.Job, from, to experiment.Store) error {
	for _, j := range jobs {
		if to.Has(j.ID) || !from.Has(j.ID) {
			continue
		}
		run, err := from.Load(j.ID)
		if err != nil {
			return err
		}
		if err := to.Save(j, run); err != nil {
			return err
		}
	}
	return nil
}
