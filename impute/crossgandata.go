package impute

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/rng"
)

// crossScale brings the columns of the training rows to mean 0 and deviation 1:
// those of tables each by itself, those of images, sounds and texts all by one
// scale, so that pixels that hardly ever change stay small.
type crossScale struct {
	mean, deviation []float64
	low, high       []float64 // the range of the training cells, scaled
}

func newCrossScale(t *learn.Table, about []dataset.Modality) crossScale {
	mean, count := t.Means()
	s := crossScale{mean: mean, deviation: make([]float64, t.Width()), low: make([]float64, t.Width()), high: make([]float64, t.Width())}
	squares := make([]float64, t.Width())
	for i := range t.Rows {
		row := t.Row(i)
		learn.EachBit(t.SeenRow(i), func(j int) {
			d := row[j] - mean[j]
			squares[j] += d * d
			s.low[j], s.high[j] = min(s.low[j], d), max(s.high[j], d)
		})
	}
	for m, a := range about {
		all, cells := 0.0, 0
		for j := t.Start[m]; j < t.Start[m+1]; j++ {
			all, cells = all+squares[j], cells+count[j]
			s.deviation[j] = deviationOf(squares[j], count[j], mean[j])
		}
		for j := t.Start[m]; j < t.Start[m+1]; j++ {
			if a.Kind != dataset.Table {
				s.deviation[j] = deviationOf(all, cells, mean[j])
			}
			s.low[j], s.high[j] = s.low[j]/s.deviation[j], s.high[j]/s.deviation[j]
		}
	}
	return s
}

// deviationOf is 1 where the cells do not differ by more than rounding.
func deviationOf(squares float64, count int, mean float64) float64 {
	if count == 0 {
		return 1
	}
	if d := math.Sqrt(squares / float64(count)); d > 1e-9*math.Abs(mean) {
		return d
	}
	return 1
}

// farthest bounds what a network sees, in deviations.
const farthest = 20

func (s crossScale) down(j int, x float64) float32 {
	return float32(min(max((x-s.mean[j])/s.deviation[j], -farthest), farthest))
}

// up brings a number back, into the range of the training cells.
func (s crossScale) up(j int, z float64) float64 {
	return s.mean[j] + s.deviation[j]*min(max(z, s.low[j]), s.high[j])
}

// told says whether row i of a view has anything to make the modality from.
func (n *crossNetwork) told(v dataset.View, i int) bool {
	for _, s := range n.sources {
		if v.Has(i, s.modality) {
			return true
		}
	}
	return n.gaps && v.Has(i, n.modality)
}

// condition makes the blocks that a generator is told of some rows of a table:
// x/NAME of each source, with indicators of its gaps, and the own cells.
func (n *crossNetwork) condition(t *learn.Table, scale crossScale, rows []int) nn.Data {
	d := nn.Data{Records: len(rows), Blocks: map[string]nn.Block{}}
	for _, s := range n.sources {
		x, present := make([]float32, len(rows)*s.width()), make([]bool, len(rows))
		for k, i := range rows {
			present[k] = t.Count(i, s.modality) > 0
			s.write(x[k*s.width():(k+1)*s.width()], t, i, scale)
		}
		d.Blocks["x/"+s.name] = nn.Sparse(s.width(), x, present)
	}
	if n.gaps {
		n.addOwn(d, t, scale, rows)
	}
	return d
}

// addOwn adds the cells that a row has of the modality itself.
func (n *crossNetwork) addOwn(d nn.Data, t *learn.Table, scale crossScale, rows []int) {
	x, shown, present := make([]float32, len(rows)*n.columns), make([]float32, len(rows)*n.columns), make([]bool, len(rows))
	start := t.Start[n.modality]
	for k, i := range rows {
		for j := range n.columns {
			if t.Has(i, start+j) {
				x[k*n.columns+j], shown[k*n.columns+j], present[k] = scale.down(start+j, t.Row(i)[start+j]), 1, true
			}
		}
	}
	d.Blocks["own"], d.Blocks["shown"] = nn.Dense(n.columns, x), nn.Sparse(n.columns, shown, present)
}

// addTarget adds what a generator is held to, which the rows must have.
func (n *crossNetwork) addTarget(d nn.Data, t *learn.Table, scale crossScale, rows []int) {
	x, known := make([]float32, len(rows)*n.columns), make([]float32, len(rows)*n.columns)
	start := t.Start[n.modality]
	for k, i := range rows {
		if n.picture != nil {
			n.picture.shrink(x[k*n.columns:(k+1)*n.columns], func(j int) float32 { return scale.down(start+j, t.Row(i)[start+j]) })
			continue // all is known, which is not asked
		}
		for j := range n.columns {
			if t.Has(i, start+j) {
				x[k*n.columns+j], known[k*n.columns+j] = scale.down(start+j, t.Row(i)[start+j]), 1
			}
		}
	}
	d.Blocks["target"], d.Blocks["known"] = nn.Dense(n.columns, x), nn.Dense(n.columns, known)
}

// zNames are the random vectors of the two draws outside training.
var zNames = []string{"z/1", "z/2"}

// addNoise draws a random vector for each record from its own seed.
func (n *crossNetwork) addNoise(d nn.Data, name string, seed func(record int) rng.Seed) {
	z := make([]float32, d.Records*n.noise)
	for k := range d.Records {
		r := seed(k).Rand()
		for j := range n.noise {
			z[k*n.noise+j] = noiseSpan * (2*r.Float32() - 1)
		}
	}
	d.Blocks[name] = nn.Dense(n.noise, z)
}

// generator is the network of one modality, trained.
type generator struct {
	*crossNetwork
	net     *nn.Network
	opposed bool // trained with a discriminator
}

// cell returns a cell of what was made of a record, at its full size.
func (g *generator) cell(made []float64, j int) float64 {
	if g.picture != nil {
		return g.picture.at(made, j)
	}
	return made[j]
}

// draw adds up some draws for the records of data, scaled.
func (g *generator) draw(ctx context.Context, data nn.Data, draws int, id func(record int) string, env job.Env) ([]float64, error) {
	sum := make([]float64, data.Records*g.columns)
	for k := range draws {
		made, err := g.once(ctx, data, k, id, env)
		if err != nil {
			return nil, err
		}
		for j, x := range made {
			sum[j] += float64(x)
		}
	}
	return sum, nil
}

// once makes the k-th draw of every record.
func (g *generator) once(ctx context.Context, data nn.Data, k int, id func(record int) string, env job.Env) ([]float32, error) {
	seed := env.Seed.Block(k)
	g.addNoise(data, zNames[0], func(record int) rng.Seed { return seed.Child(id(record)) })
	made, err := g.net.Predict(ctx, data, env, "made")
	if err != nil {
		return nil, err
	}
	return made[0].Values, nil
}
