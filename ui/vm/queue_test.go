package vm

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lacuna/charts"
	"lacuna/experiment"
	"lacuna/project"
)

func statesOf(k *desk) map[State]int {
	counts := map[State]int{}
	for _, j := range k.Comparison.Jobs() {
		counts[j.State]++
	}
	return counts
}

// The queue lists every job of the plan, also after the end, and says which
// were stored.
func TestQueueListsAllJobs(t *testing.T) {
	k := compared(t)
	if got := statesOf(k); got[Finished] != 6 || len(k.Comparison.Jobs()) != 6 {
		t.Fatalf("states at the end: %v", got)
	}
	k.Setup.SetSeeds(3)
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the end of the second run", k.Settled)
	if got := statesOf(k); got[Finished] != 3 || got[Kept] != 6 {
		t.Errorf("states after a seed more: %v", got)
	}
	if words := k.Comparison.QueueWords(); words != "9 jobs: 3 done, 6 stored earlier" {
		t.Errorf("the queue is summed up as %q", words)
	}
}

// A job that is cancelled is left out, and the next run does it.
func TestCancelJob(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.quick()
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the queue", func() bool { return len(k.Comparison.Jobs()) > 0 })
	last := len(k.Comparison.Jobs()) - 1
	k.Comparison.CancelJob(last)
	if got := k.Comparison.Jobs()[last].State; got != Cancelled {
		t.Fatalf("right after cancelling the job is %s", got)
	}
	k.wait("the end of the comparison", k.Settled)
	done := statesOf(k)
	if done[Cancelled]+done[Finished] != last+1 || done[Finished] < last {
		t.Fatalf("states at the end: %v", done)
	}
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the end of the second run", k.Settled)
	if got := statesOf(k); got[Finished]+got[Kept] != last+1 {
		t.Errorf("states after comparing again: %v", got)
	}
}

// Stopping leaves no job that seems to run.
func TestStopEndsTheQueue(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.quick()
	k.Setup.SetSeeds(30)
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("a first result", func() bool { return len(k.Comparison.Study().Runs) > 0 })
	k.Comparison.Stop()
	if got := statesOf(k); got[Working] > 0 || got[Waiting] == 0 {
		t.Errorf("states after a stop: %v", got)
	}
}

// What a comparison consists of is written down beside its runs.
func TestOutlineIsKept(t *testing.T) {
	k := newDesk(t)
	folder := t.TempDir()
	k.around.Store = func(file string) (experiment.Store, error) {
		if file == "" {
			return project.NewStore(filepath.Join(folder, "unsaved")), nil
		}
		return project.NewStore(project.RunsFolder(file)), nil
	}
	k.Show(k.data)
	k.quick()
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the end of the comparison", k.Settled)
	file := filepath.Join(folder, "study.lacuna")
	if err := k.save(file); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{filepath.Join(folder, "unsaved"), project.RunsFolder(file)} {
		o, err := project.NewStore(at).Outline(k.Setup.Spec(), k.data.Hash())
		if err != nil || len(o.Jobs) != 6 {
			t.Errorf("%s: %d jobs in the outline, %v", filepath.Base(at), len(o.Jobs), err)
		}
	}
}

func TestCommands(t *testing.T) {
	k := compared(t)
	if k.RunCommand() != "" || k.ChartCommand(StrataPane) != "" {
		t.Error("a study that is not saved has a command")
	}
	file := filepath.Join(t.TempDir(), "it's mine.lacuna")
	if err := k.save(file); err != nil {
		t.Fatal(err)
	}
	if got := k.RunCommand(); !strings.HasPrefix(got, "lacuna run '") || !strings.Contains(got, `it'\''s mine`) {
		t.Errorf("the command is %s", got)
	}
	k.Display.SetMetric(charts.LogLoss)
	if got := strings.Fields(k.ChartCommand(StrataPane)); !slices.Contains(got, "log_loss") || got[len(got)-1] != "strata.png" || got[len(got)-5] != "strata" {
		t.Errorf("the command of the chart is %v", got)
	}
}

func TestDurationsHaveTheirUnit(t *testing.T) {
	for seconds, want := range map[float64]string{0: "less than 0.1 s", 0.8: "0.8 s", 23.34: "23.3 s", 125.13: "2m5.1s"} {
		if got := duration(seconds); got != want {
			t.Errorf("%g s: %q, not %q", seconds, got, want)
		}
	}
}

// Jobs are moved and held back while a comparison runs; in the end it has them
// all.
func TestQueueIsMovedAndPaused(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.quick()
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.Comparison.Pause(true)
	k.wait("the queue", func() bool { return len(k.Comparison.Jobs()) > 0 })
	jobs := k.Comparison.Jobs()
	last := jobs[len(jobs)-1].At
	k.Comparison.MoveJob(last, -1)
	k.Comparison.MoveJob(last, -1)
	k.Comparison.MoveJob(last, 1)
	if got := k.Comparison.Jobs(); got[len(got)-2].At != last {
		t.Errorf("the job moved up by one stands %+v", got)
	}
	if !k.Comparison.Paused() || !strings.HasSuffix(k.Comparison.Progress().Words, "paused") {
		t.Errorf("progress: %s", k.Comparison.Progress().Words)
	}
	k.Comparison.Pause(false)
	k.wait("the end of the comparison", k.Settled)
	if got := statesOf(k); got[Finished] != len(jobs) {
		t.Errorf("states at the end: %v", got)
	}
	if got := k.Comparison.Jobs(); got[len(got)-1].At != last {
		t.Error("after the end, jobs do not stand in the order of the plan")
	}
}
