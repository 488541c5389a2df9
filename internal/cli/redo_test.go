package cli

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment"
)

// The flags that a report prints are read back as the comparison that they
// stand for.
func TestSpecArguments(t *testing.T) {
	for _, want := range comparisons() {
		var flags specFlags
		cmd := &cobra.Command{}
		flags.add(cmd)
		new(dataFlags).add(cmd, &flags.mask.modality)
		if err := cmd.ParseFlags(specArguments(want)); err != nil {
			t.Fatal(err)
		}
		got, err := flags.spec()
		if err != nil {
			t.Fatal(err)
		}
		// What is a default either way.
		want.Seeds = max(1, want.Seeds)
		if want.Mask.Mechanism == "" {
			want.Mask.Mechanism = experiment.Natural
		}
		if want.Split.Kind == "" {
			want.Split.Kind = experiment.Holdout
		}
		a, _ := json.Marshal(got)
		b, _ := json.Marshal(want)
		if string(a) != string(b) {
			t.Errorf("%v gives\n%s, not\n%s", specArguments(want), a, b)
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
