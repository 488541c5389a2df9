package vm

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

// Records are concerned whose id or file a remark names; numbers in it are counts.
func TestRemarksNameRecords(t *testing.T) {
	k := newDesk(t)
	d := *k.data
	d.Blocks = append([]dataset.Block(nil), d.Blocks...)
	d.Blocks[0].Files = make([]string, d.Records())
	d.Blocks[0].Files[3] = "media/a.png"
	k.Show(&d)
	list := []dataset.Problem{
		{What: "4 records are the same, such as " + d.IDs[2] + " and “" + d.IDs[5] + "”", Done: "kept"},
		{File: "media/a.png", What: "it cannot be decoded"},
		{File: "a.csv", What: "2 columns are odd"},
	}
	var got [][]int
	k.Selection.Concerned(list, k.around, func(found [][]int) { got = found })
	k.wait("the records", func() bool { return got != nil })
	if want := [][]int{{2, 5}, {3}, nil}; !cmp.Equal(got, want) {
		t.Errorf("concerned are %v, want %v", got, want)
	}
	k.Selection.SelectRecords(got[0])
	if i, ok := k.Selection.Current(); !cmp.Equal(k.Selection.Selected(), []int{2, 5}) || !ok || i != 2 {
		t.Errorf("selected are %v, record %d is shown", k.Selection.Selected(), i)
	}
}

// A remark that names several decisions leads to the cell of the first.
func TestRemarksLeadToTheirFirstDecision(t *testing.T) {
	for words, want := range map[string]int{
		"kept; --missing 9 makes them missing, --kind 'a=category' categories": missingColumn,
		"kept; --kind 'a=category' makes them categories, --missing 9 missing": kindColumn,
		"left out": len(previewHeader()) - 1,
	} {
		for range 20 {
			if got := decidedBy(words); got != want {
				t.Fatalf("%q leads to column %d, want %d", words, got, want)
			}
		}
	}
}
