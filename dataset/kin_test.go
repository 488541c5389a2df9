package dataset_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/internal/rng"
)

// Kin of kin are kin: what KinOf joins is what can be reached in steps of one
// column value or one set.
func TestKinOfIsReachable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "n")
		column := rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b", "c", "d", "e"}), n, n).Draw(t, "column")
		var sets [][]int
		for range rapid.IntRange(0, 3).Draw(t, "sets") {
			sets = append(sets, rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 2, min(n, 3), rapid.ID).Draw(t, "set"))
		}
		reach := make([][]bool, n)
		for i := range reach {
			reach[i] = make([]bool, n)
			for j := range n {
				reach[i][j] = i == j || column[i] != "" && column[i] == column[j] ||
					slices.ContainsFunc(sets, func(s []int) bool { return slices.Contains(s, i) && slices.Contains(s, j) })
			}
		}
		for via := range n { // Warshall
			for i := range n {
				for j := range n {
					reach[i][j] = reach[i][j] || reach[i][via] && reach[via][j]
				}
			}
		}
		kin := dataset.KinOf(n, column, sets)
		for i := range n {
			for j := range n {
				if got := kin != nil && kin[i] == kin[j] || i == j; got != reach[i][j] {
					t.Fatalf("%d and %d are kin: %v, want %v", i, j, got, reach[i][j])
				}
			}
		}
	})
}

func TestFamilies(t *testing.T) {
	kin := dataset.KinOf(6, []string{"a", "b", "a", "", "", "b"}, nil)
	if diff := cmp.Diff([][]int{{5, 1}, {3}, {2}}, kin.Families([]int{5, 3, 2, 1})); diff != "" {
		t.Error(diff)
	}
	if n := kin.Across([]int{0, 3, 5}, []int{1, 2, 4}); n != 2 {
		t.Errorf("%d families on both sides, want 2", n)
	}
}

// families is a dataset of two classes whose kin, of up to four records, have
// one class each.
func families(tb testing.TB, t *rapid.T) (*dataset.Dataset, dataset.Kin) {
	var sizes [2]int
	var column [2][]string
	for c := range sizes {
		for f, size := range rapid.SliceOfN(rapid.IntRange(1, 4), 30, 60).Draw(t, "families") {
			sizes[c] += size
			column[c] = append(column[c], slices.Repeat([]string{fmt.Sprint(c, "/", f)}, size)...)
		}
	}
	d := complete(tb, 1, sizes[0], sizes[1])
	return d, dataset.KinOf(d.Records(), append(column[0], column[1]...), nil)
}

// A part drawn from families has none of them in halves, and its share of each
// class but for half a family.
func TestStratifiedKeepsKinTogether(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d, kin := families(t, rt)
		share := rapid.Float64Range(0.1, 0.5).Draw(rt, "share")
		seed := rng.New(rapid.Uint64().Draw(rt, "seed"))
		s, err := d.Holdout(share, 0.2, kin, seed)
		if err != nil {
			rt.Fatal(err)
		}
		checkSplit(rt, s, d.Labelled())
		if kin.Across(s.Development(), s.Test)+kin.Across(s.Train, s.Validation) > 0 {
			rt.Fatal("a family is on both sides")
		}
		for c := range d.Classes {
			all, test := countClass(d, d.Labelled(), c), countClass(d, s.Test, c)
			if abs(float64(test)-share*float64(all)) > 2 {
				rt.Fatalf("class %d: %d of %d in the test, want a share of %.2f", c, test, all, share)
			}
		}
		if again, _ := d.Holdout(share, 0.2, kin, seed); !cmp.Equal(s, again) {
			rt.Fatal("the same seed gives another split")
		}
	})
}

// A class that one family holds alone stays in training.
func TestLastFamilyOfAClassIsKept(t *testing.T) {
	d := complete(t, 1, 4, 12)
	kin := dataset.KinOf(16, slices.Concat(slices.Repeat([]string{"only"}, 4), slices.Repeat([]string{"x", "y", "z"}, 4)), nil)
	for seed := range uint64(20) {
		_, drawn := d.Stratified(d.Labelled(), 0.5, kin, rng.New(seed))
		if countClass(d, drawn, 0) > 0 || len(drawn) == 0 {
			t.Errorf("seed %d: drawn %v", seed, drawn)
		}
	}
}

// Folds dealt by families have none in halves and differ by a family at most.
func TestDealFamilies(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d, kin := families(t, rt)
		folds := rapid.IntRange(2, 8).Draw(rt, "folds")
		list := kin.Families(d.Labelled())
		fold := dataset.DealFamilies(list, d.Labels, 2, folds, rng.New(rapid.Uint64().Draw(rt, "seed")).Rand().Perm(len(list)))
		counts := make([][2]int, folds)
		for _, family := range list {
			for _, i := range family {
				if fold[i] != fold[family[0]] {
					rt.Fatalf("records %d and %d are kin and in different folds", i, family[0])
				}
				counts[fold[i]][d.Labels[i]]++
			}
		}
		for c := range 2 {
			least, most := counts[0][c], counts[0][c]
			for _, n := range counts {
				least, most = min(least, n[c]), max(most, n[c])
			}
			if most-least > 4 {
				rt.Fatalf("class %d is dealt %v", c, counts)
			}
		}
	})
}
