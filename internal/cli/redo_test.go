package cli

import (
	"slices"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment"
)

// The flags that a report prints are read back as the comparison that they
// stand for.
func TestSpecArguments(t *testing.T) {
	for _, want := range comparisons() {
		if flags, ok := specArguments(want); !ok {
			t.Errorf("%v does not give %+v", flags, want)
		}
	}
}

// What flags cannot say is left to the project file, not said otherwise: a method
// with several settings, the masks of a sweep at rates of their own.
func TestWhatFlagsCannotSay(t *testing.T) {
	method := func(name, k string) experiment.Method {
		return experiment.Method{Name: name, Settings: map[string]string{"knn.k": k}}
	}
	hide := func(m experiment.Mechanism, rate float64) experiment.MaskSpec {
		return experiment.MaskSpec{Mechanism: m, Kind: dataset.CellRate, Rate: rate}
	}
	for _, spec := range []experiment.Spec{
		{Methods: []experiment.Method{method("knn+logistic", "5"), method("knn+logistic", "7")}},
		{Methods: []experiment.Method{method("knn+logistic", "5"), {Name: "knn+mlp"}}},
		{Methods: []experiment.Method{{Name: "attention"}}, Split: experiment.SplitSpec{Test: 0.4}},
		{Methods: []experiment.Method{{Name: "attention"}}, Sweep: experiment.Sweep{Tests: []experiment.MaskSpec{
			hide(experiment.MCAR, 0.1), hide(experiment.MCAR, 0.2), {Mechanism: experiment.MNAR, Rate: 0.1}}}},
		{Methods: []experiment.Method{{Name: "attention"}}, Mask: hide(experiment.MCAR, 0.1), Sweep: experiment.Sweep{Tests: []experiment.MaskSpec{
			{Mechanism: experiment.MCAR, Kind: dataset.RecordRate, Rate: 0.1}, {Mechanism: experiment.MCAR, Kind: dataset.ModalityRate, Rate: 0.1}}}},
	} {
		if flags, ok := specArguments(spec); ok {
			t.Errorf("%v is said to be %+v", flags, spec)
		}
		if list := Redo("s.lacuna", "data.csv", spec); !strings.HasPrefix(list[len(list)-1], "# only the project file") {
			t.Errorf("%+v is done again by %q", spec, list)
		}
	}
}

// A stress test as the window sets it up, beside a mask of the comparison's own that
// names one modality, is of its own kind, and so is its command.
func TestSweepApartFromItsMask(t *testing.T) {
	own := experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.ModalityRate, Modality: "a", Rate: 0.3, On: experiment.OnBoth}
	strong := experiment.MaskSpec{Mechanism: experiment.MNAR, Strength: 4, Rate: 0.3, On: experiment.OnBoth}
	tests := slices.Concat(experiment.Rising(experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.CellRate}, []float64{0, 0.25}),
		experiment.Rising(experiment.MaskSpec{Mechanism: experiment.MNAR}, []float64{0.25}))
	for _, mask := range []experiment.MaskSpec{own, strong} {
		spec := experiment.Spec{Methods: []experiment.Method{{Name: "mean+logistic"}}, Mask: mask, Sweep: experiment.Sweep{Tests: tests, Patterns: []string{experiment.AllPatterns}}}
		flags, ok := specArguments(spec)
		if !ok || !slices.Contains(flags, "--sweep-apart") {
			t.Errorf("%+v is done again by %v", spec, flags)
		}
	}
	for _, flags := range [][]string{{"--sweep-patterns", "all"}, {}, {"--modality", "a", "--sweep-rates", ".2"}} {
		if _, err := readBack(append([]string{"--method", "attention", "--sweep-apart"}, flags...)); err == nil {
			t.Errorf("--sweep-apart beside %v says nothing and is taken", flags)
		}
	}
}

// comparisons have everything that flags can say.
func comparisons() []experiment.Spec {
	return []experiment.Spec{
		{Methods: []experiment.Method{{Name: "mean+logistic"}}},
		{
			Methods: []experiment.Method{{Name: "knn+logistic", Settings: map[string]string{"knn.k": "7"}}, {Name: "attention"}},
			Mask:    experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.RecordRate, Rate: 0.3, On: experiment.OnTest},
			Split:   experiment.SplitSpec{Kind: experiment.KFold, Folds: 4}, Seeds: 3, Root: 9, MaskedComplete: true, Search: 4,
			Features: feature.Options{Scaling: "robust", PCA: 5},
		},
		{
			Methods: []experiment.Method{{Name: "mean+logistic"}},
			Mask:    experiment.MaskSpec{Mechanism: experiment.FromFile, File: "a mask.csv", On: experiment.OnBoth},
			Split:   experiment.SplitSpec{Kind: experiment.LeaveOut, Column: "site"}, Seeds: 1,
		},
		{
			Methods: []experiment.Method{{Name: "mean+logistic"}}, Split: experiment.SplitSpec{Kind: experiment.GivenFile}, Seeds: 2,
			Mask: experiment.MaskSpec{Mechanism: experiment.MCAR, Rates: map[string]float64{"a": 0.1, "b": 0.5}, On: experiment.OnBoth},
		},
		{
			Methods: []experiment.Method{{Name: "mean+logistic"}}, Split: experiment.SplitSpec{Kind: experiment.Holdout}, Seeds: 2,
			Mask: experiment.MaskSpec{Mechanism: experiment.MAR, Kind: dataset.ModalityRate, Rate: 0.4, By: "a", Strength: 1.5, On: experiment.OnBoth},
		},
		{
			Methods: []experiment.Method{{Name: "mean+logistic"}}, Split: experiment.SplitSpec{Kind: experiment.Holdout}, Seeds: 2,
			Mask: experiment.MaskSpec{Mechanism: experiment.Leaves, Rate: 1, Left: []string{"a", "b"}, On: experiment.OnBoth},
		},
		{
			Methods: []experiment.Method{{Name: "mean+logistic"}}, Split: experiment.SplitSpec{Kind: experiment.Holdout}, Seeds: 2,
			Mask: experiment.MaskSpec{Mechanism: experiment.Leaves, Rate: 0.4, Left: []string{"a"}, On: experiment.OnBoth},
		},
		{
			Methods: []experiment.Method{{Name: "mean+logistic"}}, Split: experiment.SplitSpec{Kind: experiment.Holdout}, Seeds: 2,
			Mask: experiment.MaskSpec{Mechanism: experiment.Leaves, Patterns: map[string]float64{"a+b": 0.25, "c": 0.1}, On: experiment.OnBoth},
		},
		{
			Methods: []experiment.Method{{Name: "mean+logistic"}}, Split: experiment.SplitSpec{Kind: experiment.Holdout}, Seeds: 2,
			Mask: experiment.MaskSpec{Mechanism: experiment.MNAR, Strength: 3, On: experiment.OnBoth},
		},
		{
			Methods: []experiment.Method{{Name: "mean+logistic"}},
			Sweep: experiment.Sweep{
				Tests: slices.Concat(experiment.Rising(experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.CellRate}, []float64{0, 0.25}),
					experiment.Rising(experiment.MaskSpec{Mechanism: experiment.MAR, By: "a"}, []float64{0.25})),
				Patterns:  []string{experiment.AllPatterns, "a+b"},
				Trainings: experiment.Rising(experiment.MaskSpec{Mechanism: experiment.MNAR}, []float64{0, 0.5}),
			},
		},
		{
			Methods: []experiment.Method{{Name: "mean+logistic"}},
			Shifts:  experiment.Shifts{Deltas: []float64{-0.5, 2}, As: "units", Of: []string{"a", "b.x"}},
		},
		{
			Methods: []experiment.Method{{Name: "mean+logistic"}},
			Shifts:  experiment.Shifts{Deltas: []float64{-1}},
			Sweep: experiment.Sweep{
				Tests: experiment.Rising(experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.ModalityRate, Modality: "a"}, []float64{0.1, 0.9}),
			},
		},
	}
}
