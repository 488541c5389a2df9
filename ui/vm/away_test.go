package vm

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/project"
)

// handed returns a desk with a saved project that has not been run, whose runs
// are kept on the disk, ready to be handed over.
func handed(t *testing.T) (*desk, string) {
	t.Helper()
	k := newDesk(t)
	file := filepath.Join(t.TempDir(), "study.lacuna")
	k.stores[file] = project.NewStore(project.RunsFolder(file))
	k.Show(k.data, filepath.Join(filepath.Dir(file), "small.csv"))
	k.quick()
	if err := k.save(file); err != nil {
		t.Fatal(err)
	}
	k.prepare()
	return k, file
}

// prepare plans what is to be handed over.
func (k *desk) prepare() {
	k.t.Helper()
	ended := false
	k.Away.Prepare(func(err error) {
		if ended = true; err != nil {
			k.t.Fatal(err)
		}
	})
	k.wait("the plan", func() bool { return ended })
}

// TestOthersAreWatched: what a program in the background finishes is shown as it
// comes, by the next window as well, and nothing is done twice meanwhile.
func TestOthersAreWatched(t *testing.T) {
	k, file := handed(t)
	lock, err := project.Acquire(file)
	if err != nil {
		t.Fatal(err)
	}
	lock.Background()
	next := newDesk(t)
	next.stores = k.stores
	next.Adopt(k.reopen(file))
	next.wait("the watch", next.Away.Following)
	if err := next.Run(); !errors.Is(err, errAway) || next.CanRun() || next.Away.CanStart() {
		t.Errorf("it can be run here as well: %v", err)
	}
	run := func(jobs []experiment.Job) {
		if err := (experiment.Runner{Store: k.stores[file], Workers: 1}).RunJobs(context.Background(), k.data, jobs, nil); err != nil {
			t.Fatal(err)
		}
	}
	jobs := k.Setup.plan.jobs
	k.stores[file].(*project.Store).Note(jobs[1].ID, project.Running, "")
	run(jobs[:1])
	next.wait("the first run", func() bool { return len(next.Comparison.Study().Runs) == 1 })
	next.wait("its neighbour", func() bool { return next.Comparison.Jobs()[1].State == Working })
	if words := next.Comparison.Progress().Words; words != "in the background: 1 of 6 jobs done" || next.Comparison.Verdict() != "" {
		t.Errorf("the progress is %q, the verdict %q", words, next.Comparison.Verdict())
	}
	run(jobs)
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	next.wait("the end", func() bool { return !next.Away.Following() && next.Settled() })
	if got := len(next.Comparison.Study().Runs); got != len(jobs) || next.Comparison.Verdict() == "" || !next.CanRun() {
		t.Errorf("%d runs, verdict %q", got, next.Comparison.Verdict())
	}
	if said, failed := next.Away.Said(); failed || said != "6 of 6 jobs done." {
		t.Errorf("said: %q, failed: %v", said, failed)
	}
}

// fakeSlurm puts commands on the path that do as Slurm's do: a job runs as long as
// a file is there.
func fakeSlurm(t *testing.T) {
	t.Helper()
	bin := t.TempDir()
	for name, text := range map[string]string{
		"sbatch": `case "$*" in *--test-only*) echo "to start at once";; *) touch ` + bin + `/running; echo 7;; esac`,
		"squeue": `if [ -e ` + bin + `/running ]; then echo RUNNING; fi`, "scancel": "rm " + bin + "/running",
		"scontrol": "echo 'MaxArraySize            = 1001'",
	} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// TestSubmitWatchStop: the script that is submitted is the one that stands there,
// edited or not, and it is there again the next time.
func TestSubmitWatchStop(t *testing.T) {
	fakeSlurm(t)
	k, file := handed(t)
	a := k.Away
	a.SetPlace("Slurm")
	if err := a.Set("memory", "much"); err == nil || a.CanStart() {
		t.Errorf("much memory: %v", err)
	}
	if err := a.Set("memory", "2G"); err != nil || !a.CanStart() || !strings.Contains(a.Script(), "--mem=2G") {
		t.Errorf("2G: %v\n%s", err, a.Script())
	}
	a.Edit(a.Script() + "# mine\n")
	if err := a.Set("cores", "1"); err != nil || !a.Edited() || !strings.HasSuffix(a.Script(), "# mine\n") {
		t.Errorf("a setting takes what was edited: %v\n%s", err, a.Script())
	}
	a.Test()
	k.wait("the answer", func() bool { said, _ := a.Said(); return said == "to start at once" })
	a.Start()
	k.wait("the watch", a.Following)
	if text, err := os.ReadFile(filepath.Join(project.RunsFolder(file), ".slurm", "array-6.sh")); err != nil || !strings.HasSuffix(string(text), "# mine\n") {
		t.Errorf("submitted: %v\n%s", err, text)
	}
	k.wait("a task", func() bool { return strings.HasPrefix(k.Comparison.Progress().Words, "1 task running: ") })
	a.Stop()
	k.wait("the end", func() bool { return !a.Following() })
	if said, failed := a.Said(); !failed || !strings.Contains(said, "0 of 6 jobs done") {
		t.Errorf("said: %q", said)
	}
	again := newDesk(t)
	again.stores = k.stores
	again.Adopt(k.reopen(file))
	again.prepare()
	again.Away.SetPlace("Slurm")
	again.wait("the end of looking after the job that was stopped", again.Away.CanStart)
	if !again.Away.Edited() {
		t.Error("what was edited is forgotten")
	}
	if again.Away.Anew(); again.Away.Edited() || strings.Contains(again.Away.Script(), "# mine") {
		t.Error("the script is not written anew")
	}
}

// TestScriptsForOthers: a script is written to a file, and over no project.
func TestScriptsForOthers(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	k, file := handed(t)
	a := k.Away
	if a.SetPlace("Slurm"); a.CanStart() || !strings.Contains(a.Remark(), "There is no Slurm") {
		t.Errorf("without Slurm: %s", a.Remark())
	}
	a.SetPlace("a script for PBS")
	script := filepath.Join(t.TempDir(), a.ScriptName())
	if err := a.WriteScript(script); err != nil || !strings.HasSuffix(script, "small-pbs.sh") {
		t.Errorf("%s: %v", script, err)
	}
	if text, err := os.ReadFile(script); err != nil || !strings.Contains(string(text), "#PBS -J 0-5") {
		t.Errorf("%v\n%s", err, text)
	}
	if err := a.WriteScript(file); err == nil {
		t.Error("a script replaces the project")
	}
	if err := a.Set("map", "/nowhere=/x"); err == nil || a.Script() == "" {
		t.Errorf("paths that lie nowhere: %v", err)
	}
}

// TestRefusedNumberIsNotKept: what is refused in a field is not what is begun with.
func TestRefusedNumberIsNotKept(t *testing.T) {
	k := newDesk(t)
	k.Away.workers = 2
	for _, text := range []string{"0", "-1", "many"} {
		if k.Away.Set("workers", text) == nil || k.Away.workers != 2 {
			t.Errorf("%q is kept: %d", text, k.Away.workers)
		}
	}
}

// gated is a store that keeps the second run waiting, and those after it.
type gated struct {
	*experiment.Memory
	saved atomic.Int32
	gate  chan struct{}
}

func (g *gated) Save(j experiment.Job, run result.Run) error {
	if g.saved.Add(1) > 1 {
		<-g.gate
	}
	return g.Memory.Save(j, run)
}

// TestBegunUnsavedIsWaitedFor: a comparison that began before its project had a
// file is handed over once it has ended here and what it finished lies beside the
// file, so that nothing is done twice.
func TestBegunUnsavedIsWaitedFor(t *testing.T) {
	k := newDesk(t)
	file := filepath.Join(t.TempDir(), "study.lacuna")
	unsaved := &gated{Memory: experiment.NewMemory(), gate: make(chan struct{})}
	k.stores[""], k.stores[file] = unsaved, project.NewStore(project.RunsFolder(file))
	k.Show(k.data, filepath.Join(filepath.Dir(file), "small.csv"))
	k.quick()
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the first run", func() bool { return len(k.Comparison.Study().Runs) > 0 })
	if err := k.save(file); err != nil {
		t.Fatal(err)
	}
	k.Comparison.Stop()
	free := false
	k.Document.whenFree(func() {
		free = true
		for _, j := range k.Comparison.jobs {
			if unsaved.Has(j.ID) && !k.stores[file].Has(j.ID) {
				t.Errorf("job %s is finished and would be done again", j.ID)
			}
		}
	})
	if free {
		t.Error("handed over while its jobs are ending")
	}
	close(unsaved.gate)
	k.wait("the end", func() bool { return free })
}
