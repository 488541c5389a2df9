package vm

import (
	"maps"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// standin is an imputer that was fitted to stand in for what is missing, on the
// training records of the comparison as its mask shows them.
type standin struct {
	choice experiment.ImputerChoice
	asker  *experiment.Asker
	mask   *dataset.Mask // nil hides nothing
	rows   []int         // nil: what the data call training records, or all
	old    bool          // another comparison hides other things, or trains on others
}

// usable says whether what it makes may be shown.
func (s *standin) usable() bool { return s != nil && !s.old }

// name is what its answers are known by; no method is called so.
func (s *standin) name() string { return "imputer " + s.choice.Name }

// recheck notes whether the comparison still trains on the same records and hides
// the same.
func (s *standin) recheck(now *Selection) {
	if s == nil {
		return
	}
	mask, rows := trainedOn(now)
	s.old = !slices.Equal(rows, s.rows) || hashOf(mask) != hashOf(s.mask)
}

func hashOf(m *dataset.Mask) string {
	if m == nil || m.Count() == 0 {
		return ""
	}
	return m.Hash()
}

// trainedOn are the mask and the training records of the comparison.
func trainedOn(s *Selection) (*dataset.Mask, []int) {
	if s.split == nil {
		return s.mask, nil
	}
	return s.mask, s.split.Train
}

// Makers lists by whom stand-ins for what is missing can be made: the imputers of
// the Impute tab, and the fitted methods that fill what is missing.
func (w *WhatIf) Makers() []string {
	var out []string
	for _, c := range w.filling.choices {
		out = append(out, c.Name)
	}
	i, ok := w.selection.Current()
	for _, method := range w.Methods() {
		if r := w.refittedFor(method, max(i, 0)); ok && r != nil && r.asker.Imputes() {
			out = append(out, method)
		}
	}
	return out
}

// Maker is the one of them whose stand-ins are shown: the chosen one, or else the
// imputer that was last used in the Impute tab, or the first.
func (w *WhatIf) Maker() string {
	makers := w.Makers()
	for _, name := range []string{w.chosen, w.filling.used} {
		if slices.Contains(makers, name) {
			return name
		}
	}
	if len(makers) == 0 {
		return ""
	}
	return makers[0]
}

// ChooseMaker shows the stand-ins of another one.
func (w *WhatIf) ChooseMaker(name string) {
	w.chosen = name
	w.emit(WhatIfChanged)
}

// makerFitted says whether the maker has been fitted as it is set up now.
func (w *WhatIf) makerFitted() bool {
	c, is := w.imputer(w.Maker())
	return !is || w.standin.usable() && w.standin.choice.Name == c.Name && maps.Equal(w.standin.choice.Set, c.Set)
}

// imputer finds an imputer of the Impute tab.
func (w *WhatIf) imputer(name string) (experiment.ImputerChoice, bool) {
	at := slices.IndexFunc(w.filling.choices, func(c experiment.ImputerChoice) bool { return c.Name == name })
	if at < 0 {
		return experiment.ImputerChoice{}, false
	}
	return w.filling.choices[at], true
}

// NeedsMaker says whether something is missing that the maker, who has not been
// fitted, could stand in for.
func (w *WhatIf) NeedsMaker() bool {
	i, ok := w.selection.Current()
	return ok && w.Maker() != "" && !w.makerFitted() && !w.now(i).Complete()
}

// FitMaker fits the maker on the training records of the comparison, as its mask
// shows them, or without a comparison on what the data call training records, or
// on all.
func (w *WhatIf) FitMaker() error {
	choice, is := w.imputer(w.Maker())
	if w.work != nil {
		return errRefitting
	}
	if !is || w.data == nil {
		return nil
	}
	words := say.Form("fitting %s", choice.Name)
	work := w.begin(words)
	s := &standin{choice: choice}
	s.mask, s.rows = trainedOn(w.selection)
	data, env := w.data, job.Env{Seed: experiment.ImputationSeed(fillingRoot, choice.Name), Workers: w.around.Workers, Report: w.listen(work, words)}
	go func() {
		err := guarded(func() error {
			p, err := experiment.FitImputer(work.ctx, data, s.rows, s.mask, choice, env)
			if err == nil {
				s.asker, err = experiment.NewAsker(data, p, s.rows, s.mask)
			}
			return err
		})
		w.around.Do(func() {
			if w.work != work {
				return
			}
			if err == nil {
				w.standin = s
				s.recheck(w.selection)
			} else {
				w.fail(err)
			}
			w.end(work)
			w.ask()
			w.emit(WhatIfChanged)
		})
	}()
	return nil
}

// Standin is what somebody made of a modality that the methods do not see.
type Standin struct {
	Row     []float64 // in the units of the data; nil for a text
	Text    string    // the real text of another record that comes nearest
	From    string    // the id of that record
	By      string    // who made it
	Fitted  int       // records that it was fitted on
	Learned bool      // this record was one of them
}

// filled returns the answer of the maker for the current record as it is switched,
// and who that is; false where there is none.
func (w *WhatIf) filled() (experiment.Answer, *experiment.Asker, bool) {
	maker := w.Maker()
	name := maker
	if _, is := w.imputer(maker); is {
		if !w.makerFitted() {
			return experiment.Answer{}, nil, false
		}
		name = w.standin.name()
	}
	answers := w.answersOf(name)
	if len(answers) < 2 || answers[1].Filled == nil {
		return experiment.Answer{}, nil, false
	}
	return answers[1], w.answered.of[name], true
}

// MakerFault says why the maker, who has been fitted, has nothing to show; "" where
// it has.
func (w *WhatIf) MakerFault() string {
	if w.standin == nil {
		return ""
	}
	return w.faults[w.standin.name()]
}

// learned says whether the maker was fitted on a record.
func (w *WhatIf) learned(maker string, record int) bool {
	if _, is := w.imputer(maker); !is {
		r := w.refittedFor(maker, record)
		return r != nil && r.learned(record)
	}
	if w.standin.rows != nil {
		return slices.Contains(w.standin.rows, record)
	}
	return w.data.Splits == nil || w.data.Splits[record] == "train"
}

// standins adds to the lenses of the current record what stands in for what the
// methods do not see.
func (w *WhatIf) standins(record int, lenses []Lens) {
	answer, asker, ok := w.filled()
	for m := range lenses {
		l := &lenses[m]
		l.Off = l.Present && !w.on(record, m)
		if !ok {
			continue
		}
		if l.Present && !l.Off {
			if row := answer.Filled[m]; row != nil && hasNaN(l.Row) {
				l.Cells = row
			}
			continue
		}
		about := asker.About()
		s := Standin{Row: answer.Filled[m], By: about.Method, Fitted: about.Records, Learned: w.learned(w.Maker(), record)}
		if near := answer.Nearest[m]; near >= 0 {
			s.Text, s.From = w.data.Blocks[m].Texts[near], w.data.IDs[near]
		}
		switch {
		case s.Row != nil || s.From != "":
			l.Standin = &s
		case w.data.Blocks[m].Texts == nil:
			l.Note = say.Form("%s fills gradients of the image, which cannot be shown.", s.By)
		}
	}
}

func hasNaN(row []float64) bool { return slices.ContainsFunc(row, math.IsNaN) }

// Words says of a stand-in what it is.
func (s Standin) Words() string {
	words := say.Form("Generated by %s, not data", s.By)
	if s.From != "" {
		words = say.Form("The real text of %s, which is nearest to what %s made; not data of this record", s.From, s.By)
	}
	if s.Learned {
		words = say.Form("%s; this record was among the %s learned from", words, say.Count(s.Fitted, "record", "records"))
	}
	return words
}
