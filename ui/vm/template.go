package vm

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/say"
	"lacuna/project"
)

// Template is a set-up that other data are to be studied by: the comparison, and
// what the Impute tab tries. Results are no part of it.
type Template struct {
	Name string // of the study that it comes from
	file string // its project file; "" while unsaved
	spec experiment.Spec
	fill filled
}

// filled is what the Impute tab tries.
type filled struct {
	choices  []experiment.ImputerChoice
	hide     Hide
	share    float64
	modality string
	seeds    int
}

// Carried is a set-up that was taken over for other data.
type Carried struct {
	from  string
	spec  experiment.Spec
	fill  filled
	notes []string
}

// Template returns what is set up now. The error says that nothing is.
func (w *Workbench) Template() (*Template, error) {
	d := w.Document
	if d.data == nil {
		return nil, errNoData
	}
	name := d.data.Name
	if d.file != "" {
		name = strings.TrimSuffix(filepath.Base(d.file), project.Extension)
	}
	f := w.Filling
	return &Template{name, d.file, w.Setup.spec, filled{slices.Clone(f.choices), f.hide, f.share, f.modality, f.seeds}}, nil
}

// Carry sets data that were read up as a template says, in place of what a
// project of theirs says. It may draw masks of all records, and runs on any
// goroutine; once ctx has ended it returns its error.
func (s *Surroundings) Carry(ctx context.Context, t *Template, l *Loaded) (*Loaded, error) {
	read := s.maskReader(l.Data, t.file)
	spec, notes := t.spec.For(l.Data, func(file string) (*dataset.Mask, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return read(file)
	})
	spec.Mask.File = project.Resolved(t.file, spec.Mask.File) // there is no project yet that it could be relative to
	fill := t.fill
	if fill.modality != "" && !slices.Contains(l.Data.Names(), fill.modality) {
		notes = append(notes, say.Form("Imputers were scored on modality %s, which is not there. Each modality is hidden instead.", fill.modality))
		fill.modality = ""
	}
	out := &Loaded{Data: l.Data, Sources: l.Sources, carried: &Carried{t.Name, spec, fill, notes}}
	return out, ctx.Err()
}

// carry shows data with a set-up of another study.
func (w *Workbench) carry(l *Loaded) {
	c := l.carried
	w.show(l.Data, c.spec, l.Sources)
	f := w.Filling
	f.choices, f.hide, f.share, f.modality, f.seeds = c.fill.choices, c.fill.hide, c.fill.share, c.fill.modality, c.fill.seeds
	w.Journal.Note(l.CarriedWords())
	for _, note := range c.notes {
		w.Journal.Note(note)
	}
	w.emit(Everything)
	w.Document.dirty = true // nothing else holds this set-up
	w.emit(NameChanged)
}

// CarriedWords says what was taken over from another study; "" where nothing was.
func (l *Loaded) CarriedWords() string {
	c := l.carried
	if c == nil {
		return ""
	}
	n := len(c.spec.Methods)
	return say.Form("The set-up of %s was taken over for %s: %s with settings, protocol and masks. Its results were not.", c.from, l.Data.Name, say.Count(n, "method", "methods"))
}

// LeftOut lists what of the set-up does not fit the data, a sentence each.
func (l *Loaded) LeftOut() []string {
	if l.carried == nil {
		return nil
	}
	return l.carried.notes
}
