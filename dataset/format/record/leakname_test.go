package record

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

func chosen(names []string, columns []int) []string {
	var list []string
	for _, j := range columns {
		list = append(list, names[j])
	}
	return list
}

func TestTwins(t *testing.T) {
	tests := []struct {
		label string
		names []string
		want  []string
	}{
		{"label", []string{"video_id", "label", "label_T", "label_A", "label_V", "annotation", "mode"}, []string{"label_T", "label_A", "label_V", "annotation"}},
		{"label", []string{"label_name", "labelName", "Label-ID", "target_str", "y_true", "outcome_days", "class_name"},
			[]string{"label_name", "labelName", "Label-ID", "target_str", "y_true", "outcome_days", "class_name"}},
		{"species", []string{"species_code", "species", "genus", "species_richness"}, []string{"species_code"}},
		{"diagnosis", []string{"Diagnosis", "diagnosis_date", "prediction"}, []string{"diagnosis_date", "prediction"}},
		// Names that only look so: other quantities, and the class of a ticket.
		{"target", []string{"class", "target_heart_rate", "status", "marital_status", "class_size", "y", "y_acc", "x_1", "y_1"}, nil},
		{"label", []string{"crp", "wbc", "time", "f0", "annotated_area", "data"}, nil},
		{"", []string{"label_T"}, nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, chosen(tt.names, twins(tt.names, tt.label))); diff != "" {
			t.Errorf("label %q: %s", tt.label, diff)
		}
	}
}

func TestTimesToEvent(t *testing.T) {
	tests := []struct {
		label string
		names []string
		want  []string
	}{
		{"label", []string{"days", "event"}, []string{"days", "event"}},
		{"event", []string{"age", "days", "event"}, []string{"days"}},
		{"status", []string{"age", "time", "sex"}, []string{"time"}},
		{"stage", []string{"OS", "OS.time", "PFI", "PFI.time", "age"}, []string{"OS", "OS.time", "PFI", "PFI.time"}},
		{"DEATH_EVENT", []string{"age", "anaemia", "time", "ejection_fraction"}, []string{"time"}},
		{"label", []string{"days_to_death", "vital_status", "days_to_birth"}, []string{"days_to_death", "vital_status"}},
		{"vital_status", []string{"survival_months", "followUp", "age"}, []string{"survival_months", "followUp"}},
		{"label", []string{"overall_survival_months", "os_status", "tsize"}, []string{"overall_survival_months", "os_status"}},
		{"death", []string{"months", "age"}, []string{"months"}},
		// A duration beside a status is a loan; a time alone is a time.
		{"risk", []string{"duration", "status", "amount"}, nil},
		{"label", []string{"time", "heart_rate"}, nil},
		{"label", []string{"status", "age"}, nil},
		{"label", []string{"event", "age"}, nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, chosen(tt.names, timesToEvent(tt.names, tt.label))); diff != "" {
			t.Errorf("label %q of %v: %s", tt.label, tt.names, diff)
		}
	}
}

func TestCounters(t *testing.T) {
	const n = 30
	up := func(i int) float64 { return float64(i) }
	one := func(i int) float64 { return float64(i + 1) }
	apart := func(i int) float64 { return float64((i*7)%n + 1000) }
	few := func(i int) float64 { return float64(i % 5) }
	half := func(i int) float64 { return float64(i) / 2 }
	tests := []struct {
		name  string
		cell  func(i int) float64
		first bool
		want  bool
	}{
		{name: "", cell: up, want: true},
		{name: "Unnamed: 0", cell: up, want: true},
		{name: "Unnamed: 0.1", cell: apart, want: true},
		{name: "index", cell: up, want: true},
		{name: "row", cell: one, want: true},
		{name: "Nr.", cell: one, want: true},
		{name: "S.No", cell: one, want: true},
		{name: "PatientID", cell: one}, // an id; not for this rule
		{name: "X", cell: one, first: true},
		{name: "V1", cell: one, first: true, want: true},
		{name: "X", cell: apart, first: true},
		{name: "record_id", cell: apart, want: true},
		{name: "index", cell: half},
		{name: "index", cell: few},
		// A column of a plain name that counts may be a dose or a time.
		{name: "x", cell: up},
		{name: "age", cell: one},
	}
	for _, tt := range tests {
		names, column := []string{"crp", tt.name}, 1
		if tt.first {
			names, column = []string{tt.name, "crp"}, 0
		}
		m := dataset.NewMatrix(n, 2)
		for i := range n {
			m.Set(i, column, tt.cell(i))
			m.Set(i, 1-column, 0.5)
		}
		if got := fmt.Sprint(counters(names, nil, m)) == fmt.Sprint([]int{column}); got != tt.want {
			t.Errorf("%q in column %d: a counter: %v, want %v", tt.name, column, got, tt.want)
		}
	}
}
