package metric

import (
	"maps"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/experiment/result"
)

// A scorer gives what scoring from scratch gives, whichever run comes next:
// one more of a repetition that is known, or the first of another.
func TestScorerGivesTheSame(t *testing.T) {
	whole := simulated(2, 3, 60, 0.9, 0.7, 0.6)
	order := []int{0, 4, 1, 8, 2, 3, 6, 5, 7}
	var scorer Scorer
	study := whole
	for n := range order {
		study.Runs = nil
		for k := range whole.Runs { // in the order of the plan, as they are in
			for _, in := range order[:n+1] {
				if in == k {
					study.Runs = append(study.Runs, whole.Runs[k])
				}
			}
		}
		strata := append(DefaultStrata(study), Selection("odd", func(record int) bool { return record%2 == n%2 }))
		for _, m := range []Measure{Accuracy(), measureOf(t, "log_loss")} {
			want := WithIntervals(study, Stratify(study, strata), m)
			got, err := scorer.Stratify(t.Context(), study, strata)
			if err == nil {
				got, err = scorer.WithIntervals(t.Context(), study, got, m)
			}
			if err != nil {
				t.Fatal(err)
			}
			for s := range got.Scores {
				for k := range got.Scores[s] { // other metrics are kept beside
					own := maps.Clone(got.Scores[s][k].Measured)
					maps.DeleteFunc(own, func(name string, _ Interval) bool { return name != m.Name })
					got.Scores[s][k].Measured = own
				}
			}
			if diff := cmp.Diff(want, got, cmpopts.EquateNaNs(), cmpopts.EquateEmpty(), cmpopts.IgnoreFields(Stratum{}, "Match", "Trained", "DevRecord")); diff != "" {
				t.Fatalf("%d runs, %s: %s", n+1, m.Name, diff)
			}
		}
	}
}

func measureOf(t *testing.T, name string) Measure {
	t.Helper()
	m, err := MeasureNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A run that comes in is looked at once, and the others are not looked at again.
func TestScorerLooksOnce(t *testing.T) {
	study := simulated(1, 3, 50, 0.9, 0.7)
	var looks atomic.Int64 // runs are looked at side by side
	all := ByMissing(study)[:1]
	match := all[0].Match
	all[0].Match = func(r result.Row) bool { looks.Add(1); return match(r) }
	var scorer Scorer
	look := func() {
		if _, err := scorer.Stratify(t.Context(), study, all); err != nil {
			t.Fatal(err)
		}
	}
	look()
	rows := int64(0)
	for _, run := range study.Runs {
		rows += int64(len(run.Rows))
	}
	if looks.Load() != rows {
		t.Fatalf("%d looks at %d predictions", looks.Load(), rows)
	}
	look()
	if looks.Load() != rows {
		t.Errorf("%d looks more at a study that is the same", looks.Load()-rows)
	}
}

// BenchmarkScorer is what one more of 20 runs of 5,000 records costs.
func BenchmarkScorer(b *testing.B) {
	study := hundredThousand()
	strata := DefaultStrata(study)
	for b.Loop() {
		b.StopTimer()
		var scorer Scorer
		part := study
		part.Runs = study.Runs[:len(study.Runs)-1]
		_, _ = scorer.Stratify(b.Context(), part, strata)
		b.StartTimer()
		_, _ = scorer.Stratify(b.Context(), study, strata)
	}
}
