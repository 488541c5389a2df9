package impute

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/param"
	"lacuna/internal/rng"
)

// gainNetwork is the pair of networks with the scale of its numbers.
type gainNetwork struct {
	adversary
	scale      unitScale
	modalities []int // of the dataset, those with columns
	net        *nn.Network
}

// trainGAIN trains on the rows of t.
func trainGAIN(ctx context.Context, t *learn.Table, p param.Values, env job.Env) (*gainNetwork, error) {
	shown, held := holdOut(t, env.Seed.Child("holdout"))
	judged := rowsWithCells(held)
	n := &gainNetwork{adversary: newAdversary(p, t.Width()), scale: newUnitScale(t)}
	n.addModalities(t.Layout, t.Whole, p.Float("hide_cells"))
	n.targets, n.held = share(shown, shown.Rows), share(held, len(judged))
	var err error
	if n.net, err = nn.New(env.Seed.Child("network"), n.build); err != nil {
		return nil, err
	}
	if err := n.startAtMeans(shown); err != nil {
		return nil, err
	}
	train := n.data(shown, shown, learn.AllRows(shown.Rows))
	validation := n.data(shown, held, judged)
	n.addNoise(validation, func(k int) rng.Seed { return env.Seed.Child("validation").Block(judged[k]) })
	options := gainOptions(p, shown.Rows)
	inner := env.Child("train")
	kept := n.net.Keep(inner)
	if env.Report != nil {
		env.Report = kept.Report
	}
	curve := &gainCurve{env: env, every: (options.Epochs + gainPoints - 1) / gainPoints}
	curve.look = func() float64 { return n.rmse(ctx, validation, shown, judged) }
	kept.Ready = func() bool { return len(curve.point) == 0 }
	inner.Report = curve.report
	return n, kept.Fit(ctx, train, &validation, options, inner)
}

// addModalities takes in the modalities that have columns. Cells are hidden in
// training only where cells may be missing one by one: in a modality that some
// row has in part, or in the only one.
func (n *gainNetwork) addModalities(l learn.Layout, whole []bool, hideCells float64) {
	for m, name := range l.Names {
		columns := l.Start[m+1] - l.Start[m]
		if columns == 0 {
			continue
		}
		hide := hideCells
		if hide > 0 && whole[m] && len(l.Names) > 1 {
			hide = 0
		}
		n.modalities, n.names = append(n.modalities, m), append(n.names, name)
		n.columns, n.hideCells = append(n.columns, columns), append(n.hideCells, hide)
	}
}

// share returns the cells that are there over all cells of so many rows, and 1
// where there is none.
func share(t *learn.Table, rows int) float64 {
	cells := t.Cells()
	if cells == 0 {
		return 1
	}
	return float64(cells) / float64(rows*t.Width())
}

// Bounds of the patience in passes over the rows: a hundred passes of a few
// minibatches tell as much as many steps over many rows, and few passes over many
// rows tell little.
const (
	leastPatience = 20
	mostPatience  = 100
)

// Training steps where their number is left open: few rows need many passes, and
// many rows more steps.
const (
	leastSteps = 5000
	mostSteps  = 20000
	passes     = 100
)

// stepsOf returns the most steps to train with.
func stepsOf(p param.Values, perEpoch int) int {
	if steps := p.Int("steps"); steps > 0 {
		return steps
	}
	return min(max(leastSteps, passes*perEpoch), mostSteps)
}

// patienceOf returns the patience in passes; 0 never stops early.
func patienceOf(p param.Values, perEpoch int) int {
	steps := p.Int("patience")
	if steps == 0 {
		return 0
	}
	return min(max(leastPatience, (steps+perEpoch-1)/perEpoch), mostPatience)
}

// gainOptions counts the steps in passes over the rows, as the engine does.
func gainOptions(p param.Values, rows int) nn.Options {
	batch := min(p.Int("batch"), rows)
	perEpoch := (rows + batch - 1) / batch
	schedule := nn.Schedule{Decay: nn.Cosine}
	if p.String("schedule") == "constant" {
		schedule = nn.Schedule{}
	}
	return nn.Options{
		Batch: batch, Rate: p.Float("rate"),
		Epochs:          (stepsOf(p, perEpoch) + perEpoch - 1) / perEpoch,
		Patience:        patienceOf(p, perEpoch),
		Schedule:        schedule,
		ModalityDropout: nn.ModalityDropout{P: p.Float("hide")},
	}
}

// startAtMeans sets the last biases of the generator so that it begins with
// the mean of each column.
func (n *gainNetwork) startAtMeans(t *learn.Table) error {
	means, _ := t.Means()
	const edge = 0.01
	for i, m := range n.modalities {
		bias, err := n.net.Param("g/3/" + n.names[i] + "/b")
		if err != nil {
			return err
		}
		for j := range bias.Values {
			column := t.Start[m] + j
			u := min(max(n.scale.down(column, means[column]), edge), 1-edge)
			bias.Values[j] = float32(math.Log(u / (1 - u)))
		}
	}
	return nil
}

// rowsWithCells lists the rows that have a cell.
func rowsWithCells(t *learn.Table) []int {
	var rows []int
	for i := range t.Rows {
		for _, word := range t.SeenRow(i) {
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
func (n *gainNetwork) data(shown, target *learn.Table, rows []int) nn.Data {
	d := nn.Data{Records: len(rows), Blocks: map[string]nn.Block{}}
	for i, m := range n.modalities {
		start, width := shown.Start[m], n.columns[i]
		x, mask, goal := make([]float32, len(rows)*width), make([]float32, len(rows)*width), make([]float32, len(rows)*width)
		present := make([]bool, len(rows))
		for k, row := range rows {
			for j := range width {
				see, aim := shown.Has(row, start+j), target.Has(row, start+j)
				if see || aim {
					x[k*width+j] = float32(n.scale.down(start+j, shown.Row(row)[start+j]))
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
	t := learn.NewTable(v, rows)
	data := n.data(t, t, learn.AllRows(t.Rows))
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
					out[j] = n.scale.up(t.Start[m]+j, float64(u))
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

// rmse returns the root mean squared error of the generator on the shown cells
// of some rows, in units of each column's range.
func (n *gainNetwork) rmse(ctx context.Context, data nn.Data, shown *learn.Table, rows []int) float64 {
	made, err := n.net.Predict(ctx, data, job.Env{}, n.outputs()...)
	if err != nil {
		return math.NaN()
	}
	var sum float64
	cells := 0
	for i, m := range n.modalities {
		for k, row := range rows {
			for j, u := range made[i].Row(k) {
				if column := shown.Start[m] + j; shown.Has(row, column) {
					d := float64(u) - n.scale.down(column, shown.Row(row)[column])
					sum += d * d
					cells++
				}
			}
		}
	}
	return math.Sqrt(sum / float64(cells))
}
