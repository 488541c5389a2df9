package metric

import (
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// patterned is one run in which, of 100 records of each pattern, so many are
// right; complete records are also shown masked to "01", 60 of them right.
func patterned() result.Study {
	study := result.Study{
		Modalities: []string{"image", "audio"}, Classes: []string{"no", "yes"}, Methods: []string{"m"},
		Runs: []result.Run{{Method: "m", Split: "holdout"}},
	}
	run := &study.Runs[0]
	for i := range 100 {
		whole, image, masked := answer(i, i < 90), answer(100+i, i < 70), answer(i, i < 60)
		image.Pattern = "10"
		masked.Series, masked.Pattern = result.MaskedComplete, "01"
		run.Rows = append(run.Rows, whole, image, masked)
	}
	return study
}

// By hand: (.5·.9 + .3·.7 + .2·.6)/1, then without the part that nothing covers.
// The standard error of independent parts is
// sqrt(.25·.9·.1/100 + .09·.7·.3/100) = .0203 and covers most of it; masked
// records are the complete ones, so that theirs adds up with that of these.
func TestMixtureKnown(t *testing.T) {
	study := patterned()
	x, err := NewMixture(study, map[string]float64{"audio+image": 0.5, "image": 0.3, "audio": 0.2})
	if err != nil || x.Uncovered != 0 {
		t.Fatalf("%+v, %v", x, err)
	}
	e := x.Expect(study, "m", Accuracy())
	if !near(e.Value, 0.78) || e.N != 200 {
		t.Errorf("%+v, want 0.78 of 200 records", e)
	}
	if half := (e.CI95.High - e.CI95.Low) / 2; half < 0.035 || half > 0.065 {
		t.Errorf("interval %v", e.CI95)
	}
	words := strings.Join(x.Words(), "\n")
	for _, want := range []string{"image+audio: 50.0 %, 100 test records observed", "audio: 20.0 %, 100 complete test records masked"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q does not say %q", words, want)
		}
	}
	x, err = NewMixture(study, map[string]float64{"image": 0.5, "none": 0.5})
	if err != nil || x.Uncovered != 0.5 {
		t.Fatalf("%+v, %v", x, err)
	}
	if e := x.Expect(study, "m", Accuracy()); !near(e.Value, 0.7) || !strings.Contains(strings.Join(x.Words(), " "), "50.0 % of the mixture is not covered") {
		t.Errorf("%+v, %q", e, x.Words())
	}
}

// The patterns of the study in their own frequencies give its accuracy.
func TestMixtureOfTheStudyItself(t *testing.T) {
	study := simulated(5, 3, 200, 0.8)
	shares, total := map[string]float64{}, 0
	counts := map[dataset.Pattern]int{}
	for _, run := range study.Runs {
		for _, row := range run.Rows {
			counts[row.Pattern]++
			total++
		}
	}
	for p, n := range counts {
		shares[p.Label(study.Modalities)] = float64(n) / float64(total)
	}
	x, err := NewMixture(study, shares)
	if err != nil {
		t.Fatal(err)
	}
	got, want := x.Expect(study, "method0", Accuracy()), Stratify(study, ByMissing(study)[:1]).Scores[0][0].Accuracy
	if math.Abs(got.Value-want) > 0.01 {
		t.Errorf("%g, accuracy %g", got.Value, want)
	}
}

func TestMixtureRefuses(t *testing.T) {
	for _, shares := range []map[string]float64{{"smell": 1}, {"image": -1}, {"image": 0}, {"image+audio": 0.5, "audio+image": 0.5}, {},
		{"image": 1e308}, {"image": math.NaN()}, {"image": math.Inf(1)}, {"image": 1.5}, {"image": 0.7, "audio": 0.7}, {"image": 50, "audio": 50},
	} {
		if _, err := NewMixture(patterned(), shares); err == nil {
			t.Errorf("%v: no error", shares)
		}
	}
}

// Regret is the pair with the dedicated model in each pattern.
func TestRegrets(t *testing.T) {
	study := duel(200, 16, 6)
	if _, err := Regrets(study); err == nil || !strings.Contains(err.Error(), "--method dedicated") {
		t.Errorf("%v", err)
	}
	study.Methods[0], study.Runs[0].Method = "dedicated", "dedicated"
	list, err := Regrets(study)
	if err != nil || len(list) != 1 || list[0].B != "b" || list[0].N != 200 || !near(list[0].Difference, 0.05) {
		t.Errorf("%+v, %v", list, err)
	}
}
