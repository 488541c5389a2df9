package metric

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
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
	if !strings.Contains(first.Intervals, "bootstrap over 5 runs and") {
		t.Errorf("the caption does not name the method: %q", first.Intervals)
	}
	for i, row := range first.Scores {
		for _, s := range row {
			w := wilson(s.Accuracy, float64(s.N))
			if s.CI95.Low > w.Low || s.CI95.High < w.High {
				t.Errorf("%s: %v is narrower than Wilson's %v for %d records", first.Strata[i].Name, s.CI95, w, s.N)
			}
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

func TestMiddle(t *testing.T) {
	values := []float64{math.NaN()}
	for i := range 1000 {
		values = append(values, float64((i*7)%1000)) // a permutation of 0…999
	}
	if got := middle(values); got.Low != 24 || got.High != 974 {
		t.Errorf("middle 95 %% of 0…999 = %v, want 24 to 974", got)
	}
}
