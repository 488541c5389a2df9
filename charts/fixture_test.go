package charts

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// study is a made-up comparison over made-up data: 600 records of four
// modalities, with a structure of missingness, five methods and two seeds.
func fixture(t testing.TB, records int, modalities []string, methods []string) Input {
	t.Helper()
	r := rand.New(rand.NewPCG(7, uint64(records)))
	d := fixtureData(t, r, records, modalities)
	split := fixtureSplit(r, records)
	in := Input{Data: d, Split: &split}
	in.Study = &result.Study{Dataset: d.Name, Hash: d.Hash(), Modalities: modalities, Classes: d.Classes, Methods: methods}
	in.Table = fixtureTable(r, d, split, methods)
	in.Study.Runs = fixtureRuns(r, methods)
	return in
}

func small(t testing.TB) Input {
	return fixture(t, 600, []string{"table", "image", "audio", "text"},
		[]string{"mean+logistic", "knn+mlp", "gain+mlp", "attention"})
}

func fixtureData(t testing.TB, r *rand.Rand, n int, modalities []string) *dataset.Dataset {
	t.Helper()
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
		t.Fatal(err)
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

// fixtureTable scores methods whose accuracy falls with what is missing.
func fixtureTable(r *rand.Rand, d *dataset.Dataset, split dataset.Split, methods []string) *metric.Table {
	t := &metric.Table{Modalities: d.Names(), Methods: methods, Chance: 0.25, Majority: 0.31, Intervals: "two-level bootstrap over 3 seeds and records"}
	k := len(d.Names())
	add := func(name, title string, kind metric.StratumKind, pattern dataset.Pattern, in func(dataset.Pattern) bool) {
		test, train, missing := 0, 0, 0
		for _, i := range split.Test {
			if p := d.Presence.Pattern(i); in(p) {
				test++
				missing += k - p.Count()
			}
		}
		for _, i := range split.Train {
			if in(d.Presence.Pattern(i)) {
				train++
			}
		}
		if kind == metric.MaskedPattern {
			missing = test * (k - pattern.Count())
		}
		var scores []metric.Score
		for m := range methods {
			lost := float64(missing) / math.Max(1, float64(test)) * (0.16 - 0.03*float64(m))
			scores = append(scores, fixtureScore(r, test, train, 0.93-lost-0.02*float64(m%2)))
		}
		t.Strata = append(t.Strata, metric.Stratum{Name: name, Title: title, Kind: kind, Pattern: pattern})
		t.Scores = append(t.Scores, scores)
	}
	add("all", "all", metric.AllRecords, "", func(dataset.Pattern) bool { return true })
	add("complete", "complete", metric.CompleteOnly, dataset.Complete(k), dataset.Pattern.Complete)
	add("any-missing", "any missing", metric.AnyMissing, "", func(p dataset.Pattern) bool { return !p.Complete() })
	for m, name := range d.Names() {
		add("without:"+name, name+" missing", metric.WithoutOne, "", func(p dataset.Pattern) bool { return !p.Has(m) })
	}
	for _, g := range d.Presence.Patterns() {
		label := g.Pattern.Label(d.Names())
		add("pattern:"+label, label, metric.OnePattern, g.Pattern, func(p dataset.Pattern) bool { return p == g.Pattern })
		if !g.Pattern.Complete() {
			add("masked:"+label, label+", masked", metric.MaskedPattern, g.Pattern, dataset.Pattern.Complete)
		}
	}
	return t
}

func fixtureScore(r *rand.Rand, n, train int, rate float64) metric.Score {
	s := metric.Score{N: n, NTrain: train, Runs: 3}
	if n == 0 {
		nan := math.NaN()
		s.Accuracy, s.CI95, s.Balanced, s.AUROC = nan, metric.Interval{Low: nan, High: nan}, nan, nan
		return s
	}
	for range 3 {
		correct := 0
		for range n {
			if r.Float64() < rate {
				correct++
			}
		}
		s.Correct += correct
		s.PerRun = append(s.PerRun, float64(correct)/float64(n))
	}
	s.Accuracy = float64(s.Correct) / float64(3*n)
	s.CI95.Low, s.CI95.High = wilson(s.Accuracy, float64(n))
	s.Balanced, s.AUROC, s.LogLoss = s.Accuracy-0.01, min(1, s.Accuracy+0.05), 1-s.Accuracy
	return s
}

func wilson(p, n float64) (low, high float64) {
	const z = 1.96
	centre := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return centre - half, centre + half
}

func fixtureRuns(r *rand.Rand, methods []string) []result.Run {
	var runs []result.Run
	for k, m := range methods {
		for seed := range 3 {
			run := result.Run{Method: m, Mask: "natural", Split: "holdout", Seed: seed, ChosenEpoch: map[string]int{m: 22 + 3*k + seed}}
			for e := 1; e <= 34+4*k+2*seed; e++ {
				x := math.Exp(-float64(e) / (6 + 2*float64(k)))
				run.Curves = append(run.Curves, result.Epoch{Phase: m, Epoch: e,
					TrainLoss:      1.35*x + 0.05*float64(k) + 0.02*r.Float64(),
					ValidationLoss: 1.3*x + 0.25 + 0.07*float64(k) + 0.004*math.Max(0, float64(e-20)) + 0.03*r.Float64(), ValidationAccuracy: 0.9 - 0.6*x})
			}
			runs = append(runs, run)
		}
	}
	return runs
}
