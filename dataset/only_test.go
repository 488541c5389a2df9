package dataset

import (
	"math"
	"testing"
)

// TestOnlyIsAsIfJustTheseWereRead compares a part of a dataset with the same
// records made by themselves.
func TestOnlyIsAsIfJustTheseWereRead(t *testing.T) {
	made := func(records ...int) *Dataset {
		d := Dataset{Name: "d", Classes: []string{"a", "b"}, Groups: map[string][]string{"site": nil}}
		table := Block{Modality: Modality{Name: "table", Kind: Table, Columns: []string{"x"}}, Numbers: NewMissing(len(records), 1)}
		text := Block{Modality: Modality{Name: "text", Kind: Text}}
		for k, i := range records {
			d.IDs, d.Labels = append(d.IDs, string(rune('a'+i))), append(d.Labels, i%2)
			d.Splits, d.Groups["site"] = append(d.Splits, []string{"train", "test"}[i%2]), append(d.Groups["site"], string(rune('A'+i)))
			table.Causes, text.Causes = append(table.Causes, Present), append(text.Causes, Cause(i%3))
			table.Numbers.Set(k, 0, float64(i))
			text.Texts = append(text.Texts, string(rune('x'+i%3)))
			if i%4 == 3 {
				table.Causes[k] = NoRow
				table.Numbers.Set(k, 0, math.NaN())
			}
		}
		table.Bounds = map[int][]Bound{}
		for k, i := range records {
			if i%2 == 1 {
				table.Bounds[k] = []Bound{{Column: 0, Low: 0, High: float64(i)}}
			}
		}
		d.Blocks = []Block{table, text}
		out, err := New(d)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	all := made(0, 1, 2, 3, 4, 5, 6, 7)
	all.Same = [][]int{{0, 3, 6}, {1, 2}}
	part, err := all.Only([]int{6, 3, 1})
	if err != nil {
		t.Fatal(err)
	}
	if part.Hash() != made(6, 3, 1).Hash() {
		t.Error("a part of a dataset is not what reading just these records gives")
	}
	if len(part.Same) != 1 || len(part.Same[0]) != 2 || part.Presence.Count(0) != 2 {
		t.Errorf("same %v, %d with a table", part.Same, part.Presence.Count(0))
	}
	for _, bad := range [][]int{nil, {8}, {-1}, {1, 1}} {
		if _, err := all.Only(bad); err == nil {
			t.Errorf("records %v are taken", bad)
		}
	}
}
