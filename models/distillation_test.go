package models

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A rare modality tells the class, a common one nearly: what the pupil without
// the first says comes nearer to what it says with both the more it is asked to
// agree with itself.
func TestDistillationAgrees(t *testing.T) {
	var rows [][]float64
	var labels []int
	for i := range 160 {
		label := i % 2
		hint := float64(2*label - 1)
		if i%8 < 2 {
			hint = -hint
		}
		rows, labels = append(rows, []float64{float64(2*label - 1), hint}), append(labels, label)
	}
	v := table(t, 2, labels, rows...)
	test := table(t, 2, []int{1, 1}, []float64{1, 1}, []float64{gap, 1})
	apart := map[string]float64{}
	for _, share := range []string{"0", "0.9"} {
		set := map[string]string{"distillation": share, "members": "2", "epochs": "40", "patience": "0", "width": "16", "hidden": "16"}
		p := fitAndPredict(t, "bypass", set, v, v.Select(nil), test)
		apart[share] = p.Probabilities.At(0, 1) - p.Probabilities.At(1, 1)
	}
	if apart["0.9"] >= apart["0"] {
		t.Errorf("with and without the first modality: %v apart, by the share of distillation", apart)
	}
}

// Without distillation nothing depends on its temperature.
func TestNoDistillation(t *testing.T) {
	v := table(t, 2, []int{0, 1, 0, 1}, []float64{1, 0}, []float64{2, 1}, []float64{1, gap}, []float64{gap, 1})
	run := func(temperature string) []float64 {
		set := map[string]string{"temperature": temperature, "members": "1", "epochs": "3", "width": "4", "hidden": "4"}
		return fitAndPredict(t, "bypass", set, v, v.Select(nil), v).Probabilities.Data
	}
	if d := cmp.Diff(run("1"), run("5")); d != "" {
		t.Error(d)
	}
}
