package metric

import (
	"fmt"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/rng"
)

// binary makes a prediction of a two-class model.
func binary(record, label int, p1 float64) result.Row {
	return result.Row{
		ID: fmt.Sprint("r", record), Record: record, Label: label, Series: result.Observed,
		Pattern: "11", Natural: "11", Probabilities: []float64{1 - p1, p1},
	}
}

// scoreOf scores predictions of one run, as tables do.
func scoreOf(rows []result.Row, classes int) Score {
	run := result.Run{Method: "m"}
	for i, row := range rows {
		row.Series, row.Record = result.Observed, i
		run.Rows = append(run.Rows, row)
	}
	study := result.Study{Classes: make([]string, classes), Methods: []string{"m"}, Runs: []result.Run{run}}
	return Stratify(study, []Stratum{allRecords}).Scores[0][0]
}

// answer makes a prediction that is right or wrong with certainty.
func answer(record int, right bool) result.Row {
	if right {
		return binary(record, record%2, float64(record%2))
	}
	return binary(record, record%2, float64(1-record%2))
}

// simulated makes a study of several runs on n records each, drawn from a pool
// of twice as many. Method m is right with probability rates[m]; half of the
// records lack the second modality.
func simulated(seed uint64, runs, n int, rates ...float64) result.Study {
	study := result.Study{Dataset: "simulated", Modalities: []string{"image", "audio"}, Classes: []string{"no", "yes"}}
	for m := range rates {
		study.Methods = append(study.Methods, fmt.Sprint("method", m))
	}
	root := rng.New(seed)
	for k := range runs {
		tested := root.Child("split").Block(k).Rand().Perm(2 * n)[:n]
		for m, rate := range rates {
			r := root.Child(study.Methods[m]).Block(k).Rand()
			run := result.Run{
				Method: study.Methods[m], Seed: k, Split: "holdout", Mask: "natural",
				DevPatterns: map[dataset.Pattern]int{"11": 30, "10": 10},
			}
			for _, record := range tested {
				row := answer(record, r.Float64() < rate)
				if record%4 >= 2 {
					row.Pattern = "10"
				}
				run.Rows = append(run.Rows, row)
			}
			study.Runs = append(study.Runs, run)
		}
	}
	return study
}
