package metric

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"lacuna/experiment/result"
)

// near compares to twelve decimals; NaN is near NaN.
func near(a, b float64) bool {
	return math.Abs(a-b) < 1e-12 || math.IsNaN(a) && math.IsNaN(b)
}

func scored(labels []int, scores []float64) []result.Row {
	rows := make([]result.Row, len(labels))
	for i := range rows {
		rows[i] = binary(i, labels[i], scores[i])
	}
	return rows
}

func TestAUROCKnown(t *testing.T) {
	cases := []struct {
		name   string
		labels []int
		scores []float64
		want   float64
	}{
		{"textbook", []int{0, 0, 1, 1}, []float64{0.1, 0.4, 0.35, 0.8}, 0.75},
		{"perfect", []int{0, 0, 1}, []float64{0.1, 0.2, 0.9}, 1},
		{"reversed", []int{1, 1, 0}, []float64{0.1, 0.2, 0.9}, 0},
		{"all tied", []int{0, 1, 0, 1, 1}, []float64{0.5, 0.5, 0.5, 0.5, 0.5}, 0.5},
		{"half a tie", []int{0, 1, 1}, []float64{0.5, 0.5, 0.9}, 0.75},
		{"one class", []int{1, 1}, []float64{0.5, 0.9}, math.NaN()},
		{"nothing", nil, nil, math.NaN()},
	}
	for _, c := range cases {
		if got := scoreOf(scored(c.labels, c.scores), 2).AUROC; !near(got, c.want) {
			t.Errorf("%s: AUROC = %g, want %g", c.name, got, c.want)
		}
	}
}

func TestAUROCOneVersusRest(t *testing.T) {
	rows := []result.Row{
		{Label: 0, Probabilities: []float64{0.6, 0.3, 0.1, 0}},
		{Label: 0, Probabilities: []float64{0.3, 0.5, 0.2, 0}},
		{Label: 1, Probabilities: []float64{0.2, 0.7, 0.1, 0}},
		{Label: 2, Probabilities: []float64{0.4, 0.2, 0.4, 0}},
	}
	// Class 0: positives .6 .3 against .2 .4: 3 of 4. Class 1: .7 against .3 .5
	// .2: 3 of 3. Class 2: .4 above all: 3 of 3. Class 3 does not occur.
	if got, want := scoreOf(rows, 4).AUROC, (0.75+1+1)/3; !near(got, want) {
		t.Errorf("AUROC = %g, want %g", got, want)
	}
}

// The area is the share of pairs in the right order, and does not change when
// scores are transformed by a rising function or classes trade places.
func TestAUROCProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 30).Draw(t, "n")
		labels := rapid.SliceOfN(rapid.IntRange(0, 1), n, n).Draw(t, "labels")
		grades := rapid.SliceOfN(rapid.IntRange(0, 6), n, n).Draw(t, "grades")
		scores, squares, mirrored := make([]float64, n), make([]float64, n), make([]int, n)
		for i := range n {
			scores[i] = float64(grades[i]) / 6
			squares[i] = scores[i] * scores[i]
			mirrored[i] = 1 - labels[i]
		}
		got := scoreOf(scored(labels, scores), 2).AUROC
		if want := pairsInOrder(labels, scores); !near(got, want) {
			t.Fatalf("AUROC = %g, counted over pairs %g", got, want)
		}
		if other := scoreOf(scored(labels, squares), 2).AUROC; !near(got, other) {
			t.Fatalf("a rising transform changes %g to %g", got, other)
		}
		if other := scoreOf(scored(mirrored, scores), 2).AUROC; !near(got, 1-other) {
			t.Fatalf("%g and %g of the classes traded do not add up", got, other)
		}
	})
}

func pairsInOrder(labels []int, scores []float64) float64 {
	good, all := 0.0, 0.0
	for i := range labels {
		for j := range labels {
			if labels[i] == 1 && labels[j] == 0 {
				all++
				switch {
				case scores[i] > scores[j]:
					good++
				case scores[i] == scores[j]:
					good += 0.5
				}
			}
		}
	}
	return good / all
}

func TestLossesKnown(t *testing.T) {
	rows := scored([]int{1, 0, 1}, []float64{0.9, 0.2, 0})
	if got, want := scoreOf(rows, 2).LogLoss, -(math.Log(0.9)+math.Log(0.8)+math.Log(1e-15))/3; !near(got, want) {
		t.Errorf("log-loss = %g, want %g", got, want)
	}
	if got, want := scoreOf(rows, 2).Brier, 2*(0.01+0.04+1)/3; !near(got, want) {
		t.Errorf("Brier = %g, want %g", got, want)
	}
	none := scoreOf(nil, 2)
	for name, got := range map[string]float64{"log-loss": none.LogLoss, "Brier": none.Brier, "ECE": none.ECE} {
		if !math.IsNaN(got) {
			t.Errorf("%s of nothing = %g, want NaN", name, got)
		}
	}
}

func TestECEKnown(t *testing.T) {
	var rows []result.Row
	for i := range 10 { // confidence 0.8, accuracy 0.6
		label := 1
		if i >= 6 {
			label = 0
		}
		rows = append(rows, binary(i, label, 0.8))
	}
	if got := scoreOf(rows, 2).ECE; !near(got, 0.2) {
		t.Errorf("ECE of one bin = %g, want 0.2", got)
	}
	for i := range 10 { // confidence 1, accuracy 1, a bin of its own
		rows = append(rows, answer(i, true))
	}
	if got := scoreOf(rows, 2).ECE; !near(got, 0.1) {
		t.Errorf("ECE of two bins = %g, want 0.1", got)
	}
}

// A model that says how sure it is, truthfully, is calibrated.
func TestECEOfTruth(t *testing.T) {
	var rows []result.Row
	for i := range 1000 {
		label := 0
		if i%10 < 7 {
			label = 1
		}
		rows = append(rows, binary(i, label, 0.7))
	}
	if got := scoreOf(rows, 2).ECE; got > 1e-9 {
		t.Errorf("ECE = %g, want 0", got)
	}
}
