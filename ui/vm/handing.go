package vm

import (
	"context"
	"strconv"
	"strings"

	"lacuna/internal/away"
	"lacuna/internal/cluster"
	"lacuna/internal/say"
)

// ask does what takes a while beside the event goroutine, and says what came of
// it.
func (a *Away) ask(meanwhile string, work func(ctx context.Context) (string, error), then func(error)) {
	p := a.project
	a.busy, a.said, a.failed = true, meanwhile, false
	a.emit(AwayChanged)
	go func() {
		said, err := work(context.Background())
		a.around.Do(func() {
			a.busy = false
			if p != a.project { // something else is open
				return
			}
			if a.said, a.failed = said, err != nil; err != nil {
				title, why := Failure(err)
				a.said = strings.TrimSpace(title + ". " + why)
			}
			a.log.Note(a.said)
			then(err)
			a.emit(AwayChanged)
		})
	}()
}

// Test asks Slurm whether it would take the script.
func (a *Away) Test() {
	if !a.CanTest() {
		return
	}
	keep := a.keeping()
	a.ask(say.Text("Slurm is asked …"), func(ctx context.Context) (string, error) {
		scripts, err := keep()
		if err != nil {
			return "", err
		}
		return cluster.Test(ctx, scripts.Array)
	}, func(error) {})
}

// keeping returns what writes down the script as it stands, for Slurm to take.
func (a *Away) keeping() func() (away.Scripts, error) {
	p, s, text, edited := a.project, a.settings, a.text, a.Edited()
	return func() (away.Scripts, error) {
		scripts, err := p.Scripts(s, !edited)
		if err == nil && edited {
			err = p.Keep(s, text)
		}
		return scripts, err
	}
}

// CanLeaveRunning says whether what runs can go on without the window: there is
// a program for it, and what a project would keep is what runs.
func (w *Workbench) CanLeaveRunning() bool {
	ran := w.Comparison.ran
	return w.around.Program != "" && w.Comparison.Running() && ran != nil && sameSpec(*ran, w.Setup.spec)
}

// LeaveRunning hands the comparison of the saved project, which has been stopped
// here, to a program in the background, which nobody watches from here. It
// returns at once; done hears how it went. Jobs that are still ending have the
// project until then.
func (w *Workbench) LeaveRunning(done func(error)) {
	a := w.Away
	w.Document.whenFree(func() {
		a.Prepare(func(err error) {
			if err != nil {
				done(err)
				return
			}
			a.ask(say.Text("The program in the background begins …"), a.background(), done)
		})
	})
}

// background begins a program that runs the jobs.
func (a *Away) background() func(ctx context.Context) (string, error) {
	p, program, workers := a.project, a.around.Program, a.workers
	return func(ctx context.Context) (string, error) {
		pid, err := away.Start(ctx, program, p.File, "--workers="+strconv.Itoa(workers))
		return say.Form("Process %d runs the jobs in the background.", pid), err
	}
}

// Start hands the comparison over: what has a result already is not run again,
// so that this resumes what was stopped, too.
func (a *Away) Start() {
	if !a.CanStart() {
		return
	}
	p, s := a.project, a.settings
	then := func(err error) {
		if err == nil {
			a.watch(p, a.planned)
		}
	}
	if a.kind() == "" {
		a.ask(say.Text("The program in the background begins …"), a.background(), then)
		return
	}
	keep := a.keeping()
	a.ask(say.Text("The script is submitted …"), func(ctx context.Context) (string, error) {
		scripts, err := keep()
		if err != nil {
			return "", err
		}
		to, err := p.Submit(ctx, s, scripts)
		if err == nil && to.Job == "" {
			return say.Text("All jobs are done; nothing is submitted."), nil
		}
		return say.Form("Job %s: tasks %s of %d; job %s collects.", to.Job, cluster.List(to.Tasks), to.Of, to.Collect), err
	}, then)
}
