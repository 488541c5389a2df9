package charts

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// fixture is a made-up comparison over made-up data with a structure of
// missingness, three seeds, and methods of which the later suffer less.
func fixture(records int, modalities []string, methods []string) Input {
	r := rand.New(rand.NewPCG(7, uint64(records)))
	d := fixtureData(r, records, modalities)
	split := fixtureSplit(r, records)
	in := Input{Data: d, Split: &split}
	in.Study = &result.Study{Dataset: d.Name, Hash: d.Hash(), Modalities: modalities, Classes: d.Classes, Methods: methods}
	in.Study.Runs = fixtureRuns(r, d, methods)
	in.Study.Beside = fixtureShifted(in.Study.Runs, methods[0])
	table := metric.Stratify(*in.Study, metric.DefaultStrata(*in.Study))
	in.Table = &table
	in.Made = fixtureMade(r, d, modalities, methods[0])
	in.Imputed = fixtureImputed(methods)
	return in
}

// fixtureImputed is a grid of as many imputers as there are methods, two of which
// are not told apart.
func fixtureImputed(methods []string) *metric.ImputerRanking {
	var rows []metric.ImputerError
	for _, hiding := range []string{"cells 0.1", "mcar modality 0.3"} {
		for k, name := range methods {
			for seed := range uint64(3) {
				loss := 0.5 + 0.1*float64(k) + 0.02*float64((int(seed)+k)%3)
				rows = append(rows, metric.ImputerError{Method: name, Hiding: hiding, Seed: seed, Score: metric.ImputationScore{Cells: 4000, NRMSE: loss, RMSE: loss / 5, MAE: loss / 8},
					Further: []metric.Further{{Of: metric.DownstreamOf, Name: "accuracy", Value: 0.9 - loss/5}}})
			}
		}
	}
	ranking := metric.RankImputers(rows)
	return &ranking
}

// fixtureMade is what a method made of every kind of modality.
func fixtureMade(r *rand.Rand, d *dataset.Dataset, modalities []string, method string) *result.Made {
	made := &result.Made{Dataset: d.Name, Hash: d.Hash(), Method: method, Hidden: "mcar modality 0.3"}
	kinds := []struct {
		kind  dataset.Kind
		shape []int
		cells int
	}{{dataset.Table, nil, 5}, {dataset.Image, []int{8, 6}, 8 * 6 * 3}, {dataset.Audio, []int{5, 9}, 45}, {dataset.Text, nil, 12}, {dataset.Table, nil, 1}}
	for m, name := range modalities {
		k := kinds[m%len(kinds)]
		of := result.MadeModality{Name: name, Kind: k.kind, Shape: k.shape, High: 1, Hidden: 180, RMSE: 0.1 * float64(m+1), SSIM: math.NaN()}
		if k.shape != nil {
			of.SSIM = 0.6
		}
		for i := range 6 {
			row := func() []float64 {
				x := make([]float64, k.cells)
				for j := range x {
					x[j] = r.Float64()
				}
				return x
			}
			record := result.MadeRecord{ID: d.IDs[i], Class: d.Classes[i%4], Real: row(), Filled: row(), Nearest: row(), NearestID: d.IDs[30], RMSE: 0.2, SSIM: of.SSIM}
			if m < 2 {
				record.Draws = [][]float64{row(), row()}
			}
			if k.kind == dataset.Text {
				record.Text, record.NearestText = "what somebody wrote,\nin two lines", "what somebody else wrote"
			}
			of.Records = append(of.Records, record)
		}
		made.Modalities = append(made.Modalities, of)
	}
	return made
}

// small is the study of the sample's size, made once: figures do not change it.
var small = sync.OnceValue(func() Input {
	return fixture(600, []string{"table", "image", "audio", "text"},
		[]string{"mean+logistic", "knn+mlp", "gain+mlp", "attention"})
})

// crowded is a study with awkward names: many modalities, many methods, all of
// them long.
var crowded = sync.OnceValue(func() Input {
	var modalities, methods []string
	for k := range 11 {
		modalities = append(modalities, fmt.Sprintf("electrodermal activity %d", k))
	}
	for k := range 7 {
		methods = append(methods, fmt.Sprintf("knn with imputation number %d+multilayer perceptron", k))
	}
	return fixture(300, modalities, methods)
})

func fixtureData(r *rand.Rand, n int, modalities []string) *dataset.Dataset {
	d := dataset.Dataset{Name: "sample", Classes: []string{"a", "b", "c", "d"}}
	for i := range n {
		d.IDs = append(d.IDs, fmt.Sprintf("p%05d", i))
		d.Labels = append(d.Labels, r.IntN(4))
	}
	for m, name := range modalities {
		d.Blocks = append(d.Blocks, dataset.Block{
			Modality: dataset.Modality{Name: name, Kind: dataset.Table, Columns: []string{"x", "y"}},
			Numbers:  dataset.NewMatrix(n, 2), Causes: make([]dataset.Cause, n),
		})
		for i := range n {
			missing := 0.04 + 0.05*float64(m)
			if m > 1 && d.Blocks[m-1].Causes[i] != dataset.Present {
				missing += 0.3
			}
			if r.Float64() < missing {
				d.Blocks[m].Causes[i] = dataset.NoFile
				if r.Float64() < 0.06 {
					d.Blocks[m].Causes[i] = dataset.Unreadable
				}
				d.Blocks[m].Numbers.Set(i, 0, math.NaN())
				d.Blocks[m].Numbers.Set(i, 1, math.NaN())
			} else if m == 0 && r.Float64() < 0.05 {
				d.Blocks[m].Numbers.Set(i, 1, math.NaN())
			}
		}
	}
	out, err := dataset.New(d)
	if err != nil {
		panic(err) // a mistake in the fixture
	}
	return out
}

func fixtureSplit(r *rand.Rand, n int) dataset.Split {
	s := dataset.Split{Name: "holdout"}
	for i := range n {
		switch x := r.Float64(); {
		case x < 0.25:
			s.Test = append(s.Test, i)
		case x < 0.35:
			s.Validation = append(s.Validation, i)
		default:
			s.Train = append(s.Train, i)
		}
	}
	return s
}

// fixtureRuns makes predictions whose accuracy falls with what is missing.
func fixtureRuns(r *rand.Rand, d *dataset.Dataset, methods []string) []result.Run {
	var runs []result.Run
	patterns := d.Presence.Patterns()
	for seed := range 3 {
		split := fixtureSplit(rand.New(rand.NewPCG(uint64(seed), 1)), d.Records())
		for k, method := range methods {
			run := result.Run{Method: method, Mask: "natural", Split: "holdout", Seed: seed, Dev: len(split.Development()),
				DevPatterns: map[dataset.Pattern]int{}, ChosenEpoch: map[string]int{method: 22 + 3*k + seed}}
			for _, i := range split.Development() {
				run.DevPatterns[d.Presence.Pattern(i)]++
			}
			for _, i := range split.Test {
				natural := d.Presence.Pattern(i)
				run.Rows = append(run.Rows, fixtureRow(r, d, i, k, natural, natural, result.Observed))
				for _, g := range patterns {
					if natural.Complete() && !g.Pattern.Complete() && g.Pattern.Count() > 0 {
						run.Rows = append(run.Rows, fixtureRow(r, d, i, k, g.Pattern, natural, result.MaskedComplete))
					}
				}
			}
			run.Training, run.Swept = "natural", fixtureSweep(rand.New(rand.NewPCG(uint64(seed), uint64(k))), d, split.Test, k)
			run.Curves = fixtureCurves(r, method, k, seed)
			runs = append(runs, run)
		}
	}
	return runs
}

// fixtureShifted are the runs of a method with its imputed values moved down and
// up: of every eighth record the answer is another.
func fixtureShifted(runs []result.Run, method string) []result.Run {
	var out []result.Run
	for _, run := range runs {
		if run.Method != method {
			continue
		}
		for k, delta := range []float64{-1, -0.5, 1} {
			moved := run
			moved.Swept, moved.Curves, moved.Rows = nil, nil, slices.Clone(run.Rows)
			moved.Shift, moved.Moved = result.Shift{Delta: delta, As: result.InDeviations}, result.Cells{Dev: 30, Test: 10}
			for i := k; i < len(moved.Rows); i += 8 {
				moved.Rows[i].Probabilities = []float64{0.1, 0.7, 0.1, 0.1}
			}
			out = append(out, moved)
		}
	}
	return out
}

func fixtureRow(r *rand.Rand, d *dataset.Dataset, i, method int, p, natural dataset.Pattern, series result.Series) result.Row {
	row := result.Row{ID: d.IDs[i], Record: i, Label: d.Labels[i], Series: series, Pattern: p, Natural: natural,
		Probabilities: []float64{0.1, 0.1, 0.1, 0.1}}
	missing := float64(len(p) - p.Count())
	guess := row.Label
	if r.Float64() > 0.94-0.01*float64(method%2)-missing*(0.17-0.035*float64(method)) {
		guess = (row.Label + 1 + r.IntN(3)) % 4
	}
	row.Probabilities[guess] = 0.7
	if method == 3 {
		total := 0.0
		row.Attention = make([]float64, len(p))
		for m := range row.Attention {
			if p.Has(m) {
				row.Attention[m] = 1 + float64(m) + r.Float64()
				total += row.Attention[m]
			}
		}
		for m := range row.Attention {
			row.Attention[m] /= math.Max(total, 1)
		}
	}
	return row
}

func fixtureCurves(r *rand.Rand, phase string, k, seed int) []result.Epoch {
	var curves []result.Epoch
	for e := 1; e <= 34+4*k+2*seed; e++ {
		x := math.Exp(-float64(e) / (6 + 2*float64(k)))
		curves = append(curves, result.Epoch{Phase: phase, Epoch: e,
			TrainLoss:          1.35*x + 0.05*float64(k) + 0.02*r.Float64(),
			ValidationLoss:     1.3*x + 0.25 + 0.03*float64(seed) + 0.07*float64(k) + 0.004*math.Max(0, float64(e-20)) + 0.03*r.Float64(),
			ValidationAccuracy: 0.9 - 0.6*x})
	}
	return curves
}

// fixtureSweep are the predictions of a sweep over two mechanisms and all patterns
// of up to six modalities, else those with one left.
func fixtureSweep(r *rand.Rand, d *dataset.Dataset, test []int, method int) []result.Swept {
	var out []result.Swept
	add := func(c result.Condition, shown func(i int) dataset.Pattern) {
		s := result.Swept{Condition: c}
		for _, i := range test {
			if p := shown(i); p.Count() > 0 && (c.Pattern == "" || p == c.Pattern) {
				s.Records, s.Patterns = append(s.Records, i), append(s.Patterns, p)
				s.Probabilities = append(s.Probabilities, fixtureRow(r, d, i, method, p, p, result.Observed).Probabilities)
			}
		}
		out = append(out, s)
	}
	lose := func(i int, rate float64) dataset.Pattern {
		p := []byte(d.Presence.Pattern(i))
		for m := range p {
			if r.Float64() < rate {
				p[m] = '0'
			}
		}
		return dataset.Pattern(p)
	}
	add(result.Condition{Name: "natural"}, func(i int) dataset.Pattern { return d.Presence.Pattern(i) })
	for _, mechanism := range []string{"mcar cell", "mnar"} {
		for _, rate := range []float64{0.1, 0.2, 0.3, 0.4, 0.5} {
			add(result.Condition{Name: fmt.Sprint(mechanism, " ", rate), Mechanism: mechanism, Rate: rate}, func(i int) dataset.Pattern { return lose(i, rate) })
		}
	}
	k := len(d.Blocks)
	for code := 1; code < 1<<k; code++ {
		if k > 6 && code&(code-1) != 0 { // those with one left are the powers of two
			code |= code - 1
			continue
		}
		var has []int
		for m := range k {
			if code>>m&1 == 1 {
				has = append(has, m)
			}
		}
		p := dataset.Only(k, has...)
		add(result.Condition{Name: "only " + p.Label(d.Names()), Pattern: p}, func(i int) dataset.Pattern {
			if d.Presence.Pattern(i).Contains(p) {
				return p
			}
			return dataset.Only(k)
		})
	}
	return out
}
