package metric_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/experiment/metric"
)

// Six records of modalities a and b; the third lacks b. The mask hides b of the
// first and a of the last, which is the one test record with b alone.
func TestMasking(t *testing.T) {
	d := dataset.Dataset{Name: "six"}
	for m, name := range []string{"a", "b"} {
		b := dataset.Block{Modality: dataset.Modality{Name: name, Columns: []string{"x"}}, Numbers: dataset.NewMatrix(6, 1), Causes: make([]dataset.Cause, 6)}
		if m == 1 {
			b.Causes[2] = dataset.NoRow
		}
		d.Blocks = append(d.Blocks, b)
	}
	d.IDs = []string{"1", "2", "3", "4", "5", "6"}
	data, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	mask := dataset.NewMask("by hand", 6, 2, func(i, m int) bool { return i == 0 && m == 1 || i == 5 && m == 0 || i == 2 && m == 1 })
	got := metric.NewMasking(data, mask, dataset.Split{Train: []int{0, 1}, Validation: []int{2}, Test: []int{4, 5}})
	want := metric.Masking{
		Name: "by hand", Modalities: []string{"a", "b"}, Records: 5,
		Had: []int{0, 1, 4}, Has: []int{0, 3, 2}, Lacked: []int{0, 1}, Lacks: []int{1, 2},
		Patterns: []metric.Left{{"11", 1, 1}, {"10", 2, 0}, {"01", 0, 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if hidden, had := got.Hidden(); hidden != 2 || had != 9 {
		t.Errorf("%d of %d are hidden, not 2 of 9", hidden, had)
	}
	if unseen := got.Unseen(); len(unseen) != 1 || unseen[0].Pattern != "01" {
		t.Errorf("unseen: %v", unseen)
	}
}
