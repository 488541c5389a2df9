package metric

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/rng"
)

// selective is a study in which hard records lack audio more often, and audio
// adds five points for every record: with it 95 % of easy and 60 % of hard
// records are right, without it 90 % and 55 %.
func selective(seed uint64, n int, hardPresent float64) (study result.Study, hard func(record int) []float64) {
	study = result.Study{
		Modalities: []string{"image", "audio"}, Classes: []string{"no", "yes"}, Methods: []string{"m"},
		Runs: []result.Run{{Method: "m", Split: "holdout"}},
	}
	r := rng.New(seed).Rand()
	for i := range n {
		difficult := i%2 == 0
		present, right := 0.8, 0.90
		if difficult {
			present, right = hardPresent, 0.55
		}
		has := r.Float64() < present
		if has {
			right += 0.05
		}
		row := answer(i, r.Float64() < right)
		if !has {
			row.Pattern = dataset.Pattern("10")
		}
		study.Runs[0].Rows = append(study.Runs[0].Rows, row)
	}
	return study, func(record int) []float64 { return []float64{float64(bit(record%2 == 0))} }
}

// Where absence depends on difficulty, the bare difference is far from the five
// points that audio adds, and the weighted one holds them in its interval in
// about 19 of 20 studies.
func TestWeightingRecoversTheTruth(t *testing.T) {
	held, naive := 0, 0
	const studies = 20
	for seed := range uint64(studies) {
		study, hard := selective(seed, 1000, 0.3)
		e, err := PresenceEffectOf(study, "m", "audio", Covariates{[]string{"hard"}, hard})
		if err != nil || e.Refused != "" {
			t.Fatalf("%+v, %v", e, err)
		}
		held += bit(e.CI95.Low <= 0.05 && 0.05 <= e.CI95.High)
		naive += bit(e.NaiveCI.Low <= 0.05 && 0.05 <= e.NaiveCI.High)
		if e.Overlap.EffectiveWith > float64(e.Overlap.With)+1e-9 || e.Overlap.EffectiveW < leastEffective {
			t.Errorf("%+v", e.Overlap)
		}
	}
	if held < 17 || naive > 2 {
		t.Errorf("of %d studies %d weighted intervals hold the truth and %d bare ones; want almost all and almost none", studies, held, naive)
	}
}

// Records that are almost sure to lack a modality cannot be made comparable, and
// a modality that nobody lacks has no other side.
func TestWeightingRefusesWithoutOverlap(t *testing.T) {
	study, hard := selective(1, 1500, 0)
	e, err := PresenceEffectOf(study, "m", "audio", Covariates{[]string{"hard"}, hard})
	if err != nil || !strings.Contains(e.Refused, "almost certain") || !math.IsNaN(e.Weighted) {
		t.Errorf("%+v, %v", e, err)
	}
	if e, err = PresenceEffectOf(study, "m", "image", Covariates{}); err != nil || !strings.Contains(e.Refused, "0 lack it") {
		t.Errorf("%+v, %v", e, err)
	}
	if _, err = PresenceEffectOf(study, "m", "smell", Covariates{}); err == nil {
		t.Error("an unknown modality has no error")
	}
}

// sklearn.linear_model.LogisticRegression(C=1000, tol=1e-12).fit(x, y,
// sample_weight=w) of scikit-learn 1.2: its penalty is 1/C.
func TestLogitKnown(t *testing.T) {
	var x [][]float64
	var y []bool
	var w []float64
	for i := range 40 {
		x = append(x, []float64{float64(i%3 - 1), float64(i*7%5)/2 - 1})
		y = append(y, (i*i+3*i)%7 < 4-i%3)
		w = append(w, float64(1+i%2))
	}
	logitWeights := []float64{-0.63581762, -0.25714792, -0.15256258}
	got := fitLogit(x, y, w).weights
	for j, want := range logitWeights {
		if math.Abs(got[j]-want) > 1e-6 {
			t.Errorf("weights %v, want %v", got, logitWeights)
		}
	}
}

// Five groups of 200 records each in which all records are alike: what their
// records show by themselves would be far too sure, so that the groups are drawn
// and the interval is many times as wide. Of four groups there is none.
func TestPresenceEffectDrawsGroups(t *testing.T) {
	grouped := func(groups int) result.Study {
		study, _ := selective(3, 200*groups, 0.5)
		whole := study.Runs[0]
		study.Runs = nil
		for g := range groups {
			run := whole
			run.Split, run.Rows = fmt.Sprintf("site=%d", g), nil
			for i := range 200 {
				row := answer(200*g+i, g%2 == i%2) // in every other group those that have audio are right
				if i%2 == 1 {
					row.Pattern = dataset.Pattern("10")
				}
				run.Rows = append(run.Rows, row)
			}
			study.Runs = append(study.Runs, run)
		}
		return study
	}
	e, err := PresenceEffectOf(grouped(5), "m", "audio", Covariates{})
	if err != nil || e.Refused != "" || e.Drawn != "groups" {
		t.Fatalf("%+v, %v", e, err)
	}
	// Three groups with a difference of 1 and two with −1 are 0.2 on average, and
	// a draw of five has a standard deviation of √(0.96/5) = 0.44.
	if math.Abs(e.Naive-0.2) > 1e-9 || e.NaiveCI.High-e.NaiveCI.Low < 1 || e.CI95.High-e.CI95.Low < 1 {
		t.Errorf("%+v", e)
	}
	if e, err = PresenceEffectOf(grouped(4), "m", "audio", Covariates{}); err != nil || !math.IsNaN(e.CI95.Low) || math.IsNaN(e.Weighted) {
		t.Errorf("four groups: %+v, %v", e, err)
	}
}

// Records that count twice are two records: weights, ends and effective numbers
// by hand. Two of propensity 0.2 and weight 1 and one of 0.6 and weight 2: the
// mean is (1·1 + 2·0)/(2 + 2), the effective number 4²/(2·1 + 4) by Kish.
func TestWeighingCountsRecords(t *testing.T) {
	var s weighing
	s.add(0.2, 1, 2, 1)
	s.add(0.6, 2, 1, 0)
	got := s.sum()
	want := weighed{n: 3, bare: 1.0 / 3, mean: 0.25, ends: [2]float64{0.2, 0.6}, effective: 16.0 / 6}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if none := (weighing{}).sum(); none.n != 0 || !math.IsNaN(none.mean) || !math.IsNaN(none.ends[0]) {
		t.Errorf("%+v", none)
	}
}
