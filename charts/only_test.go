package charts

import (
	"slices"
	"strings"
	"testing"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/metric"
)

// TestOnlySomeRecords: charts of the data that are about every third record say of
// them what they say of a dataset that has no others, and lead back to all of it.
func TestOnlySomeRecords(t *testing.T) {
	in := small()
	part, rows := make([]uint64, 10), []int{}
	for i := 0; i < in.Data.Records(); i += 3 {
		part[i/64] |= 1 << (i % 64)
		rows = append(rows, i)
	}
	in.Only, in.Selected = &Only{Records: part, Words: "row in thirds"}, make([]uint64, 10)
	in.Selected[0] = 1<<9 - 1 // records 0, 3 and 6 of them
	data, err := in.Data.Only(rows)
	if err != nil {
		t.Fatal(err)
	}
	alone := Input{Data: data, Split: in.Split.Only(rows), Selected: []uint64{7, 0, 0, 0}}
	if in.Mask != nil {
		alone.Mask = in.Mask.Only(rows)
	}
	for _, name := range []string{"presence", "patterns", "comissing"} {
		f, g := figure(t, name, in), figure(t, name, alone)
		if a, b := f.Table(), g.Table(); !slices.EqualFunc(a.Rows, b.Rows, slices.Equal) || a.Context[1][1] != in.Data.Hash() || a.Context[3] != [2]string{"only", "row in thirds"} {
			t.Errorf("%s: %v\n%v\n%v", name, a.Context, a.Rows, b.Rows)
		}
		if want := "Only row in thirds: " + g.Title(); f.Title() != want {
			t.Errorf("%s: %q, want %q", name, f.Title(), want)
		}
		if a, b := f.(Selectable).WithSelection(in.Selected).Description().Long, f.Description().Long; a != b {
			t.Errorf("%s selects otherwise afterwards:\n%s\n%s", name, a, b)
		}
	}
	stands := slices.Clone(figure(t, "presence", in).(*Presence).Stands())
	slices.Sort(stands)
	for k, i := range stands {
		if int(i) != rows[k] {
			t.Fatalf("position %d is record %d, want %d", k, i, rows[k])
		}
	}
	in.Only.Records = make([]uint64, 10)
	if _, err := New("presence", in); err == nil || !strings.Contains(err.Error(), "none of the 600") {
		t.Errorf("no record: %v", err)
	}
}

// The legend of patterns names no part of the split of which no record is shown.
func TestOnlyPartsShownAreNamed(t *testing.T) {
	in := small()
	in.Only = &Only{Records: make([]uint64, 10), Words: "split = train or validation"}
	for i := range in.Data.Records() {
		if !slices.Contains(in.Split.Test, i) {
			in.Only.Records[i/64] |= 1 << (i % 64)
		}
	}
	u := newUpset(figure(t, "patterns", in).(*patterns), canvas.NewPen(canvas.Measuring(480, 400), onScreen()))
	named := func(part string) bool {
		return slices.ContainsFunc(u.entries(), func(e canvas.Entry) bool { return e.Text == part })
	}
	if !named("train") || !named("validation") || named("test") {
		t.Errorf("train %v, validation %v, test %v; want the first two", named("train"), named("validation"), named("test"))
	}
}

// TestOnlyOrdersStrata: the patterns of results stand as those of the chosen
// records do, and the scores stay what they are, and say so.
func TestOnlyOrdersStrata(t *testing.T) {
	in := small()
	all := figure(t, "strata", in)
	last := all.(*strata).rows[len(all.(*strata).rows)-1].Pattern
	part := make([]uint64, 10)
	for _, g := range in.Data.Presence.Patterns() {
		for _, i := range g.Records {
			if g.Pattern == last {
				part[i/64] |= 1 << (i % 64)
			}
		}
	}
	in.Only = &Only{Records: part, Words: "split = train"}
	f := figure(t, "strata", in)
	first := func(f canvas.Figure) dataset.Pattern {
		s := f.(*strata)
		k := slices.IndexFunc(s.rows, func(r stratumRow) bool { return r.Kind == metric.OnePattern })
		return s.rows[k].Pattern
	}
	if first(f) != last || first(all) == last {
		t.Errorf("first pattern %s, of all %s, want %s", first(f), first(all), last)
	}
	if len(f.Table().Rows) != len(all.Table().Rows) || !strings.Contains(f.Description().Short, "Scores are of test records whatever is chosen (split = train)") {
		t.Error(f.Description().Short)
	}
}
