package experiment

import (
	"slices"

	"lacuna/internal/say"
)

// Shard is one of several shares of a plan, for programs that run side by side.
type Shard struct {
	Index int // from 0
	Of    int // shares; 0 stands for the whole plan
}

// Check reports a share that there cannot be.
func (s Shard) Check() error {
	if s.Of < 0 || s.Of > 0 && (s.Index < 0 || s.Index >= s.Of) {
		return say.Errorf("there is no share %d of %d; shares count from 0", s.Index, s.Of)
	}
	return nil
}

// Places lists the places in a plan of the jobs of the share, rising. Jobs are
// dealt out method by method, so that every share has as many of the slow
// methods as the others, one more or less. Which they are depends on the plan
// alone, not on what is finished.
func (s Shard) Places(labels []string) []int {
	order := indices(len(labels))
	if s.Of == 0 {
		return order
	}
	first := map[string]int{}
	for i, l := range labels {
		if _, seen := first[l]; !seen {
			first[l] = i
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return first[labels[a]] - first[labels[b]] })
	var mine []int
	for k, i := range order {
		if k%s.Of == s.Index {
			mine = append(mine, i)
		}
	}
	slices.Sort(mine)
	return mine
}

// Labels are the methods of the jobs, one for each.
func (o Outline) Labels() []string {
	out := make([]string, len(o.Jobs))
	for i, j := range o.Jobs {
		out[i] = j.Label
	}
	return out
}

// Jobs are those of the share.
func (s Shard) Jobs(jobs []Job) []Job {
	labels := make([]string, len(jobs))
	for i, j := range jobs {
		labels[i] = j.Label
	}
	var mine []Job
	for _, i := range s.Places(labels) {
		mine = append(mine, jobs[i])
	}
	return mine
}
