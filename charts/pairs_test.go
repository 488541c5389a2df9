package charts

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lacuna/charts/canvas"
	"lacuna/dataset"
)

// paired is a dataset of two modalities, of which records lack the first, the
// second or both.
func paired(n int, lacks func(i int) (a, b bool)) *dataset.Dataset {
	d := dataset.Dataset{Name: "paired"}
	for _, name := range []string{"a", "b"} {
		d.Blocks = append(d.Blocks, dataset.Block{Modality: dataset.Modality{Name: name, Columns: []string{"x"}}, Numbers: dataset.NewMatrix(n, 1), Causes: make([]dataset.Cause, n)})
	}
	for i := range n {
		d.IDs, d.Labels = append(d.IDs, fmt.Sprint(i)), append(d.Labels, dataset.NoLabel)
		a, b := lacks(i)
		for m, gone := range []bool{a, b} {
			if gone {
				d.Blocks[m].Causes[i] = dataset.NoRow
			}
		}
	}
	out, err := dataset.New(d)
	if err != nil {
		panic(err)
	}
	return out
}

func together(t *testing.T, d *dataset.Dataset) *comissing {
	t.Helper()
	f, err := newComissing(Input{Data: d})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A rule that three records break is marked with their number, as a region of its
// own; a rule without exceptions is none.
func TestExceptionsAreCounted(t *testing.T) {
	f := together(t, paired(2000, func(i int) (a, b bool) { return i%2 == 0, i%2 == 0 && i > 0 || i == 1 || i == 3 }))
	if got := f.exceptions(0, 1); got != 3 {
		t.Errorf("%d exceptions, want 3", got)
	}
	if !strings.Contains(f.Title(), "<1") || !strings.Contains(f.Description().Long, "Exceptions to the rule: 3") {
		t.Errorf("%s\n%s", f.Title(), f.Description().Long)
	}
	_, regions := canvas.Render(f, 400, 300, 1, canvas.Light(), nil)
	if !slices.ContainsFunc(regions, func(r canvas.Region) bool { return r.Kind == canvas.PairBreak && r.Key == "b" && r.Sub == "a" }) {
		t.Errorf("no cell of exceptions in %v", regions)
	}
	apart := together(t, paired(2000, func(i int) (a, b bool) { return i%2 == 0 || i == 1, i%2 == 1 }))
	if got := apart.exceptions(0, 1); got != 1 || coefficient(phi(apart.presence, 0, 1)) != ">−1" {
		t.Errorf("%d exceptions to two modalities that exclude each other, %s", got, coefficient(phi(apart.presence, 0, 1)))
	}
	whole := together(t, paired(2000, func(i int) (a, b bool) { return i%3 == 0, i%3 == 0 }))
	if got := coefficient(phi(whole.presence, 0, 1)); got != "1.00" || whole.exceptions(0, 1) != 0 {
		t.Errorf("a rule without exceptions: %s, %d", got, whole.exceptions(0, 1))
	}
	selected := whole.WithSelection(make([]uint64, 32))
	if text := selected.Description().Long; !strings.Contains(text, "0 selected are not shown here") {
		t.Error(text)
	}
}
