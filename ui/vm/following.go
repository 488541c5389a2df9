package vm

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/internal/away"
	"lacuna/internal/say"
	"lacuna/project"
)

// following is a comparison that others run, watched from here.
type following struct {
	project *away.Project
	plan    *plan
	ctx     context.Context
	cancel  context.CancelFunc
	known   []bool // by job: its run has been seen; of one look after the other
	looks   int
	own     bool // a program in the background was at it
}

// beat is how often the run folders are looked at while a program in the
// background works.
const beat = 2 * time.Second

// sighting is what one look has found.
type sighting struct {
	states []project.State // by job
	why    []string        // it failed, or where it runs
	runs   []seenRun       // those that are new
	own    bool            // a program in the background is at it
	tasks  map[string]int  // of Slurm, by their state
	err    error           // Slurm does not answer
}

type seenRun struct {
	job int
	run result.Run
}

// resume watches what an earlier window, or a command, has handed over and what is
// not over yet.
func (a *Away) resume() {
	file := a.file()
	p := &away.Project{File: file}
	go func() {
		_, own := away.Background(file)
		if !own && len(p.Submitted()) == 0 {
			return
		}
		a.around.Do(func() {
			if a.file() != file || a.follow != nil {
				return
			}
			a.Prepare(func(err error) {
				if err == nil && a.project != nil && a.follow == nil && !a.shown.Running() {
					a.watch(a.project, a.planned)
				}
			})
		})
	}()
}

// Following says whether the comparison runs outside of the window.
func (a *Away) Following() bool { return a.follow != nil }

// watch looks after a comparison that was handed over, until nobody is at it.
func (a *Away) watch(p *away.Project, planned *plan) {
	a.end()
	ctx, cancel := context.WithCancel(context.Background())
	f := &following{project: p, plan: planned, ctx: ctx, cancel: cancel}
	a.follow = f
	if err := a.begin(planned, p.Store); err != nil {
		a.fail(err)
	}
	f.known = a.shown.known()
	a.shown.elsewhere.on = true
	a.emit(AwayChanged | ProgressChanged)
	a.look(f)
}

// end watches no longer; what runs goes on.
func (a *Away) end() {
	if a.follow == nil {
		return
	}
	a.follow.cancel()
	a.follow, a.shown.elsewhere.on = nil, false
}

func (a *Away) look(f *following) {
	f.looks++
	go func() {
		s := f.look()
		a.around.Do(func() { a.take(f, s) })
	}()
}

// look sees who is at it before it sees what is done: what was finished in
// between is not missed where nobody is.
func (f *following) look() sighting {
	var s sighting
	_, s.own = away.Background(f.project.File)
	s.tasks, s.err = f.project.Queue(f.ctx)
	jobs := f.project.Outline.Jobs
	s.states, s.why = make([]project.State, len(jobs)), make([]string, len(jobs))
	for i, j := range jobs {
		if f.known[i] {
			continue
		}
		if _, done := j.Done(f.project.Store); !done {
			s.states[i], s.why[i] = f.project.Store.State(j.ID)
			continue
		}
		run, err := experiment.LoadRun(f.plan.data, f.project.Store, f.plan.jobs[i])
		if err != nil {
			s.states[i], s.why[i] = project.Failed, err.Error()
			continue
		}
		f.known[i] = true
		s.runs = append(s.runs, seenRun{i, run})
	}
	return s
}

// take shows what a look has found, and looks again while somebody is at it.
func (a *Away) take(f *following, s sighting) {
	if a.follow != f {
		return
	}
	f.own = f.own || s.own
	a.shown.see(s)
	a.shown.elsewhere.words = s.words()
	if s.own || len(s.tasks) > 0 || s.err != nil {
		pace := beat
		if !s.own {
			pace = away.Pace
		}
		a.around.after(pace, func() {
			a.around.Do(func() {
				if a.follow == f {
					a.look(f)
				}
			})
		})
		a.emit(AwayChanged | ProgressChanged)
		return
	}
	a.end()
	done := 0
	for _, known := range f.known {
		if known {
			done++
		}
	}
	if words := say.Form("%s of %s done.", Grouped(done), say.Count(len(f.known), "job", "jobs")); f.looks > 1 || done > 0 {
		if a.said, a.failed = words, done < len(f.known); a.failed {
			a.said = say.Form("Nobody runs the jobs any more: %s", words)
		}
		if said := away.LastWords(f.project.File); a.failed && f.own && said != "" {
			a.said = say.Form("%s The program in the background said last: %s", a.said, said)
		}
		a.log.Note(a.said)
	}
	a.shown.over()
	a.emit(AwayChanged | ProgressChanged | StudyChanged)
}

// words says who is at it.
func (s sighting) words() string {
	var parts []string
	if s.own {
		parts = append(parts, say.Text("in the background"))
	}
	for _, state := range slices.Sorted(maps.Keys(s.tasks)) {
		parts = append(parts, say.Count(s.tasks[state], "task", "tasks")+" "+strings.ToLower(state))
	}
	if s.err != nil {
		parts = append(parts, say.Text("Slurm does not answer"))
	}
	return strings.Join(parts, ", ")
}

// Stop stops what runs outside of the window; what is finished is kept.
func (a *Away) Stop() {
	f := a.follow
	if f == nil || a.busy || a.project == nil {
		return
	}
	p := f.project
	a.ask(say.Text("It is told to stop …"), func(ctx context.Context) (string, error) {
		if _, own := away.Background(p.File); own {
			if err := away.Stop(ctx, p.File); err != nil {
				return "", err
			}
		}
		return say.Text("Stopped. What is finished is kept; starting again goes on from there."), p.Cancel(ctx)
	}, func(error) {
		if a.follow == f {
			a.look(f)
		}
	})
}

// elsewhere is what a comparison knows of programs that run its jobs outside of
// the window.
type elsewhere struct {
	on     bool
	words  string         // who is at it
	places map[string]int // jobs by the ids of runs that were made elsewhere
}

// progress says how far the others are.
func (c *Comparison) progress() Progress {
	done := 0
	for _, j := range c.queue {
		if !j.Open() {
			done++
		}
	}
	words := say.Form("%s of %s done", Grouped(done), say.Count(len(c.queue), "job", "jobs"))
	if c.elsewhere.words != "" {
		words = c.elsewhere.words + ": " + words
	}
	return Progress{true, float64(done) / float64(max(1, len(c.queue))), words}
}

// known says by job whether its run is shown.
func (c *Comparison) known() []bool {
	known := make([]bool, len(c.queue))
	for i, j := range c.queue {
		known[i] = j.State == Finished || j.State == Kept
	}
	return known
}

// others begins to show the jobs of a plan, none of which is run here.
func (c *Comparison) others(p *plan, store experiment.Store) {
	c.clear()
	spec := p.spec
	c.jobs, c.store, c.ran, c.study = p.jobs, store, &spec, p.study
	c.queue = queueOf(p.jobs, nil)
	c.emit(StudyChanged | CurvesChanged)
}

// see shows jobs and runs of others.
func (c *Comparison) see(s sighting) {
	states := map[project.State]State{project.Running: Working, project.Failed: Failed, project.Waiting: Waiting}
	for i, state := range s.states {
		if to, ok := states[state]; ok && i < len(c.queue) {
			c.queue[i].State, c.queue[i].Message, c.queue[i].Began = to, s.why[i], time.Time{}
		}
	}
	var runs []result.Run
	for _, r := range s.runs {
		c.queue[r.job].State, c.queue[r.job].Fraction, c.queue[r.job].Seconds = Finished, 1, r.run.Seconds
		if c.jobs[r.job].Beside {
			c.study.Beside = append(slices.Clone(c.study.Beside), r.run)
			continue
		}
		if r.run.Job != c.jobs[r.job].ID { // of another arithmetic
			if c.elsewhere.places == nil {
				c.elsewhere.places = map[string]int{}
			}
			c.elsewhere.places[r.run.Job] = r.job
		}
		runs = append(runs, r.run)
	}
	if len(runs) > 0 {
		c.addRuns(runs)
	}
	if len(s.runs) > 0 {
		c.rescore()
		c.emit(StudyChanged | CurvesChanged)
	}
}

// over scores what others have finished as a whole.
func (c *Comparison) over() {
	c.interrupt()
	c.verdict = ""
	c.scoring.base = scored{} // for what is scored only when nobody works
	c.rescore()
}
