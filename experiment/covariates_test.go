package experiment

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

// Covariates are the class and columns of few values, but of more than one: what
// is the same for all, or different for each, corrects for nothing.
func TestCovariates(t *testing.T) {
	const n = 30
	d := dataset.Dataset{Name: "d", Classes: []string{"no", "yes"}, Labels: make([]int, n), Groups: map[string][]string{}}
	b := dataset.Block{Modality: dataset.Modality{Name: "m", Kind: dataset.Table, Columns: []string{"x"}}, Numbers: dataset.NewMatrix(n, 1), Causes: make([]dataset.Cause, n)}
	for i := range n {
		d.IDs, d.Labels[i] = append(d.IDs, fmt.Sprint("r", i)), i%2
		d.Groups["site"] = append(d.Groups["site"], []string{"a", "b", "c"}[i%3])
		d.Groups["country"] = append(d.Groups["country"], "one")
		d.Groups["person"] = append(d.Groups["person"], fmt.Sprint("p", i))
	}
	d.Blocks = []dataset.Block{b}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	known := Covariates(made)
	if diff := cmp.Diff([]string{"class", "site"}, known.Names); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]float64{1, 0, 1}, known.Of(5)); diff != "" { // yes, not b, c
		t.Error(diff)
	}
}
