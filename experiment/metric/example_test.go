package metric_test

import (
	"fmt"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// Eight of ten right is not the same as eighty of a hundred.
func ExampleWilson() {
	for _, n := range []int{10, 100, 500} {
		ci := metric.Wilson(n*8/10, n)
		fmt.Printf("n = %d: %.2f to %.2f\n", n, ci.Low, ci.High)
	}
	// Output:
	// n = 10: 0.49 to 0.94
	// n = 100: 0.71 to 0.87
	// n = 500: 0.76 to 0.83
}

// Four test records of one run; one of them lacks its sound.
func ExampleStratify() {
	row := func(record int, p dataset.Pattern, label int, yes float64) result.Row {
		return result.Row{Record: record, Label: label, Series: result.Observed, Pattern: p, Probabilities: []float64{1 - yes, yes}}
	}
	study := result.Study{
		Modalities: []string{"image", "sound"}, Classes: []string{"no", "yes"}, Methods: []string{"attention"},
		Runs: []result.Run{{
			Method: "attention", DevPatterns: map[dataset.Pattern]int{"11": 8, "10": 2},
			Rows: []result.Row{row(0, "11", 1, 0.9), row(1, "11", 0, 0.2), row(2, "11", 1, 0.7), row(3, "10", 1, 0.4)},
		}},
	}
	table := metric.Stratify(study, metric.DefaultStrata(study))
	for i, s := range table.Strata {
		score := table.Scores[i][0]
		fmt.Printf("%s: %.2f (n = %d, trained on %d)\n", s.Name, score.Accuracy, score.N, score.NDev)
	}
	// Output:
	// all: 0.75 (n = 4, trained on 10)
	// complete: 1.00 (n = 3, trained on 8)
	// any-missing: 0.00 (n = 1, trained on 2)
	// without:sound: 0.00 (n = 1, trained on 2)
	// pattern:image+sound: 1.00 (n = 3, trained on 8)
	// pattern:image: 0.00 (n = 1, trained on 2)
}
