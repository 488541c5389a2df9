package models

import "testing"

// In their published form, too, methods learn what one modality tells, and
// answer for records that lack it.
func TestPublishedForms(t *testing.T) {
	rows, labels := oneGoodModality()
	v := table(t, 2, labels, rows...)
	test := table(t, 2, []int{0, 0, 0, 0}, []float64{0, 1}, []float64{0, -1}, []float64{2, gap}, []float64{gap, 1})
	for _, name := range []string{"embracenet", "gated", "shaspec", "tmc"} {
		set := map[string]string{"preset": "paper", "epochs": "60", "rate": "0.01", "width": "8", "hidden": "16"}
		p := fitAndPredict(t, name, set, v, v, test)
		if one, other, alone := p.Probabilities.At(0, 1), p.Probabilities.At(1, 1), p.Probabilities.At(3, 1); one < 0.7 || other > 0.3 || alone < 0.6 {
			t.Errorf("%s: class 1 has %.2f and %.2f where the good modality tells 1 and 0, %.2f where it is alone", name, one, other, alone)
		}
	}
}
