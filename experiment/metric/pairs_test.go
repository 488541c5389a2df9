package metric

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/experiment/result"
)

// duel is a study of one run each: of n records both are right on all but
// those where only a or only b is.
func duel(n, onlyA, onlyB int) result.Study {
	study := result.Study{
		Modalities: []string{"image", "audio"}, Classes: []string{"no", "yes"}, Methods: []string{"a", "b"},
		Runs: []result.Run{{Method: "a", Split: "holdout"}, {Method: "b", Split: "holdout"}},
	}
	for i := range n {
		study.Runs[0].Rows = append(study.Runs[0].Rows, answer(i, i < onlyA || i >= onlyA+onlyB))
		study.Runs[1].Rows = append(study.Runs[1].Rows, answer(i, i >= onlyA))
	}
	return study
}

func compare(t *testing.T, study result.Study) Pair {
	t.Helper()
	list, err := Pairs(study, study.Methods[0], study.Methods[1], ByMissing(study)[:1])
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

func TestPairKnown(t *testing.T) {
	p := compare(t, duel(200, 16, 6))
	if p.N != 200 || p.Runs != 1 || !near(p.Difference, 0.05) || !near(p.Discordant, 0.11) {
		t.Errorf("n %d, runs %d, difference %g, discordant %g; want 200, 1, 0.05, 0.11", p.N, p.Runs, p.Difference, p.Discordant)
	}
	if math.Abs(p.P-0.0524787902832) > 1e-9 || p.PHolm != p.P {
		t.Errorf("p = %g (Holm %g), want McNemar's 0.05248", p.P, p.PHolm)
	}
	if p.CI95.Low > 0.006 || p.CI95.Low < -0.01 || p.CI95.High < 0.09 || p.CI95.High > 0.11 {
		t.Errorf("interval %v, want about 0.004 to 0.096", p.CI95)
	}
	if p.PABetter < 0.96 || p.PABetter > 0.999 {
		t.Errorf("P(a better) = %g, want about 0.98", p.PABetter)
	}
}

// By a uniform prior and the records of which one method alone is right: with
// a : b of them the share is Beta(1+a, 1+b), and the chance that it is above one
// half that of at most a heads in a+b+1 tosses.
func TestPairBetter(t *testing.T) {
	for _, c := range []struct {
		a, b int
		want float64
	}{{0, 0, 0.5}, {0, 1, 0.25}, {2, 0, 0.875}, {0, 3, 0.0625}, {3, 1, 26. / 32}} {
		if p := compare(t, duel(50, c.a, c.b)); !near(p.PABetter, c.want) {
			t.Errorf("%d : %d gives %g, want %g", c.a, c.b, p.PABetter, c.want)
		}
	}
	for _, draws := range []struct {
		of   []float64
		want float64
	}{{[]float64{0.1, 0.2, 0, -0.1}, 0.625}, {[]float64{0, 0}, 0.5}, {[]float64{-1, -2}, 0}} {
		if got := above(draws.of); !near(got, draws.want) {
			t.Errorf("of %v: %g, want %g", draws.of, got, draws.want)
		}
	}
}

// In several repetitions what few answers say counts as their records do: three
// times the same two records are two, and no certainty.
func TestPairBetterOfFew(t *testing.T) {
	study := duel(50, 2, 0)
	for seed := 1; seed < 3; seed++ {
		for _, run := range study.Runs[:2] {
			run.Seed = seed
			study.Runs = append(study.Runs, run)
		}
	}
	if p := compare(t, study); p.Units != 3 || p.PABetter > 0.875+1e-9 || p.PABetter < 0.5 {
		t.Errorf("%d units, P(a better) %g, want at most 0.875", p.Units, p.PABetter)
	}
}

func TestPairMirrored(t *testing.T) {
	study := duel(100, 12, 3)
	ab := compare(t, study)
	study.Methods = []string{"b", "a"}
	ba := compare(t, study)
	if !near(ab.Difference, -ba.Difference) || !near(ab.P, ba.P) || !near(ab.PABetter, 1-ba.PABetter) {
		t.Errorf("a against b %+v is not the mirror of b against a %+v", ab, ba)
	}
}

// A method does not differ from itself, and few records are not called proof.
func TestPairOfTheSame(t *testing.T) {
	p := compare(t, duel(10, 0, 0))
	if p.Difference != 0 || p.P != 1 || p.PABetter != 0.5 {
		t.Errorf("the same answers: difference %g, p %g, P(a better) %g", p.Difference, p.P, p.PABetter)
	}
	if p.CI95.Low > -0.1 || p.CI95.High < 0.1 {
		t.Errorf("ten records make the interval %v; want one that owns up to what ten records cannot tell", p.CI95)
	}
}

func TestPairOverRuns(t *testing.T) {
	study := simulated(7, 4, 300, 0.9, 0.7, 0.7)
	list := AllPairs(study, ByMissing(study))
	if len(list) != 9 {
		t.Fatalf("%d pairs, want 3 couples × 3 strata", len(list))
	}
	for _, p := range list {
		apart := p.A == "method0"
		if apart != (p.PHolm < significance) {
			t.Errorf("%s against %s, %s: difference %g, p %g", p.A, p.B, p.Stratum, p.Difference, p.PHolm)
		}
		if p.PHolm < p.P || p.CI95.Low > p.Difference || p.CI95.High < p.Difference {
			t.Errorf("%+v does not hang together", p)
		}
	}
	if diff := cmp.Diff(list, AllPairs(study, ByMissing(study)), cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("two calls differ: %s", diff)
	}
}

// A pair has the same adjusted p whoever asks: the verdict, the list of all
// pairs, or a chart of two methods.
func TestOneAdjustedP(t *testing.T) {
	study := simulated(7, 3, 200, 0.8, 0.76, 0.7, 0.78)
	study.Baselines = study.Methods[2:3]
	type key struct{ a, b, stratum string }
	seen := map[key]Pair{}
	strata := DefaultStrata(study)
	for _, p := range AllPairs(study, strata) {
		seen[key{p.A, p.B, p.Stratum}] = p
	}
	best := newVerdict(study, Accuracy())
	for _, m := range study.Methods[1:] {
		list, err := Pairs(study, "method0", m, strata)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			if diff := cmp.Diff(seen[key{p.A, p.B, p.Stratum}], p); diff != "" {
				t.Errorf("AllPairs and Pairs differ: %s", diff)
			}
		}
		if diff := cmp.Diff(list[0], best.pairs[m]); diff != "" {
			t.Errorf("Pairs and the verdict differ: %s", diff)
		}
	}
	for _, p := range AllPairs(study, strata[:1]) {
		want := "3 pairs of methods, the variance from training pooled over them"
		if p.A == "method2" || p.B == "method2" {
			want = "3 pairs with a baseline"
		}
		if p.PHolm < p.P || p.Family != want {
			t.Errorf("%s and %s: adjusted p %g for %q of p %g, want %q, and no smaller", p.A, p.B, p.PHolm, p.Family, p.P, want)
		}
	}
	if got, want := Verdict(study), "adjusted "+PValue(best.pairs[best.contenders[1]].PHolm); !strings.Contains(got, want) {
		t.Errorf("%q does not say %q", got, want)
	}
}

// A method that is far above a baseline in three repetitions is shown to be,
// however many other methods there are.
func TestBaselinesAreBeaten(t *testing.T) {
	study := simulated(7, 3, 184, 0.82, 0.8, 0.81, 0.55)
	study.Baselines = study.Methods[3:]
	for _, p := range Against(study, "method3", ByMissing(study)[:1]) {
		if !p.Told() {
			t.Errorf("%s is %.2f ahead, p = %g, adjusted for %s %g", p.B, -p.Difference, p.P, p.Family, p.PHolm)
		}
	}
}

// On single strata a pair is adjusted for their number and for the pairs of
// methods, whether the other pairs are asked for or not.
func TestAdjustedOverStrata(t *testing.T) {
	study := simulated(7, 1, 200, 0.8, 0.7, 0.71)
	list, err := Pairs(study, "method0", "method1", ByMissing(study))
	if err != nil {
		t.Fatal(err)
	}
	want := Holm([]float64{list[1].P, list[2].P})
	if list[1].PHolm != min(1, 3*want[0]) || list[2].PHolm != min(1, 3*want[1]) {
		t.Errorf("%+v; want 3 times Holm's %v", list, want)
	}
	if all := AllPairs(study, ByMissing(study)); all[3].PHolm != list[1].PHolm || all[3].A+all[3].B != "method0method1" {
		t.Errorf("adjusted p %g alone and %g among all pairs", list[1].PHolm, all[3].PHolm)
	}
	if list[1].Family != "2 strata beside all records and 3 pairs of methods" {
		t.Errorf("adjusted for %q", list[1].Family)
	}
}

// So it is in another metric: a pair is adjusted once, for the pairs that ask the
// same, whichever pairs are asked for and wherever it is read.
func TestOneAdjustedPInAnyMetric(t *testing.T) {
	study := simulated(7, 3, 60, 0.8, 0.7, 0.62, 0.75)
	study.Baselines = study.Methods[2:3]
	m, err := MeasureNamed("balanced_accuracy")
	if err != nil {
		t.Fatal(err)
	}
	strata := ByMissing(study)
	families := map[bool][]float64{}
	for _, c := range couples(study.Methods) {
		floor := withBaseline(study, Pair{A: c[0], B: c[1]})
		families[floor] = append(families[floor], MeasureDifference(study, c[0], c[1], strata[0], m).P)
	}
	best, place := newVerdict(study, m), map[bool]int{}
	for _, c := range couples(study.Methods) {
		list, err := PairsIn(t.Context(), study, c[0], c[1], strata, m)
		if err != nil {
			t.Fatal(err)
		}
		floor, words := withBaseline(study, list[0]), "3 pairs of methods"
		if floor {
			words = "3 pairs with a baseline"
		}
		whole := Holm(families[floor])[place[floor]]
		place[floor]++
		if list[0].PHolm != whole || list[0].Family != words {
			t.Errorf("%v: adjusted p %g for %q, want %g for %q", c, list[0].PHolm, list[0].Family, whole, words)
		}
		if c[0] == best.best {
			if diff := cmp.Diff(list[0], best.pairs[c[1]]); diff != "" {
				t.Errorf("PairsIn and the verdict differ: %s", diff)
			}
		}
		for k, p := range Holm([]float64{list[1].P, list[2].P}) {
			if q := list[1+k]; q.PHolm != min(1, 3*p) || q.Family != "2 strata beside all records and "+words {
				t.Errorf("%v in %s: adjusted p %g for %q, want %g", c, q.Stratum, q.PHolm, q.Family, min(1, 3*p))
			}
		}
	}
	if best.best != "method0" || slices.Equal(Holm(families[false]), families[false]) {
		t.Error("nothing is tested: there is nothing to adjust")
	}
}

// Only records that both methods were tested on count.
func TestPairWithoutCommonRecords(t *testing.T) {
	study := duel(20, 2, 2)
	study.Runs[1].Seed = 1
	p := compare(t, study)
	if p.N != 0 || !math.IsNaN(p.Difference) || !math.IsNaN(p.P) || !math.IsNaN(p.CI95.Low) || !math.IsNaN(p.PABetter) {
		t.Errorf("methods of different trials: %+v, want NaN", p)
	}
}

func TestPairsUnknownMethod(t *testing.T) {
	study := duel(20, 2, 2)
	if _, err := Pairs(study, "a", "c", ByMissing(study)); err == nil {
		t.Error("an unknown method is compared without an error")
	}
}

// parts makes a study of two methods that differ by so many of 100 records in
// each of some splits.
func parts(name string, differences ...int) result.Study {
	study := result.Study{Classes: []string{"no", "yes"}, Modalities: []string{"a"}, Methods: []string{"a", "b"}}
	for f, d := range differences {
		split := fmt.Sprintf(name, f+1)
		a, b := result.Run{Method: "a", Split: split}, result.Run{Method: "b", Split: split}
		for i := range 100 {
			a.Rows = append(a.Rows, answer(100*f+i, i < 10+d))
			b.Rows = append(b.Rows, answer(100*f+i, i < 10))
		}
		study.Runs = append(study.Runs, a, b)
	}
	return study
}

// By hand, with the t distribution of scipy 1.14 (2*stats.t.sf(…, 4)): the
// differences .07 .03 .05 .06 .04 of five folds have the mean .05 and the
// variance of the mean .00025/5 = .00005. Drawing records explains more, the sum
// of d(1-d)/100 over 25, .0000946: t = .05/sqrt(.00005), p = .0021106.
func TestFolds(t *testing.T) {
	p := compare(t, parts("fold %d of 5", 7, 3, 5, 6, 4))
	if p.Units != 5 || !near(p.Difference, 0.05) || math.Abs(p.P-0.0021106458) > 1e-9 {
		t.Errorf("%+v; want 5 folds, 0.05, p = 0.0021106", p)
	}
}

// By hand: of .30 .00 .15 .22 .08 the mean is .15 and the variance of the mean
// the sum of squares around it over 20; of that drawing records explains the sum
// of d(1-d)/100 over 25; the rest counts 5/4 once more, since n_test/n_train is
// 1/4 and a fifth of the variance is that of the mean.
func TestFoldsShareTrainingRecords(t *testing.T) {
	p := compare(t, parts("fold %d of 5", 30, 0, 15, 22, 8))
	var sampling float64
	for _, d := range []float64{0.30, 0, 0.15, 0.22, 0.08} {
		sampling += d * (1 - d) / 100 / 25
	}
	between := (0.15*0.15 + 0.15*0.15 + 0.07*0.07 + 0.07*0.07) / 20
	want := 2.7764451051977987 * math.Sqrt(between+1.25*(between-sampling)) // stats.t.ppf(.975, 4)
	if math.Abs(p.CI95.High-0.15-want) > 1e-9 {
		t.Errorf("interval %v, want 0.15 ± %g", p.CI95, want)
	}
}

// Groups are few, however many records they have: by hand, .30 .00 .15 have the
// standard error .15/sqrt(3), t = sqrt(3) with 2 degrees of freedom, and
// 2*stats.t.sf(3**.5, 2) is .2254.
func TestGroupsAreNotRecords(t *testing.T) {
	p := compare(t, parts("site=%d", 30, 0, 15))
	if p.Units != 3 || math.Abs(p.P-0.22540333) > 1e-6 || p.Told() {
		t.Errorf("%+v; want 3 groups and p = 0.2254", p)
	}
}

// One run and two call no method ahead, however large the difference; three of
// clearly different methods do, among several methods too.
func TestFewRunsClaimNothing(t *testing.T) {
	for seeds, want := range map[int]bool{1: false, 2: false, 3: true, 5: true} {
		study := simulated(1, seeds, 400, 0.95, 0.6, 0.59)
		if p := compare(t, study); p.Told() != want {
			t.Errorf("%d seeds: told %v, p %g", seeds, p.Told(), p.PHolm)
		}
		if got := Verdict(study); strings.Contains(got, "ahead of") != want {
			t.Errorf("%d seeds: %q", seeds, got)
		}
	}
}

// Answers are paired by their occasion, in whatever order they are stored.
func TestPairsInAnyOrder(t *testing.T) {
	study := simulated(4, 3, 80, 0.9, 0.7)
	want := AllPairs(study, ByMissing(study))
	for k := range study.Runs {
		if run := &study.Runs[k]; run.Method == study.Methods[1] {
			run.Rows = slices.Clone(run.Rows)
			slices.Reverse(run.Rows)
		}
	}
	if diff := cmp.Diff(want, AllPairs(study, ByMissing(study)), cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
}

// In another metric the better method is the one ahead, whichever end of the
// metric is the best, and the other way round it is behind by as much.
func TestPairsInAnyMetric(t *testing.T) {
	study := duel(60, 20, 4)
	strata := ByMissing(study)
	for _, name := range []string{"balanced_accuracy", "log_loss"} {
		m, err := MeasureNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		table := Stratify(study, strata[:1])
		a, b := study.Methods[0], study.Methods[1]
		there, err := PairsIn(t.Context(), study, a, b, strata, m)
		if err != nil {
			t.Fatal(err)
		}
		back, _ := PairsIn(t.Context(), study, b, a, strata, m)
		want := m.Of(table.Scores[0][0]) - m.Of(table.Scores[0][1])
		if m.Falling {
			want = -want
		}
		if got := there[0]; math.Abs(got.Difference-want) > 1e-9 || math.Abs(back[0].Difference+want) > 1e-9 || got.PHolm < got.P || got.CI95.Low > got.Difference {
			t.Errorf("%s: %+v and %+v, want ±%g", name, got, back[0], want)
		}
	}
	if _, err := PairsIn(t.Context(), study, "nobody", study.Methods[0], strata, Measures()[1]); err == nil {
		t.Error("a method that is not there is compared")
	}
}
