package models

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGatedShares(t *testing.T) {
	got := []float64{9, 9, 9}
	gatedFusion{}.Shares(got, [][]float32{{1, -2, 0, 0, -0.5, 0}})
	if d := cmp.Diff([]float64{3, 0, 0.5}, got, nearly); d != "" {
		t.Error(d)
	}
}

// A modality whose embedding is noise is let through less than one that tells
// the class, and a record with one modality leans on that alone.
func TestGatesOpenForTheModality(t *testing.T) {
	var rows [][]float64
	var labels []int
	for i := range 120 {
		row := []float64{float64(2*(i%2) - 1), float64(i%7)/3 - 1}
		if i%5 == 0 {
			row[i/5%2] = gap
		}
		rows, labels = append(rows, row), append(labels, i%2)
	}
	v := table(t, 2, labels, rows...)
	test := table(t, 2, []int{1, 1}, []float64{1, 0.5}, []float64{gap, 0.5})
	p := fitAndPredict(t, "gated", map[string]string{"members": "2", "epochs": "40", "width": "16", "hidden": "16"}, v, v, test)
	if got := p.Probabilities.At(0, 1); got < 0.9 {
		t.Errorf("with what tells the class, class 1 has %g", got)
	}
	if a := p.Attention.Row(0); a[0] <= a[1] {
		t.Errorf("%v passes the gates", a)
	}
	if d := cmp.Diff([]float64{0, 1}, p.Attention.Row(1), nearly); d != "" {
		t.Error(d)
	}
}
