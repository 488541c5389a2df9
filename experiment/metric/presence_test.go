package metric

import (
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
