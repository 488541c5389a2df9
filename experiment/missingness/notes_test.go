package missingness

import (
	"math"
	"strings"
	"testing"

	"lacuna/experiment/metric"
)

// The notes name the first test that was made and the absences that are
// predicted beyond chance, the best first.
func TestNotes(t *testing.T) {
	area := func(low, value, high float64) metric.Estimate {
		return metric.Estimate{Value: value, CI95: metric.Interval{Low: low, High: high}, N: 100}
	}
	d := Diagnosis{
		Little: []Little{{Level: Modalities, Refused: "one pattern"}, {Level: Columns, Statistic: 30, DF: 10, P: 0.001, N: 100, Patterns: 3, Columns: 4}},
		Predictors: []Predictor{
			{Modality: "audio", Values: area(0.6, 0.7, 0.8), Columns: []Column{{Name: "table.age"}}},
			{Modality: "text", Values: area(0.4, 0.55, 0.7)},
			{Modality: "image", Values: area(0.8, 0.9, 0.95)},
			{Modality: "none", Values: area(math.NaN(), math.NaN(), math.NaN())},
		},
		Tells: metric.Dependence{P: math.NaN()},
	}
	notes := d.Notes()
	if len(notes) != 2 || !strings.Contains(notes[0], "Evidence against") {
		t.Fatalf("%q", notes)
	}
	if want := "Absence that the other modalities predict (cross-validated): image AUC 0.90 [0.80, 0.95]; audio AUC 0.70 [0.60, 0.80], most by table.age."; notes[1] != want {
		t.Errorf("%q, want %q", notes[1], want)
	}
	d.Little = d.Little[:1]
	if got := d.Notes()[0]; !strings.Contains(got, "one pattern") {
		t.Errorf("a test that was not made is told as %q", got)
	}
}
