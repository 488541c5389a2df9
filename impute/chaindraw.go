package impute

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"

	"lacuna/dataset"
	"lacuna/internal/kernel"
	"lacuna/internal/learn"
	"lacuna/internal/learn/chain"
	"lacuna/internal/rng"
)

// drawSettings says how estimates are drawn.
type drawSettings struct {
	sweeps, donors int
	matching       bool
}

// mostDonors is the number of training records that can be donors of a column;
// of more, those at even ranks of what is expected of them.
const mostDonors = 4096

// drawChain is one chain of drawn regressions and drawn estimates. Its random
// numbers belong to a record, a sweep and a target, so that the draws of a
// record do not depend on those beside it.
type drawChain struct {
	settings drawSettings
	design   *chainDesign
	state    *chainSweeps // nil of a chain out of a file, which knows all targets
	records  []rng.Seed   // of the training rows
	seed     rng.Seed     // of the regressions
	made     int          // sweeps made
	learned  []*drawnRegression
}

// drawnRegression is what is kept of a target after the last sweep.
type drawnRegression struct {
	chainRegression // with drawn weights
	noise           float64
	pool            donorPool
}

// donorPool is what is expected of the donors and what they have: of a single
// column rising, one number each; of a whole modality donors × columns.
type donorPool struct {
	expected, values []float64
	squares          []float64 // of the rows of expected, for a whole modality
	columns          int
}

// recordSeeds returns a seed for each row of a view, which its id decides.
func recordSeeds(v dataset.View, seed rng.Seed) []rng.Seed {
	out := make([]rng.Seed, v.Len())
	for i := range out {
		out[i] = seed.Child(v.ID(i))
	}
	return out
}

func pick[T any](list []T, rows []int) []T {
	out := make([]T, len(rows))
	for k, i := range rows {
		out[k] = list[i]
	}
	return out
}

func newDrawChain(ctx context.Context, settings drawSettings, d *chainDesign, t *learn.Table, records []rng.Seed, threads int) (*drawChain, error) {
	state, err := newChainSweeps(ctx, d, t, true, threads)
	if err != nil {
		return nil, err
	}
	c := &drawChain{settings: settings, design: d, state: state, records: records, learned: make([]*drawnRegression, len(d.targets))}
	if len(records) > 0 {
		c.seed = records[0].Child("regressions") // the rows stand in the order of their ids
	}
	return c, nil
}

// drawRule draws the regressions of one sweep, and estimates by them.
type drawRule struct {
	*drawChain
	found []*drawnRegression // by target
}

// sweep draws all columns with gaps anew. Of the last sweep the regressions are
// kept.
func (c *drawChain) sweep(ctx context.Context, last bool, threads int) error {
	gaps, _ := c.state.withGaps()
	rule := &drawRule{drawChain: c, found: make([]*drawnRegression, len(c.state.systems))}
	solved, err := c.state.sweep(ctx, gaps, threads, rule)
	if err != nil {
		return err
	}
	c.made++
	if last {
		c.keep(gaps, rule, solved)
	}
	return nil
}

// learnIdle draws regressions for targets that rows of t lack and no training
// record did; without a table for all of them.
func (c *drawChain) learnIdle(ctx context.Context, t *learn.Table, threads int) error {
	if c.state == nil {
		return nil
	}
	known := make([]*chainRegression, len(c.learned))
	for k, r := range c.learned {
		if r != nil {
			known[k] = &r.chainRegression
		}
	}
	_, idle := c.state.withGaps()
	wanted := c.state.wanted(t, idle, known)
	rule := &drawRule{drawChain: c, found: make([]*drawnRegression, len(c.state.systems))}
	return c.state.settle(ctx, wanted, threads, rule, func(target int, r *chainRegression) { c.keepOne(target, rule, r) })
}

// keep notes what was learned of some targets.
func (c *drawChain) keep(targets []int, rule *drawRule, solved []*chainRegression) {
	for _, k := range targets {
		c.keepOne(k, rule, solved[k])
	}
}

func (c *drawChain) keepOne(target int, rule *drawRule, solved *chainRegression) {
	if c.learned[target] = rule.found[target]; c.learned[target] == nil {
		c.learned[target] = &drawnRegression{chainRegression: *solved}
	}
}

// numbers draws the regression of a target, and what it says of the rows to be
// filled.
func (r *drawRule) numbers(target int, s *chain.Solution, z dataset.Matrix) (dataset.Matrix, error) {
	system := r.state.systems[target]
	random := r.seed.Block(r.made).Block(target).Rand()
	noise := s.Noise * s.Freedom / distuv.ChiSquared{K: s.Freedom, Src: random}.Rand()
	normal := make([]float64, len(s.Weights.Data))
	for k := range normal {
		normal[k] = random.NormFloat64()
	}
	found := &drawnRegression{noise: noise, chainRegression: chainRegression{predictors: s.Predictors, weights: s.Draw(normal, noise)}}
	if r.settings.matching {
		found.pool = poolOf(r.state.table, system, s)
	}
	r.found[target] = found
	seeds := pick(r.records, system.Fill)
	y := found.draw(z, seeds, r.made, target, r.settings)
	r.design.bounds.drawWithin(found, system.Targets, system.Fill, y, z, seeds, r.made, target)
	return y, nil
}

// words draws levels from their probabilities.
func (r *drawRule) words(target int, found *chainRegression, logs []float64) ([]int, error) {
	return drawLevels(logs, found.model.Classes, pick(r.records, r.state.systems[target].Fill), r.made, target), nil
}

func drawLevels(logs []float64, levels int, records []rng.Seed, sweep, target int) []int {
	out := make([]int, len(records))
	for k, seed := range records {
		at := seed.Block(sweep).Block(target).Rand().Float64()
		for c, l := range logs[k*levels : (k+1)*levels] {
			if at -= math.Exp(l); at < 0 || c == levels-1 {
				out[k] = c
				break
			}
		}
	}
	return out
}

// poolOf returns the training rows of a system as donors.
func poolOf(table *chain.Table, system *chain.System, s *chain.Solution) donorPool {
	rows := system.Train
	columns := len(system.Targets)
	if columns > 1 {
		rows = pick(rows, learn.Evenly(len(rows), min(len(rows), mostDonors)))
	}
	expected := learn.Product(table.Gather(rows, s.Predictors), false, s.Weights, true)
	p := donorPool{columns: columns}
	if columns > 1 {
		p.expected, p.squares = expected.Data, make([]float64, len(rows))
		for k, i := range rows {
			for q, j := range system.Targets {
				p.values = append(p.values, table.X.At(i, j))
				p.squares[k] += expected.At(k, q) * expected.At(k, q)
			}
		}
		return p
	}
	order := learn.AllRows(len(rows))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(expected.Data[a], expected.Data[b]) })
	for _, k := range learn.Evenly(len(order), min(len(order), mostDonors)) {
		p.expected = append(p.expected, expected.Data[order[k]])
		p.values = append(p.values, table.X.At(rows[order[k]], system.Targets[0]))
	}
	return p
}

// draw returns estimates for rows of predictors: rows × columns.
func (d *drawnRegression) draw(z dataset.Matrix, records []rng.Seed, sweep, target int, s drawSettings) dataset.Matrix {
	y := learn.Product(z, false, d.weights, true)
	if !s.matching {
		scale := math.Sqrt(d.noise)
		for k, seed := range records {
			random := seed.Block(sweep).Block(target).Rand()
			for q := range y.Row(k) {
				y.Row(k)[q] += scale * random.NormFloat64()
			}
		}
		return y
	}
	distances := d.pool.distances(y)
	for k, seed := range records {
		random := seed.Block(sweep).Block(target).Rand()
		if d.pool.columns == 1 {
			y.Row(k)[0] = d.pool.values[d.pool.near(y.Row(k)[0], s.donors, random)]
			continue
		}
		donor := nearest(distances.Row(k), s.donors, random)
		copy(y.Row(k), d.pool.values[donor*d.pool.columns:(donor+1)*d.pool.columns])
	}
	return y
}

// near draws one of the n donors nearest to what is expected.
func (p *donorPool) near(expected float64, n int, random *rand.Rand) int {
	high := sort.SearchFloat64s(p.expected, expected)
	low := high
	for high-low < min(n, len(p.expected)) {
		if low == 0 || high < len(p.expected) && p.expected[high]-expected < expected-p.expected[low-1] {
			high++
		} else {
			low--
		}
	}
	return low + random.IntN(high-low)
}

// distances returns how far what is expected of rows is from what is expected of
// the donors of a whole modality, up to a number that is the same for all donors.
func (p *donorPool) distances(y dataset.Matrix) dataset.Matrix {
	if p.columns == 1 {
		return dataset.Matrix{}
	}
	out := dataset.NewMatrix(y.Rows, len(p.squares))
	kernel.Gemm64(false, true, y.Rows, out.Cols, p.columns, y.Data, p.columns, p.expected, p.columns, false, out.Data, out.Cols)
	for i := range out.Rows {
		for k, square := range p.squares {
			out.Row(i)[k] = square - 2*out.Row(i)[k]
		}
	}
	return out
}

// nearest draws one of the n donors at the least distances.
func nearest(distances []float64, n int, random *rand.Rand) int {
	var best []int
	for k, d := range distances {
		at := len(best)
		for at > 0 && d < distances[best[at-1]] {
			at--
		}
		if at < n {
			best = slices.Insert(best, at, k)
			best = best[:min(n, len(best))]
		}
	}
	return best[random.IntN(len(best))]
}

// complete takes rows through as many sweeps as were asked for, by the
// regressions of the last one in training, within limits of detection where they are known.
func (c *drawChain) complete(t *learn.Table, records []rng.Seed, bounds chainBounds) dataset.Matrix {
	d := c.design
	x := bounds.start(d.rows(t))
	lacking := make([][]int, len(d.targets))
	for k, target := range d.targets {
		lacking[k] = d.lacking(t, target)
	}
	table := chain.Table{X: x}
	for s := range c.settings.sweeps {
		for k, target := range d.targets {
			rows := lacking[k]
			if len(rows) == 0 { // its regression may be learned just now, for others
				continue
			}
			if r := c.learned[k]; r != nil {
				seeds := pick(records, rows)
				if target.words {
					c.completeWords(r, target, k, s, x, rows, seeds)
					continue
				}
				z := table.Gather(rows, r.predictors)
				y := r.draw(z, seeds, s, k, c.settings)
				bounds.drawWithin(r, target.columns, rows, y, z, seeds, s, k)
				for q, i := range rows {
					for b, j := range target.columns {
						x.Set(i, j, bounds.clip(d, i, j, y.At(q, b)))
					}
				}
			}
		}
	}
	return x
}

func (c *drawChain) completeWords(r *drawnRegression, target chainTarget, k, sweep int, x dataset.Matrix, rows []int, seeds []rng.Seed) {
	if r.model == nil {
		return
	}
	of := category{target.modality, target.columns[0], target.columns[0] + len(target.columns)}
	logs := r.model.LogProbabilities(samplesOf(x, rows, r.predictors))
	for q, level := range drawLevels(logs, r.model.Classes, seeds, sweep, k) {
		c.design.mark(x.Row(rows[q]), of, level)
	}
}
