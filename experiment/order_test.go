package experiment

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/rng"
)

// rearranged is the same data with its records and modalities in another order.
func rearranged(t *testing.T, d *dataset.Dataset) *dataset.Dataset {
	t.Helper()
	rows := rng.New(9).Rand().Perm(d.Records())
	out := dataset.Dataset{Name: d.Name, Classes: d.Classes, Groups: map[string][]string{}}
	for _, b := range slices.Backward(d.Blocks) {
		numbers := dataset.NewMatrix(d.Records(), b.Numbers.Cols)
		other := dataset.Block{Modality: b.Modality, Numbers: numbers}
		for k, i := range rows {
			copy(numbers.Row(k), b.Numbers.Row(i))
			other.Causes = append(other.Causes, b.Causes[i])
		}
		out.Blocks = append(out.Blocks, other)
	}
	for _, i := range rows {
		out.IDs, out.Labels, out.Splits = append(out.IDs, d.IDs[i]), append(out.Labels, d.Labels[i]), append(out.Splits, d.Splits[i])
		for name, values := range d.Groups {
			out.Groups[name] = append(out.Groups[name], values[i])
		}
	}
	made, err := dataset.New(out)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// named are the ids of some rows, in their order.
func named(d *dataset.Dataset, rows []int) []string {
	var ids []string
	for _, i := range rows {
		ids = append(ids, d.IDs[i])
	}
	return ids
}

// The same records get the same split, mask and holes whatever the order of
// rows and modalities.
func TestOrderDoesNotMatterToDraws(t *testing.T) {
	d := fixture(t, 120)
	d.Groups["person"] = make([]string, d.Records())
	for i := range d.Records() {
		d.Groups["person"][i] = string(rune('a' + i%25))
	}
	other := rearranged(t, d)
	for _, s := range []SplitSpec{{}, {Kind: KFold}, {Kind: GivenFile}, {Kind: LeaveOut, Column: "site"}, {Together: "person"}, {Kind: KFold, Together: "person"}} {
		splits, err := s.Draw(d, rng.New(3))
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.Draw(other, rng.New(3))
		if err != nil {
			t.Fatal(err)
		}
		for k := range splits {
			for part, rows := range [][2][]int{{splits[k].Train, again[k].Train}, {splits[k].Validation, again[k].Validation}, {splits[k].Test, again[k].Test}} {
				if diff := cmp.Diff(named(d, rows[0]), named(other, rows[1])); diff != "" {
					t.Errorf("%+v, split %d, part %d: %s", s, k, part, diff)
				}
			}
		}
	}
	rates := map[string]float64{"colour": 0.3, "size": 0.2}
	for _, m := range []MaskSpec{
		{Mechanism: MCAR, Rate: 0.2}, {Mechanism: MCAR, Kind: dataset.RecordRate, Rate: 0.3}, {Mechanism: MCAR, Kind: dataset.ModalityRate, Rate: 0.2}, {Mechanism: MCAR, Rates: rates},
		{Mechanism: MNAR, Rates: rates}, {Mechanism: MAR, By: "size", Rate: 0.3}, {Mechanism: ByLabel, Rates: rates}, {Mechanism: ByGroup, By: "site", Rates: rates},
		{Mechanism: Leaves, Left: []string{"size"}, Rate: 0.5},
		{Mechanism: Leaves, Patterns: map[string]float64{"size": 0.3, "colour": 0.2}},
	} {
		h := Hiding{Mask: m, Cells: 0.2}
		one, err := h.Draw(d, rng.New(4), nil)
		if err != nil {
			t.Fatal(err)
		}
		two, err := h.Draw(other, rng.New(4), nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(holes(d, one), holes(other, two)); diff != "" {
			t.Errorf("%s: %s", h.Words(), diff)
		}
	}
}

// holes lists by id and name what is hidden.
func holes(d *dataset.Dataset, h Hidden) map[string]bool {
	out := map[string]bool{}
	for i, id := range d.IDs {
		for m, name := range d.Names() {
			for j, column := range d.Blocks[m].Modality.Columns {
				if h.hides(i, m, j) {
					out[id+" "+name+" "+column] = true
				}
			}
		}
	}
	return out
}

// Nor does the order change a prediction or an attention weight of any method.
func TestOrderDoesNotMatterToAnyMethod(t *testing.T) {
	d := fixture(t, 60)
	other := rearranged(t, d)
	spec := Spec{Methods: everyMethod(), Mask: MaskSpec{Mechanism: MCAR, Rate: 0.2}, MaskedComplete: true}
	one, two := compare(t, Runner{}, d, spec), compare(t, Runner{}, other, spec)
	for k, run := range one.Runs {
		for i, row := range two.Runs[k].Rows {
			two.Runs[k].Rows[i].Record = slices.Index(d.IDs, row.ID)
			two.Runs[k].Rows[i].Pattern, two.Runs[k].Rows[i].Natural = backward(row.Pattern), backward(row.Natural)
			slices.Reverse(row.Attention)
		}
		if diff := cmp.Diff(byName(run.Rows), byName(two.Runs[k].Rows), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", run.Method, diff)
		}
	}
}

// byName holds rows by what they are of: the series of patterns is in the order
// of the patterns.
func byName(rows []result.Row) map[string]result.Row {
	out := map[string]result.Row{}
	for _, r := range rows {
		out[string(r.Series)+" "+string(r.Pattern)+" "+r.ID] = r
	}
	return out
}

func backward(p dataset.Pattern) dataset.Pattern {
	b := []byte(p)
	slices.Reverse(b)
	return dataset.Pattern(b)
}

// Nor what an imputer puts in.
func TestOrderDoesNotMatterToImputers(t *testing.T) {
	d := fixture(t, 60)
	other := rearranged(t, d)
	for _, name := range []string{"missforest", "softimpute", "pls", "knn", "mice"} {
		values := map[string][]float64{}
		for k, data := range []*dataset.Dataset{d, other} {
			done, err := Impute(context.Background(), data, nil, imputer(t, name), job.Env{Seed: rng.New(1)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			for i, id := range data.IDs {
				for m, modality := range data.Names() {
					key, row := id+" "+modality, done.Values[m].Row(i)
					if k == 1 && !slices.Equal(row, values[key]) {
						t.Fatalf("%s: %s is %v and %v", name, key, values[key], row)
					}
					values[key] = row
				}
			}
		}
	}
}
