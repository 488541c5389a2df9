package experiment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lacuna/internal/say"
)

// FailedJobs is the error of a comparison in which some jobs failed while the
// others were finished and kept.
type FailedJobs struct {
	Failures []Failure // in the order of the plan
	Total    int       // jobs in the plan
}

// Failure is one failed job with its reason.
type Failure struct {
	Job   Job
	Err   error
	index int
}

// Error says how many jobs failed, and why: each reason once, with the first job
// that had it and how many others did.
func (f *FailedJobs) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, say.Text("%d of %d jobs failed"), len(f.Failures), f.Total)
	others := map[string]int{}
	for _, x := range f.Failures {
		others[x.Reason()]++
	}
	for _, x := range f.Failures {
		why := x.Reason()
		if others[why] == 0 {
			continue // said of an earlier job
		}
		fmt.Fprintf(&b, say.Text("\n%s, %s, seed %d"), x.Job.Label, x.Job.Split.Name, x.Job.Seed)
		if n := others[why] - 1; n > 0 {
			fmt.Fprintf(&b, say.Text(" and %d more"), n)
		}
		b.WriteString(": " + why)
		others[why] = 0
	}
	return b.String()
}

// Reason returns why the job failed, without its own name in front.
func (x Failure) Reason() string { return strings.TrimPrefix(x.Err.Error(), x.Job.Label+": ") }

// Unwrap returns the reasons.
func (f *FailedJobs) Unwrap() []error {
	errs := make([]error, len(f.Failures))
	for i, x := range f.Failures {
		errs[i] = x.Err
	}
	return errs
}

func (f *FailedJobs) add(t ticket, err error) {
	f.Failures = append(f.Failures, Failure{t.job, err, t.index})
}

// orNil returns the error, or nil where nothing failed.
func (f *FailedJobs) orNil(total int) error {
	if len(f.Failures) == 0 {
		return nil
	}
	f.Total = total
	slices.SortFunc(f.Failures, func(a, b Failure) int { return cmp.Compare(a.index, b.index) })
	return f
}
