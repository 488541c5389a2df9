package vm

import (
	"context"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment"
)

// WhatIf is what fitted methods and an imputer say of the current record when
// some of its modalities are switched off. A comparison forgets what it fitted,
// so its methods are taken from where they were kept, or fitted again, when
// somebody asks. Fitting and asking go on beside the event goroutine, each one at
// a time; of questions the newest wins.
type WhatIf struct {
	part
	data       *dataset.Dataset
	comparison *Comparison
	selection  *Selection
	display    *Display
	filling    *Filling

	switches map[int]bool // by modality, what was switched by hand
	askers   map[string]*refitted
	standin  *standin // the imputer that was fitted for stand-ins; nil for none
	chosen   string   // whose stand-ins are shown; "" leaves it to the program
	faults   map[string]string
	work     *refitting // nil for none
	advice   advised
	looked   string // the job whose comparison was looked through for kept methods

	asking   bool
	again    bool // the question has changed meanwhile
	asked    inquiry
	answers  map[string][]experiment.Answer // by the name of who was asked
	answered inquiry
}

// inquiry is a question: of which record, in which patterns, and of whom.
type inquiry struct {
	record   int
	patterns []dataset.Pattern // all that the record has, what is switched on, and all but each of its modalities
	of       map[string]*experiment.Asker
}

func (q inquiry) same(other inquiry) bool {
	if q.record != other.record || !slices.Equal(q.patterns, other.patterns) || len(q.of) != len(other.of) {
		return false
	}
	for name, a := range q.of {
		if other.of[name] != a {
			return false
		}
	}
	return true
}

func (w *WhatIf) open(d *dataset.Dataset) {
	w.Stop()
	w.data, w.switches, w.askers, w.standin, w.chosen, w.looked, w.advice = d, map[int]bool{}, map[string]*refitted{}, nil, "", "", advised{}
	w.faults, w.answers, w.answered = map[string]string{}, nil, inquiry{}
}

// react takes notice of what others have changed.
func (w *WhatIf) react(c Change) {
	if c&MaskChanged != 0 {
		w.standin.recheck(w.selection)
	}
	if c&StudyChanged != 0 {
		w.forgetOld()
		w.takeKept()
		w.advise()
	}
	if c&(SelectionChanged|RecordChanged|MaskChanged|StudyChanged|ViewChanged|FillingChanged) != 0 {
		w.ask()
	}
}

// Switch is one modality of the current record.
type Switch struct {
	Modality string
	There    bool // the record has it
	On       bool // it is shown to the methods
}

// Switches lists the modalities of the current record. At first those are on
// that the comparison does not hide.
func (w *WhatIf) Switches() []Switch {
	i, ok := w.selection.Current()
	if !ok {
		return nil
	}
	out := make([]Switch, len(w.data.Blocks))
	for m, b := range w.data.Blocks {
		out[m] = Switch{b.Modality.Name, w.data.Presence.Has(i, m), w.on(i, m)}
	}
	return out
}

func (w *WhatIf) on(record, m int) bool {
	if on, by := w.switches[m]; by {
		return on && w.data.Presence.Has(record, m)
	}
	return w.selection.presence.Has(record, m)
}

// Switch shows modality m to the methods, or hides it, of this record and those
// that are looked at later.
func (w *WhatIf) Switch(m int, on bool) {
	w.switches[m] = on
	w.ask()
	w.emit(WhatIfChanged)
}

// Switched says whether anything was switched by hand.
func (w *WhatIf) Switched() bool { return len(w.switches) > 0 }

// Reset shows the record as the comparison does.
func (w *WhatIf) Reset() {
	clear(w.switches)
	w.ask()
	w.emit(WhatIfChanged)
}

// now is the pattern that is switched on.
func (w *WhatIf) now(record int) dataset.Pattern {
	var on []int
	for m := range w.data.Blocks {
		if w.on(record, m) {
			on = append(on, m)
		}
	}
	return dataset.Only(len(w.data.Blocks), on...)
}

// inquire makes the question that the window poses now; one of nobody where
// there is nothing to ask.
func (w *WhatIf) inquire() inquiry {
	i, ok := w.selection.Current()
	if !ok {
		return inquiry{record: -1}
	}
	has := w.data.Presence.Pattern(i)
	q := inquiry{i, []dataset.Pattern{has, w.now(i)}, map[string]*experiment.Asker{}}
	for m := range has {
		if has.Has(m) {
			q.patterns = append(q.patterns, without(has, m))
		}
	}
	for _, method := range w.Methods() {
		if r := w.refittedFor(method, i); r != nil {
			q.of[method] = r.asker
		}
	}
	if w.standin.usable() {
		q.of[w.standin.name()] = w.standin.asker
	}
	return q
}

func without(p dataset.Pattern, m int) dataset.Pattern { return p[:m] + "0" + p[m+1:] }

// ask poses the question, unless it is the one that was answered last.
func (w *WhatIf) ask() {
	if w.data == nil {
		return
	}
	q := w.inquire()
	switch {
	case w.asking:
		w.again = true
		return
	case q.same(w.answered):
		return
	case len(q.of) == 0:
		w.answered, w.answers = q, nil
		return
	}
	w.asking, w.asked = true, q
	data, workers := w.data, w.around.Workers
	go func() {
		answers, err := pose(q, workers)
		w.around.Do(func() {
			w.asking = false
			if w.data == data {
				w.hear(q, answers, err)
			}
			if again := w.again; again {
				w.again = false
				w.ask()
			}
		})
	}()
}

// pose asks everybody.
func pose(q inquiry, workers int) (map[string][]experiment.Answer, map[string]error) {
	answers, faults := map[string][]experiment.Answer{}, map[string]error{}
	for name, asker := range q.of {
		err := guarded(func() (err error) {
			answers[name], err = asker.Ask(context.Background(), q.record, q.patterns, workers)
			return err
		})
		if err != nil {
			delete(answers, name)
			faults[name] = err
		}
	}
	return answers, faults
}

func (w *WhatIf) hear(q inquiry, answers map[string][]experiment.Answer, faults map[string]error) {
	w.answered, w.answers = q, answers
	for name := range q.of {
		delete(w.faults, name)
	}
	for name, err := range faults {
		w.faults[name] = err.Error()
	}
	w.emit(WhatIfChanged)
}

// answersOf returns what somebody said of the current record, nil where that is
// not known, or not yet.
func (w *WhatIf) answersOf(name string) []experiment.Answer {
	i, ok := w.selection.Current()
	if !ok || w.answered.record != i || w.answers == nil || !slices.Equal(w.answered.patterns, w.inquire().patterns) {
		return nil
	}
	return w.answers[name]
}
