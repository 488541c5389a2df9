package experiment

import (
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/result"
	"lacuna/impute"
	"lacuna/internal/say"

	"gonum.org/v1/gonum/stat"
)

// Shifts say by how much what imputers fill in is moved beside the comparison
// itself, to see from which shift on a conclusion changes. Each shift is a job of
// its own for every method that has an imputer: the same imputation, another
// classifier. A search for settings is part of the job: it judges them with what
// is imputed moved, and may choose others. No shift changes a number of the
// comparison itself.
type Shifts struct {
	Deltas []float64 `json:"deltas,omitempty"`
	As     string    `json:"as,omitempty"` // "" means result.InDeviations
	// Of are the modalities and columns whose imputed values are moved; nil means all
	// columns of numbers.
	Of []string `json:"of,omitempty"`
}

// UsualShifts are what a comparison tries that asks for no deltas of its own.
var UsualShifts = []float64{-1, -0.5, 0.5, 1}

// mostShifts bounds the deltas: each is a job for every method that imputes.
const mostShifts = 100

// list returns the shifts that move something, rising.
func (s Shifts) list() []result.Shift {
	var out []result.Shift
	for _, delta := range slices.Compact(slices.Sorted(slices.Values(s.Deltas))) {
		shift := result.Shift{Delta: delta, As: s.As, Of: s.Of}
		if shift.As == "" {
			shift.As = result.InDeviations
		}
		if !shift.None() {
			out = append(out, shift)
		}
	}
	return out
}

// Check reports shifts that cannot be, of data that may be nil.
func (s Shifts) Check(d *dataset.Dataset) error {
	switch {
	case !slices.Contains([]string{"", result.InDeviations, result.InUnits, result.AsFactor}, s.As):
		return say.Errorf("shifts cannot be in %q; there are %s (standard deviations), %s (of the column) and %s (multiplied)", s.As, result.InDeviations, result.InUnits, result.AsFactor)
	case len(s.Deltas) > mostShifts:
		return say.Errorf("%d shifts of imputed values; %d are possible", len(s.Deltas), mostShifts)
	case len(s.Deltas) == 0 && len(s.Of) > 0:
		return say.Errorf("%s is to be shifted, and by how much is not said", strings.Join(s.Of, ", "))
	}
	for _, delta := range s.Deltas {
		if math.IsNaN(delta) || math.IsInf(delta, 0) || math.Abs(delta) > 1e12 {
			return say.Errorf("a shift of %g cannot be reckoned with; choose one between −1e12 and 1e12", delta)
		}
	}
	if len(s.Deltas) > 0 && len(s.list()) == 0 {
		return say.Errorf("a shift of %g moves nothing; name others, such as %s", s.Deltas[0], map[bool]string{true: "0.5,2", false: "-1,-0.5,0.5,1"}[s.As == result.AsFactor])
	}
	if d == nil {
		return nil
	}
	for _, name := range s.Of {
		if !slices.ContainsFunc(d.Blocks, func(b dataset.Block) bool { return names(name, b.Modality) }) {
			return say.Errorf("%q is to be shifted, and is neither a modality (%s) nor a column of one", name, strings.Join(d.Names(), ", "))
		}
	}
	return nil
}

// names says whether a word names a modality or one of its columns.
func names(word string, m dataset.Modality) bool {
	return word == m.Name || slices.ContainsFunc(m.Columns, func(c string) bool { return word == c || word == m.Name+"."+c })
}

// shifted makes the jobs of one split whose imputed values are moved.
func (s Spec) shifted(d *dataset.Dataset, methods []resolved, seed, index int, f fold) []Job {
	imputing := slices.DeleteFunc(slices.Clone(methods), func(m resolved) bool { return m.pipeline.Imputer == nil })
	if len(imputing) == 0 {
		return nil
	}
	f.swept, f.beside = swept{}, true
	var out []Job
	for _, shift := range s.Shifts.list() {
		f.shift, f.training = shift, shift.Words()
		s.MaskedComplete = false
		out = append(out, s.jobs(d, imputing, seed, index, f)...)
	}
	return out
}

// checkShifts reports shifts that no method of the comparison has.
func (s Spec) checkShifts(d *dataset.Dataset, methods []resolved) error {
	if err := s.Shifts.Check(d); err != nil {
		return err
	}
	if len(s.Shifts.Deltas) > 0 && !slices.ContainsFunc(methods, func(m resolved) bool { return m.pipeline.Imputer != nil }) {
		return say.Error("imputed values are to be shifted, and no method of the comparison has an imputer; name one such as mice+logistic")
	}
	return nil
}

// shifter moves filled features: x becomes factor × x + plus, by modality and
// column; where factor is NaN, it stays.
type shifter struct{ factor, plus [][]float64 }

// newShifter measures a shift on the training records, whose features train holds.
func newShifter(s result.Shift, p *feature.Pipeline, train dataset.View) (*shifter, error) {
	out := &shifter{make([][]float64, train.Modalities()), make([][]float64, train.Modalities())}
	moved := 0
	for m := range train.Modalities() {
		in := p.Inputs()[m]
		lines, cells := p.Lines(m), observedCells(train, m)
		out.factor[m], out.plus[m] = make([]float64, len(lines)), make([]float64, len(lines))
		for j, line := range lines {
			out.factor[m][j] = math.NaN()
			if line.Column < 0 || !shifts(s.Of, in, line.Column) {
				continue
			}
			if line.Logged && s.As != result.InDeviations {
				return nil, say.Errorf("modality %s holds counts, whose logarithms are learned from: their imputed values can be shifted in %s alone", in.Name, result.InDeviations)
			}
			out.factor[m][j], out.plus[m][j] = moveOf(s, line, cells[j])
			moved++
		}
	}
	if moved == 0 {
		return nil, say.Errorf("%s: there is no such column of numbers; words, texts, gradients of images and components (--features) cannot be shifted", s.Words())
	}
	return out, nil
}

// moveOf is what a shift does to a feature, of which cells are observed in
// training.
func moveOf(s result.Shift, line feature.Line, cells []float64) (factor, plus float64) {
	switch s.As {
	case result.AsFactor:
		return s.Delta, (s.Delta - 1) * line.Middle / line.Scale
	case result.InUnits:
		return 1, s.Delta / line.Scale
	}
	if len(cells) == 0 {
		return 1, 0
	}
	return 1, s.Delta * stat.PopStdDev(cells, nil)
}

// shifts says whether a column is among those to be moved.
func shifts(of []string, m dataset.Modality, column int) bool {
	if len(of) == 0 {
		return m.Kind != dataset.Text
	}
	name := m.Columns[column]
	return slices.ContainsFunc(of, func(word string) bool { return word == m.Name || word == name || word == m.Name+"."+name })
}

// observedCells lists what is observed of each column of a modality.
func observedCells(v dataset.View, m int) [][]float64 {
	cells := make([][]float64, v.Columns(m))
	for i := range v.Len() {
		for j, x := range v.Row(i, m) {
			if !math.IsNaN(x) {
				cells[j] = append(cells[j], x)
			}
		}
	}
	return cells
}

// apply moves what was filled in, and counts the cells.
func (s *shifter) apply(f *dataset.Filled) (*dataset.Filled, int, error) {
	v := f.Source()
	values := make([]dataset.Matrix, v.Modalities())
	moved := 0
	for m := range values {
		values[m] = f.Values(m).Clone()
		for i := range v.Len() {
			row := values[m].Row(i)
			for j, factor := range s.factor[m] {
				if !math.IsNaN(factor) && (factor != 1 || s.plus[m][j] != 0) && f.Estimated(i, m, j) {
					row[j] = factor*row[j] + s.plus[m][j]
					moved++
				}
			}
		}
	}
	out, err := dataset.NewFilled(v, values)
	if err == nil {
		out, _, _, err = impute.Within(out) // no shift leads beyond a limit of detection
	}
	return out, moved, err
}
