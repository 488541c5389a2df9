package imputetest

import (
	"fmt"
	"math"

	"lacuna/dataset"
	"lacuna/internal/rng"
)

// scene is training and test rows of one dataset.
type scene struct {
	name        string
	train, test dataset.View
	unobserved  string // a modality with a column that no training row has, or ""
}

// The modalities of a scene: a table whose cells are missing one by one, an
// image that is absent as a whole, a single number, and raw text, which has no
// columns.
var parts = []struct {
	name    string
	kind    dataset.Kind
	columns int
}{{"table", dataset.Table, 5}, {"image", dataset.Image, 6}, {"age", dataset.Table, 1}, {"note", dataset.Text, 0}}

const (
	trainRows = 30
	testRows  = 12
)

// draft is a scene being drawn: the numbers of all rows, modality by modality,
// NaN where a cell is missing.
type draft struct {
	values [][][]float64 // part, row, column
}

func newDraft(seed uint64) *draft {
	r := rng.New(seed).Rand()
	d := &draft{values: make([][][]float64, len(parts))}
	for i := range trainRows + testRows {
		factor := r.NormFloat64()
		for m, p := range parts {
			row := make([]float64, p.columns)
			for j := range row {
				row[j] = factor*float64(j+m-2) + 0.3*r.NormFloat64()
			}
			d.values[m] = append(d.values[m], row)
			if m == 0 && i%3 == 0 {
				row[i%p.columns] = math.NaN()
			}
			if m > 0 && (i+m)%4 == 0 {
				erase(row)
			}
		}
	}
	return d
}

func erase(row []float64) {
	for j := range row {
		row[j] = math.NaN()
	}
}

// each calls f for every row of a part; the first trainRows are for training.
func (d *draft) each(part int, f func(i int, row []float64)) {
	for i, row := range d.values[part] {
		f(i, row)
	}
}

// scenes draws all scenes anew.
func scenes() []scene {
	list := []struct {
		name       string
		unobserved string
		change     func(*draft)
	}{
		{"cells and modalities missing", "", func(*draft) {}},
		{"nothing missing", "", (*draft).complete},
		{"a column is unseen in training", "table", func(d *draft) { d.eraseColumn(0, 2, inTraining) }},
		{"a column is unseen in the test", "", func(d *draft) { d.eraseColumn(0, 2, inTest) }},
		{"a column is unseen", "table", func(d *draft) { d.eraseColumn(0, 2, anywhere) }},
		{"a modality is absent in training", "image", func(d *draft) { d.eraseModality(1, inTraining) }},
		{"a modality is absent in the test", "", func(d *draft) { d.eraseModality(1, inTest) }},
		{"a modality is absent", "image", func(d *draft) { d.eraseModality(1, anywhere) }},
		{"a modality is rare", "", func(d *draft) { d.eraseModality(1, func(i int) bool { return i != 5 }) }},
		{"nothing is observed in training", "age", (*draft).eraseTraining},
		{"a record has nothing", "", (*draft).eraseRecord},
		{"a column is constant", "", func(d *draft) { d.each(0, func(_ int, row []float64) { row[1] = 7 }) }},
		{"records are equal", "", (*draft).repeat},
		{"numbers are far apart", "", (*draft).stretch},
	}
	out := make([]scene, len(list))
	for k, l := range list {
		d := newDraft(uint64(k))
		l.change(d)
		out[k] = d.scene(l.name)
		out[k].unobserved = l.unobserved
	}
	return append(out, smallScenes()...)
}

// smallScenes have few rows, or the same row twice as in a bootstrap sample.
func smallScenes() []scene {
	base := newDraft(100).scene("")
	with := func(name string, train, test dataset.View) scene { return scene{name: name, train: train, test: test} }
	return []scene{
		with("one training record", base.train.Select([]int{1}), base.test),
		with("no test record", base.train, base.test.Select(nil)),
		with("training records drawn twice", base.train.Select([]int{0, 0, 1, 1, 2, 3, 4, 4, 4, 5}), base.test),
		with("test records are training records", base.train, base.train),
	}
}

func inTraining(i int) bool { return i < trainRows }
func inTest(i int) bool     { return i >= trainRows }
func anywhere(int) bool     { return true }

func (d *draft) complete() {
	r := rng.New(7).Rand()
	for m := range parts {
		d.each(m, func(_ int, row []float64) {
			for j, x := range row {
				if math.IsNaN(x) {
					row[j] = r.NormFloat64()
				}
			}
		})
	}
}

func (d *draft) eraseColumn(part, column int, where func(i int) bool) {
	d.each(part, func(i int, row []float64) {
		if where(i) {
			row[column] = math.NaN()
		}
	})
}

func (d *draft) eraseModality(part int, where func(i int) bool) {
	d.each(part, func(i int, row []float64) {
		if where(i) {
			erase(row)
		}
	})
}

func (d *draft) eraseTraining() {
	for m := range parts {
		d.eraseModality(m, inTraining)
	}
}

func (d *draft) eraseRecord() {
	for m := range parts {
		d.eraseModality(m, func(i int) bool { return i == 2 || i == trainRows+2 })
	}
}

func (d *draft) repeat() {
	for m := range parts {
		d.each(m, func(i int, row []float64) { copy(row, d.values[m][i%4]) })
	}
}

func (d *draft) stretch() {
	for m := range parts {
		d.each(m, func(_ int, row []float64) {
			for j := range row {
				row[j] *= math.Pow(10, float64(4*j-8))
			}
		})
	}
}

// scene makes the dataset and its two views.
func (d *draft) scene(name string) scene {
	n := trainRows + testRows
	data := dataset.Dataset{Name: name}
	for i := range n {
		data.IDs = append(data.IDs, fmt.Sprintf("r%02d", (i*17)%n)) // not in the order of the rows
	}
	for m := range parts {
		data.Blocks = append(data.Blocks, d.block(m))
	}
	made, err := dataset.New(data)
	if err != nil {
		panic("imputetest: " + err.Error()) // the scenes are constant
	}
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return scene{name: name, train: made.View(rows[:trainRows], nil), test: made.View(rows[trainRows:], nil)}
}

// block makes a modality; a row without any cell is absent.
func (d *draft) block(m int) dataset.Block {
	p, n := parts[m], trainRows+testRows
	b := dataset.Block{
		Modality: dataset.Modality{Name: p.name, Kind: p.kind},
		Numbers:  dataset.NewMatrix(n, p.columns), Causes: make([]dataset.Cause, n),
	}
	if p.kind == dataset.Text {
		b.Texts = make([]string, n)
		return b
	}
	for j := range p.columns {
		b.Modality.Columns = append(b.Modality.Columns, fmt.Sprintf("%s.%d", p.name, j))
	}
	d.each(m, func(i int, row []float64) {
		copy(b.Numbers.Row(i), row)
		b.Causes[i] = dataset.NoRow
		for _, x := range row {
			if !math.IsNaN(x) {
				b.Causes[i] = dataset.Present
			}
		}
	})
	return b
}
