package metric

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"

	"lacuna/experiment/result"
)

// endedAt is a metric that ends a context when it is evaluated for the at-th time,
// and counts how often it is evaluated after that.
func endedAt(m Measure, at int64, end context.CancelFunc) (Measure, *atomic.Int64) {
	var seen, after atomic.Int64
	whole := m.prepare
	m.prepare = func(rows []result.Row, classes int) func() func([]float64) float64 {
		of := whole(rows, classes)
		return func() func([]float64) float64 {
			value := of()
			return func(weights []float64) float64 {
				switch n := seen.Add(1); {
				case n == at:
					end()
				case n > at:
					after.Add(1)
				}
				return value(weights)
			}
		}
	}
	return m, &after
}

// What is not wanted any more ends with the draws that are being made: of what is
// compared there are thousands of draws.
func TestUnwantedDrawsEnd(t *testing.T) {
	study := simulated(1, 3, 60, 0.9, 0.8, 0.7)
	of := swept(2, 60, []string{"a", "b"}, []float64{0, 0.2, 0.4}, [][]float64{{0.9, 0.8, 0.7}, {0.8, 0.7, 0.6}})
	moved := tipped(map[float64]int{-1: 340, 0: 340, 1: 300})
	strata, filled := DefaultStrata(study), repeatedStudy(50, 40, 42, 44)
	for name, compute := range map[string]func(context.Context, Measure) error{
		"pairs": func(ctx context.Context, m Measure) error {
			_, err := PairsIn(ctx, study, study.Methods[0], study.Methods[1], strata, m)
			return err
		},
		"a sweep":   func(ctx context.Context, m Measure) error { _, err := SweepUntil(ctx, of, m); return err },
		"shifts":    func(ctx context.Context, m Measure) error { _, err := ShiftsUntil(ctx, moved, m); return err },
		"a verdict": func(ctx context.Context, m Measure) error { _, err := FindingsUntil(ctx, study, m); return err },
		"a pool": func(ctx context.Context, m Measure) error {
			_, err := RepetitionsUntil(ctx, filled, []Stratum{allRecords}, m)
			return err
		},
		"a scorer": func(ctx context.Context, m Measure) error { _, err := tabulated(ctx, study, strata, m); return err },
	} {
		ctx, end := context.WithCancel(t.Context())
		m, after := endedAt(measureOf(t, "brier"), 500, end)
		if err := compute(ctx, m); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		// A draw evaluates both sides of up to three units, and each worker is at one;
		// with several methods side by side, each of these has such workers.
		cores := runtime.GOMAXPROCS(0)
		if n, most := after.Load(), int64(2*3*(cores+1)*(cores+1)); n > most {
			t.Errorf("%s: %d evaluations after the end, at most %d could have been under way", name, n, most)
		}
	}
}

// A scorer that was ended keeps nothing that is not complete.
func TestEndedScorerGoesOn(t *testing.T) {
	study := simulated(2, 3, 60, 0.9, 0.7)
	strata := DefaultStrata(study)
	ctx, end := context.WithCancel(t.Context())
	plain := measureOf(t, "brier")
	m, _ := endedAt(plain, 5000, end)
	var k Scorer
	table, err := k.Stratify(ctx, study, strata)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.WithIntervals(ctx, study, table, m); err == nil {
		t.Fatal("it was not ended")
	}
	if _, err := k.Stratify(ctx, study, strata); err == nil {
		t.Error("it scores what nobody wants")
	}
	again, err := k.Stratify(t.Context(), study, strata)
	if err == nil {
		again, err = k.WithIntervals(t.Context(), study, again, plain)
	}
	want := WithIntervals(study, Stratify(study, strata), plain)
	for s := range strata {
		same := func(a, b Score) bool { return sameInterval(a.Measured["brier"], b.Measured["brier"]) }
		if err != nil || !slices.EqualFunc(again.Scores[s], want.Scores[s], same) {
			t.Errorf("%s: %v, not %v: %v", strata[s].Name, again.Scores[s], want.Scores[s], err)
		}
	}
}

func sameInterval(a, b Interval) bool {
	return compareFloat(a.Low, b.Low) == 0 && compareFloat(a.High, b.High) == 0
}

// What is not wanted from the beginning is not begun.
func TestUnwantedIsNotBegun(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	end()
	study := simulated(1, 2, 40, 0.9, 0.7)
	for _, m := range []Measure{Accuracy(), measureOf(t, "auroc")} {
		if _, err := PairsIn(ctx, study, study.Methods[0], study.Methods[1], DefaultStrata(study), m); err == nil {
			t.Errorf("pairs in %s", m.Name)
		}
	}
	if _, err := RankStudies(ctx, []result.Study{study}, Accuracy()); err == nil {
		t.Error("ranks")
	}
	if _, err := AllPairsUntil(ctx, study, DefaultStrata(study)); err == nil {
		t.Error("all pairs")
	}
	if _, err := ReliabilityOf(ctx, study, study.Methods[0], everything()); err == nil {
		t.Error("calibration")
	}
}
