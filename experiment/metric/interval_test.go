package metric

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/experiment/result"
)

func TestOneRunIsWilson(t *testing.T) {
	study := simulated(1, 1, 200, 0.8)
	table := Stratify(study, DefaultStrata(study))
	for i := range table.Strata {
		s := table.Scores[i][0]
		if s.CI95 != Wilson(s.Correct, s.N) {
			t.Errorf("%s: interval %v, want Wilson's", table.Strata[i].Name, s.CI95)
		}
	}
	if !strings.Contains(table.Intervals, "Wilson") {
		t.Errorf("the caption does not name the method: %q", table.Intervals)
	}
}

func TestSeveralRuns(t *testing.T) {
	study := simulated(2, 5, 200, 0.8, 0.6)
	first, second := Stratify(study, DefaultStrata(study)), Stratify(study, DefaultStrata(study))
	if diff := cmp.Diff(first.Scores, second.Scores, cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("two calls differ: %s", diff)
	}
	if !strings.Contains(first.Intervals, "over 5 repetitions (seeds) and") {
		t.Errorf("the caption does not name the method: %q", first.Intervals)
	}
	for i, row := range first.Scores {
		for _, s := range row {
			if s.CI95.Low >= s.Accuracy || s.CI95.High <= s.Accuracy || s.CI95.High-s.CI95.Low > 0.2 {
				t.Errorf("%s: %v of %g", first.Strata[i].Name, s.CI95, s.Accuracy)
			}
		}
	}
}

// folded parts the single run of each seed into k folds.
func folded(study result.Study, k int) result.Study {
	out := study
	out.Runs = nil
	for _, run := range study.Runs {
		for f := range k {
			part := run
			part.Split, part.Rows = fmt.Sprintf("fold %d of %d", f+1, k), nil
			for i, row := range run.Rows {
				if i*k/len(run.Rows) == f {
					part.Rows = append(part.Rows, row)
				}
			}
			out.Runs = append(out.Runs, part)
		}
	}
	return out
}

// The folds of a seed are one repetition: parting its test records into folds
// tells nothing new of a method, nor of two methods where there are several
// seeds. The folds of a single seed show how far results vary.
func TestFoldsAreOneRepetition(t *testing.T) {
	for _, seeds := range []int{1, 3} {
		whole := simulated(6, seeds, 200, 0.8, 0.7)
		parted := folded(whole, 5)
		a, b := Stratify(whole, DefaultStrata(whole)), Stratify(parted, DefaultStrata(whole))
		for i := range a.Strata {
			if diff := cmp.Diff(a.Scores[i][0].CI95, b.Scores[i][0].CI95); diff != "" {
				t.Errorf("%d seeds, %s: %s", seeds, a.Strata[i].Name, diff)
			}
		}
		p, q := compare(t, whole), compare(t, parted)
		if seeds == 1 {
			if q.Units != 5 || q.P < p.P {
				t.Errorf("five folds are %d units with p = %g; pooled p = %g", q.Units, q.P, p.P)
			}
			continue
		}
		if q.Runs != 5*p.Runs || q.Units != seeds {
			t.Errorf("%d runs of %d seeds, want %d and %d", q.Runs, q.Units, 5*p.Runs, seeds)
		}
		q.Runs = p.Runs
		if diff := cmp.Diff(p, q, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
			t.Errorf("%d seeds: %s", seeds, diff)
		}
	}
}

func TestFoldsAreSaidToBePooled(t *testing.T) {
	study := folded(simulated(6, 1, 200, 0.8), 5)
	table := Stratify(study, ByMissing(study))
	if s := table.Scores[0][0]; s.CI95 != Wilson(s.Correct, s.N) {
		t.Errorf("interval %v of folds, want Wilson's for the pooled n", s.CI95)
	}
	for _, want := range []string{"Wilson's method for the pooled n", "5 splits of one seed are one repetition"} {
		if !strings.Contains(table.Intervals, want) {
			t.Errorf("%q does not say %q", table.Intervals, want)
		}
	}
}

// Testing the same records again with the same result is no new information:
// ten identical runs leave the interval about as wide as one.
func TestRepeatedRecordsDoNotShrink(t *testing.T) {
	study := simulated(4, 1, 300, 0.8)
	once := Stratify(study, ByMissing(study)[:1]).Scores[0][0]
	repeated := study
	for k := 1; k < 10; k++ {
		run := study.Runs[0]
		run.Seed = k
		repeated.Runs = append(repeated.Runs, run)
	}
	tenfold := Stratify(repeated, ByMissing(study)[:1]).Scores[0][0]
	a, b := once.CI95.High-once.CI95.Low, tenfold.CI95.High-tenfold.CI95.Low
	if b < a || b > 1.25*a || tenfold.N != once.N {
		t.Errorf("interval of one run %g wide, of ten identical ones %g (n %d and %d)", a, b, once.N, tenfold.N)
	}
}

// Runs that differ much make the interval wide, however many records there are.
func TestSpreadOfRunsCounts(t *testing.T) {
	study := simulated(5, 4, 500, 0.7)
	for k, rate := range []float64{0.5, 0.9, 0.6, 0.8} {
		study.Runs[k].Rows = simulated(uint64(10+k), 1, 500, rate).Runs[0].Rows
	}
	ci := Stratify(study, ByMissing(study)[:1]).Scores[0][0].CI95
	if ci.High-ci.Low < 0.2 {
		t.Errorf("runs between 0.5 and 0.9 give the interval %v", ci)
	}
}

// The interval holds the truth about as often as it says.
func TestCoverage(t *testing.T) {
	held, studies := 0, 100
	for k := range studies {
		study := simulated(uint64(1000+k), 3, 60, 0.75)
		ci := Stratify(study, ByMissing(study)[:1]).Scores[0][0].CI95
		if ci.Low <= 0.75 && 0.75 <= ci.High {
			held++
		}
	}
	if held < 90 {
		t.Errorf("%d of %d intervals hold the truth, want about 95 or more", held, studies)
	}
}
