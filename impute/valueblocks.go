package impute

import (
	"math"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/param"
	"lacuna/internal/rng"
)

// valueBlocks are the modalities that have columns, as a network over cells sees
// them. Its inputs, for each modality:
//
//	x/NAME       cells that are shown, in units, 0 where nothing is
//	shown/NAME   1 where a cell is shown; a modality, so that training can hide it
//	target/NAME  cells that the network is held to, likewise in units
//	known/NAME   1 where there is such a cell
type valueBlocks struct {
	names      []string
	modalities []int // of the dataset
	columns    []int
	starts     []int  // in a row of all columns
	pixels     []bool // x is a modality, without rows where it is absent
	units      columnUnits
	low, high  []float64 // the range of each column in training
}

// newValueBlocks takes the layout and the scale of training rows.
func newValueBlocks(l learn.Layout, units columnUnits, low, high []float64) *valueBlocks {
	b := &valueBlocks{units: units, low: low, high: high}
	for m, name := range l.Names {
		if columns := l.Start[m+1] - l.Start[m]; columns > 0 {
			b.names, b.modalities = append(b.names, name), append(b.modalities, m)
			b.columns, b.starts, b.pixels = append(b.columns, columns), append(b.starts, l.Start[m]), append(b.pixels, false)
		}
	}
	return b
}

// data makes the inputs for some rows of a table: what is shown, and what the
// network is held to.
func (b *valueBlocks) data(shown, target *learn.Table, rows []int) nn.Data {
	d := nn.Data{Records: len(rows), Blocks: map[string]nn.Block{}}
	for i, name := range b.names {
		x, mask, present := b.cells(i, shown, rows)
		goal, known, _ := b.cells(i, target, rows)
		width := b.columns[i]
		d.Blocks["x/"+name], d.Blocks["shown/"+name] = nn.Dense(width, x), nn.Sparse(width, mask, present)
		if b.pixels[i] {
			d.Blocks["x/"+name] = nn.Sparse(width, x, present)
		}
		d.Blocks["target/"+name], d.Blocks["known/"+name] = nn.Dense(width, goal), nn.Dense(width, known)
	}
	return d
}

// cells are the cells of a modality in some rows: numbers in units, which are
// there, and which rows have any.
func (b *valueBlocks) cells(i int, t *learn.Table, rows []int) (x, there []float32, present []bool) {
	width := b.columns[i]
	x, there, present = make([]float32, len(rows)*width), make([]float32, len(rows)*width), make([]bool, len(rows))
	for k, row := range rows {
		values := t.Row(row)
		for j := range width {
			if column := b.starts[i] + j; t.Has(row, column) {
				x[k*width+j], there[k*width+j], present[k] = float32(b.units.to(column, values[column])), 1, true
			}
		}
	}
	return x, there, present
}

// put writes estimates in units into the gaps of a record's modality, within the
// range of training.
func (b *valueBlocks) put(i int, out []float64, made func(j int) float64) {
	for j, x := range out {
		if column := b.starts[i] + j; math.IsNaN(x) {
			out[j] = min(max(b.units.from(column, made(j)), b.low[column]), b.high[column])
		}
	}
}

// shares returns the number of cells of each modality that a table has, over all
// that it has.
func (b *valueBlocks) shares(t *learn.Table) []float64 {
	out, all := make([]float64, len(b.names)), float64(max(1, t.Cells()))
	for i, m := range b.modalities {
		for row := range t.Rows {
			out[i] += float64(t.Count(row, m)) / all
		}
	}
	return out
}

// normals draws n standard normal numbers for each record from its own seed.
func normals(records, n int, seed func(record int) rng.Seed) []float32 {
	out := make([]float32, records*n)
	for k := range records {
		r := seed(k).Rand()
		for j := range n {
			out[k*n+j] = float32(r.NormFloat64())
		}
	}
	return out
}

// blocksState is the scale of the numbers as data.
type blocksState struct {
	Layout     learn.Layout
	Mean, Unit []float64
	Low, High  []float64
}

func (b *valueBlocks) state(l learn.Layout) blocksState {
	return blocksState{l, b.units.mean, b.units.unit, b.low, b.high}
}

// blocks returns them, or says what does not fit.
func (s blocksState) blocks() (*valueBlocks, error) {
	err := firstError(
		func() error { return s.Layout.Check() },
		func() error { return sameLength(s.Layout.Width(), s.Mean, s.Unit, s.Low, s.High) },
	)
	if err != nil {
		return nil, err
	}
	return newValueBlocks(s.Layout, columnUnits{s.Mean, s.Unit}, s.Low, s.High), nil
}

// gappyRows lists the rows of a view that miss a cell, with the cells of all.
func gappyRows(v dataset.View) ([]int, []dataset.Matrix) {
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
	}
	rows, _ := incomplete(values)
	return rows, values
}

// modalitiesOf lists what is known of the modalities of a view.
func modalitiesOf(v dataset.View) []dataset.Modality {
	list := make([]dataset.Modality, v.Modalities())
	for m := range list {
		list[m] = v.Modality(m)
	}
	return list
}

// trainingParams are what trainingOptions reads, of a network with one objective
// that is trained on minibatches of so many records unless they are set.
func trainingParams(batch int) []param.Spec {
	return []param.Spec{
		{Name: "steps", Title: "Training steps", Type: param.Int, Default: 2000, Min: 1, Max: 1000000,
			Help: "Most minibatches to train with; training stops earlier when held-out cells are no longer filled better."},
		{Name: "patience", Title: "Patience", Type: param.Int, Default: 500, Min: 0, Max: 1000000,
			Help: "So many steps, or a hundred passes over the records, without improvement on held-out cells end the training; the best parameters are kept. 0 never stops early."},
		{Name: "batch", Title: "Minibatch", Type: param.Int, Default: batch, Min: 2, Max: 8192, Help: "Records of a minibatch."},
		{Name: "rate", Title: "Learning rate", Type: param.Float, Default: 0.002, Min: 1e-6, Max: 1, Help: "Learning rate of Adam at the start."},
		{Name: "schedule", Title: "Schedule of the learning rate", Type: param.Choice, Default: "cosine", Choices: []string{"cosine", "constant"},
			Help: "The rate falls to 0 over the steps along half a cosine, or stays."},
		{Name: "decay", Title: "Weight decay", Type: param.Float, Default: 0.01, Min: 0, Max: 10, Help: "Decoupled weight decay."},
	}
}

// trainingOptions counts the steps in passes over the rows, as the engine does.
func trainingOptions(phase string, p param.Values, rows int) nn.Options {
	batch := min(p.Int("batch"), rows)
	perEpoch := (rows + batch - 1) / batch
	o := nn.Options{
		Phase: phase, Batch: batch, Rate: p.Float("rate"), WeightDecay: p.Float("decay"), ClipNorm: mostGradient,
		Epochs:   (p.Int("steps") + perEpoch - 1) / perEpoch,
		Patience: min(mostPatience, (p.Int("patience")+perEpoch-1)/perEpoch),
	}
	if p.String("schedule") == "cosine" {
		o.Schedule.Decay = nn.Cosine
	}
	return o
}

// mostGradient is the norm that a gradient is cut to.
const mostGradient = 5
