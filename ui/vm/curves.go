package vm

import (
	"slices"

	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/internal/job"
)

// curves keeps the epochs of jobs that have not finished, as runs without rows,
// so that finished and running curves are drawn alike.
type curves struct {
	order []string // ids of jobs, as they began
	live  map[string]*result.Run
}

func newCurves() *curves { return &curves{live: map[string]*result.Run{}} }

func (c *curves) add(j experiment.Job, e job.Epoch) {
	run, ok := c.live[j.ID]
	if !ok {
		run = &result.Run{Job: j.ID, Method: j.Label, Split: j.Split.Name, Seed: j.Seed, ChosenEpoch: map[string]int{}}
		c.live[j.ID] = run
		c.order = append(c.order, j.ID)
	}
	run.Curves = append(run.Curves, experiment.EpochOf(e))
	if e.Best {
		run.ChosenEpoch[e.Phase] = e.Epoch
	}
}

// settle forgets the live curve of a job that has finished.
func (c *curves) settle(run result.Run) {
	delete(c.live, run.Job)
	c.order = slices.DeleteFunc(c.order, func(id string) bool { return id == run.Job })
}

func (c *curves) runs() []result.Run {
	out := make([]result.Run, 0, len(c.order))
	for _, id := range c.order {
		out = append(out, *c.live[id])
	}
	return out
}

// unfinished are the jobs, by id, whose curves have not ended: true for those that
// were stopped.
func (c *Comparison) unfinished() map[string]bool {
	out := map[string]bool{}
	for i, j := range c.jobs {
		if _, live := c.curves.live[j.ID]; live {
			out[j.ID] = c.running == nil || c.queue[i].State != Working
		}
	}
	return out
}

// CurveStudy returns the finished runs together with those that are still
// learning: what the learning curves are drawn from.
func (c *Comparison) CurveStudy() *result.Study {
	s := c.study
	s.Runs = slices.Concat(s.Runs, c.curves.runs())
	return &s
}
