package impute

import (
	"context"
	"sync"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/param"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "mice",
	Title: "Multiple imputation by chained equations",
	Help: "Draws several completed tables, each by chained equations whose regressions and estimates are drawn, so that they differ as far as the data leave open. " +
		"A gap takes the number of one of the training records whose expected number is nearest (predictive mean matching), an absent modality all of one such record's; words are drawn from the probabilities of their levels. " +
		"Where one table is wanted, it is the mean of the draws, or the most frequent word. " +
		"Departs from R's mice: the penalty of each regression is that of the evidence, an absent modality is told by the others alone, and a record's estimates follow the regressions of the last sweep.",
	Paper: "van Buuren and Groothuis-Oudshoorn, mice: Multivariate imputation by chained equations in R, Journal of Statistical Software 2011",
	Params: []param.Spec{
		{Name: "draws", Title: "Draws", Type: param.Int, Default: 5, Min: 1, Max: 200,
			Help: "So many completed tables can be drawn."},
		{Name: "sweeps", Title: "Sweeps", Type: param.Int, Default: 5, Min: 1, Max: 100,
			Help: "So many times every column is drawn anew; in training more often where much of a column lies beyond limits of detection."},
		{Name: "by", Title: "How numbers are drawn", Type: param.Choice, Default: "matching", Choices: []string{"matching", "normal"},
			Help: "matching takes the number of a training record that is like the gap; normal draws from the regression's normal distribution."},
		{Name: "donors", Title: "Donors", Type: param.Int, Default: 5, Min: 1, Max: 100,
			Help: "Of so many training records that are most like the gap, one is drawn."},
	},
	Draws: "draws",
	New: func(p param.Values) Imputer {
		return &mice{draws: p.Int("draws"), settings: drawSettings{
			sweeps: p.Int("sweeps"), donors: p.Int("donors"), matching: p.String("by") == "matching",
		}}
	},
})

// mice keeps a chain for each draw.
type mice struct {
	draws    int
	settings drawSettings
	design   *chainDesign
	chains   []*drawChain
	warnings []string
	learning sync.Mutex // of regressions that no training record needed
}

// Fit runs the chains.
func (c *mice) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("impute mice: stopped: %w", err)
	}
	train = learn.Canonical(train)
	t := learn.NewTable(train, learn.AllRows(train.Len()))
	d := fitChainDesign(train, t)
	chains, sweeps := make([]*drawChain, c.draws), d.sweepsFor(c.settings.sweeps)
	for k := range chains {
		var err error
		chains[k], err = newDrawChain(ctx, c.settings, d, t, recordSeeds(train, env.Seed.Child("chain").Block(k)), env.Threads())
		if err != nil {
			return say.Errorf("impute mice: %w", err)
		}
		for s := range sweeps {
			if err := chains[k].sweep(ctx, s == sweeps-1, env.Threads()); err != nil {
				return say.Errorf("impute mice: %w", err)
			}
			chainProgress(env, "mice", k*sweeps+s+1, c.draws*sweeps)
		}
	}
	c.design, c.chains = d, chains
	c.warnings = append(d.Unobserved(func(j int) bool { return d.count[j] > 0 }), d.hardlyMeasured()...)
	return nil
}

// Warnings names the columns that no training record has, and those of which
// nearly all lies beyond limits of detection.
func (c *mice) Warnings() []string { return c.warnings }

// Transform returns the mean of the draws, of words the most frequent one.
func (c *mice) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	all, err := c.tables(ctx, v, env, learn.AllRows(c.draws))
	if err != nil {
		return nil, err
	}
	return filled("mice", v, c.pooled(v, all))
}

// Draw returns the table that the k-th chain completes.
func (c *mice) Draw(ctx context.Context, v dataset.View, env job.Env, k int) (*dataset.Filled, error) {
	if k < 0 || k >= c.draws {
		return nil, say.Errorf("impute mice: draw %d is asked for, and it was fitted for %d; set draws=%d", k+1, c.draws, k+1)
	}
	all, err := c.tables(ctx, v, env, []int{k})
	if err != nil {
		return nil, err
	}
	return filled("mice", v, all[0])
}

// learnIdle draws, in some chains, the regressions of targets that rows of t lack
// and no training record did; without a table all of them.
func (c *mice) learnIdle(ctx context.Context, t *learn.Table, chains []int, threads int) error {
	c.learning.Lock()
	defer c.learning.Unlock()
	for _, k := range chains {
		if err := c.chains[k].learnIdle(ctx, t, threads); err != nil {
			return err
		}
	}
	return nil
}

// tables completes the rows of v by some chains: chain, modality.
func (c *mice) tables(ctx context.Context, v dataset.View, env job.Env, chains []int) ([][]dataset.Matrix, error) {
	if c.design == nil {
		return nil, say.Errorf("impute mice: %w", ErrNotFitted)
	}
	if err := check(c.design.Layout, v); err != nil {
		return nil, say.Errorf("impute mice: %w", err)
	}
	out := make([][]dataset.Matrix, len(chains))
	for k := range out {
		out[k] = make([]dataset.Matrix, v.Modalities())
		for b := range out[k] {
			out[k][b] = v.Dense(b)
		}
	}
	receivers, _ := incomplete(out[0])
	if err := c.learnIdle(ctx, learn.NewTable(v, receivers), chains, env.Threads()); err != nil {
		return nil, say.Errorf("impute mice: %w", err)
	}
	for place, k := range chains {
		values := out[place]
		seeds := recordSeeds(v, env.Seed.Child("fill").Block(k))
		err := eachBlock(ctx, env, "mice", len(receivers), chainBlock, func() func(low, high int) {
			return func(low, high int) {
				rows := receivers[low:high]
				x := c.chains[k].complete(learn.NewTable(v, rows), pick(seeds, rows), c.design.boundsOf(v, rows))
				for b := range values {
					for q, i := range rows {
						c.design.restore(values[b].Row(i), x.Row(q), b)
					}
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// pooled returns the mean of the draws. The levels of a category are those of
// the draw that shows the most frequent one first.
func (c *mice) pooled(v dataset.View, all [][]dataset.Matrix) []dataset.Matrix {
	out := make([]dataset.Matrix, v.Modalities())
	for b := range out {
		out[b] = dataset.NewMatrix(v.Len(), v.Columns(b))
		for k := range out[b].Data {
			first, same := all[0][b].Data[k], true
			var sum float64
			for _, values := range all {
				sum += values[b].Data[k]
				same = same && values[b].Data[k] == first
			}
			if out[b].Data[k] = sum / float64(len(all)); same {
				out[b].Data[k] = first // bit for bit, as of an observed cell
			}
		}
	}
	for _, w := range c.design.categories {
		start := c.design.Start[w.modality]
		for i := range v.Len() {
			row := out[w.modality].Row(i)[w.low-start : w.high-start]
			best := learn.Highest(c.votes(row, w))
			for _, values := range all {
				levels := values[w.modality].Row(i)[w.low-start : w.high-start]
				if learn.Highest(c.votes(levels, w)) == best {
					copy(row, levels)
					break
				}
			}
		}
	}
	return out
}

// votes brings the cells of a category to shares of the draws.
func (c *mice) votes(levels []float64, w category) []float64 {
	out := make([]float64, len(levels))
	for k, x := range levels {
		j := w.low + k
		if width := c.design.highest[j] - c.design.lowest[j]; width > 0 {
			out[k] = (x - c.design.lowest[j]) / width
		}
	}
	return out
}
