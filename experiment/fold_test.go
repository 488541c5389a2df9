package experiment

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/rng"
)

// Every kind of split: the parts are disjoint, have labels, and are the same
// for the same seed.
func TestSplitLaws(t *testing.T) {
	d := patients(t, 120)
	rapid.Check(t, func(t *rapid.T) {
		spec := SplitSpec{
			Kind:       rapid.SampledFrom([]SplitKind{Holdout, GivenFile, KFold, LeaveOut}).Draw(t, "kind"),
			Test:       rapid.Float64Range(0.1, 0.5).Draw(t, "test"),
			Validation: rapid.Float64Range(0.05, 0.5).Draw(t, "validation"),
			Folds:      rapid.IntRange(2, 8).Draw(t, "folds"), Column: "site",
			Together: rapid.SampledFrom([]string{"", "patient"}).Draw(t, "together"), Twins: rapid.Bool().Draw(t, "twins"),
		}
		seed := rng.New(rapid.Uint64().Draw(t, "seed"))
		splits, err := spec.Draw(d, seed)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := spec.Draw(d, seed)
		kin, _ := spec.kin(d)
		for k, s := range splits {
			all := slices.Concat(s.Train, s.Validation, s.Test)
			slices.Sort(all)
			if len(slices.Compact(all)) != len(s.Train)+len(s.Validation)+len(s.Test) {
				t.Fatalf("%s: the parts overlap", s.Name)
			}
			if slices.ContainsFunc(all, func(i int) bool { return d.Labels[i] == dataset.NoLabel }) {
				t.Fatalf("%s holds a record without a label", s.Name)
			}
			if n := kin.Across(s.Train, s.Validation); n > 0 {
				t.Fatalf("%s has %d patients both in training and in validation", s.Name, n)
			}
			if n := kin.Across(s.Development(), s.Test); n > 0 && (spec.Kind == Holdout || spec.Kind == KFold) {
				t.Fatalf("%s has %d patients both in development and in the test", s.Name, n)
			}
			if fmt.Sprint(s) != fmt.Sprint(again[k]) {
				t.Fatalf("%s differs when drawn again", s.Name)
			}
		}
	})
}

// patients is the fixture with up to four records of a patient, and twins.
func patients(t testing.TB, n int) *dataset.Dataset {
	d := *fixture(t, n)
	column := make([]string, n)
	r := rng.New(3).Rand()
	for i := range column {
		column[i] = fmt.Sprintf("patient %d", r.IntN(n/2))
	}
	d.Groups = map[string][]string{"site": d.Groups["site"], "patient": column}
	d.Subjects, d.Same = "patient", [][]int{{0, 7}, {20, 31, 45}}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// What is suspected is kept together; what is not is said.
func TestCarefulSplits(t *testing.T) {
	d := patients(t, 120)
	careful := SplitSpec{Kind: KFold}.Careful(d)
	if careful.Together != "patient" || !careful.Twins {
		t.Errorf("suspected subjects and twins are drawn apart: %+v", careful)
	}
	if own := (SplitSpec{Together: "site"}).Careful(d); own.Together != "site" {
		t.Errorf("the column that was chosen became %q", own.Together)
	}
	for _, c := range []struct {
		spec SplitSpec
		says string
	}{
		{careful, "records are kept with others in one part of every split, because they share their patient or are the same as another"},
		{SplitSpec{Twins: true}, "5 records are kept with others in one part of every split, because they are the same as another"},
		{SplitSpec{}, "met again in the test, because they share their patient or are the same as another: scores can be too good"},
	} {
		run := runOne(t, Runner{}, d, Spec{Methods: methods("majority"), Split: c.spec})
		if !strings.Contains(strings.Join(run.Warnings, "\n"), c.says) {
			t.Errorf("%+v: %q, want %q", c.spec, run.Warnings, c.says)
		}
	}
	if words := (SplitSpec{}).Careful(fixture(t, 60)).TogetherWords(fixture(t, 60)); words != "" {
		t.Errorf("without subjects: %q", words)
	}
}

// A method sees which records are kin, so that what it divides keeps them
// together, too.
func TestMethodsSeeKin(t *testing.T) {
	d := patients(t, 120)
	look := fake{fit: func(_ context.Context, train, _ dataset.View, _ job.Env) error {
		of := map[string]int{}
		for i := range train.Len() {
			family, some := train.Family(i)
			patient := train.Group("patient", i)
			if first, met := of[patient]; !some || met && first != family {
				return fmt.Errorf("record %s of %s is of family %d, another of %d", train.ID(i), patient, family, first)
			}
			of[patient] = family
		}
		return nil
	}}
	runOne(t, Runner{methods: withFake("looker", look)}, d, Spec{Methods: methods("looker"), Split: SplitSpec{}.Careful(d)})
}

// The data's own split is used as it is, and what it parts is said.
func TestGivenSplitThatPartsSubjects(t *testing.T) {
	d := patients(t, 120)
	run := runOne(t, Runner{}, d, Spec{Methods: methods("majority"), Split: SplitSpec{Kind: GivenFile}.Careful(d)})
	if said := strings.Join(run.Warnings, "\n"); !strings.Contains(said, "have records both in development and in the test") {
		t.Errorf("nothing is said of subjects on both sides: %q", said)
	}
}

// Folds and groups test every labelled record exactly once.
func TestEveryRecordOnce(t *testing.T) {
	d := fixture(t, 121)
	for _, spec := range []SplitSpec{{Kind: KFold, Folds: 7}, {Kind: LeaveOut, Column: "site"}} {
		splits, err := spec.Draw(d, rng.New(1))
		if err != nil {
			t.Fatal(err)
		}
		var tested []int
		for _, s := range splits {
			tested = append(tested, s.Test...)
		}
		slices.Sort(tested)
		if !slices.Equal(tested, slices.Sorted(slices.Values(d.Labelled()))) {
			t.Errorf("%s: tested %d records, want each of %d once", spec.Kind, len(tested), len(d.Labelled()))
		}
	}
}

func TestFoldsAreStratified(t *testing.T) {
	d := fixture(t, 150)
	splits, err := SplitSpec{Kind: KFold, Folds: 5}.Draw(d, rng.New(1))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range splits {
		counts := make([]int, 3)
		for _, i := range s.Test {
			counts[d.Labels[i]]++
		}
		if slices.Max(counts)-slices.Min(counts) > 2 {
			t.Errorf("%s has classes %v", s.Name, counts)
		}
	}
	if splits[2].Name != "fold 3 of 5" {
		t.Errorf("name %q, want %q", splits[2].Name, "fold 3 of 5")
	}
}

func TestGroupNames(t *testing.T) {
	d := fixture(t, 60)
	splits, err := SplitSpec{Kind: LeaveOut, Column: "site"}.Draw(d, rng.New(1))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range splits {
		names = append(names, s.Name)
		for _, i := range s.Test {
			if "site="+d.Groups["site"][i] != s.Name {
				t.Errorf("record %s of %s is in the test of %s", d.IDs[i], d.Groups["site"][i], s.Name)
			}
		}
	}
	if got := strings.Join(names, " "); got != "site=cl site=hu site=sw site=va" {
		t.Errorf("groups %s", got)
	}
	// The data's own split column can be left out value by value, too.
	if splits, err := (SplitSpec{Kind: LeaveOut, Column: "split"}).Draw(d, rng.New(1)); err != nil || len(splits) != 2 {
		t.Errorf("by the split column: %d splits, %v", len(splits), err)
	}
}

func TestSplitErrors(t *testing.T) {
	cases := []struct {
		name   string
		spec   SplitSpec
		change func(*dataset.Dataset)
		says   string
	}{
		{"no column", SplitSpec{Kind: LeaveOut}, nil, "name the column"},
		{"unknown column", SplitSpec{Kind: LeaveOut, Column: "colour"}, nil, "site, split"},
		{"no columns", SplitSpec{Kind: LeaveOut, Column: "site"}, func(d *dataset.Dataset) { d.Groups, d.Splits = nil, nil }, "no column to group by"},
		{"gap", SplitSpec{Kind: LeaveOut, Column: "site"}, func(d *dataset.Dataset) { d.Groups["site"][4] = "" }, "p004"},
		{"one group", SplitSpec{Kind: LeaveOut, Column: "site"}, func(d *dataset.Dataset) { fill(d.Groups["site"], "va") }, "two or more"},
		{"group is the class", SplitSpec{Kind: LeaveOut, Column: "site"}, groupByClass, "only the class"},
		{"many folds of few", SplitSpec{Kind: KFold, Folds: 5, Together: "site"}, nil, "5 folds from 4 groups"},
		{"unknown subjects", SplitSpec{Together: "colour"}, nil, "no column \"colour\""},
		{"many folds", SplitSpec{Kind: KFold, Folds: 100}, nil, "fewer folds"},
		{"one fold", SplitSpec{Kind: KFold, Folds: 1}, nil, "two or more"},
		{"no labels", SplitSpec{}, func(d *dataset.Dataset) { d.Labels, d.Classes = nil, nil }, "label"},
		{"one class", SplitSpec{}, func(d *dataset.Dataset) { d.Labels = make([]int, len(d.Labels)) }, "two classes"},
		{"one class in folds", SplitSpec{Kind: KFold}, func(d *dataset.Dataset) { d.Labels = make([]int, len(d.Labels)) }, "only the class"},
		{"no split file", SplitSpec{Kind: GivenFile}, func(d *dataset.Dataset) { d.Splits = nil }, "split"},
	}
	for _, c := range cases {
		d := *fixture(t, 60)
		if c.change != nil {
			c.change(&d)
		}
		changed, err := dataset.New(d)
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.spec.Draw(changed, rng.New(1))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want an error that says %q", c.name, err, c.says)
		}
	}
}

func fill(list []string, value string) {
	for i := range list {
		list[i] = value
	}
}

// groupByClass makes two sites: one with a single class, one with the rest.
func groupByClass(d *dataset.Dataset) {
	for i, l := range d.Labels {
		d.Groups["site"][i] = "mixed"
		if l == 0 {
			d.Groups["site"][i] = "red only"
		}
		if l == 2 {
			d.Labels[i] = 1
		}
	}
}
