package dataset_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/internal/rng"
)

// stored returns one dataset of five records twice: with a row for every
// record, and with only the two rows that there are, of which one is shared.
func stored(t *testing.T) (dense, compact *dataset.Dataset) {
	t.Helper()
	nan := math.NaN()
	about := dataset.Modality{Name: "m", Kind: dataset.Table, Columns: []string{"a", "b"}}
	causes := []dataset.Cause{dataset.Present, dataset.NoFile, dataset.Present, dataset.Unreadable, dataset.Present}
	ids := []string{"1", "2", "3", "4", "5"}
	dense = build(t, dataset.Dataset{IDs: ids, Blocks: []dataset.Block{{Modality: about, Causes: causes,
		Numbers: dataset.Matrix{Rows: 5, Cols: 2, Data: []float64{1, 2, nan, nan, 3, nan, nan, nan, 1, 2}}}}})
	compact = build(t, dataset.Dataset{IDs: ids, Blocks: []dataset.Block{{Modality: about, Causes: causes,
		Numbers: dataset.Matrix{Rows: 2, Cols: 2, Data: []float64{3, nan, 1, 2}}, Rows: []int{1, -1, 0, -1, 1}}}})
	return dense, compact
}

func TestCompactStorageIsTheSameDataset(t *testing.T) {
	dense, compact := stored(t)
	if dense.Hash() != compact.Hash() {
		t.Error("the storage changes the hash")
	}
	for i := range 5 {
		if diff := cmp.Diff(dense.Blocks[0].Row(i), compact.Blocks[0].Row(i), cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("record %d: %s", i, diff)
		}
	}
	if compact.Blocks[0].Row(1) != nil {
		t.Error("an absent record has a row")
	}
	v := compact.All().Select([]int{4, 3, 2})
	want := dataset.Matrix{Rows: 3, Cols: 2, Data: []float64{1, 2, math.NaN(), math.NaN(), 3, math.NaN()}}
	if diff := cmp.Diff(want, v.Dense(0), cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
}

func TestHolesInSharedRowsBelongToOneRecord(t *testing.T) {
	dense, compact := stored(t)
	for seed := range uint64(20) {
		fromDense, maskDense, err := dense.WithoutCells(0.5, rng.New(seed))
		if err != nil {
			t.Fatal(err)
		}
		fromCompact, maskCompact, err := compact.WithoutCells(0.5, rng.New(seed))
		if err != nil {
			t.Fatal(err)
		}
		if fromDense.Hash() != fromCompact.Hash() || maskDense.Count() != maskCompact.Count() {
			t.Fatalf("seed %d: other holes where rows are shared", seed)
		}
		for i := range 5 {
			for j := range 2 {
				if maskDense.Hides(i, 0, j) != maskCompact.Hides(i, 0, j) {
					t.Fatalf("seed %d: cell %d,%d", seed, i, j)
				}
			}
		}
	}
	if compact.Hash() != dense.Hash() {
		t.Error("the original was changed")
	}
}

// A derived view may be given the rows that there are, or all.
func TestDeriveTakesOnlyTheRowsThatAreThere(t *testing.T) {
	_, compact := stored(t)
	about := dataset.Modality{Name: "m", Kind: dataset.Table, Columns: []string{"x"}}
	v, err := compact.All().Derive([]dataset.Modality{about}, []dataset.Matrix{{Rows: 3, Cols: 1, Data: []float64{7, 8, 9}}})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(v.Row(0, 0), v.Row(1, 0), v.Row(2, 0), v.Row(3, 0), v.Row(4, 0))
	if want := "[7] [] [8] [] [9]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if _, err := compact.All().Derive([]dataset.Modality{about}, []dataset.Matrix{dataset.NewMatrix(4, 1)}); err == nil {
		t.Error("four rows for three of five records were taken")
	}
}

// The hash of a dataset without fields stays what it has always been, so that
// projects find their data again.
func TestHashOfDatasetsWithoutFieldsStays(t *testing.T) {
	const since = "b42f1d8bdb8124d7652e3ebcf236ae3340d1dcb0bc6a542ae1f6301a53475ae6"
	if got := build(t, valid()).Hash(); got != since {
		t.Errorf("the hash became %s", got)
	}
}

func TestFieldsAreChecked(t *testing.T) {
	level := func(x float64, levels ...string) func(d *dataset.Dataset) {
		return func(d *dataset.Dataset) {
			d.Blocks[0].Modality.Fields = []dataset.Field{{}, {Kind: dataset.Category, Levels: levels}}
			d.Blocks[0].Numbers.Set(1, 1, x)
		}
	}
	for _, c := range []struct {
		name   string
		change func(d *dataset.Dataset)
		says   string
	}{
		{"a level", level(1, "no", "yes"), ""},
		{"a missing level", level(math.NaN(), "no", "yes"), ""},
		{"too few fields", func(d *dataset.Dataset) { d.Blocks[0].Modality.Fields = make([]dataset.Field, 1) }, "1 fields for 2 columns"},
		{"unsorted levels", level(1, "yes", "no"), `column "v": level "yes" stands before "no"`},
		{"no such level", level(2, "no", "yes"), `column "v": 2 is none of its 2 levels`},
		{"half a level", level(0.5, "no", "yes"), "0.5 is none"},
		{"a level below", level(-1, "no", "yes"), "-1 is none"},
		{"row numbers", func(d *dataset.Dataset) { d.Blocks[0].Rows = []int{0} }, "1 row numbers for 2 records"},
		{"no such row", func(d *dataset.Dataset) { d.Blocks[0].Rows = []int{0, 2} }, "record 2 has row 2 of 2"},
		{"present without", func(d *dataset.Dataset) { d.Blocks[0].Rows = []int{0, -1} }, "record 2 is present without a row"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := valid()
			c.change(&d)
			_, err := dataset.New(d)
			if got := fmt.Sprint(err); c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(got, c.says)) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
}

// Fields belong to the content: the same numbers with other levels are other
// data.
func TestFieldsChangeTheHash(t *testing.T) {
	seen := map[string]string{}
	for name, f := range map[string]dataset.Field{
		"levels":  {Kind: dataset.Category, Levels: []string{"a"}},
		"renamed": {Kind: dataset.Category, Levels: []string{"b"}},
		"whole":   {Kind: dataset.Whole},
		"money":   {Prefix: "$"},
		"padded":  {Kind: dataset.Whole, Width: 5},
	} {
		d := valid()
		d.Blocks[0].Modality.Fields = []dataset.Field{{}, f}
		h := build(t, d).Hash()
		if seen[h] != "" {
			t.Errorf("%s has the hash of %s", name, seen[h])
		}
		seen[h] = name
	}
}
