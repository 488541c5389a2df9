package dataset_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/internal/rng"
)

// checkSplit checks that the parts are disjoint and hold every row of rows.
func checkSplit(t *rapid.T, s dataset.Split, rows []int) {
	all := slices.Concat(s.Train, s.Validation, s.Test)
	slices.Sort(all)
	if diff := cmp.Diff(slices.Sorted(slices.Values(rows)), all); diff != "" {
		t.Fatalf("the parts are no partition of the labelled rows:\n%s", diff)
	}
}

func drawSizes(t *rapid.T) []int {
	return rapid.SliceOfN(rapid.IntRange(2, 40), 2, 5).Draw(t, "sizes")
}

// A hold-out split is stratified, disjoint and leaves out what has no label.
func TestHoldout(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		sizes := drawSizes(rt)
		d := complete(t, 1, sizes...)
		labels := slices.Clone(d.Labels)
		for i := range labels {
			if i%7 == 3 && sizes[labels[i]] > 20 {
				labels[i] = dataset.NoLabel
			}
		}
		d = build(rt, dataset.Dataset{IDs: d.IDs, Blocks: d.Blocks, Classes: d.Classes, Labels: labels})
		share := rapid.Float64Range(0.1, 0.5).Draw(rt, "share")
		s, err := d.Holdout(share, 0.2, nil, rng.New(rapid.Uint64().Draw(rt, "seed")))
		if err != nil {
			rt.Fatal(err)
		}
		checkSplit(rt, s, d.Labelled())
		for c := range sizes {
			all, test := countClass(d, d.Labelled(), c), countClass(d, s.Test, c)
			if test < 1 || test >= all || abs(float64(test)-share*float64(all)) > 1 {
				rt.Fatalf("class %d: %d of %d in the test, want a share of %.2f", c, test, all, share)
			}
		}
	})
}

func countClass(d *dataset.Dataset, rows []int, class int) int {
	n := 0
	for _, i := range rows {
		if d.Labels[i] == class {
			n++
		}
	}
	return n
}

func abs(x float64) float64 { return max(x, -x) }

func TestHoldoutIsSeeded(t *testing.T) {
	d := complete(t, 1, 30, 30)
	split := func(seed uint64) dataset.Split {
		s, err := d.Holdout(0.3, 0.2, nil, rng.New(seed))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if diff := cmp.Diff(split(1), split(1)); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(split(1), split(2)) {
		t.Error("two seeds give the same split")
	}
}

func TestSplitRefuses(t *testing.T) {
	one := complete(t, 1, 9)
	if _, err := one.Holdout(0.2, 0.1, nil, rng.New(1)); err == nil || !strings.Contains(err.Error(), `has the class "c0"`) {
		t.Errorf("one class: %v", err)
	}
	none := build(t, dataset.Dataset{IDs: one.IDs, Blocks: one.Blocks})
	if _, err := none.Holdout(0.2, 0.1, nil, rng.New(1)); err == nil || !strings.Contains(err.Error(), "no record") {
		t.Errorf("no labels: %v", err)
	}
	if _, err := one.Given(0.1, nil, rng.New(1)); err == nil || !strings.Contains(err.Error(), "no split of its own") {
		t.Errorf("no split: %v", err)
	}
	two := complete(t, 1, 5, 5)
	if _, err := two.Holdout(0, 0, nil, rng.New(1)); err == nil || !strings.Contains(err.Error(), "no record for the test") {
		t.Errorf("no test: %v", err)
	}
	if _, err := complete(t, 1, 1, 1, 1).Holdout(0.2, 0, nil, rng.New(1)); err == nil || !strings.Contains(err.Error(), "each of the 3 records has a class of its own") {
		t.Errorf("a class for each record: %v", err)
	}
	kin := dataset.KinOf(10, nil, [][]int{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}})
	if _, err := two.Holdout(0.2, 0, kin, rng.New(1)); err == nil || !strings.Contains(err.Error(), "the 10 records make only 1 group") {
		t.Errorf("one family: %v", err)
	}
}

func TestGivenSplit(t *testing.T) {
	d := complete(t, 1, 10, 10)
	names := make([]string, 20)
	for i := range names {
		names[i] = []string{"train", "train", "train", "test", ""}[i%5]
	}
	d = build(t, dataset.Dataset{Name: "given", IDs: d.IDs, Blocks: d.Blocks, Classes: d.Classes, Labels: d.Labels, Splits: names})
	s, err := d.Given(0.25, nil, rng.New(1))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{3, 8, 13, 18}, slices.Sorted(slices.Values(s.Test))); diff != "" {
		t.Error(diff)
	}
	if len(s.Train) != 8 || len(s.Validation) != 4 || s.Name != "file" {
		t.Errorf("%d train, %d validate", len(s.Train), len(s.Validation))
	}
	names = slices.Repeat([]string{"validation", "test", "train"}, 7)[:20]
	d = build(t, dataset.Dataset{Name: "given", IDs: d.IDs, Blocks: d.Blocks, Classes: d.Classes, Labels: d.Labels, Splits: names})
	if s, err = d.Given(0.25, nil, rng.New(1)); err != nil || len(s.Validation) != 7 || !slices.Contains(s.Validation, 3) {
		t.Errorf("its own validation: %v, %v", s.Validation, err)
	}
	names = slices.Repeat([]string{"north", "south"}, 10)
	d = build(t, dataset.Dataset{Name: "given", IDs: d.IDs, Blocks: d.Blocks, Classes: d.Classes, Labels: d.Labels, Splits: names})
	if _, err := d.Given(0.25, nil, rng.New(1)); err == nil || !strings.Contains(err.Error(), "split by group") {
		t.Errorf("other names: %v", err)
	}
}
