package metric

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// swept is a study of methods whose share of right answers at each rate of a
// sweep is given: record i is right in seed s where (37i + 11k + 5s + 17j) mod
// 101 < 101·share, k being the place of the method and j that of the rate.
func swept(seeds, n int, methods []string, rates []float64, shares [][]float64) result.Study {
	study := result.Study{Dataset: "swept", Modalities: []string{"image", "audio"}, Classes: []string{"no", "yes"}, Methods: methods}
	for s := range seeds {
		for k, method := range methods {
			run := result.Run{
				Job: fmt.Sprint(method, s), Method: method, Seed: s, Split: "holdout", Mask: "natural", Training: "natural",
				Dev: 40, DevPatterns: map[dataset.Pattern]int{"11": 40},
			}
			for i := range n {
				run.Rows = append(run.Rows, answer(i, true))
			}
			for j, rate := range rates {
				c := result.Condition{Name: "natural"}
				if rate > 0 {
					c = result.Condition{Name: fmt.Sprint("mcar cell ", rate), Mechanism: "mcar cell", Rate: rate}
				}
				at := result.Swept{Condition: c}
				for i := range n {
					right := float64((i*37+k*11+s*5+j*17)%101) < 101*shares[k][j]
					at.Records = append(at.Records, i)
					at.Probabilities = append(at.Probabilities, answer(i, right).Probabilities)
					at.Patterns = append(at.Patterns, "11")
					if float64(i) < 2*rate*float64(n) {
						at.Patterns[i] = "10"
					}
				}
				run.Swept = append(run.Swept, at)
			}
			study.Runs = append(study.Runs, run)
		}
	}
	return study
}

// By hand: a method with accuracies 1, .8 and .5 at rates 0, .1 and .4 has
// τ = ((1+.8)·.1 + (.8+.5)·.3)/2/.4 = .7125, and beside late fusion with .9, .8
// and .6 it has ρ = 0 + (.8−.9) + (.5−.7) = −.3.
func TestRobustnessByHand(t *testing.T) {
	study := swept(1, 10, []string{"a", LateFusion}, []float64{0, 0.1, 0.4}, [][]float64{{1, 1, 1}, {1, 1, 1}})
	right := [][]int{{10, 8, 5}, {9, 8, 6}}
	for k := range study.Runs {
		for j := range study.Runs[k].Swept {
			for i := range 10 {
				study.Runs[k].Swept[j].Probabilities[i] = answer(i, i < right[k][j]).Probabilities
			}
		}
	}
	list := NewSweep(study, Accuracy()).Robustness()
	near := func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }
	if len(list) != 2 || !near(list[0].Tau.Value, 0.7125) || !near(list[0].Rho.Value, -0.3) {
		t.Errorf("%+v", list)
	}
	if !near(list[1].Tau.Value, (1.7*0.1+1.4*0.3)/2/0.4) || !math.IsNaN(list[1].Rho.Value) {
		t.Errorf("late fusion itself: %+v", list[1])
	}
}

// τ and ρ of the rule of swept with 200 records, by NumPy 1.24: trapz(f, rates)/.4
// and sum(f − (LF + f[0] − LF[0])), of two seeds the mean; for one seed the 2.5 and
// 97.5 % quantiles of 100,000 multinomial bootstrap draws of the records, the same
// at all rates and for both methods. 1,000 draws are about .003 from them, ρ .02.
func TestRobustnessAgainstNumPy(t *testing.T) {
	methods, rates := []string{"a", LateFusion}, []float64{0, 0.1, 0.2, 0.4}
	shares := [][]float64{{.95, .9, .8, .6}, {.9, .88, .84, .75}}
	two := NewSweep(swept(2, 200, methods, rates, shares), Accuracy())
	of, difference := two.Robustness()[0], two.RobustnessDifferences()[0]
	for what, x := range map[string][2]float64{
		"tau": {of.Tau.Value, 0.7959375}, "rho": {of.Rho.Value, -0.3225}, "difference": {difference.Value, -0.0415625},
	} {
		if math.Abs(x[0]-x[1]) > 1e-12 {
			t.Errorf("%s is %v, want %v", what, x[0], x[1])
		}
	}
	one := NewSweep(swept(1, 200, methods, rates, shares), Accuracy())
	of, difference = one.Robustness()[0], one.RobustnessDifferences()[0]
	for what, x := range map[string]struct {
		got, want Interval
		within    float64
	}{
		"tau": {of.Tau.CI95, Interval{0.775625, 0.818125}, 0.004}, "rho": {of.Rho.CI95, Interval{-0.505, -0.14}, 0.04},
		"difference": {difference.CI95, Interval{-0.06125, -0.02}, 0.005},
	} {
		if math.Abs(x.got.Low-x.want.Low) > x.within || math.Abs(x.got.High-x.want.High) > x.within {
			t.Errorf("the interval of %s is %v, want %v", what, x.got, x.want)
		}
	}
	if difference.A != "a" || difference.B != LateFusion || difference.PHolm > 0.05 || of.Tau.N != 200 {
		t.Errorf("%+v", difference)
	}
}

// Another method changes no robustness: nothing is scaled to the others.
func TestRobustnessInCompany(t *testing.T) {
	shares := [][]float64{{.95, .8}, {.9, .7}, {.5, .1}}
	all := swept(3, 60, []string{"a", LateFusion, "b"}, []float64{0, 0.3}, shares)
	few := swept(3, 60, []string{"a", LateFusion}, []float64{0, 0.3}, shares)
	if diff := cmp.Diff(NewSweep(all, Accuracy()).Robustness()[:2], NewSweep(few, Accuracy()).Robustness(), cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
}

// Without late fusion, without rate 0 and with one rate there is nothing to
// measure by, and no number.
func TestRobustnessThatIsNone(t *testing.T) {
	shares := [][]float64{{.95, .8}, {.9, .7}}
	for name, study := range map[string]result.Study{
		"no late fusion": swept(1, 20, []string{"a", "b"}, []float64{0, 0.3}, shares),
		"no rate 0":      swept(1, 20, []string{"a", LateFusion}, []float64{0.1, 0.3}, shares),
	} {
		for _, r := range NewSweep(study, Accuracy()).Robustness() {
			if !math.IsNaN(r.Rho.Value) || math.IsNaN(r.Tau.Value) {
				t.Errorf("%s: %+v", name, r)
			}
		}
	}
	if list := NewSweep(swept(1, 20, []string{"a"}, []float64{0}, shares), Accuracy()).Robustness(); list != nil {
		t.Errorf("one point is a curve: %+v", list)
	}
}

// A sweep scores each condition as a study of that condition alone would be, and
// tables of the study know nothing of it.
func TestSweepScores(t *testing.T) {
	study := swept(2, 50, []string{"a", "b"}, []float64{0, 0.2}, [][]float64{{.9, .6}, {.8, .7}})
	beside := swept(2, 50, []string{"a", "b"}, []float64{0, 0.2}, [][]float64{{.7, .7}, {.5, .5}})
	for k := range beside.Runs {
		beside.Runs[k].Training, beside.Runs[k].DevPatterns = "mcar cell 0.25", map[dataset.Pattern]int{"11": 20, "10": 20}
	}
	study.Beside = beside.Runs
	s := NewSweep(study, Accuracy())
	if len(s.Trainings) != 2 || len(s.Conditions) != 2 || s.Trainings[1].Dev.Rates.Cell != 0.25 || s.Tested[1].Rates.Cell != 0.2 || s.Tested[1].N != 50 {
		t.Fatalf("%+v", s)
	}
	for k, runs := range [][]result.Run{study.Runs, study.Beside} {
		for c, condition := range s.Conditions {
			for m, method := range study.Methods {
				correct := 0
				for _, run := range (result.Study{Runs: runs}).RunsOf(method) {
					rows, _ := run.Under(condition.Name)
					for _, row := range rows {
						correct += bit(row.Correct())
					}
				}
				if got := s.Scores[k][c][m]; got.Correct != correct || got.Scored != 100 || got.N != 50 || got.Runs != 2 {
					t.Errorf("%s, %s: %+v, want %d right", condition.Name, method, got, correct)
				}
			}
		}
	}
	bare := study
	bare.Beside = nil
	for k := range bare.Runs {
		bare.Runs = slices.Clone(bare.Runs)
		bare.Runs[k].Swept = nil
	}
	if diff := cmp.Diff(Stratify(bare, DefaultStrata(bare)).Scores, Stratify(study, DefaultStrata(study)).Scores, cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
	if Verdict(bare) != Verdict(study) || NewSweep(bare, Accuracy()).Conditions != nil {
		t.Error("a study knows of its sweep in its verdict, or a study without one has it")
	}
}

// Tested with a fifth hidden after training with nothing hidden is beyond it, and
// after training with a quarter hidden it is not.
func TestSweepWarns(t *testing.T) {
	study := swept(1, 200, []string{"a"}, []float64{0, 0.2}, [][]float64{{.9, .6}})
	study.Runs[0].Swept = append(study.Runs[0].Swept, result.Swept{
		Condition: result.Condition{Name: "only image", Pattern: "10"}, Records: []int{0}, Patterns: []dataset.Pattern{"10"}, Probabilities: [][]float64{{1, 0}},
	})
	list := NewSweep(study, Accuracy()).Warnings()
	if len(list) != 2 || !strings.Contains(list[0], "lack 0.0 % of their modalities (natural), test records up to 20.0 % (mcar cell 0.2)") ||
		!strings.Contains(list[1], "1 of the 1 tested patterns") {
		t.Errorf("%q", list)
	}
	study.Runs[0].DevPatterns = map[dataset.Pattern]int{"11": 100, "10": 100}
	if list := NewSweep(study, Accuracy()).Warnings(); len(list) != 0 {
		t.Errorf("%q", list)
	}
}

// Development records are those of one run, and where conditions are tested on
// other numbers of records the words on intervals say whose number they name.
func TestSweepSaysWhoseNumber(t *testing.T) {
	study := swept(3, 60, []string{"a", LateFusion}, []float64{0, 0.2}, [][]float64{{.9, .8}, {.9, .8}})
	s := NewSweep(study, Accuracy())
	if s.Trainings[0].Dev.N != 40 || strings.Contains(s.Intervals, "most test records") {
		t.Errorf("%d development records of 40; %q", s.Trainings[0].Dev.N, s.Intervals)
	}
	for k := range study.Runs {
		of := &study.Runs[k].Swept[1]
		of.Records, of.Patterns, of.Probabilities = of.Records[:20], of.Patterns[:min(20, len(of.Patterns))], of.Probabilities[:20]
	}
	if s = NewSweep(study, Accuracy()); !strings.Contains(s.Intervals, "60 test records") || !strings.Contains(s.Intervals, "for the condition with most test records") {
		t.Errorf("%q", s.Intervals)
	}
}
