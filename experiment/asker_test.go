package experiment

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
)

// A method that is asked about one record without a modality says what it said of
// the record in the comparison, where that modality was masked, bit for bit.
func TestAskedAsCompared(t *testing.T) {
	d := fixture(t, 60)
	spec := Spec{Methods: methods("bypass", "attention", "knn+logistic"), MaskedComplete: true}
	var err error
	if spec.Methods, err = Configure(spec.Methods, map[string]string{"epochs": "2", "members": "2", "hidden": "8", "width": "8"}); err != nil {
		t.Fatal(err)
	}
	study := compare(t, Runner{Workers: 2}, d, spec)
	for i, j := range plan(t, d, spec)[:3] {
		p, err := Runner{}.Refit(context.Background(), d, j, nil)
		if err != nil {
			t.Fatal(err)
		}
		asker, err := NewAsker(d, p, j.Split.Train, j.Mask)
		if err != nil {
			t.Fatal(err)
		}
		masked := 0
		for _, row := range study.Runs[i].Rows {
			if row.Series == result.MaskedComplete && row.Pattern != row.Natural {
				masked++
			}
			answers, err := asker.Ask(context.Background(), row.Record, []dataset.Pattern{row.Natural, row.Pattern}, 2)
			if err != nil {
				t.Fatal(err)
			}
			got := answers[1]
			if diff := cmp.Diff(row.Probabilities, got.Probabilities) + cmp.Diff(row.Attention, got.Attention); diff != "" {
				t.Fatalf("%s, record %s as %s: %s", j.Label, row.ID, row.Pattern, diff)
			}
			if imputes := p.Imputer != nil; imputes != (got.Filled != nil) {
				t.Errorf("%s: filled values %v", j.Label, got.Filled)
			}
		}
		if masked == 0 {
			t.Error("nothing was masked")
		}
	}
}

// What an imputer makes of a record is what it makes of it among all others, with
// what is there kept.
func TestAskedAsImputed(t *testing.T) {
	d := fixture(t, 60)
	by := ImputerChoice{Name: "knn", Set: map[string]string{"k": "3"}}
	env := job.Env{Seed: ImputationSeed(0, "knn"), Workers: 2}
	p, err := FitImputer(context.Background(), d, trainRows(d), nil, by, env)
	if err != nil {
		t.Fatal(err)
	}
	asker, err := NewAsker(d, p, trainRows(d), nil)
	if err != nil {
		t.Fatal(err)
	}
	hidden := dataset.NewMask("half", d.Records(), 2, func(i, m int) bool { return m == i%2 })
	all, err := Fill(context.Background(), d, hidden, p, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range d.Records() {
		answers, err := asker.Ask(context.Background(), i, []dataset.Pattern{hidden.Apply(d.Presence).Pattern(i)}, 1)
		if err != nil {
			t.Fatal(err)
		}
		for m := range d.Blocks {
			if diff := cmp.Diff(all.Values[m].Row(i), answers[0].Filled[m]); diff != "" {
				t.Fatalf("record %d, %s: %s", i, d.Blocks[m].Modality.Name, diff)
			}
		}
		if answers[0].Probabilities != nil {
			t.Error("an imputer alone predicts")
		}
	}
}

// Of a text, the nearest of those that were learned from is told.
func TestAskedForText(t *testing.T) {
	const n = 12
	d := dataset.Dataset{Name: "notes", Classes: []string{"cat", "dog"}, Blocks: []dataset.Block{
		{Modality: dataset.Modality{Name: "size", Kind: dataset.Table, Columns: []string{"kg"}}, Numbers: dataset.NewMissing(n, 1), Causes: make([]dataset.Cause, n)},
		{Modality: dataset.Modality{Name: "note", Kind: dataset.Text}, Causes: make([]dataset.Cause, n)},
	}}
	for i := range n {
		d.IDs, d.Labels = append(d.IDs, fmt.Sprint(i)), append(d.Labels, i%2)
		d.Blocks[0].Numbers.Set(i, 0, float64(i%2)*10+float64(i)/100)
		d.Blocks[1].Texts = append(d.Blocks[1].Texts, []string{"it purrs and sleeps", "it barks and runs"}[i%2])
	}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	rows := []int{0, 1, 2, 3, 4, 5}
	p, err := FitImputer(context.Background(), made, rows, nil, ImputerChoice{Name: "knn", Set: map[string]string{"k": "1"}}, job.Env{})
	if err != nil {
		t.Fatal(err)
	}
	asker, err := NewAsker(made, p, rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{8, 9} {
		answers, err := asker.Ask(context.Background(), i, []dataset.Pattern{"10", "11"}, 1)
		if err != nil {
			t.Fatal(err)
		}
		near := answers[0].Nearest[1]
		if near < 0 || near >= len(rows) || made.Blocks[1].Texts[near] != made.Blocks[1].Texts[i] || answers[0].Filled[1] != nil {
			t.Errorf("record %d: nearest is %d, filled %v", i, near, answers[0].Filled[1])
		}
		if answers[1].Nearest[1] >= 0 {
			t.Error("a text that is there is looked for")
		}
	}
}
