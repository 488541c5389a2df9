package models

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/rng"
)

// twoSided draws records of two modalities that both tell the class, the
// second one for every third record only.
func twoSided() (rows [][]float64, labels []int) {
	r := rng.New(3).Rand()
	for i := range 60 {
		c := i % 2
		row := []float64{float64(c) + 0.6*r.NormFloat64(), float64(-c) + 0.6*r.NormFloat64()}
		if i%3 != 0 {
			row[1] = gap
		}
		rows, labels = append(rows, row), append(labels, c)
	}
	return rows, labels
}

// A record with one modality is answered by what was learned from that one,
// from all records that have it, whatever else they have.
func TestDedicatedIsTheClassifierOfItsPattern(t *testing.T) {
	rows, labels := twoSided()
	v := table(t, 2, labels, rows...)
	var lone [][]float64
	var loneLabels []int
	for i := 0; i < len(rows); i += 3 {
		lone, loneLabels = append(lone, rows[i][1:]), append(loneLabels, labels[i])
	}
	alone := table(t, 2, loneLabels, lone...)
	want := fitAndPredict(t, "logistic", nil, alone, alone.Select([]int{0, 1, 4, 7}), alone)

	var asked [][]float64
	for _, row := range lone {
		asked = append(asked, []float64{gap, row[0]})
	}
	test := table(t, 2, loneLabels, asked...)
	got := fitAndPredict(t, "dedicated", map[string]string{"classifier": "logistic"}, v, v.Select([]int{0, 3, 12, 21}), test)
	if d := cmp.Diff(want.Probabilities, got.Probabilities, cmpopts.EquateApprox(0, 1e-4)); d != "" {
		t.Error(d)
	}
}

// When a pattern is first met, before others or after them, changes nothing.
func TestDedicatedOrderOfMeeting(t *testing.T) {
	rows, labels := twoSided()
	v := table(t, 2, labels, rows...)
	test := table(t, 2, []int{0, 0}, []float64{gap, 0.2}, []float64{0.3, 0.1})
	env := job.Env{Seed: rng.New(1)}
	var said [2][]float64
	for k, first := range []int{0, 1} {
		d := &dedicated{classifier: "mlp", fewest: 10}
		if err := d.Fit(context.Background(), v, v.Select(nil), env); err != nil {
			t.Fatal(err)
		}
		for _, i := range []int{first, 1 - first} {
			// The seed of Predict is another one: what counts is that of Fit.
			p, err := d.Predict(context.Background(), test.Select([]int{i}), job.Env{Seed: rng.New(uint64(i))})
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				said[k] = p.Probabilities.Data
			}
		}
	}
	if d := cmp.Diff(said[0], said[1]); d != "" {
		t.Error(d)
	}
}

func TestDedicatedReducesPatterns(t *testing.T) {
	var rows [][]float64
	var labels []int
	for i := range 30 { // 20 records have a and b, 10 have a and c, none has d
		rows = append(rows, []float64{1, 2, gap, gap})
		if i >= 20 {
			rows[i] = []float64{1, gap, 2, gap}
		}
		labels = append(labels, i%2)
	}
	v := table(t, 2, labels, rows...)
	for _, c := range []struct {
		fewest  int
		of, get dataset.Pattern
	}{
		{10, "1100", "1100"},
		{10, "1101", "1100"}, // d is unknown
		{10, "1110", "1100"}, // nobody has b and c; without c, 20 are left
		{10, "0110", "0100"},
		{10, "1010", "1010"},
		{11, "1010", "1000"},
		{11, "0010", "0010"}, // the last one stays
		{1000, "1100", "1000"},
		{10, "0001", "0000"},
		{10, "0000", "0000"},
	} {
		d := &dedicated{fewest: c.fewest, train: v, rows: labelled(v)}
		if got := d.reduce(c.of); got != c.get {
			t.Errorf("with at least %d records, %s became %s, want %s", c.fewest, c.of, got, c.get)
		}
	}
}
