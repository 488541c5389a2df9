package project

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment"
)

// examples are projects that set, together, every field of the file: example as
// the files of testdata have it, and what they lack.
func examples() []*Project {
	p := example()
	p.Dataset.Import.Censored = "limit"
	p.Dataset.Import.Names, p.Dataset.Import.Without = map[string]string{"ecg": "heart"}, []string{"notes"}
	p.Dataset.Import.Kinds = []string{"blood.csv:sex=category"}
	ecg := p.Dataset.Import.Files["ecg.csv"]
	ecg.IDs = []string{"patient", "visit"}
	p.Dataset.Import.Files["ecg.csv"] = ecg
	p.Queries = []Query{{Name: "the old", Text: "age > 65"}}
	p.Window.Columns, p.Window.Matching, p.Window.Part = "blood", "chol", "test"
	p.Window.Seed, p.Window.Fold = 1, 2
	p.Window.Unfolded, p.Window.Smoothing = []string{"mlp"}, "light"
	mar := experiment.MaskSpec{Mechanism: experiment.MAR, Rates: map[string]float64{"blood": 0.3}, By: "ecg", Strength: 2}
	file := experiment.MaskSpec{Mechanism: experiment.FromFile, File: "masks/test.csv"}
	left := experiment.MaskSpec{Mechanism: experiment.Leaves, Left: []string{"ecg"}, Rate: 0.5}
	one := experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.ModalityRate, Modality: "ecg", Rate: 0.2}
	swept := experiment.Spec{
		Methods: []experiment.Method{{Name: "mice+logistic"}}, Mask: mar, Search: 8, Imputations: 5,
		Split:    experiment.SplitSpec{Kind: experiment.KFold, Test: 0.25, Folds: 4, Together: "patient", Twins: true},
		Imported: []experiment.Imported{{Name: "theirs", SHA256: "0a", Runs: []experiment.Part{{Seed: 1, Fold: 2}}}},
		Sweep: experiment.Sweep{
			Tests: []experiment.MaskSpec{file, left}, Patterns: []string{"blood", experiment.AllPatterns},
			Trainings: []experiment.MaskSpec{one}, Omitted: []string{"rates above 0.5"},
		},
		Shifts: experiment.Shifts{Deltas: []float64{-0.5, 2}, As: "units", Of: []string{"blood.chol"}},
	}
	f := &swept.Features
	f.Scaling, f.Categories, f.Texts, f.Images, f.PCA = "robust", "ordinal", "hashed", "hog", 20
	p.Specs = append(p.Specs, swept)
	sample := New("sample")
	sample.Dataset = Dataset{Sample: true, Name: "sample", Records: 600}
	return []*Project{p, sample, New("empty")}
}

// A field that no example sets could be lost unseen: what is written and read is
// compared with them.
func TestExamplesSetEveryField(t *testing.T) {
	set := map[string]bool{}
	note(reflect.ValueOf(examples()), set)
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if !set[name] {
			t.Errorf("%s is never set", name)
		}
	}
}

// note notes the exported fields of all structs in a value, and whether one of the
// structs of the type sets them.
func note(v reflect.Value, set map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			note(v.Elem(), set)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			note(v.Index(i), set)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			note(v.MapIndex(key), set)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("json") != "-" {
				name := fmt.Sprint(v.Type(), ".", f.Name)
				set[name] = set[name] || !v.Field(i).IsZero()
				note(v.Field(i), set)
			}
		}
	}
}
