package vm

import (
	"context"
	"fmt"
	"testing"
	"time"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/internal/rng"
)

// large returns 200,000 records of six modalities with gaps in many patterns.
func large(tb testing.TB) *dataset.Dataset {
	tb.Helper()
	const n, modalities = 200_000, 6
	r := rng.New(1).Rand()
	d := dataset.Dataset{Name: "large", Classes: []string{"ill", "well"}}
	for m := range modalities {
		d.Blocks = append(d.Blocks, dataset.Block{
			Modality: dataset.Modality{Name: fmt.Sprintf("m%d", m), Kind: dataset.Table, Columns: []string{"x"}},
			Numbers:  dataset.NewMissing(n, 1), Causes: make([]dataset.Cause, n),
		})
	}
	for i := range n {
		d.IDs, d.Labels = append(d.IDs, fmt.Sprintf("r%06d", i)), append(d.Labels, i%2)
		for m := range modalities {
			if m > 0 && r.IntN(10) < m {
				d.Blocks[m].Causes[i] = dataset.NoRow
				continue
			}
			d.Blocks[m].Numbers.Set(i, 0, float64(i%2)+r.NormFloat64())
		}
	}
	out, err := dataset.New(d)
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

// madeRun is what a job of a large study leaves, without the training.
func madeRun(d *dataset.Dataset, j experiment.Job) result.Run {
	r := rng.New(uint64(j.Seed)).Rand()
	run := result.Run{Job: j.ID, Method: j.Label, Split: j.Split.Name, Seed: j.Seed, Dev: len(j.Split.Train), DevPatterns: map[dataset.Pattern]int{}}
	for _, i := range j.Split.Test {
		p := r.Float64()
		pattern := d.Presence.Pattern(i)
		run.Rows = append(run.Rows, result.Row{
			ID: d.IDs[i], Record: i, Label: d.Labels[i], Series: result.Observed, Pattern: pattern, Natural: pattern,
			Probabilities: []float64{p, 1 - p},
		})
	}
	return run
}

// largeDesk is a desk with a large dataset, of whose comparison some jobs are
// done.
func largeDesk(tb testing.TB, done int) (*desk, []experiment.Job) {
	k := newDesk(tb)
	k.Show(large(tb))
	k.Setup.SetSeeds(3)
	k.wait("the plan", func() bool { return !k.Setup.Planning() })
	p := k.Setup.plan
	if p.err != nil {
		tb.Fatal(p.err)
	}
	c := k.Comparison
	spec := p.spec
	c.jobs, c.ran, c.study = p.jobs, &spec, p.study
	k.Selection.see(p.jobs)
	for _, j := range p.jobs[:done] {
		c.addRun(madeRun(k.Document.Data(), j), false)
	}
	c.rescore()
	k.wait("the scores", k.Settled)
	return k, p.jobs
}

// draw draws the panes of the data and of the strata as the window does.
func (k *desk) draw() {
	for _, p := range []Pane{PresencePane, PatternsPane, StrataPane} {
		f, err := k.Scene.Figure(p)
		if err != nil {
			k.t.Fatal(err)
		}
		_ = f.Title()
		_, regions := canvas.Render(f, 480, 320, 1, canvas.Light(), nil)
		for _, r := range regions {
			k.Scene.Lit(r)
		}
	}
	k.Inspector.Guesses()
	k.Inspector.Attentions()
	_ = k.Selection.Words()
}

// BenchmarkClick is what a click on a pattern costs the event goroutine with
// 200,000 records: quiet, and while a comparison computes on every core.
func BenchmarkClick(b *testing.B) {
	k, _ := largeDesk(b, 10)
	patterns := k.Selection.Presence().Patterns()
	click := func(b *testing.B) {
		worst := time.Duration(0)
		for i := 0; b.Loop(); i++ {
			start := time.Now()
			k.Selection.SelectPattern(patterns[i%len(patterns)].Pattern)
			k.draw()
			worst = max(worst, time.Since(start))
		}
		b.ReportMetric(float64(worst.Milliseconds()), "worst-ms")
		k.wait("the scores", k.Settled)
	}
	b.Run("quiet", click)
	b.Run("running", func(b *testing.B) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		for range 2 {
			go busy(ctx)
		}
		click(b)
	})
}

// busy computes and allocates as a training does.
func busy(ctx context.Context) {
	for ctx.Err() == nil {
		x := make([]float64, 1<<16)
		for i := range x {
			x[i] = float64(i) * 1.1
		}
	}
}

// BenchmarkJob is what a job that has finished costs: the scores of all strata
// with its run among them.
func BenchmarkJob(b *testing.B) {
	k, jobs := largeDesk(b, 10)
	run := madeRun(k.Document.Data(), jobs[10])
	before := k.Comparison.study.Runs
	for b.Loop() {
		k.Comparison.study.Runs = before
		k.Comparison.addRun(run, false)
		k.Comparison.rescore()
		k.wait("the scores", k.Settled)
	}
}
