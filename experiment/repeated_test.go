package experiment

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestImputationsArePartOfAJob: only of a method that can fill its gaps several
// times, so that all others keep the runs that they have.
func TestImputationsArePartOfAJob(t *testing.T) {
	d := fixture(t, 60)
	spec := Spec{Methods: methods("mice+logistic", "mean+logistic", "bypass")}
	once := plan(t, d, spec)
	spec.Imputations = 1
	if diff := cmp.Diff(ids(once), ids(plan(t, d, spec))); diff != "" {
		t.Errorf("one imputation is what there was: %s", diff)
	}
	spec.Imputations = 3
	several := plan(t, d, spec)
	for i, j := range several {
		want := 0
		if j.Method.Name == "mice+logistic" {
			want = 3
		}
		if j.Imputations != want || (j.ID == once[i].ID) != (want == 0) {
			t.Errorf("%s: %d imputations, want %d; the same id: %v", j.Label, j.Imputations, want, j.ID == once[i].ID)
		}
	}
	if words := OneAnswer(spec); !strings.Contains(words, "mean+logistic") || strings.Contains(words, "mice") || strings.Contains(words, "bypass") {
		t.Errorf("%q", words)
	}
	spec.Imputations = mostImputations + 1
	if _, err := Plan(d, spec, nil); err == nil {
		t.Error("more imputations than can be are planned")
	}
}

func ids(jobs []Job) []string {
	var out []string
	for _, j := range jobs {
		out = append(out, j.ID)
	}
	return out
}

// TestRepeatedRun: every table has predictions of its own, and what is stored
// for a record is their mean.
func TestRepeatedRun(t *testing.T) {
	d := fixture(t, 120)
	spec := Spec{Methods: []Method{{Name: "mice+logistic", Settings: map[string]string{"mice.sweeps": "2"}}}, Imputations: 7} // more than mice draws by itself
	run := runOne(t, Runner{Workers: 2}, d, spec)
	if run.Imputations != 7 {
		t.Fatalf("%d imputations", run.Imputations)
	}
	differ := 0
	for _, row := range run.Rows {
		if len(row.Completed) != 7 {
			t.Fatalf("%d predictions of record %s", len(row.Completed), row.ID)
		}
		for c, p := range row.Probabilities {
			sum := 0.0
			for _, table := range row.Completed {
				sum += table[c]
			}
			if math.Abs(sum/7-p) > 1e-12 {
				t.Errorf("record %s: %g, want the mean %g", row.ID, p, sum/7)
			}
		}
		if !slices.Equal(row.Completed[0], row.Completed[1]) {
			differ++
		}
	}
	if differ == 0 {
		t.Error("all tables say the same")
	}
	if diff := cmp.Diff(run, runOne(t, Runner{Workers: 1}, d, spec), cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("another number of workers: %s", diff)
	}
	if one := run.Completed(3); one.Imputations != 0 || !slices.Equal(one.Rows[0].Probabilities, run.Rows[0].Completed[3]) || one.Rows[0].Completed != nil {
		t.Errorf("%+v", one.Rows[0])
	}
}

// TestOneFillingIsWhatItWas: where gaps are filled once nothing is repeated.
func TestOneFillingIsWhatItWas(t *testing.T) {
	d := fixture(t, 60)
	spec := Spec{Methods: methods("mean+logistic"), Imputations: 5}
	with := runOne(t, Runner{}, d, spec)
	spec.Imputations = 0
	if diff := cmp.Diff(with, runOne(t, Runner{}, d, spec), cmpopts.EquateNaNs()); diff != "" || with.Rows[0].Completed != nil {
		t.Errorf("%s", diff)
	}
}

func TestRepeatedIsNotKept(t *testing.T) {
	d := fixture(t, 60)
	jobs := plan(t, d, Spec{Methods: methods("hotdeck+logistic"), Imputations: 2})
	_, err := Runner{}.Refit(context.Background(), d, only(t, jobs, "hotdeck+logistic"), nil)
	if err == nil || !strings.Contains(err.Error(), "--imputations") {
		t.Errorf("a file of one model holds two: %v", err)
	}
}
