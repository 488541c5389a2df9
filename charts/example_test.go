package charts_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"lacuna/charts"
	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// visits are twelve records of three modalities: image files are missing with
// the audio, and one cannot be read.
func visits() *dataset.Dataset {
	d := dataset.Dataset{Name: "visits", Classes: []string{"ill", "well"}}
	blocks := []dataset.Block{
		{Modality: dataset.Modality{Name: "table", Columns: []string{"age"}}},
		{Modality: dataset.Modality{Name: "image", Columns: []string{"brightness"}}},
		{Modality: dataset.Modality{Name: "audio", Columns: []string{"loudness"}}},
	}
	const n = 12
	for m := range blocks {
		blocks[m].Numbers, blocks[m].Causes = dataset.NewMatrix(n, 1), make([]dataset.Cause, n)
	}
	for i := range n {
		d.IDs, d.Labels = append(d.IDs, fmt.Sprintf("v%02d", i)), append(d.Labels, i%2)
		if i%3 == 2 {
			blocks[1].Causes[i], blocks[2].Causes[i] = dataset.NoFile, dataset.NoFile
		}
	}
	blocks[1].Causes[0] = dataset.Unreadable
	d.Blocks = blocks
	out, err := dataset.New(d)
	if err != nil {
		panic(err) // a mistake in the example
	}
	return out
}

// comparison is a finished comparison of two methods in three repetitions on
// 120 visits; the second method suffers less where something is missing.
func comparison() charts.Input {
	data := visits()
	study := result.Study{Dataset: data.Name, Hash: data.Hash(), Modalities: data.Names(), Classes: data.Classes, Methods: []string{"mean+logistic", "attention"}}
	for seed := range 3 {
		for k, method := range study.Methods {
			run := result.Run{Method: method, Mask: "natural", Split: "holdout", Seed: seed, Dev: 300, Training: "natural",
				DevPatterns: map[dataset.Pattern]int{"111": 200, "100": 100}, ChosenEpoch: map[string]int{method: 3 + k}}
			r := rand.New(rand.NewPCG(uint64(seed), uint64(k)))
			for i := range 120 {
				run.Rows = append(run.Rows, visit(r, i, k, []dataset.Pattern{"111", "100"}[i%2]))
			}
			for e := 1; e <= 5; e++ {
				run.Curves = append(run.Curves, result.Epoch{Phase: method, Epoch: e, TrainLoss: 1 / float64(e), ValidationLoss: 0.4 + 0.1*float64((e-3-k)*(e-3-k))})
			}
			run.Swept = sweep(r, k)
			study.Runs = append(study.Runs, run)
		}
	}
	table := metric.Stratify(study, metric.DefaultStrata(study))
	return charts.Input{Data: data, Study: &study, Table: &table}
}

// visit is the prediction of one test record.
func visit(r *rand.Rand, i, method int, p dataset.Pattern) result.Row {
	row := result.Row{ID: fmt.Sprint(i), Record: i, Label: i % 2, Series: result.Observed, Pattern: p, Natural: p}
	right, missing := row.Label, float64(len(p)-p.Count())
	if r.Float64() < 0.1+missing*[]float64{0.12, 0.03}[method] {
		right = 1 - right
	}
	row.Probabilities = []float64{0.2, 0.2}
	row.Probabilities[right] = 0.8
	if method == 1 {
		row.Attention = []float64{1, 0, 0}
		if p.Complete() {
			a := 0.2 + 0.1*r.Float64()
			row.Attention = []float64{a, 0.7 - a, 0.3}
		}
	}
	return row
}

// sweep are the predictions with more and more missing, and with single
// modalities left.
func sweep(r *rand.Rand, method int) []result.Swept {
	var out []result.Swept
	add := func(c result.Condition, shown func(i int) dataset.Pattern) {
		s := result.Swept{Condition: c}
		for i := range 120 {
			p := shown(i)
			s.Records, s.Patterns = append(s.Records, i), append(s.Patterns, p)
			s.Probabilities = append(s.Probabilities, visit(r, i, method, p).Probabilities)
		}
		out = append(out, s)
	}
	for step, rate := range []float64{0.2, 0.4, 0.6} {
		add(result.Condition{Name: fmt.Sprintf("mcar %g", rate), Mechanism: "mcar", Rate: rate}, func(i int) dataset.Pattern {
			return []dataset.Pattern{"111", "110", "100"}[(i%3+step)/2]
		})
	}
	for _, p := range []dataset.Pattern{"111", "110", "100", "010"} {
		add(result.Condition{Name: "only " + string(p), Pattern: p}, func(int) dataset.Pattern { return p })
	}
	return out
}

// show writes a chart as a terminal shows it.
func show(name string, in charts.Input) {
	f, err := charts.New(name, in)
	if err != nil {
		panic(err) // a mistake in the example
	}
	fmt.Println(f.Title())
	for line := range strings.Lines(f.Characters(72)) {
		fmt.Println(strings.TrimRight(line, " \n"))
	}
}

// Example_columns shows the columns of a table in place of the modalities.
func Example_columns() {
	table := dataset.Block{Modality: dataset.Modality{Name: "table", Kind: dataset.Table, Columns: []string{"age", "weight", "sex"}},
		Numbers: dataset.NewMatrix(4, 3), Causes: []dataset.Cause{dataset.Present, dataset.Present, dataset.Present, dataset.NoRow}}
	table.Numbers.Set(1, 1, math.NaN())
	data, err := dataset.New(dataset.Dataset{Name: "clinic", IDs: []string{"a", "b", "c", "d"}, Blocks: []dataset.Block{table}})
	if err != nil {
		panic(err) // a mistake in the example
	}
	show("presence", charts.Input{Data: data, Columns: charts.Columns{Table: "table"}})
	// Output:
	// weight is missing in 33 % of the 3 records that have table; 2 of 3 columns have no missing cell.
	// column  present         missing
	// age           3  100 %        0  ██████████████████
	// weight        2   67 %        1  ████████████
	// sex           3  100 %        0  ██████████████████
}

func Example_presence() {
	show("presence", charts.Input{Data: visits()})
	// Output:
	// image is missing in 42 % of 12 records, mostly together with audio (ρ = 0.84).
	// modality  present         unreadable  partly
	// table          12  100 %           0       0  ██████████████████
	// image           7   58 %           1       0  ██████████▌
	// audio           8   67 %           0       0  ████████████
}

func Example_patterns() {
	show("patterns", charts.Input{Data: visits()})
	// Output:
	// 42 % of 12 records are incomplete, in 2 patterns; the most frequent is “only table” (33 %).
	// table   image   audio   records
	// ●       ●       ●             7  58 %  ██████████████████
	// ●       ○       ○             4  33 %  ██████████▎
	// ●       ○       ●             1   8 %  ██▋
	// ● present  ○ absent
}

func Example_comissing() {
	show("comissing", charts.Input{Data: visits()})
	// Output:
	// Too few of 12 records lack a modality to say which go missing together.
	//        image
	// audio   0.84
	// Always present: table.
}

func Example_strata() {
	show("strata", comparison())
	// Output:
	// attention has accuracy 0.872 [0.833, 0.904] on 120 test records, the best of 2 methods; worst of strata with n ≥ 30: “anything missing”, 0.850 (n = 60).
	// all records  (n test 120, n dev 300)
	//   mean+logistic  ·····├─────────●──────┤······  0.728 [0.558, 0.850]
	//   attention      ·····················├─●─┤···  0.872 [0.833, 0.904]
	// nothing missing  (n test 60, n dev 200)
	//   mean+logistic  ········├────────────●─────┤·  0.839 [0.618, 0.944]
	//   attention      ·····················├──●──┤·  0.894 [0.837, 0.933]
	// anything missing  (n test 60, n dev 100)
	//   mean+logistic  ·├──────●──────┤·············  0.617 [0.488, 0.731]
	//   attention      ··················├───●─┤····  0.850 [0.788, 0.896]
	// image missing  (n test 60, n dev 100)
	//   mean+logistic  ·├──────●──────┤·············  0.617 [0.488, 0.731]
	//   attention      ··················├───●─┤····  0.850 [0.788, 0.896]
	// audio missing  (n test 60, n dev 100)
	//   mean+logistic  ·├──────●──────┤·············  0.617 [0.488, 0.731]
	//   attention      ··················├───●─┤····  0.850 [0.788, 0.896]
	// only table  (n test 60, n dev 100)
	//   mean+logistic  ·├──────●──────┤·············  0.617 [0.488, 0.731]
	//   attention      ··················├───●─┤····  0.850 [0.788, 0.896]
	//   accuracy       0.474                   0.957
}

func Example_difference() {
	show("difference", comparison())
	// Output:
	// attention minus mean+logistic: +14.4 points [+1.0, +27.9] on 120 test records; clear in 1 of 6 strata after adjustment.
	// stratum             n  points   95 % interval  adj. p
	// all records       120   +14.4   +1.0 to +27.9   0.044  ··├─●─┤·
	// nothing missing    60    +5.6   −9.0 to +20.1   0.484  ├─●─┤···
	// anything missing   60   +23.3  +10.9 to +35.8   0.090  ··│├─●─┤
	// image missing      60   +23.3  +10.9 to +35.8   0.090  ··│├─●─┤
	// audio missing      60   +23.3  +10.9 to +35.8   0.090  ··│├─●─┤
	// only table         60   +23.3  +10.9 to +35.8   0.090  ··│├─●─┤
}

func Example_learning() {
	show("learning", comparison())
	// Output:
	// Epochs used: mean+logistic 3, attention 4; losses of different methods are not compared.
	// method                epochs  validation loss  ± 1 se  n  used at
	// mean+logistic  ▅▃▂▃▅       5            0.400   0.000  3        3
	// attention      █▅▃▂▃       5            0.400   0.000  3        4
	// (validation loss by epoch, mean of n finished runs)
}

// One method is unfolded into its runs, and lines are smoothed.
func Example_learningUnfolded() {
	in := comparison()
	in.Unfolded, in.Curves.Smoothing = map[string]bool{"attention": true}, charts.LightSmooth
	show("learning", in)
	// Output:
	// Epochs used: mean+logistic 3, attention 4; losses of different methods are not compared.
	// method                    epochs  validation loss  ± 1 se  n  used at
	// mean+logistic      ▅▄▃▃▄       5            0.400   0.000  3        3
	// attention          █▆▄▃▃       5            0.400   0.000  3        4
	//   seed 0, holdout  █▆▄▃▃       5            0.400       –  1        4
	//   seed 1, holdout  █▆▄▃▃       5            0.400       –  1        4
	//   seed 2, holdout  █▆▄▃▃       5            0.400       –  1        4
	// (validation loss by epoch, mean of n finished runs)
	// Lines have light smoothing (exponential, a value 1 epoch back counts half); marks and numbers are of raw values.
}

func Example_attention() {
	show("attention", comparison())
	// Output:
	// image gets the most attention, 45 %, 15 to 15 points more than audio in the pattern “complete” (n = 60, method attention); 95 % interval over 3 runs.
	// pattern     table   image   audio  n test  n dev
	// complete     0.25    0.45    0.30      60    200
	// only table   1.00  absent  absent      60    100
}

func Example_calibration() {
	show("calibration", comparison())
	// Output:
	// On all records, attention has the lowest calibration error of 2 methods: 0.072 [0.048, 0.096] (n = 120); whether by more than chance is not tested here.
	// method               bin    n   says  is right   95 % interval
	// mean+logistic  0.73–0.80  120  0.800     0.728  0.642 to 0.799
	// mean+logistic      error  120            0.072  0.000 to 0.228
	// attention      0.73–0.80  120  0.800     0.872  0.801 to 0.921
	// attention          error  120            0.072  0.048 to 0.096
}

func Example_criticalDifference() {
	show("critical-difference", comparison())
	// Output:
	// attention ranks first of 2 methods in accuracy, mean rank 1.00; no other is further off than the critical difference of 1.13.
	// method         mean rank  joined
	// attention          1.000       a
	// mean+logistic      2.000       a
	// critical difference 1.132; methods with a letter in common are not apart
}

func Example_degradation() {
	show("degradation", comparison())
	// Output:
	// With 44.4 % of modalities missing from the test (each modality missing at random, trained on the records as they are) attention has accuracy 0.839 [0.693, 0.923], the highest of 2 methods, whether by more than chance is not tested here; with 11.1 % missing it has 0.900 [0.787, 0.956].
	// each modality missing at random, trained on the records as they are
	// (22.2 % missing)
	// missing        11.1%  22.2%  44.4%
	// mean+logistic  0.867  0.781  0.750
	// attention      0.900  0.892  0.839
	// (accuracy; intervals in the CSV)
}

func Example_stress() {
	show("stress", comparison())
	// Output:
	// Of 4 patterns, the worst by accuracy: mean+logistic with only table (0.653 [0.596, 0.705]); attention with only table (0.828 [0.749, 0.886]).
	// left        n test  mean+logistic  attention
	// complete       120          0.914      0.894
	// only table     120          0.653      0.828
	// only image     120          0.672      0.850
	// no audio       120          0.808      0.903
}

func Example_generated() {
	column := func(low, high float64) []float64 { return []float64{low, high, low, high} }
	made := result.Made{Dataset: "visits", Method: "ridge", Hidden: "mcar modality 0.3", Modalities: []result.MadeModality{{
		Name: "image", Kind: dataset.Image, Shape: []int{2, 2}, High: 1, Hidden: 4, RMSE: 0.25, SSIM: 0.5,
		Records: []result.MadeRecord{{ID: "v01", Class: "well", Real: column(0, 1), Filled: column(0.25, 0.75), Nearest: column(1, 0), NearestID: "v07", RMSE: 0.25, SSIM: 0.5}},
	}, {
		Name: "audio", Kind: dataset.Table, High: 2, Hidden: 4, RMSE: 1,
		Records: []result.MadeRecord{{ID: "v02", Real: column(0, 2), Filled: column(1, 1), Nearest: column(0, 1), NearestID: "v08", RMSE: 1}},
	}}}
	show("generated", charts.Input{Data: visits(), Made: &made})
	// Output:
	// image generated by ridge lies 0.250 of the span of its values from the real one (root mean square, 4 hidden records).
	// image: real, generated, nearest record that was learned from
	// v01  RMSE 0.250  SSIM 0.500  nearest v07
	//   ██  ░░▓▓  ██
	//   ██  ░░▓▓  ██
	// audio: real, generated, nearest record that was learned from
	// v02  RMSE 1.000  nearest v08
	// ▁█▁█  ▅▅▅▅  ▁▅▁▅
}

func Example_imputers() {
	var errors []metric.ImputerError
	for k, name := range []string{"mean", "ridge"} {
		for seed := range uint64(3) {
			errors = append(errors, metric.ImputerError{Method: name, Hiding: "cells 0.2", Seed: seed,
				Score: metric.ImputationScore{Cells: 240, NRMSE: 1 - 0.4*float64(k) + 0.01*float64(seed)}})
		}
	}
	ranking := metric.RankImputers(errors)
	show("imputers", charts.Input{Data: visits(), Imputed: &ranking})
	// Output:
	// Best for these data: ridge, 0.610 [0.585, 0.635] of a column's deviation (3 seeds); less than each other method (adjusted p < 0.05). Intervals are over what was hidden, not over other records.
	// hidden                  method    n                 error
	// 20 % of single numbers   ridge  240  0.610 [0.585, 0.635]  ·····●····
	// 20 % of single numbers    mean  240  1.010 [0.985, 1.035]  ········●┤
}

func Example_masking() {
	d := visits()
	mask := dataset.NewMask("by hand", d.Records(), 3, func(i, m int) bool { return i < 4 && m == 2 || i == 11 && m == 0 })
	show("masking", charts.Input{Data: d, Mask: mask, Split: &dataset.Split{Train: []int{0, 2, 5, 6, 7, 8, 9}, Test: []int{1, 3, 4, 10}}})
	// Output:
	// 12 % of what 11 records have is hidden (3 of 26). No development record has just the modalities of these test records: table+image (n test 2).
	// Records by modalities present
	//   3 of 3  7 → 5
	//   2 of 3  1 → 2
	//   1 of 3  3 → 4
	// Records that lack a modality
	//   table    0 % → 0 %
	//   image  36 % → 36 %
	//   audio  27 % → 55 %
	// Patterns that are left
	//   complete       5: dev 3, test 2
	//   only table     4: dev 4, test 0
	//   no audio    2: only in the test
}
