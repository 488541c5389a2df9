package experiment

import (
	"fmt"
	"strings"
	"testing"

	"lacuna/dataset"
)

// svmLimit is what the support vector machine says that it can learn from.
const svmLimit = 20000

// many is a dataset of so many records with two modalities of one number; every
// second record lacks the second modality.
func many(t *testing.T, n int) *dataset.Dataset {
	t.Helper()
	d := dataset.Dataset{Name: "many", Classes: []string{"a", "b"}, IDs: make([]string, n), Labels: make([]int, n)}
	for m := range 2 {
		b := dataset.Block{
			Modality: dataset.Modality{Name: string(rune('x' + m)), Kind: dataset.Table, Columns: []string{"c"}},
			Numbers:  dataset.NewMissing(n, 1), Causes: make([]dataset.Cause, n),
		}
		for i := range n {
			d.IDs[i], d.Labels[i] = fmt.Sprint(i), i/2%2
			if b.Causes[i] = dataset.NoRow; m == 0 || i%2 == 0 {
				b.Causes[i] = dataset.Present
				b.Numbers.Set(i, 0, float64(i%7))
			}
		}
		d.Blocks = append(d.Blocks, b)
	}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// What cannot be learned from so many records is refused before anything runs.
func TestTooManyRecordsAreRefusedFirst(t *testing.T) {
	big := many(t, svmLimit*3/2)
	for _, c := range []struct {
		method   Method
		feasible bool
	}{
		{Method{Name: "mean+svm"}, false},
		{Method{Name: "mean+logistic"}, true},
		{Method{Name: "dedicated"}, false}, // of its pattern x- all records, which have at least x
		{Method{Name: "dedicated", Settings: map[string]string{"classifier": "logistic"}}, true},
	} {
		jobs := plan(t, big, Spec{Methods: []Method{c.method}})
		err := Feasible(big, jobs)
		if (err == nil) != c.feasible || err != nil && !strings.Contains(err.Error(), "20000 are possible") {
			t.Errorf("%v: %v", c.method, err)
		}
		started := 0
		if err == nil {
			continue
		}
		if err := (Runner{}).RunJobs(t.Context(), big, jobs, func(Event) { started++ }); err == nil || started > 0 {
			t.Errorf("%v: %d events before it is refused: %v", c.method, started, err)
		}
	}
	small := many(t, 400)
	if err := Feasible(small, plan(t, small, Spec{Methods: methods("mean+svm", "dedicated")})); err != nil {
		t.Error(err)
	}
}
