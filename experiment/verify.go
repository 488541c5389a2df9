package experiment

import (
	"context"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// Check is what became of a finished job that was done once more.
type Check struct {
	Job     Job
	Rows    int     // stored predictions
	Differ  int     // of them, those that are not the same to the last bit
	Largest float64 // difference of a class probability; NaN where rows cannot be compared
	Record  string  // the record with it
}

// Same says whether every stored prediction came out again, to the last bit.
func (c Check) Same() bool { return c.Differ == 0 }

// Verify does a finished job once more, with all workers, and holds what comes
// out against what the store has. It changes nothing there. A job that the store
// does not have is an error.
func (r Runner) Verify(ctx context.Context, d *dataset.Dataset, j Job, report func(job.Event)) (Check, error) {
	stored, err := load(r.store(), j)
	if err != nil {
		return Check{}, err
	}
	again, err := r.RunJob(ctx, d, j, report)
	if err != nil {
		return Check{}, err
	}
	return compareRuns(j, slices.Concat(stored.Rows, stored.SweptRows()), slices.Concat(again.Rows, again.SweptRows())), nil
}

// compareRuns counts the rows of a run that came out otherwise.
func compareRuns(j Job, stored, again []result.Row) Check {
	c := Check{Job: j, Rows: len(stored)}
	if len(stored) != len(again) {
		return Check{Job: j, Rows: len(stored), Differ: max(len(stored), len(again)), Largest: math.NaN()}
	}
	for i, row := range stored {
		d := difference(row, again[i])
		if d == 0 {
			continue
		}
		if c.Differ++; !(d <= c.Largest) { // NaN is the largest
			c.Largest, c.Record = d, row.ID
		}
	}
	return c
}

// difference returns the largest difference between the class probabilities of
// two predictions, 0 only if they are the same to the last bit, and NaN if they
// are not of the same record and pattern.
func difference(a, b result.Row) float64 {
	if a.ID != b.ID || a.Label != b.Label || a.Series != b.Series || a.Pattern != b.Pattern || len(a.Probabilities) != len(b.Probabilities) {
		return math.NaN()
	}
	if slices.EqualFunc(a.Probabilities, b.Probabilities, sameBits) {
		return 0
	}
	most := math.SmallestNonzeroFloat64 // 0 and −0 differ, too
	for k, p := range a.Probabilities {
		most = max(most, math.Abs(p-b.Probabilities[k]))
	}
	return most
}

func sameBits(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }

// String says in words what came out.
func (c Check) String() string {
	what := say.Form("%s, seed %d, %s", c.Job.Label, c.Job.Seed, c.Job.Split.Name)
	switch {
	case c.Same():
		return say.Form("%s: the same %d predictions, to the last bit", what, c.Rows)
	case math.IsNaN(c.Largest):
		return say.Form("%s: other records were predicted than are stored", what)
	}
	return say.Form("%s: %d of %d predictions differ, at most by %.2g in a class probability (record %s)", what, c.Differ, c.Rows, c.Largest, c.Record)
}
