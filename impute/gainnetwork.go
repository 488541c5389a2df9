package impute

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/nn"
	"lacuna/internal/param"
	"lacuna/internal/rng"
)

// gainNetwork is the trained pair of networks with the scale of its numbers.
type gainNetwork struct {
	adversary
	scale      unitScale
	modalities []int // of the dataset, those with columns
	net        *nn.Network
}

// widestHidden bounds the hidden layers where their width is not given.
const widestHidden = 256

// trainGAIN trains on the rows of t.
func trainGAIN(ctx context.Context, t *table, p param.Values, env job.Env) (*gainNetwork, error) {
	shown, held := holdOut(t, env.Seed.Child("holdout"))
	judged := rowsWithCells(held)
	n := &gainNetwork{scale: newUnitScale(t), adversary: adversary{
		hidden: p.Int("width"), hint: p.Float("hint"), hideCells: p.Float("hide_cells"), alpha: p.Float("alpha"),
		targets: share(shown, shown.rows), held: share(held, len(judged)),
	}}
	for m, name := range t.names {
		if columns := t.start[m+1] - t.start[m]; columns > 0 {
			n.modalities, n.names, n.columns = append(n.modalities, m), append(n.names, name), append(n.columns, columns)
		}
	}
	if n.hidden == 0 {
		n.hidden = min(t.width(), widestHidden)
	}
	var err error
	if n.net, err = nn.New(env.Seed.Child("network"), n.build); err != nil {
		return nil, err
	}
	if err := n.startAtMeans(shown); err != nil {
		return nil, err
	}
	return n, n.train(ctx, shown, held, p, env)
}

// share returns the cells that are there over all cells of so many rows.
func share(t *table, rows int) float64 { return float64(t.cells()) / float64(rows*t.width()) }

// startAtMeans sets the last biases of the generator so that it begins with
// the mean of each column.
func (n *gainNetwork) startAtMeans(t *table) error {
	means, _ := t.means()
	const edge = 0.01
	for i, m := range n.modalities {
		bias, err := n.net.Param("g/3/" + n.names[i] + "/b")
		if err != nil {
			return err
		}
		for j := range bias.Values {
			column := t.start[m] + j
			u := min(max(n.scale.down(column, means[column]), edge), 1-edge)
			bias.Values[j] = float32(math.Log(u / (1 - u)))
		}
	}
	return nil
}

// train runs the minibatches.
func (n *gainNetwork) train(ctx context.Context, shown, held *table, p param.Values, env job.Env) error {
	batch := min(p.Int("batch"), shown.rows)
	perEpoch := (shown.rows + batch - 1) / batch
	options := nn.Options{
		Phase: "gain", Batch: batch, Rate: p.Float("rate"),
		Epochs:          (p.Int("steps") + perEpoch - 1) / perEpoch,
		Patience:        (p.Int("patience") + perEpoch - 1) / perEpoch,
		ModalityDropout: nn.ModalityDropout{P: p.Float("hide")},
	}
	judged := rowsWithCells(held)
	validation := n.data(shown, held, judged)
	n.addNoise(validation, func(i int) rng.Seed { return env.Seed.Child("validation").Block(judged[i]) })
	curve := &gainCurve{env: env, every: (options.Epochs + gainPoints - 1) / gainPoints, look: func() float64 {
		return n.error(ctx, validation, shown, judged)
	}}
	inner := env.Child("train")
	inner.Report = curve.report
	_, err := n.net.Fit(ctx, n.data(shown, shown, allRows(shown.rows)), &validation, options, inner)
	return err
}

// rowsWithCells lists the rows that have a cell.
func rowsWithCells(t *table) []int {
	var rows []int
	for i := range t.rows {
		for _, word := range t.seenRow(i) {
			if word != 0 {
				rows = append(rows, i)
				break
			}
		}
	}
	return rows
}

// data makes the inputs of the network for some rows: what it is shown, and
// what it is held to.
func (n *gainNetwork) data(shown, target *table, rows []int) nn.Data {
	d := nn.Data{Records: len(rows), Blocks: map[string]nn.Block{}}
	for i, m := range n.modalities {
		start, width := shown.start[m], n.columns[i]
		x, mask, goal := make([]float32, len(rows)*width), make([]float32, len(rows)*width), make([]float32, len(rows)*width)
		present := make([]bool, len(rows))
		for k, row := range rows {
			for j := range width {
				see, aim := shown.has(row, start+j), target.has(row, start+j)
				if see || aim {
					x[k*width+j] = float32(n.scale.down(start+j, shown.row(row)[start+j]))
				}
				if see {
					mask[k*width+j], present[k] = 1, true
				}
				if aim {
					goal[k*width+j] = 1
				}
			}
		}
		name := n.names[i]
		d.Blocks["x/"+name], d.Blocks["target/"+name] = nn.Dense(width, x), nn.Dense(width, goal)
		d.Blocks["shown/"+name] = nn.Sparse(width, mask, present)
	}
	return d
}

// addNoise draws the noise of each record from its own seed.
func (n *gainNetwork) addNoise(d nn.Data, seed func(record int) rng.Seed) {
	noise := make([][]float32, len(n.names))
	for i, width := range n.columns {
		noise[i] = make([]float32, d.Records*width)
		d.Blocks["noise/"+n.names[i]] = nn.Dense(width, noise[i])
	}
	for k := range d.Records {
		r := seed(k).Rand()
		for i, width := range n.columns {
			for j := range width {
				noise[i][k*width+j] = gainNoise * r.Float32()
			}
		}
	}
}

// fill writes what the generator makes into the gaps of the given rows.
func (n *gainNetwork) fill(ctx context.Context, v dataset.View, rows []int, values []dataset.Matrix, env job.Env) error {
	t := newTable(v, rows)
	data := n.data(t, t, allRows(t.rows))
	seed := env.Seed.Child("noise")
	n.addNoise(data, func(k int) rng.Seed { return seed.Child(v.ID(rows[k])) })
	made, err := n.net.Predict(ctx, data, env, n.outputs()...)
	if err != nil {
		return err
	}
	for i, m := range n.modalities {
		for k, row := range rows {
			out := values[m].Row(row)
			for j, u := range made[i].Row(k) {
				if math.IsNaN(out[j]) {
					out[j] = n.scale.up(t.start[m]+j, float64(u))
				}
			}
		}
	}
	return nil
}

func (n *gainNetwork) outputs() []string {
	names := make([]string, len(n.names))
	for i, name := range n.names {
		names[i] = "made/" + name
	}
	return names
}

// error returns the root mean squared error of the generator on the shown cells
// of some rows, in units of each column's range.
func (n *gainNetwork) error(ctx context.Context, data nn.Data, shown *table, rows []int) float64 {
	made, err := n.net.Predict(ctx, data, job.Env{}, n.outputs()...)
	if err != nil {
		return math.NaN()
	}
	var sum float64
	cells := 0
	for i, m := range n.modalities {
		for k, row := range rows {
			for j, u := range made[i].Row(k) {
				if column := shown.start[m] + j; shown.has(row, column) {
					d := float64(u) - n.scale.down(column, shown.row(row)[column])
					sum += d * d
					cells++
				}
			}
		}
	}
	return math.Sqrt(sum / float64(cells))
}

// gainPoints is the most points of a learning curve.
const gainPoints = 200

// gainCurve turns the engine's epochs into learning curves: that of the
// generator, its root mean squared error on cells that it is shown (training)
// and on held-out ones (validation), and that of the discriminator, its
// cross-entropy. Several epochs make a point.
type gainCurve struct {
	env   job.Env
	every int
	look  func() float64

	loss float64
	n    int
	best bool
	low  float64
}

func (c *gainCurve) report(ev job.Event) {
	e, ok := ev.(job.Epoch)
	if !ok || c.env.Report == nil {
		return
	}
	c.loss, c.n, c.best = c.loss+e.TrainLoss, c.n+1, c.best || e.Best
	if e.Epoch%c.every != 0 && e.Epoch != e.Epochs {
		return
	}
	points := (e.Epochs + c.every - 1) / c.every
	point := (e.Epoch + c.every - 1) / c.every
	c.env.Emit(job.Epoch{Phase: "gain discriminator", Epoch: point, Epochs: points, TrainLoss: c.loss / float64(c.n),
		ValidationLoss: math.NaN(), ValidationAccuracy: math.NaN()})
	c.env.Emit(job.Epoch{Phase: "gain", Epoch: point, Epochs: points, TrainLoss: c.look(),
		ValidationLoss: math.Sqrt(e.ValidationLoss), ValidationAccuracy: math.NaN(), Best: c.best})
	c.loss, c.n, c.best = 0, 0, false
}
