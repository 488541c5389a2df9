package experiment

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/experiment/result"
)

// What is stored comes out again; what somebody has changed does not, and is
// named with its record.
func TestVerify(t *testing.T) {
	d := fixture(t, 120)
	store := NewMemory()
	r := Runner{Store: store, Workers: 2}
	spec := Spec{Methods: []Method{{Name: "mean+logistic"}}, Root: 3, Seeds: 2}
	if _, err := r.Run(t.Context(), d, spec, nil); err != nil {
		t.Fatal(err)
	}
	jobs, err := Plan(d, spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range jobs {
		if c, err := r.Verify(t.Context(), d, j, nil); err != nil || !c.Same() || c.Rows == 0 {
			t.Error(c, err)
		}
	}
	run, err := store.Load(jobs[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		change func(*result.Row)
		want   Check
	}{
		{func(r *result.Row) { r.Probabilities[0] += 0.25 }, Check{Differ: 1, Largest: 0.25}},
		{func(r *result.Row) { r.Probabilities[0] = math.Nextafter(r.Probabilities[0], 2) }, Check{Differ: 1}},
		{func(r *result.Row) { r.Label++ }, Check{Differ: 1, Largest: math.NaN()}},
	} {
		changed := append([]result.Row(nil), run.Rows...)
		row := changed[4]
		row.Probabilities = append([]float64(nil), row.Probabilities...)
		c.change(&row)
		changed[4] = row
		got := compareRuns(jobs[0], run.Rows, changed)
		c.want.Job, c.want.Rows, c.want.Record = jobs[0], len(run.Rows), row.ID
		if diff := cmp.Diff(c.want, got, cmpopts.EquateNaNs(), cmpopts.EquateApprox(0, 1e-12), cmpopts.IgnoreFields(Check{}, "Job")); diff != "" || got.Same() {
			t.Error(diff)
		}
	}
	if c := compareRuns(jobs[0], run.Rows, run.Rows[1:]); c.Same() {
		t.Error("a row less is not the same")
	}
}

// A job without a result cannot be verified.
func TestVerifyWithoutResult(t *testing.T) {
	d := fixture(t, 60)
	jobs, err := Plan(d, Spec{Methods: []Method{{Name: "mean+logistic"}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (Runner{}).Verify(t.Context(), d, jobs[0], nil); err == nil {
		t.Error("no error")
	}
}
