package modelstest

import (
	"fmt"
	"math"

	"lacuna/dataset"
	"lacuna/internal/rng"
)

// scene is training, validation and test rows of one dataset.
type scene struct {
	name                    string
	train, validation, test dataset.View
}

// The modalities of a scene: a table whose cells are missing one by one, an
// image that is absent as a whole, a single number, and raw text, which has no
// columns.
var parts = []struct {
	name    string
	kind    dataset.Kind
	columns int
	shape   []int
}{
	{"table", dataset.Table, 4, nil},
	{"image", dataset.Image, 6, []int{2, 3}},
	{"age", dataset.Table, 1, nil},
	{"note", dataset.Text, 0, nil},
}

const (
	classes        = 3
	trainRows      = 36
	validationRows = 12
	testRows       = 15
	allRows        = trainRows + validationRows + testRows
)

// draft is a scene being drawn: the numbers of all rows, modality by modality,
// NaN where a cell is missing, and the labels.
type draft struct {
	values [][][]float64 // part, row, column
	labels []int
}

func newDraft(seed uint64) *draft {
	r := rng.New(seed).Rand()
	d := &draft{values: make([][][]float64, len(parts))}
	for i := range allRows {
		label := i % classes
		d.labels = append(d.labels, label)
		for m, p := range parts {
			row := make([]float64, p.columns)
			for j := range row {
				row[j] = 0.3 * r.NormFloat64()
				if (j+m)%classes == label {
					row[j]++
				}
			}
			d.values[m] = append(d.values[m], row)
			if m == 0 && i%5 == 0 {
				row[i%p.columns] = math.NaN()
			}
			if m > 0 && (i/classes+m)%4 == 0 {
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

// each calls f for every row of a part.
func (d *draft) each(part int, f func(i int, row []float64)) {
	for i, row := range d.values[part] {
		f(i, row)
	}
}

// ordinary is the scene without any difficulty but missing cells and
// modalities; easy has enough of each class for every learner.
const (
	ordinary = "cells and modalities missing"
	easy     = "nothing missing"
)

// drafts lists the scenes that differ in their values.
var drafts = []struct {
	name   string
	change func(*draft)
}{
	{ordinary, func(*draft) {}},
	{easy, (*draft).complete},
	{"a modality is absent in training", func(d *draft) { d.eraseModality(1, inTraining) }},
	{"a modality is absent in the test", func(d *draft) { d.eraseModality(1, inTest) }},
	{"a modality is absent", func(d *draft) { d.eraseModality(1, anywhere) }},
	{"a modality is rare", func(d *draft) { d.eraseModality(1, func(i int) bool { return i != 5 }) }},
	{"a pattern is unseen in training", (*draft).newPattern},
	{"a column is unseen in training", func(d *draft) { d.eraseColumn(0, 2, inTraining) }},
	{"a column is unseen", func(d *draft) { d.eraseColumn(0, 2, anywhere) }},
	{"a record has nothing", (*draft).eraseRecords},
	{"nothing is observed in training", (*draft).eraseTraining},
	{"a column is constant", func(d *draft) { d.each(0, func(_ int, row []float64) { row[1] = 7 }) }},
	{"numbers are far apart", (*draft).stretch},
	{"some records have no label", func(d *draft) { d.relabel(anywhere, func(i, c int) int { return c - i%2*(c+1) }) }},
	{"a class is absent in training", func(d *draft) { d.relabel(inTraining, func(_, c int) int { return min(c, 1) }) }},
	{"one class in training", func(d *draft) { d.relabel(inTraining, func(int, int) int { return 1 }) }},
	{"one class in validation", func(d *draft) { d.relabel(inValidation, func(int, int) int { return 2 }) }},
}

// scenes draws all scenes anew, filled with zeros if the subject wants it.
func scenes(filled bool) []scene {
	var out []scene
	for k, l := range drafts {
		d := newDraft(uint64(k))
		l.change(d)
		out = append(out, d.scene(l.name))
	}
	out = append(out, smallScenes()...)
	if filled {
		for k, c := range out {
			out[k] = scene{c.name, fill(c.train), fill(c.validation), fill(c.test)}
		}
	}
	return out
}

// smallScenes have few rows, or the same row twice as in a bootstrap sample.
func smallScenes() []scene {
	base := newDraft(100).scene("")
	with := func(name string, train, validation, test dataset.View) scene {
		return scene{name: name, train: train, validation: validation, test: test}
	}
	return []scene{
		with("no validation record", base.train, base.validation.Select(nil), base.test),
		with("no test record", base.train, base.validation, base.test.Select(nil)),
		with("four training records", base.train.Select([]int{0, 1, 2, 3}), base.validation.Select([]int{0}), base.test),
		with("training records drawn twice", base.train.Select([]int{0, 0, 1, 1, 2, 3, 4, 4, 4, 5, 6, 7, 8}), base.validation, base.test),
		with("test records are training records", base.train, base.validation, base.train),
	}
}

func inTraining(i int) bool   { return i < trainRows }
func inValidation(i int) bool { return i >= trainRows && i < trainRows+validationRows }
func inTest(i int) bool       { return i >= trainRows+validationRows }
func anywhere(int) bool       { return true }

func (d *draft) complete() {
	r := rng.New(7).Rand()
	for m := range parts {
		d.each(m, func(i int, row []float64) {
			for j, x := range row {
				if math.IsNaN(x) {
					row[j] = 0.3 * r.NormFloat64()
					if (j+m)%classes == d.labels[i] {
						row[j]++
					}
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

// newPattern leaves the image alone in some test records and in no others.
func (d *draft) newPattern() {
	d.complete()
	for _, m := range []int{0, 2} {
		d.eraseModality(m, func(i int) bool { return inTest(i) && i%2 == 0 })
	}
}

func (d *draft) eraseRecords() {
	for m := range parts {
		d.eraseModality(m, func(i int) bool { return i%7 == 2 })
	}
}

func (d *draft) eraseTraining() {
	for m := range parts {
		d.eraseModality(m, inTraining)
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

func (d *draft) relabel(where func(i int) bool, change func(i, label int) int) {
	for i, c := range d.labels {
		if where(i) {
			d.labels[i] = change(i, c)
		}
	}
}

// scene makes the dataset and its views.
func (d *draft) scene(name string) scene {
	data := dataset.Dataset{Name: name, Classes: []string{"red", "green", "blue"}, Labels: d.labels}
	for i := range allRows {
		data.IDs = append(data.IDs, fmt.Sprintf("r%02d", (i*17)%allRows)) // not in the order of the rows
	}
	for m := range parts {
		data.Blocks = append(data.Blocks, d.block(m))
	}
	made, err := dataset.New(data)
	if err != nil {
		panic("modelstest: " + err.Error()) // the scenes are constant
	}
	rows := make([]int, allRows)
	for i := range rows {
		rows[i] = i
	}
	const test = trainRows + validationRows
	return scene{name, made.View(rows[:trainRows], nil), made.View(rows[trainRows:test], nil), made.View(rows[test:], nil)}
}

// block makes a modality; a row without any cell is absent.
func (d *draft) block(m int) dataset.Block {
	p := parts[m]
	b := dataset.Block{
		Modality: dataset.Modality{Name: p.name, Kind: p.kind, Shape: p.shape},
		Numbers:  dataset.NewMatrix(allRows, p.columns), Causes: make([]dataset.Cause, allRows),
	}
	if p.kind == dataset.Text {
		b.Texts = make([]string, allRows)
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

// fill puts zeros into the gaps of a view, as an imputer would.
func fill(v dataset.View) dataset.View {
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
		for k, x := range values[m].Data {
			if math.IsNaN(x) {
				values[m].Data[k] = 0
			}
		}
	}
	f, err := dataset.NewFilled(v, values)
	if err != nil {
		panic("modelstest: " + err.Error()) // zeros are fillings
	}
	return f.View()
}
