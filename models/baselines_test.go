package models

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var nearly = cmpopts.EquateApprox(0, 1e-7)

func TestMajorityIsTheSmoothedShare(t *testing.T) {
	v := table(t, 3, []int{0, 0, 0, 1, -1}, []float64{1}, []float64{2}, []float64{3}, []float64{4}, []float64{5})
	p := fitAndPredict(t, "majority", nil, v, v.Select(nil), v.Select([]int{4}))
	if d := cmp.Diff([]float64{4.0 / 7, 2.0 / 7, 1.0 / 7}, p.Probabilities.Row(0), nearly); d != "" {
		t.Error(d)
	}
}

// What learns without stopping or choosing learns from the validation records
// as well. Of ten records six are of class 0: the prior is 7/12, and the share
// of the one pattern (6 + 2·7/12)/(10 + 2).
func TestValidationIsLearnedFrom(t *testing.T) {
	v := table(t, 2, []int{0, 0, 0, 1, 1, 1},
		[]float64{1}, []float64{2}, []float64{3}, []float64{1}, []float64{2}, []float64{3})
	train, validation := v.Select([]int{0, 1, 2, 3}), v.Select([]int{0, 1, 2, 3, 4, 5})
	for name, want := range map[string]float64{"majority": 7. / 12, "pattern": (6 + 2*7./12) / 12} {
		p := fitAndPredict(t, name, nil, train, validation, v.Select([]int{0}))
		if got := p.Probabilities.At(0, 0); math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: %g, want %g", name, got, want)
		}
	}
	set := map[string]string{"tune": "false", "c": "1"}
	apart := fitAndPredict(t, "logistic", set, train, validation, v)
	joined := fitAndPredict(t, "logistic", set, v.Select([]int{0, 1, 2, 3, 0, 1, 2, 3, 4, 5}), v.Select(nil), v)
	if math.Abs(apart.Probabilities.At(0, 0)-joined.Probabilities.At(0, 0)) > 1e-2 {
		t.Errorf("logistic does not learn from validation records: %g, joined %g", apart.Probabilities.At(0, 0), joined.Probabilities.At(0, 0))
	}
}

// Two records have the first modality only, both of class 0; the prior of the
// six is 4/8 and 4/8, so with one record a class of smoothing the share is
// (2 + 1)/(2 + 2). Nobody has the second only.
func TestPatternCounts(t *testing.T) {
	v := table(t, 2, []int{0, 0, 0, 1, 1, 1},
		[]float64{1, gap}, []float64{2, gap}, []float64{1, 1}, []float64{1, 2}, []float64{1, 3}, []float64{1, 4})
	test := table(t, 2, []int{0, 0}, []float64{9, gap}, []float64{gap, 9})
	p := fitAndPredict(t, "pattern", nil, v, v.Select(nil), test)
	if d := cmp.Diff([]float64{0.75, 0.25, 0.5, 0.5}, p.Probabilities.Data, nearly); d != "" {
		t.Error(d)
	}
}

// m0 hints at the class and m1 tells it.
func oneGoodModality() (rows [][]float64, labels []int) {
	for i := range 40 {
		labels = append(labels, i%2)
		rows = append(rows, []float64{float64(i%5) - 2 + float64(i%2), float64(2*(i%2)-1) + 0.1*float64(i%3)})
	}
	return rows, labels
}

func TestBestSingle(t *testing.T) {
	rows, labels := oneGoodModality()
	v := table(t, 2, labels, rows...)
	test := table(t, 2, []int{0, 0}, []float64{0, 1}, []float64{2, gap})
	for fallback, prior := range map[string]bool{"next": false, "prior": true} {
		p := fitAndPredict(t, "best-single", map[string]string{"fallback": fallback}, v, v, test)
		if got := p.Probabilities.At(0, 1); got < 0.9 {
			t.Errorf("%s: the good modality says class 1 with %g only", fallback, got)
		}
		if got := p.Probabilities.At(1, 1); (got == 0.5) != prior {
			t.Errorf("%s: a record without it has %g", fallback, got)
		}
	}
}

// Two modalities that say the same say together what each says alone: the mean
// of log-probabilities does not grow more certain.
func TestLateFusionAverages(t *testing.T) {
	rows, labels := oneGoodModality()
	for _, row := range rows {
		row[0] = row[1]
	}
	v := table(t, 2, labels, rows...)
	test := table(t, 2, []int{0, 0, 0}, []float64{0.4, 0.4}, []float64{0.4, gap}, []float64{gap, gap})
	p := fitAndPredict(t, "late-fusion", nil, v, v, test)
	both, one := p.Probabilities.At(0, 1), p.Probabilities.At(1, 1)
	if math.Abs(both-one) > 1e-6 || one < 0.55 {
		t.Errorf("both modalities give %g, one alone %g", both, one)
	}
	if got := p.Probabilities.At(2, 1); got != 0.5 {
		t.Errorf("a record with nothing has %g, want the prior", got)
	}
}
