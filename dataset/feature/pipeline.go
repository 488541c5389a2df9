package feature

import (
	"errors"
	"fmt"

	"lacuna/dataset"
)

// Pipeline is the features of a dataset, fitted on training rows. It is
// immutable and safe for use by several goroutines.
type Pipeline struct {
	inputs     []dataset.Modality
	transforms []transform
	warnings   []string
}

// transform makes the features of one modality.
type transform interface {
	// modality describes the features of modality in.
	modality(in dataset.Modality) dataset.Modality
	// row writes the features of row i of modality m, which is there, to out.
	row(v dataset.View, i, m int, out []float64)
	// unscale brings one row of features back to the units of Unscale.
	unscale(row []float64)
	// describe says in words what is done.
	describe() string
}

// Fit learns the features of every modality from a view of the training rows:
//
//   - tables: each column is centred and divided by its standard deviation;
//   - tables of counts (see Describe): first log(1 + x), then each column is
//     centred and all are divided by one common scale, so that rare counts do
//     not outweigh frequent ones;
//   - images and sounds, also as tables of pixels: each column is centred and all are divided by one
//     common scale, so that pixels which hardly ever change stay small;
//   - text: weights of terms (TF-IDF), centred, with one common scale.
//
// A column that is constant has scale 1 where it has one of its own. A column
// that no training row shows gets mean 0 and scale 1, and a warning. It fails on a view without rows.
func Fit(train dataset.View) (*Pipeline, error) {
	if train.Len() == 0 {
		return nil, errors.New("features: the training part has no rows")
	}
	p := &Pipeline{}
	for m := range train.Modalities() {
		in := train.Modality(m)
		var t transform
		var warnings []string
		if isText(train, m) {
			t, warnings = fitTerms(train, m)
		} else {
			t, warnings = fitScaling(train, m)
		}
		p.inputs = append(p.inputs, in)
		p.transforms = append(p.transforms, t)
		for _, w := range warnings {
			p.warnings = append(p.warnings, fmt.Sprintf("modality %s: %s", in.Name, w))
		}
	}
	return p, nil
}

// isText says whether modality m still is raw text.
func isText(v dataset.View, m int) bool {
	return v.Modality(m).Kind == dataset.Text && v.Columns(m) == 0
}

// Apply returns the same rows with features in place of what was observed;
// texts keep the order of their words, too (dataset.View.Words).
// What is absent stays absent, and a missing cell of a column stays missing.
// The view must have the modalities that the pipeline was fitted on.
func (p *Pipeline) Apply(v dataset.View) (dataset.View, error) {
	if err := p.check(v); err != nil {
		return dataset.View{}, err
	}
	modalities := make([]dataset.Modality, len(p.transforms))
	values := make([]dataset.Matrix, len(p.transforms))
	for m, t := range p.transforms {
		modalities[m] = t.modality(p.inputs[m])
		values[m] = p.rows(v, m, len(modalities[m].Columns))
	}
	out, err := v.Derive(modalities, values)
	for m, t := range p.transforms {
		if t, ok := t.(*terms); ok && err == nil {
			out, err = out.WithWords(m, t.words(v, m))
		}
	}
	return out, err
}

// rows makes the features of modality m: a row for every row of the view that
// has it.
func (p *Pipeline) rows(v dataset.View, m, columns int) dataset.Matrix {
	present := 0
	for i := range v.Len() {
		if v.Has(i, m) {
			present++
		}
	}
	out, at := dataset.NewMissing(present, columns), 0
	for i := range v.Len() {
		if v.Has(i, m) {
			p.transforms[m].row(v, i, m, out.Row(at))
			at++
		}
	}
	return out
}

func (p *Pipeline) check(v dataset.View) error {
	if v.Modalities() != len(p.inputs) {
		return fmt.Errorf("features: fitted on %d modalities, applied to %d", len(p.inputs), v.Modalities())
	}
	for m, in := range p.inputs {
		if got := v.Modality(m); got.Name != in.Name || len(got.Columns) != len(in.Columns) {
			return fmt.Errorf("features: modality %d was %q with %d columns when fitted, and is %q with %d",
				m, in.Name, len(in.Columns), got.Name, len(got.Columns))
		}
	}
	return nil
}

// Unscale returns a copy of the features of modality m, rows × columns, in the
// units that the dataset came in. Text comes back as TF-IDF weights: words
// cannot be had back from them.
func (p *Pipeline) Unscale(m int, x dataset.Matrix) dataset.Matrix {
	out := x.Clone()
	for i := range out.Rows {
		p.transforms[m].unscale(out.Row(i))
	}
	return out
}

// Modality describes the features of modality m: those that Apply makes.
func (p *Pipeline) Modality(m int) dataset.Modality { return p.transforms[m].modality(p.inputs[m]) }

// Describe says in one line per modality what is done.
func (p *Pipeline) Describe() []string {
	lines := make([]string, len(p.transforms))
	for m, t := range p.transforms {
		lines[m] = p.inputs[m].Name + ": " + t.describe()
	}
	return lines
}

// Warnings lists what the training rows could not teach.
func (p *Pipeline) Warnings() []string { return p.warnings }
