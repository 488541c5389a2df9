package dataset_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"lacuna/dataset"
)

// drawCauses draws what is absent of n records with k modalities.
func drawCauses(t *rapid.T, n, k int) [][]dataset.Cause {
	cause := rapid.SampledFrom([]dataset.Cause{dataset.Present, dataset.Present, dataset.Present, dataset.NoRow, dataset.NoFile, dataset.Unreadable, dataset.AllNaN})
	causes := make([][]dataset.Cause, k)
	for m := range causes {
		causes[m] = rapid.SliceOfN(cause, n, n).Draw(t, "causes")
	}
	return causes
}

// drawDataset draws a labelled dataset of 1 to 150 records with 1 to 4
// modalities of 1 to 3 columns; some cells are missing.
func drawDataset(t *rapid.T) *dataset.Dataset {
	n, k := rapid.IntRange(1, 150).Draw(t, "records"), rapid.IntRange(1, 4).Draw(t, "modalities")
	causes := drawCauses(t, n, k)
	d := dataset.Dataset{Name: "drawn", Classes: []string{"a", "b", "c"}}
	for i := range n {
		d.IDs = append(d.IDs, fmt.Sprintf("r%d", i))
		d.Labels = append(d.Labels, rapid.IntRange(dataset.NoLabel, 2).Draw(t, "label"))
		d.Splits = append(d.Splits, []string{"train", "test", ""}[i%3])
	}
	d.Groups = map[string][]string{"site": d.IDs}
	for m := range k {
		cols := rapid.IntRange(1, 3).Draw(t, "columns")
		b := dataset.Block{Modality: dataset.Modality{Name: fmt.Sprintf("m%d", m), Kind: dataset.Table, Columns: make([]string, cols)},
			Numbers: dataset.NewMissing(n, cols), Causes: causes[m]}
		for i := range n {
			if causes[m][i] == dataset.Present {
				b.Numbers.Set(i, 0, float64(100*i+m))
			}
		}
		d.Blocks = append(d.Blocks, b)
	}
	return build(t, d)
}

// build makes a dataset or ends the test.
func build(t interface{ Fatal(...any) }, d dataset.Dataset) *dataset.Dataset {
	out, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// complete is a dataset of n records in which nothing is missing, with classes
// of the given sizes.
func complete(t testing.TB, modalities int, sizes ...int) *dataset.Dataset {
	t.Helper()
	d := dataset.Dataset{Name: "complete"}
	for c, size := range sizes {
		d.Classes = append(d.Classes, fmt.Sprintf("c%d", c))
		for range size {
			d.IDs = append(d.IDs, fmt.Sprintf("r%d", len(d.IDs)))
			d.Labels = append(d.Labels, c)
		}
	}
	n := len(d.IDs)
	for m := range modalities {
		b := dataset.Block{Modality: dataset.Modality{Name: fmt.Sprintf("m%d", m), Columns: []string{"x"}}, Numbers: dataset.NewMatrix(n, 1), Causes: make([]dataset.Cause, n)}
		for i := range n {
			b.Numbers.Set(i, 0, float64(i)+float64(m)/10)
		}
		d.Blocks = append(d.Blocks, b)
	}
	return build(t, d)
}

func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }
