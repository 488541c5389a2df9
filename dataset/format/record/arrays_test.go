package record

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/dataset/format/array"
	"lacuna/dataset/format/layout"
	"lacuna/dataset/format/media"
)

// numbered is an array whose numbers count from 0.
func numbered(name string, shape ...int) array.Array {
	size := 1
	for _, n := range shape {
		size *= n
	}
	x := array.Array{Name: name, Shape: shape, Numbers: make([]float64, size)}
	for k := range x.Numbers {
		x.Numbers[k] = float64(k)
	}
	return x
}

func valued(name string, shape []int, numbers ...float64) array.Array {
	return array.Array{Name: name, Shape: shape, Numbers: numbers}
}

func worded(name string, words ...string) array.Array {
	return array.Array{Name: name, Shape: []int{len(words)}, Words: words}
}

// classes is a label of n records, in turn 1 and 2.
func classes(name string, n int) array.Array {
	x := array.Array{Name: name, Shape: []int{n, 1}, Numbers: make([]float64, n)}
	for i := range n {
		x.Numbers[i] = float64(1 + i%2)
	}
	return x
}

func arraysOf(t *testing.T, imp dataset.Import, list ...array.Array) (*dataset.Dataset, error) {
	t.Helper()
	return Assemble(t.Context(), &layout.Found{Layout: "arrays", Name: "views", Arrays: list}, imp, media.Options{Workers: 1})
}

// described writes what was read of arrays in a few words.
func described(d *dataset.Dataset) []string {
	lines := []string{fmt.Sprintf("%d records %s…", d.Records(), d.IDs[0])}
	for _, b := range d.Blocks {
		there := 0
		for _, c := range b.Causes {
			if c == dataset.Present {
				there++
			}
		}
		lines = append(lines, fmt.Sprintf("%s %s %v: %d of %d columns", b.Modality.Name, b.Modality.Kind, b.Modality.Shape, there, b.Numbers.Cols))
	}
	if d.Classes != nil {
		lines = append(lines, fmt.Sprint("classes ", d.Classes, " ", d.Labels[:min(4, len(d.Labels))]))
	}
	if d.Splits != nil {
		lines = append(lines, fmt.Sprint("split ", d.Splits))
	}
	return lines
}

var sixOnes = []float64{1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0}

var arraySituations = []struct {
	name string
	imp  dataset.Import
	list []array.Array
	want []string
	says string
}{
	{"rows", dataset.Import{}, []array.Array{numbered("X1", 6, 2), numbered("X2", 6, 3), classes("y", 6), worded("ids", "a", "b", "c", "d", "e", "f")},
		[]string{"6 records a…", "X1 table []: 6 of 2 columns", "X2 table []: 6 of 3 columns", "classes [1 2] [0 1 0 1]"}, ""},
	{"columns, as MATLAB's views", dataset.Import{}, []array.Array{numbered("X{1}", 2, 6), numbered("X{2}", 3, 6), classes("gt", 6)},
		[]string{"6 records row1…", "X{1} table []: 6 of 2 columns", "X{2} table []: 6 of 3 columns", "classes [1 2] [0 1 0 1]"}, "its columns are the records (2×6)"},
	{"columns without labels", dataset.Import{}, []array.Array{numbered("a", 2, 6), numbered("b", 3, 6)},
		[]string{"6 records row1…", "a table []: 6 of 2 columns", "b table []: 6 of 3 columns"}, "turned"},
	{"one-hot labels", dataset.Import{}, []array.Array{numbered("X", 6, 2), valued("Y", []int{6, 2}, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1)},
		[]string{"6 records row1…", "X table []: 6 of 2 columns", "classes [0 1] [0 1 0 1]"}, "read as one label"},
	{"several labels at once", dataset.Import{}, []array.Array{numbered("X", 6, 2), valued("Y", []int{6, 2}, 1, 1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1)},
		[]string{"6 records row1…", "X table []: 6 of 2 columns"}, "no label is guessed"},
	{"a mask", dataset.Import{}, []array.Array{numbered("a", 6, 2), numbered("b", 6, 3), valued("index", []int{6, 2}, sixOnes...)},
		[]string{"6 records row1…", "a table []: 5 of 2 columns", "b table []: 4 of 3 columns"}, "3 are not there"},
	{"a mask of what is missing", dataset.Import{}, []array.Array{numbered("a", 6, 2), numbered("b", 6, 3), valued("missing", []int{6, 2}, sixOnes...)},
		[]string{"6 records row1…", "a table []: 1 of 2 columns", "b table []: 2 of 3 columns"}, "9 are not there"},
	{"a split", dataset.Import{}, []array.Array{numbered("a", 3, 2), worded("split", "Train", "val", "TEST")},
		[]string{"3 records row1…", "a table []: 3 of 2 columns", "split [train validation test]"}, ""},
	{"images", dataset.Import{}, []array.Array{numbered("a", 2, 8, 8), numbered("b", 2, 3, 9, 8), numbered("series", 2, 20, 9)},
		[]string{"2 records row1…", "a image [8 8]: 2 of 64 columns", "b image [9 8 3]: 2 of 216 columns", "series table []: 2 of 180 columns"}, "brightness divided by 255"},
	{"texts", dataset.Import{}, []array.Array{numbered("a", 2, 2), worded("notes", "slept well", "")},
		[]string{"2 records row1…", "a table []: 2 of 2 columns", "notes text []: 1 of 0 columns"}, ""},
	{"an array of another length", dataset.Import{}, []array.Array{numbered("a", 6, 2), numbered("w", 5), classes("y", 6)},
		[]string{"6 records row1…", "a table []: 6 of 2 columns", "classes [1 2] [0 1 0 1]"}, "no row for each of 6 records"},
	{"another label", dataset.Import{Label: "kind"}, []array.Array{numbered("a", 4, 2), classes("y", 4), classes("kind", 4)},
		[]string{"4 records row1…", "a table []: 4 of 2 columns", "classes [1 2] [0 1 0 1]"}, "y: the label or the split is taken from elsewhere"},
	{"left out, kept", dataset.Import{Drop: []string{"a"}, Features: []string{"y"}}, []array.Array{numbered("a", 4, 2), classes("y", 4), numbered("b", 4, 2)},
		[]string{"4 records row1…", "y table []: 4 of 1 columns", "b table []: 4 of 2 columns"}, ""},
}

func TestArrays(t *testing.T) {
	for _, tt := range arraySituations {
		t.Run(tt.name, func(t *testing.T) {
			d, err := arraysOf(t, tt.imp, tt.list...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, described(d)); diff != "" {
				t.Errorf("want (-), got (+)\n%s\n%v", diff, d.Problems)
			}
			if !slices.ContainsFunc(d.Problems, func(p dataset.Problem) bool { return strings.Contains(p.String(), tt.says) }) && tt.says != "" {
				t.Errorf("no remark says %q: %v", tt.says, d.Problems)
			}
			again, err := arraysOf(t, d.Import, tt.list...)
			if err != nil || again.Hash() != d.Hash() {
				t.Errorf("read again with its import: %v\n%v", described(again), err)
			}
		})
	}
}

// Cells stand where they should when an array is turned or its colours are.
func TestArrayCells(t *testing.T) {
	d, err := arraysOf(t, dataset.Import{}, numbered("X", 2, 3), classes("y", 3))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]float64{1, 4}, d.Blocks[0].Row(1)); diff != "" {
		t.Error(diff)
	}
	d, err = arraysOf(t, dataset.Import{}, numbered("photo", 2, 3, 8, 8), classes("y", 2))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := d.Blocks[0].Row(0)[3:6], []float64{1, 65, 129}; cmp.Diff([]float64{want[0] / 65535, want[1] / 65535, want[2] / 65535}, got) != "" {
		t.Errorf("the second pixel is %v", got)
	}
}

func TestArraysWithoutLength(t *testing.T) {
	_, err := arraysOf(t, dataset.Import{}, numbered("a", 6, 2), numbered("b", 5, 3))
	if err == nil || !strings.Contains(err.Error(), "how many records") {
		t.Errorf("got %v", err)
	}
	if _, err := arraysOf(t, dataset.Import{Label: "none"}, numbered("a", 6, 2)); err == nil || !strings.Contains(err.Error(), `"none"`) {
		t.Errorf("an unknown label: %v", err)
	}
}
