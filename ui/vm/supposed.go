package vm

import (
	"fmt"
	"math"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/say"
)

// Supposed is what one method says of the current record: with all that it has,
// with what is switched on, and without each of its modalities.
type Supposed struct {
	Method    string
	All, Now  Call
	Drops     []Drop
	Attention []AttentionBar // what is switched on; Typical is with all
	Learned   bool           // the method was fitted on this record
	Fault     string         // why it cannot be asked; then the rest means nothing
}

// Call is a class with its probability.
type Call struct {
	Class string
	Share float64
}

// Drop is what a method says without one modality.
type Drop struct {
	Modality string
	Share    float64 // of the class that is called with all
	Change   float64 // of that share
	Call     Call    // the most probable class then
}

// Supposed lists what the methods say that have been fitted.
func (w *WhatIf) Supposed() []Supposed {
	i, ok := w.selection.Current()
	if !ok {
		return nil
	}
	var out []Supposed
	for _, method := range w.Methods() {
		if fault := w.faults[method]; fault != "" {
			out = append(out, Supposed{Method: method, Fault: fault})
			continue
		}
		answers := w.answersOf(method)
		if len(answers) < 2 {
			continue
		}
		s := w.suppose(method, answers)
		s.Learned = w.refittedFor(method, i).learned(i)
		out = append(out, s)
	}
	return out
}

func (w *WhatIf) suppose(method string, answers []experiment.Answer) Supposed {
	all, now := answers[0], answers[1]
	best := argmax(all.Probabilities)
	s := Supposed{Method: method, All: w.call(all), Now: w.call(now)}
	for _, a := range answers[2:] {
		m := lacking(all.Pattern, a.Pattern)
		s.Drops = append(s.Drops, Drop{w.data.Blocks[m].Modality.Name, a.Probabilities[best], a.Probabilities[best] - all.Probabilities[best], w.call(a)})
	}
	for m, b := range w.data.Blocks {
		if now.Attention != nil {
			s.Attention = append(s.Attention, AttentionBar{b.Modality.Name, now.Attention[m], all.Attention[m], now.Pattern.Has(m)})
		}
	}
	return s
}

func (w *WhatIf) call(a experiment.Answer) Call {
	best := argmax(a.Probabilities)
	return Call{w.data.Classes[best], a.Probabilities[best]}
}

// lacking is the modality that only the first of two patterns has.
func lacking(all, fewer dataset.Pattern) int {
	for m := range all {
		if all.Has(m) && !fewer.Has(m) {
			return m
		}
	}
	return -1
}

// Words says a call: "7 (88 %)".
func (c Call) Words() string { return fmt.Sprintf("%s (%.0f %%)", c.Class, say.Percent(c.Share, 0)) }

// Words says what changes without the modality.
func (d Drop) Words(all Call) string {
	change := strings.Replace(say.Form("%+.0f points", say.Percent(d.Change, 0)), "-", "−", 1)
	if math.Abs(100*d.Change) < 0.5 {
		change = say.Text("as good as no change")
	}
	words := say.Form("%s: %s, to %.0f %%", all.Class, change, say.Percent(d.Share, 0))
	if d.Call.Class != all.Class {
		words = say.Form("%s; says %s", words, d.Call.Class)
	}
	return words
}

// Words says what the method says of the record as it is switched, beside what it
// says with all that the record has.
func (s Supposed) Words() string {
	words := s.Method + ": " + s.All.Words()
	if s.Now != s.All {
		words = say.Form("%s, as switched %s", words, s.Now.Words())
	}
	return words
}
