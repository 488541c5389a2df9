package models

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// With one layer and one head, what flows from the class token to a modality is
// half its attention; the rest stays where it is.
func TestRolloutOfOneLayer(t *testing.T) {
	weights := []float32{
		0.2, 0.5, 0.3, // class token
		0, 1, 0,
		0, 0, 1,
	}
	got := make([]float64, 2)
	attentionFusion{heads: 1, layers: 1}.Shares(got, [][]float32{weights})
	if d := cmp.Diff([]float64{0.25, 0.15}, got, nearly); d != "" {
		t.Error(d)
	}
}

// In two layers the second one's attention goes on through the first: all heads
// of the second look at modality 1, and that looked at modality 2 in the first.
func TestRolloutOfTwoLayers(t *testing.T) {
	first := []float32{
		1, 0, 0,
		0, 0, 1,
		0, 0, 1,
	}
	second := []float32{
		0, 1, 0,
		0, 1, 0,
		0, 0, 1,
	}
	got := make([]float64, 2)
	attentionFusion{heads: 1, layers: 2}.Shares(got, [][]float32{first, second})
	if d := cmp.Diff([]float64{0.25, 0.25}, got, nearly); d != "" {
		t.Error(d)
	}
}

// An image that tells the class and a number that does not: attention finds
// the one, and a record with the number only attends to that.
func TestAttentionFindsTheModality(t *testing.T) {
	var rows [][]float64
	var labels []int
	for i := range 120 {
		row := []float64{float64(2*(i%2) - 1), float64(i%7)/3 - 1}
		if i%5 == 0 {
			row[0] = gap
		}
		rows, labels = append(rows, row), append(labels, i%2)
	}
	v := table(t, 2, labels, rows...)
	test := table(t, 2, []int{1, 1, 1}, []float64{1, 0}, []float64{gap, 0}, []float64{gap, gap})
	p := fitAndPredict(t, "attention", map[string]string{"members": "1", "epochs": "40", "width": "16", "hidden": "16"}, v, v, test)
	if got := p.Probabilities.At(0, 1); got < 0.9 {
		t.Errorf("with the image, class 1 has %g", got)
	}
	if a := p.Attention.Row(0); a[0] <= 0 || a[1] <= 0 {
		t.Errorf("attention %v of a record that has both", a)
	}
	if d := cmp.Diff([]float64{0, 1, 0, 0}, p.Attention.Data[2:], nearly); d != "" {
		t.Errorf("attention of records that lack the image, and both: %s", d)
	}
	if got := p.Probabilities.Row(2); got[0] != 0.5 {
		t.Errorf("a record with nothing has %v, want the prior", got)
	}
}
