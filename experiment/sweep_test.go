package experiment

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/rng"
)

// swings is a comparison with a sweep over all that a sweep can have.
func swings() Spec {
	return Spec{
		Methods: methods("mean+logistic", "knn+logistic"), Split: SplitSpec{Kind: KFold, Folds: 2},
		Sweep: Sweep{
			Tests: append(Rising(MaskSpec{Mechanism: MCAR}, []float64{0, 0.2, 0.4}),
				Rising(MaskSpec{Mechanism: MNAR}, []float64{0, 0.3})...),
			Patterns:  []string{AllPatterns},
			Trainings: Rising(MaskSpec{Mechanism: MCAR}, []float64{0, 0.2}),
		},
	}
}

// A sweep moves no number of the comparison, and what it adds stands apart.
func TestSweepChangesNobody(t *testing.T) {
	d := fixture(t, 120)
	spec := swings()
	with := compare(t, Runner{Workers: 2}, d, spec)
	spec.Sweep = Sweep{}
	without := compare(t, Runner{Workers: 2}, d, spec)
	if len(with.Runs) != len(without.Runs) || len(with.Beside) != len(with.Runs) {
		t.Fatalf("%d and %d runs, %d beside", len(with.Runs), len(without.Runs), len(with.Beside))
	}
	for k, run := range with.Runs {
		if diff := cmp.Diff(without.Runs[k].Rows, run.Rows); diff != "" {
			t.Errorf("%s: %s", run.Method, diff)
		}
		if run.Job == without.Runs[k].Job || run.Training != "natural" || without.Runs[k].Training != "" {
			t.Errorf("%s: job %s, trained on %q", run.Method, run.Job, run.Training)
		}
	}
	if diff := cmp.Diff(without.Methods, with.Methods); diff != "" {
		t.Error(diff)
	}
}

// Trained and tested under a mask, a sweep predicts what a comparison with that
// mask alone predicts, to the last bit.
func TestSweepIsTheComparisonItStandsFor(t *testing.T) {
	d := fixture(t, 120)
	study := compare(t, Runner{Workers: 2}, d, swings())
	spec := swings()
	spec.Sweep, spec.Mask = Sweep{}, MaskSpec{Mechanism: MCAR, Rate: 0.2}
	alone := compare(t, Runner{Workers: 2}, d, spec)
	for k, run := range study.Beside {
		rows, ok := run.Under("mcar cell 0.2")
		if !ok || run.Training != "mcar cell 0.2" {
			t.Fatalf("run %d was trained on %q", k, run.Training)
		}
		if diff := cmp.Diff(alone.Runs[k].Rows, rows); diff != "" {
			t.Errorf("%s: %s", run.Method, diff)
		}
	}
	for _, run := range study.Runs { // nothing hidden in either
		if rows, _ := run.Under("natural"); !cmp.Equal(run.Rows, rows) {
			t.Errorf("%s predicts something else of the same records", run.Method)
		}
	}
}

func TestSweepByAnyWorkers(t *testing.T) {
	d := fixture(t, 120)
	one := compare(t, Runner{Workers: 1}, d, swings())
	if diff := cmp.Diff(one, compare(t, Runner{Workers: 4}, d, swings())); diff != "" {
		t.Error(diff)
	}
}

// Another method moves nothing, of any condition.
func TestSweepInCompany(t *testing.T) {
	d := fixture(t, 120)
	spec := swings()
	all := compare(t, Runner{}, d, spec)
	spec.Methods = methods("knn+logistic")
	alone := compare(t, Runner{}, d, spec)
	of := func(runs []result.Run) []result.Run { return result.Study{Runs: runs}.RunsOf("knn+logistic") }
	if diff := cmp.Diff(of(all.Runs), of(alone.Runs)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(of(all.Beside), of(alone.Beside)); diff != "" {
		t.Error(diff)
	}
}

// A sweep that was stopped goes on where it was: no job is lost or done twice.
func TestSweepGoesOn(t *testing.T) {
	d := fixture(t, 120)
	store := NewMemory()
	finished := map[string]int{}
	for stop := 3; ; stop += 3 {
		ctx, cancel := context.WithCancel(context.Background())
		study, err := Runner{Store: store}.Run(ctx, d, swings(), func(ev Event) {
			if ev.Finished != nil && !ev.Skipped {
				finished[ev.Job.ID]++
			}
			if len(finished) >= stop {
				cancel()
			}
		})
		cancel()
		if err == nil {
			if diff := cmp.Diff(compare(t, Runner{}, d, swings()), study); diff != "" {
				t.Error(diff)
			}
			break
		}
	}
	for id, n := range finished {
		if n != 1 {
			t.Errorf("job %s was done %d times", id, n)
		}
	}
	if want := len(plan(t, d, swings())); len(finished) != want {
		t.Errorf("%d jobs were done, %d are planned", len(finished), want)
	}
}

// A mask over all records hides its rate of their pairs; what a random part of n
// of them loses is hypergeometric, whose standard deviation is at most
// sqrt(rate·(1−rate)/pairs).
func TestSweepHitsItsRates(t *testing.T) {
	d := fixture(t, 600)
	spec := Spec{Methods: methods("majority"), Sweep: Sweep{Tests: Rising(MaskSpec{Mechanism: MCAR}, []float64{0, 0.1, 0.2, 0.3, 0.4})}}
	run := compare(t, Runner{}, d, spec).Runs[0]
	if len(run.Swept) != 5 {
		t.Fatal(len(run.Swept))
	}
	for _, s := range run.Swept {
		rows, _ := run.Under(s.Name)
		had, lost := 0, 0
		for _, r := range rows {
			had += r.Natural.Count()
			lost += r.Natural.Count() - r.Pattern.Count()
		}
		got := float64(lost) / float64(had)
		if math.Abs(got-s.Rate) > 4*math.Sqrt(s.Rate*(1-s.Rate)/float64(had)) {
			t.Errorf("%s: %.3f of %d pairs are hidden", s.Name, got, had)
		}
	}
}

// A pattern shows every test record that has all of it, and nothing else of it.
func TestSweepPatterns(t *testing.T) {
	d := fixture(t, 120)
	for _, run := range compare(t, Runner{}, d, swings()).Runs {
		for _, s := range run.Swept {
			if s.Pattern == "" {
				continue
			}
			want := 0
			for _, r := range run.Rows {
				if r.Natural.Contains(s.Pattern) {
					want++
				}
			}
			other := slices.ContainsFunc(s.Patterns, func(p dataset.Pattern) bool { return p != s.Pattern })
			if len(s.Records) != want || other || want == 0 {
				t.Errorf("%s: %d records, want %d", s.Name, len(s.Records), want)
			}
		}
	}
}

func TestAllPatterns(t *testing.T) {
	for k, want := range map[int]int{1: 1, 2: 3, 3: 7, 6: 63, 7: 63, 20: 63, 40: 63} {
		order := rng.New(2).Rand().Perm(k)
		list, words := allPatterns(order, rng.New(1))
		again, _ := allPatterns(order, rng.New(1))
		seen := map[dataset.Pattern]bool{}
		for i, p := range list {
			if seen[p] || p.Count() == 0 || len(p) != k || i > 0 && p.Count() > list[i-1].Count() {
				t.Errorf("%d modalities: pattern %s", k, p)
			}
			seen[p] = true
		}
		if len(list) != want || !slices.Equal(list, again) || (words != "") != (k > 6) || list[0] != dataset.Complete(k) {
			t.Errorf("%d modalities: %d patterns, %q", k, len(list), words)
		}
		for m := range k {
			if one := dataset.Only(k, m); !seen[one] && 2*k < MostPatterns {
				t.Errorf("%d modalities: %s is not among them", k, one)
			}
		}
	}
}

// Rates that cannot be reached are left out in a stress test, and said; asked
// for, they are an error.
func TestUnreachableRates(t *testing.T) {
	d := fixture(t, 60)
	spec := Spec{Methods: methods("mean+logistic"), Sweep: Sweep{Tests: Rising(MaskSpec{Mechanism: MCAR}, StressRates)}}
	if _, err := Plan(d, spec, nil); err == nil || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("error %v", err)
	}
	spec.Sweep = spec.Sweep.Reachable(d, spec)
	if n := len(spec.Sweep.Tests); n != 5 || len(spec.Sweep.Omitted) != 1 {
		t.Errorf("%d tests, left out: %q", n, spec.Sweep.Omitted)
	}
	study := compare(t, Runner{}, d, spec)
	if !slices.ContainsFunc(study.Runs[0].Warnings, func(w string) bool { return strings.Contains(w, "mcar cell 0.5") }) {
		t.Errorf("nobody says what was left out: %q", study.Runs[0].Warnings)
	}
}

func TestSweepRefuses(t *testing.T) {
	d := fixture(t, 60)
	for says, sweep := range map[string]Sweep{
		`no pattern "colour+taste"`: {Patterns: []string{"colour+taste"}},
		"leave out \"test\"":        {Tests: []MaskSpec{{Mechanism: MCAR, Rate: 0.1, On: OnTest}}},
		"among the patterns":        {Trainings: []MaskSpec{{Mechanism: Leaves, Left: []string{"size"}, Rate: 1}}},
		"no mechanism \"mra\"":      {Tests: []MaskSpec{{Mechanism: "mra", Rate: 0.1}}},
	} {
		if _, err := Plan(d, Spec{Methods: methods("majority"), Sweep: sweep}, nil); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one that says %s", err, says)
		}
	}
}

// Names of conditions tell apart what differs in anything but the seed.
func TestMaskWords(t *testing.T) {
	for want, m := range map[string]MaskSpec{
		"natural":                     {},
		"mcar cell 0.3":               {Mechanism: MCAR, Rate: 0.3},
		"mcar modality 0.3 of size":   {Mechanism: MCAR, Kind: dataset.ModalityRate, Rate: 0.3, Modality: "size"},
		"mcar colour=0.1 size=0.2":    {Mechanism: MCAR, Rates: map[string]float64{"size": 0.2, "colour": 0.1}},
		"mar 0.5 by size":             {Mechanism: MAR, Rate: 0.5, By: "size"},
		"mnar 0.5 strength -1":        {Mechanism: MNAR, Rate: 0.5, Strength: -1},
		"pattern 1 size":              {Mechanism: Leaves, Left: []string{"size"}, Rate: 1},
		"file masks/a.csv":            {Mechanism: FromFile, File: "masks/a.csv"},
		fmt.Sprintf("block %g", 0.25): {Mechanism: InOrder, Rate: 0.25},
	} {
		if got := m.Words(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
