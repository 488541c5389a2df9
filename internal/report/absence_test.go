package report

import (
	"math"
	"strings"
	"testing"

	"lacuna/experiment/metric"
	"lacuna/experiment/missingness"
)

// What a diagnosis found stands in the tables, what it refused in their notes.
func TestAbsenceTables(t *testing.T) {
	in := input(t)
	area := metric.Estimate{Value: 0.712, CI95: metric.Interval{Low: 0.65, High: 0.77}, N: 500, Units: 5}
	in.Missing = missingness.Diagnosis{
		Little: []missingness.Little{
			{Level: missingness.Modalities, N: 153, Columns: 6, Patterns: 4, Statistic: 35.106, DF: 14, P: 0.00142, Notes: []string{"a note"}},
			{Level: missingness.Columns, Refused: "there are 600 columns", Statistic: math.NaN(), P: math.NaN()},
		},
		Predictors: []missingness.Predictor{
			{Modality: "a", N: 500, Absent: 50, Values: area, Columns: []missingness.Column{{Name: hostile, N: 450, AUC: 0.61, PHolm: 0.02}}},
			{Modality: "b", Refused: "9 of 500 records lack it; 10 are needed"},
		},
		Drifts: []missingness.Drift{{Modality: "a", N: 500, Absent: 50, PTrendHolm: 0.0001, Runs: 60, ExpectedRuns: 91, PRunsHolm: 0.2, Change: 300, ID: "p300", After: 0.25}},
		Tells:  metric.Dependence{N: 500, P: 0.5},
	}
	got := map[string]Table{}
	for _, x := range tablesOf(t, in) {
		got[x.Name] = x
	}
	for name, want := range map[string]string{
		"little":          "modalities 153 6 4 35.1 14 0.001",
		"absence":         "a other modalities 500 50 0.712 0.650 to 0.770",
		"absence-columns": "a " + hostile + " 450 0.610 0.020",
		"drift":           "a 500 50 < 0.001 60 91.0 0.200 p300 0.0 25.0",
	} {
		if rows := got[name].Rows; len(rows) == 0 || strings.Join(rows[0], " ") != want {
			t.Errorf("%s: %q, want %q", name, rows, want)
		}
	}
	if n := got["little"].Note; !strings.Contains(n, "Modalities: a note.") || !strings.Contains(n, "not made, since there are 600 columns") {
		t.Error(n)
	}
	if n := got["absence"].Note; !strings.Contains(n, "b: 9 of 500 records lack it") {
		t.Error(n)
	}
	said := strings.Join(paragraphs(in), "\n")
	if !strings.Contains(said, "Evidence against missing completely at random") || !strings.Contains(said, "Drift of a: ") || !strings.Contains(said, "No evidence that what is missing tells the class") {
		t.Error(said)
	}
	in.Missing = missingness.Diagnosis{}
	for _, x := range tablesOf(t, in) {
		if x.Name == "little" || x.Name == "drift" {
			t.Errorf("%s without a diagnosis", x.Name)
		}
	}
}

func tablesOf(t *testing.T, in Input) []Table {
	t.Helper()
	list, err := tables(in)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
