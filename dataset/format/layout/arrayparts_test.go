package layout

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset/format/array"
)

// Files of the same arrays that are called after parts are one data set with a
// split; others stay apart.
func TestArraysOfParts(t *testing.T) {
	file := func(name string, list ...array.Array) arrayFile { return newArrayFile(&entry{path: name}, list) }
	x := func(rows ...float64) array.Array {
		return array.Array{Name: "x", Shape: []int{len(rows) / 2, 2}, Numbers: rows}
	}
	y := func(words ...string) array.Array {
		return array.Array{Name: "y", Shape: []int{len(words)}, Words: words}
	}
	f := &finder{found: &Found{}}
	got := f.stackArrays([]arrayFile{file("data/test.npz", x(5, 6), y("b")), file("data/train.npz", x(1, 2, 3, 4), y("a", "b"))})
	want := [][]array.Array{{x(1, 2, 3, 4, 5, 6), y("a", "b", "b"), {Name: "split", Shape: []int{3}, Words: []string{"train", "train", "test"}}}}
	if diff := cmp.Diff(want, got); diff != "" || len(f.found.Problems) != 1 {
		t.Error(diff, f.found.Problems)
	}
	named := func(a array.Array, name string) array.Array { a.Name = name; return a }
	f = &finder{found: &Found{}}
	got = f.stackArrays([]arrayFile{file("a.npz", named(x(1, 2, 3, 4), "X_train"), named(y("a", "b"), "y_train"), named(x(5, 6), "X_test"), named(y("b"), "y_test"))})
	want = [][]array.Array{{named(x(1, 2, 3, 4, 5, 6), "X"), y("a", "b", "b"), {Name: "split", Shape: []int{3}, Words: []string{"train", "train", "test"}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("by their names:", diff)
	}
	for name, files := range map[string][]arrayFile{
		"without a sign": {file("a.npz", named(x(1, 2, 3, 4), "trainX"), named(y("a", "b"), "trainY"), named(x(5, 6), "testX"), named(y("b"), "testY"))},
		"by folders":     {file("train/X.npy", named(x(1, 2, 3, 4), "X")), file("train/Y.npy", named(y("a", "b"), "Y")), file("test/X.npy", named(x(5, 6), "X")), file("test/Y.npy", named(y("b"), "Y"))},
		"MATLAB's vectors": {file("a.mat", named(x(1, 2, 3, 4), "X_train"), array.Array{Name: "Y_train", Shape: []int{1, 2}, Words: []string{"a", "b"}},
			named(x(5, 6), "X_test"), named(y("b"), "Y_test"))},
	} {
		want := [][]array.Array{{named(x(1, 2, 3, 4, 5, 6), "X"), named(y("a", "b", "b"), "Y"), {Name: "split", Shape: []int{3}, Words: []string{"train", "train", "test"}}}}
		if diff := cmp.Diff(want, f.stackArrays(files)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	// A part to be told has no labels; what is of no part comes beside.
	got = f.stackArrays([]arrayFile{file("a.npz", named(x(1, 2, 3, 4), "X_train"), named(y("a", "b"), "y_train"), named(x(5, 6), "X_test"), named(y("c"), "mean"))})
	want = [][]array.Array{{named(x(1, 2, 3, 4, 5, 6), "X"), y("a", "b", ""), {Name: "split", Shape: []int{3}, Words: []string{"train", "train", "test"}}}, {named(y("c"), "mean")}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("without labels:", diff)
	}
	got = f.stackArrays([]arrayFile{file("a.npz", named(x(1, 2), "train"), named(x(5, 6), "test"))})
	if diff := cmp.Diff(x(1, 2, 5, 6), got[0][0]); diff != "" {
		t.Error("called after parts alone:", diff)
	}
	for name, files := range map[string][]arrayFile{
		"other columns": {file("train.npz", x(1, 2), y("a")), file("test.npz", array.Array{Name: "x", Shape: []int{1, 3}, Numbers: []float64{1, 2, 3}}, y("b"))},
		"other names":   {file("train.npz", x(1, 2), y("a")), file("test.npz", y("b"), x(1, 2))},
		"no parts":      {file("mri.npz", x(1, 2), y("a")), file("pet.npz", x(1, 2), y("a"))},
	} {
		if got := f.stackArrays(files); len(got) != len(files) {
			t.Errorf("%s: %d lists of arrays", name, len(got))
		}
	}
}
