package models

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/internal/rng"
)

func TestBalancedWeights(t *testing.T) {
	got := balancedWeights([]int{0, 0, 0, 2}, 3)
	if d := cmp.Diff([]float32{4. / 6, 0, 2}, got); d != "" {
		t.Error(d)
	}
}

// Where the values tell nothing, a class has its share of the records, or, with
// balanced weights, that of one class among all.
func TestClassesCountAlike(t *testing.T) {
	r := rng.New(4).Rand()
	var rows [][]float64
	var labels []int
	for i := range 200 {
		label := 0
		if i%10 == 0 {
			label = 1
		}
		rows, labels = append(rows, []float64{r.NormFloat64(), r.NormFloat64()}), append(labels, label)
	}
	v := table(t, 2, labels, rows...)
	for _, model := range []string{"bypass", "tmc", "mlp"} {
		for weights, want := range map[string]float64{"none": 0.1, "balanced": 0.5} {
			set := map[string]string{"class-weights": weights, "members": "3", "epochs": "30", "hidden": "16"}
			p := fitAndPredict(t, model, set, v, v.Select(nil), v)
			sum := 0.0
			for i := range v.Len() {
				sum += p.Probabilities.At(i, 1) / float64(v.Len())
			}
			if sum < want-0.1 || sum > want+0.15 {
				t.Errorf("%s with weights %s: the rare class has %.3f, want about %g", model, weights, sum, want)
			}
		}
	}
}
