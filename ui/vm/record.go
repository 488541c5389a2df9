package vm

import (
	"image"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Inspector is what the right side shows of one record: its modalities, what
// the methods say of it, and what they attend to.
type Inspector struct {
	around     *Surroundings
	comparison *Comparison
	selection  *Selection
	display    *Display
	whatIf     *WhatIf
	asked      answers
	under      *dataset.Presence // that patterns were taken from last
	heard      recent[heard, Waveform]
	hearing    map[heard][]func(Waveform) // who waits for a sound that is being decoded
	seen       recent[seen, image.Image]
	forms      forms
	spreads    map[spreadOf]spread
}

// Lens is one modality of one record, as the inspector shows it.
type Lens struct {
	Modality dataset.Modality
	At       int    // its place among the modalities
	Present  bool   // there is something to show
	Hidden   bool   // it is there, but the comparison hides it from the methods
	Off      bool   // it is there, but the comparison or a person hides it
	Reason   string // why it is not there
	Row      []float64
	Form          // what it is seen as
	AsTable  bool // it is seen as a table all the same
	Sought   bool // what it is seen as is still looked for
	Text     string
	Picture  string    // the file of a picture, to be seen as it is; "" for none
	Sound    string    // the file of a sound that can be drawn as a waveform; "" for none
	Standin  *Standin  // what stands in for it where it is missing or off; nil for nothing
	Note     string    // why nothing can stand in for it, where something was made
	Cells    []float64 // of a table with missing cells, all cells, those filled in; nil for none
}

// Lenses returns the modalities of the current record.
func (in *Inspector) Lenses() []Lens {
	i, ok := in.selection.Current()
	if !ok {
		return nil
	}
	out := make([]Lens, len(in.selection.data.Blocks))
	for m, b := range in.selection.data.Blocks {
		l := Lens{Modality: b.Modality, At: m, Present: in.selection.data.Presence.Has(i, m)}
		l.Hidden = l.Present && !in.selection.presence.Has(i, m)
		if !l.Present {
			l.Reason = reason(in.selection.data, i, m)
		} else if b.Texts != nil {
			l.Text = b.Texts[i]
		} else {
			l.Row = b.Row(i)
		}
		known := false
		if l.Form, known = in.form(m); !known {
			l.Sought = true
		}
		l.AsTable = in.forms.asTable[m]
		if b.Modality.Kind == dataset.Image && l.Present && b.Files != nil && in.around.Picture != nil {
			l.Picture = b.Files[i]
		}
		if l.Present && b.Modality.Kind == dataset.Audio && b.Files != nil && in.around.Sound != nil {
			l.Sound = b.Files[i]
		}
		out[m] = l
	}
	in.whatIf.standins(i, out)
	return out
}

// reason says why a modality of a record is absent, with the place.
func reason(d *dataset.Dataset, i, m int) string {
	b := d.Blocks[m]
	cause := d.Presence.Cause(i, m)
	file := b.Modality.Source
	if b.Files != nil && b.Files[i] != "" {
		file = b.Files[i]
	}
	switch cause {
	case dataset.NoRow:
		return say.Form("no row for %s in %s", d.IDs[i], b.Modality.Source)
	case dataset.Null:
		return say.Form("the value is empty in %s", file)
	case dataset.Sentinel:
		return say.Form("the value is a code for missing in %s", file)
	case dataset.NoFile:
		if file == b.Modality.Source {
			return say.Form("no file for %s in %s", d.IDs[i], file)
		}
		return say.Form("file not found: %s", file)
	case dataset.Unreadable:
		return say.Form("cannot be decoded: %s", file)
	case dataset.AllNaN:
		return say.Form("every column is empty in %s", file)
	}
	return say.Text("hidden on purpose")
}

// RecordTitle names the current record: its id and its label.
func (in *Inspector) RecordTitle() string {
	i, ok := in.selection.Current()
	if !ok {
		return say.Text("No record")
	}
	if l := in.selection.data.Labels[i]; l != dataset.NoLabel {
		return say.Form("%s, class %s", in.selection.data.IDs[i], in.selection.data.Classes[l])
	}
	return say.Form("%s, no label", in.selection.data.IDs[i])
}

// Guess is what one method says of the current record.
type Guess struct {
	Method  string
	Class   string
	Share   float64 // mean probability of that class
	Correct bool
	Runs    int // runs in which the record was tested
}

// Guesses returns what each visible method says of the current record, where
// it was tested.
func (in *Inspector) Guesses() []Guess {
	i, ok := in.selection.Current()
	if !ok {
		return nil
	}
	var out []Guess
	for _, method := range in.comparison.study.Methods {
		if in.display.hidden[method] {
			continue
		}
		mean, n := in.asked.meanOf(in.comparison.study, method, i, func(r *result.Row) []float64 { return r.Probabilities })
		if n == 0 {
			continue
		}
		best := argmax(mean)
		out = append(out, Guess{method, in.comparison.study.Classes[best], mean[best], best == in.selection.data.Labels[i], n})
	}
	return out
}

func argmax(xs []float64) int {
	best := 0
	for k, x := range xs {
		if x > xs[best] {
			best = k
		}
	}
	return best
}
