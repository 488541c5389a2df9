package feature

import (
	"math"

	"lacuna/dataset"
	"lacuna/internal/say"
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
	// width is the number of columns that unscale gives.
	width() int
	// unscale writes what a row of features was in the units of Unscale to out.
	unscale(row, out []float64)
	// describe says in words what is done.
	describe() string
}

// wordlist is a transform whose columns are words.
type wordlist interface {
	// words lists the columns of each text's words in their order.
	words(v dataset.View, m int) [][]int
}

// Fit learns the features of every modality from a view of the training rows:
//
//   - tables: each column is centred and divided by its standard deviation, or
//     as the options say; dates are days, and words become 0/1 columns, one for
//     every level that a training row shows;
//   - tables of counts (see Describe): first log(1 + x), then each column is
//     centred and all are divided by one common scale, so that rare counts do
//     not outweigh frequent ones;
//   - images and sounds, also as tables of pixels: each column is centred and all are divided by one
//     common scale, so that pixels which hardly ever change stay small;
//   - text: weights of terms (TF-IDF), centred, with one common scale.
//
// A column that is constant has scale 1 where it has one of its own. A column
// that no training row shows gets mean 0 and scale 1, and a warning. It fails on
// a view without rows, and on numbers too large to be squared.
func Fit(train dataset.View, o Options) (*Pipeline, error) {
	if train.Len() == 0 {
		return nil, say.Error("features: the training part has no rows")
	}
	if err := o.Check(); err != nil {
		return nil, err
	}
	p := &Pipeline{}
	for m := range train.Modalities() {
		in := train.Modality(m)
		if err := checkSize(train, m); err != nil {
			return nil, err
		}
		t, warnings := fitModality(train, m, o)
		t, err := reduce(t, train, m, o.PCA)
		if err != nil {
			return nil, err
		}
		p.inputs = append(p.inputs, in)
		p.transforms = append(p.transforms, t)
		for _, w := range warnings {
			p.warnings = append(p.warnings, say.Kept("modality %s: %s", in.Name, w))
		}
	}
	return p, nil
}

// fitModality chooses what becomes of a modality and learns it.
func fitModality(train dataset.View, m int, o Options) (transform, []string) {
	in := train.Modality(m)
	switch {
	case isText(train, m) && o.Texts == Hashed:
		return fitHashed(train, m), nil
	case isText(train, m):
		return fitTerms(train, m)
	case o.Images == HOG && HasGradients(in):
		return fitGradients(train, m)
	case holdsWords(in):
		return fitCategorical(train, m, o)
	}
	return fitScaling(train, m, o)
}

// largest is the size up to which numbers can be squared and added up.
const largest = 1e150

// checkSize refuses columns whose numbers are beyond computing with.
func checkSize(v dataset.View, m int) error {
	for row := range rowsOf(v, m) {
		for j, x := range row {
			if math.Abs(x) > largest {
				in := v.Modality(m)
				return &dataset.UserError{What: say.Kept("column %q of %s has numbers as large as %g", in.Columns[j], in.Name, x),
					Why: say.Kept("beyond ±%g they cannot be squared, so the column can be neither scaled nor compared", largest),
					Try: say.Mark("Mark such numbers as missing, write the column in another unit, or leave it out.")}
			}
		}
	}
	return nil
}

// isText says whether modality m still is raw text.
func isText(v dataset.View, m int) bool {
	return v.Modality(m).Kind == dataset.Text && v.Columns(m) == 0
}

// Apply returns the same rows with features in place of what was observed;
// texts keep the order of their words, too (dataset.View.Words).
// What is absent stays absent, and a missing cell of a column stays missing.
// The view must have the modalities and columns that the pipeline was fitted on;
// a word that no training row shows is none of the others, also where the dataset
// that was fitted on does not know it.
func (p *Pipeline) Apply(v dataset.View) (dataset.View, error) {
	if err := p.check(v); err != nil {
		return dataset.View{}, err
	}
	modalities := make([]dataset.Modality, len(p.transforms))
	values := make([]dataset.Matrix, len(p.transforms))
	for m, t := range p.transforms {
		modalities[m] = t.modality(p.inputs[m])
		values[m] = rowsBy(worded(t, p.inputs[m], v.Modality(m)), v, m, len(modalities[m].Columns))
	}
	out, err := v.Derive(modalities, values)
	if err == nil {
		out, err = p.bounded(v, out)
	}
	for m, t := range p.transforms {
		if t, ok := t.(wordlist); ok && err == nil {
			out, err = out.WithWords(m, t.words(v, m))
		}
	}
	return out, err
}

// rowsBy makes the features of modality m: a row for every row of the view that
// has it.
func rowsBy(t transform, v dataset.View, m, columns int) dataset.Matrix {
	present := 0
	for i := range v.Len() {
		if v.Has(i, m) {
			present++
		}
	}
	out, at := dataset.NewMissing(present, columns), 0
	for i := range v.Len() {
		if v.Has(i, m) {
			t.row(v, i, m, out.Row(at))
			at++
		}
	}
	return out
}

func (p *Pipeline) check(v dataset.View) error {
	if v.Modalities() != len(p.inputs) {
		return say.Errorf("features: fitted on %d modalities, applied to %d", len(p.inputs), v.Modalities())
	}
	for m, in := range p.inputs {
		got := v.Modality(m)
		if got.Name != in.Name || len(got.Columns) != len(in.Columns) {
			return say.Errorf("features: modality %d was %q with %d columns when fitted, and is %q with %d",
				m, in.Name, len(in.Columns), got.Name, len(got.Columns))
		}
		for j, f := range in.Fields {
			if f.Kind == dataset.Category && (got.Fields == nil || got.Fields[j].Kind != dataset.Category) {
				return say.Errorf("features: column %q of %q held words when fitted", in.Columns[j], in.Name)
			}
		}
	}
	return nil
}

// Unscale returns a copy of the features of modality m, rows × columns, in the
// units that the dataset came in: words come back as the level that the numbers
// are nearest to. Text comes back as the weights of its words, and gradients as
// gradients: neither can be undone.
func (p *Pipeline) Unscale(m int, x dataset.Matrix) dataset.Matrix {
	t := p.transforms[m]
	out := dataset.NewMatrix(x.Rows, t.width())
	for i := range out.Rows {
		t.unscale(x.Row(i), out.Row(i))
	}
	return out
}

// Undoes says whether Unscale brings features of modality m back to its columns:
// it does not for texts and gradients.
func (p *Pipeline) Undoes(m int) bool {
	t := p.transforms[m]
	if c, ok := t.(*components); ok {
		t = c.transform
	}
	switch t.(type) {
	case *gradients, *terms, *hashed:
		return false
	}
	return true
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
