package experiment

import (
	"maps"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// For returns the comparison as it can be made on other data than its own, and
// says, a sentence each, what of it does not fit them and is left out or done
// otherwise. Methods with their settings, the protocol and the masks stay as far
// as the data have what they name. Predictions that were imported are of other
// records and never stay. The reader is asked for mask files, as the comparison
// names them.
func (s Spec) For(d *dataset.Dataset, read MaskReader) (Spec, []string) {
	c := carrier{data: d, read: read, root: s}
	s.Methods = c.methods(s.Methods)
	for _, imported := range s.Imported {
		c.note(say.Form("The predictions of %s were imported for other records. They are left out.", imported.Name))
	}
	s.Imported = nil
	s.Split = c.split(s.Split)
	if mask, why := c.mask(s.Mask); why != nil {
		c.note(say.Form("The mask %s does not fit: %v. Nothing is hidden instead.", say.Again(s.Mask.Words()), why))
		s.Mask = MaskSpec{Mechanism: Natural}
	} else {
		s.Mask = mask
	}
	s.Sweep = c.sweep(s.Sweep)
	s.Shifts = c.shifts(s.Shifts, s.Methods)
	return s, c.notes
}

// carrier takes a comparison over to other data, part by part.
type carrier struct {
	data  *dataset.Dataset
	read  MaskReader
	root  Spec // whose seeds try the splits and masks
	notes []string
}

func (c *carrier) note(words string) { c.notes = append(c.notes, words) }

// methods leaves out what this program does not have.
func (c *carrier) methods(list []Method) []Method {
	var kept []Method
	for _, m := range list {
		if _, err := ParseMethod(m); err != nil {
			c.note(say.Form("Method %s cannot be used here: %v. It is left out.", m.Name, err))
			continue
		}
		kept = append(kept, m)
	}
	if len(kept) == 0 {
		c.note(say.Text("No method is left. Those that every new comparison begins with are taken instead."))
		return suggestedMethods()
	}
	return kept
}

// split keeps the way of dividing where the data have what it needs, and begins
// anew with what in the data belongs together.
func (c *carrier) split(s SplitSpec) SplitSpec {
	if _, has := Columns(c.data)[s.Together]; s.Together != "" && !has {
		c.note(say.Form("There is no column %s whose records could stay in one part.", s.Together))
		s.Together = ""
	}
	before := s
	s = s.Careful(c.data)
	if words := s.TogetherWords(c.data); words != "" && s != before {
		c.note(say.Again(words) + ".")
	}
	if len(c.data.Labelled()) == 0 {
		c.note(say.Form("No record of %s has a label. Methods cannot be compared there; imputation still works.", c.data.Name))
		if _, has := Columns(c.data)[s.Column]; s.Kind == LeaveOut && !has {
			s.Kind, s.Column = Holdout, ""
		}
		return s
	}
	seed := c.root.Repetition(0).Child("split")
	if _, err := s.Draw(c.data, seed); err != nil && s.Kind != Holdout && s.Kind != "" {
		c.note(say.Form("The records cannot be divided as before: %v. A share of them, drawn at random, is the test instead.", err))
		s.Kind, s.Folds, s.Column = Holdout, 0, ""
	}
	return s
}

// mask returns the mask with what the data have of it, or why it cannot be.
func (c *carrier) mask(m MaskSpec) (MaskSpec, error) {
	fit, err := c.named(m)
	if err != nil {
		return m, err
	}
	if _, err := fit.Draw(c.data, c.root.Repetition(0), c.read); err != nil {
		return m, err
	}
	return fit, nil
}

// named leaves out of a mask the modalities that the data lack. What remains of
// it must still hide something.
func (c *carrier) named(m MaskSpec) (MaskSpec, error) {
	names := c.data.Names()
	absent := func(name string) bool { return !slices.Contains(names, name) }
	switch {
	case m.Modality != "" && absent(m.Modality):
		return m, say.Errorf("there is no modality %s", m.Modality)
	case m.Mechanism == MAR && m.By != "" && absent(m.By):
		return m, say.Errorf("there is no modality %s", m.By)
	}
	words := say.Again(m.Words())
	if rates := sparing(m.Rates, absent); len(rates) < len(m.Rates) {
		if len(rates) == 0 {
			return m, errHidesNone
		}
		c.note(say.Form("The mask %s no longer hides %s: there is no such modality.", words, gone(m.Rates, rates)))
		m.Rates = rates
	}
	unknown := func(pattern string) bool {
		_, err := dataset.ParsePattern(pattern, names)
		return err != nil
	}
	if patterns := sparing(m.Patterns, unknown); len(patterns) < len(m.Patterns) {
		if len(patterns) == 0 {
			return m, errHidesNone
		}
		c.note(say.Form("The mask %s no longer has the pattern %s: a modality of it is not there.", words, gone(m.Patterns, patterns)))
		m.Patterns = patterns
	}
	if _, err := m.left(c.data); len(m.Left) > 0 && err != nil {
		left := slices.DeleteFunc(slices.Clone(m.Left), absent)
		if len(left) == 0 || len(left) == len(names) {
			return m, errHidesNone
		}
		c.note(say.Form("The mask %s leaves %s only: there is nothing else of what it named.", words, strings.Join(left, "+")))
		m.Left = left
	}
	return m, nil
}

// errHidesNone is why a mask is given up whose names the data do not have.
var errHidesNone = say.Error("there is none of the modalities that it names")

// sparing returns what of a map is not to go.
func sparing(rates map[string]float64, out func(name string) bool) map[string]float64 {
	kept := maps.Clone(rates)
	maps.DeleteFunc(kept, func(name string, _ float64) bool { return out(name) })
	return kept
}

// gone lists what one map has and the other has not.
func gone(all, kept map[string]float64) string {
	lost := sparing(all, func(name string) bool { _, has := kept[name]; return has })
	return say.List(slices.Sorted(maps.Keys(lost)))
}

// sweep leaves out the conditions that the data cannot be put in.
func (c *carrier) sweep(s Sweep) Sweep {
	s.Omitted = nil
	fitting := func(list []MaskSpec) (kept []MaskSpec) {
		for _, m := range list {
			fit, err := c.mask(m)
			if err != nil {
				c.note(say.Form("The sweep leaves out %s: %v.", say.Again(m.Words()), err))
				continue
			}
			kept = append(kept, fit)
		}
		return kept
	}
	s.Tests, s.Trainings = fitting(s.Tests), fitting(s.Trainings)
	var patterns []string
	for _, p := range s.Patterns {
		if _, err := dataset.ParsePattern(p, c.data.Names()); p != AllPatterns && err != nil {
			c.note(say.Form("The sweep leaves out the pattern %s: %v.", p, err))
			continue
		}
		patterns = append(patterns, p)
	}
	s.Patterns = patterns
	return s
}

// shifts leaves out modalities and columns that are not there, and shifts that
// move nothing any more.
func (c *carrier) shifts(s Shifts, methods []Method) Shifts {
	if len(s.Deltas) == 0 {
		return Shifts{}
	}
	var of []string
	for _, name := range s.Of {
		if !slices.ContainsFunc(c.data.Blocks, func(b dataset.Block) bool { return names(name, b.Modality) }) {
			c.note(say.Form("There is no %s whose imputed values could be shifted.", name))
			continue
		}
		of = append(of, name)
	}
	imputing := func(m Method) bool {
		p, err := ParseMethod(m)
		return err == nil && p.Imputer != nil
	}
	if len(s.Of) > 0 && len(of) == 0 || !slices.ContainsFunc(methods, imputing) {
		c.note(say.Text("Imputed values are not shifted: nothing is left that could be."))
		return Shifts{}
	}
	s.Of = of
	return s
}
