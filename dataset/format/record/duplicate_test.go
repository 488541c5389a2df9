package record

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

// pairs makes a dataset of two tables, in which every record is there twice;
// the second table lacks every fourth record.
func pairs(t *testing.T, n int, jitter float64) *dataset.Dataset {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 8))
	blood, urine := dataset.NewMatrix(n, 2), dataset.NewMissing(n, 2)
	labels, ids := study(n, 2, false)
	splits, causes := make([]string, n), make([]dataset.Cause, n)
	for i := range n {
		labels[i], splits[i] = i/2%2, "train"
		for j := range 2 {
			if i%2 == 0 {
				blood.Set(i, j, math.Round(1e4*r.Float64())/1e4)
			} else {
				blood.Set(i, j, blood.At(i-1, j)*(1+jitter))
			}
		}
		if causes[i] = dataset.NoRow; i%4 != 1 {
			causes[i] = dataset.Present
			urine.Set(i, 0, float64(i/2)+0.25)
			urine.Set(i, 1, float64(i/2)/8)
		}
	}
	labels[1], splits[3], splits[5] = 1, "test", "test"
	a, b := block(dataset.Table, blood), block(dataset.Table, urine)
	b.Modality.Name, b.Causes = "urine", causes
	d, err := dataset.New(dataset.Dataset{IDs: ids, Blocks: []dataset.Block{a, b}, Classes: []string{"no", "yes"}, Labels: labels, Splits: splits})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDuplicates(t *testing.T) {
	tests := []struct {
		name   string
		jitter float64
		want   string
	}{
		{"twice", 0, "60 records are the same as another in all that both have, such as r0000 and r0001; once with another label; 2 times in another part of the split"},
		{"nearly twice", 1e-7, "60 records are the same as another but for rounding, such as r0000 and r0001; once with another label; 2 times in another part of the split"},
		{"twice in one modality", 0.01, "30 records have the same urine as another, though not all else, such as r0002 and r0003; once in another part of the split"},
	}
	for _, tt := range tests {
		found, err := duplicates(t.Context(), pairs(t, 60, tt.jitter))
		if err != nil {
			t.Fatal(err)
		}
		if whole := tt.jitter < 0.01; whole != (len(found.sets) == 30) {
			t.Errorf("%s: %d sets of records that are the same", tt.name, len(found.sets))
		}
		got := ""
		for _, p := range found.problems {
			got += p.What
			// What is promised is what a comparison does: it keeps the sets together.
			if held := strings.Contains(p.Done, "into one part"); held != (len(found.sets) > 0) {
				t.Errorf("%s: %d sets are held together, and the words are: %s", tt.name, len(found.sets), p.Done)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// Records that meet because there are few values are no duplicates.
func TestDuplicatesByChance(t *testing.T) {
	const n = 200
	m := dataset.NewMatrix(n, 4)
	for i := range n {
		for j := range 4 {
			m.Set(i, j, float64((i*(j+3)+i/7)%3))
		}
	}
	_, ids := study(n, 2, false)
	d, err := dataset.New(dataset.Dataset{IDs: ids, Blocks: []dataset.Block{block(dataset.Table, m)}})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := duplicates(t.Context(), d); err != nil || len(found.problems) != 0 || len(found.sets) != 0 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestSubjects(t *testing.T) {
	numbered := func(format string, subjects, visits, from int) []string {
		var ids []string
		for s := range subjects {
			for v := range visits {
				ids = append(ids, fmt.Sprintf(format, s, v+from))
			}
		}
		return ids
	}
	tests := []struct {
		name    string
		ids     []string
		classes []string // of the records in turn
		want    string   // subject of the last id; "" for no group
	}{
		{name: "visits", ids: numbered("P%02d_v%d", 10, 2, 0), want: "P09"},
		{name: "sessions", ids: numbered("sub-%02d_ses-%d", 8, 3, 1), want: "sub-07"},
		{name: "images", ids: numbered("patient%d img %d", 8, 3, 1), want: "patient7"},
		{name: "numbers that begin anew", ids: numbered("P%02d_%d", 12, 3, 1), want: "P11"},
		{name: "sides", ids: []string{"p1_left", "p1_right", "p2_left", "p2_right", "p3_left", "p3_right"}, want: "p3"},
		{name: "copies", ids: []string{"a", "b", "c", "b (1)", "d", "a - copy"}, want: "a"},
		{name: "letters", ids: []string{"P01a", "P01b", "P02a", "P02b", "P03a", "P03b", "P03c"}, want: "P03"},
		{name: "visits first", ids: []string{"v0_P01", "v1_P01", "v0_P02", "v1_P02", "v0_P03", "v1_P03"}, want: "P03"},
		{name: "wells of plates", ids: []string{"1a", "2c", "3d", "4h", "5e", "6a"}},
		{name: "one a subject", ids: numbered("P%02d_v%d", 20, 1, 0)},
		{name: "plain numbers", ids: numbered("r%d%02d", 2, 30, 0)},
		{name: "a site and a subject", ids: []string{"02_004", "02_118", "02_230", "05_017", "05_120", "09_301", "09_302", "11_050"}},
		{name: "files called after their class", ids: numbered("c%d_%02d", 3, 9, 1), classes: []string{"c0", "c1", "c2"}},
		{name: "barcodes", ids: []string{"TCGA-OR-A5J1", "TCGA-OR-A5J2", "TCGA-OR-A5J3", "TCGA-OR-A5J5"}},
	}
	for _, tt := range tests {
		labels, classes := make([]int, len(tt.ids)), []string{"yes"}
		if tt.classes != nil {
			classes = tt.classes
			for i := range labels {
				labels[i] = i * len(classes) / len(labels)
			}
		}
		group, p := subjects(tt.ids, labels, classes)
		got := ""
		if group != nil {
			got = group[len(group)-1]
		}
		if got != tt.want || (p == nil) != (tt.want == "") {
			t.Errorf("%s: subject %q, %+v; want %q", tt.name, got, p, tt.want)
		} else if p != nil && !strings.Contains(p.Done, "group:subject") {
			t.Errorf("%s: %+v", tt.name, p)
		}
	}
}
