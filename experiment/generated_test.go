package experiment

import (
	"context"
	"slices"
	"testing"

	"lacuna/dataset"
	"lacuna/impute"
	"lacuna/internal/job"
)

// TestGenerateFindsTheNearestText: the last record lacks its text, and its
// number is that of the second; so one neighbour fills in the second's words,
// whose text comes nearest.
func TestGenerateFindsTheNearestText(t *testing.T) {
	n := dataset.NewMatrix(4, 1)
	copy(n.Data, []float64{0, 5, 10, 5.1})
	d, err := dataset.New(dataset.Dataset{IDs: []string{"a", "b", "c", "d"}, Blocks: []dataset.Block{
		{Modality: dataset.Modality{Name: "number", Kind: dataset.Table, Columns: []string{"x"}}, Numbers: n, Causes: make([]dataset.Cause, 4)},
		{Modality: dataset.Modality{Name: "note", Kind: dataset.Text}, Texts: []string{"red apple red", "green pear green", "blue plum blue", ""},
			Numbers: dataset.NewMatrix(4, 0), Causes: []dataset.Cause{0, 0, 0, dataset.NoRow}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	info, err := impute.Lookup("knn")
	if err != nil {
		t.Fatal(err)
	}
	knn, err := info.Make(map[string]string{"k": "1"})
	if err != nil {
		t.Fatal(err)
	}
	done, err := Impute(context.Background(), d, nil, knn, job.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	made, err := done.Generate(t.Context(), func(int, int) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(made.Nearest[1], []int{-1, -1, -1, 1}) || made.Draws != nil {
		t.Errorf("nearest %v, %d draws; want record 1 for the last, and no draws of a method that has none", made.Nearest[1], len(made.Draws))
	}
}
