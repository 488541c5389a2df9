package vm

import (
	"slices"

	"lacuna/charts"
	"lacuna/dataset"
	"lacuna/dataset/query"
	"lacuna/experiment"
	"lacuna/internal/say"
	"lacuna/project"
)

// Part is the part of the split whose records the panes of the data draw and
// count, and the inspector steps through. Scores are of test records whatever it is.
type Part string

// The parts.
const (
	AllParts       Part = ""
	TrainPart      Part = "train"
	ValidationPart Part = "validation"
	DevPart        Part = "development" // of training and validation
	TestPart       Part = "test"
)

// Parts lists them.
func Parts() []Part { return []Part{AllParts, TrainPart, ValidationPart, DevPart, TestPart} }

// Title names a part for a menu.
func (p Part) Title() string {
	switch p {
	case TrainPart:
		return say.Text("Training")
	case ValidationPart:
		return say.Text("Validation")
	case DevPart:
		return say.Text("Development (training and validation)")
	case TestPart:
		return say.Text("Test")
	}
	return say.Text("All records")
}

// Words say which records a part has.
func (p Part) Words() string {
	switch p {
	case TrainPart:
		return say.Text("training records")
	case ValidationPart:
		return say.Text("validation records")
	case DevPart:
		return say.Text("training and validation records")
	case TestPart:
		return say.Text("test records")
	}
	return say.Text("all records")
}

// shown is a part as a repetition, and a fold or group of it, divide the records:
// both from 0, and the first where all records are shown.
type shown struct {
	Part
	seed, fold int
}

// of is the first of some jobs whose split that is: of a comparison that has no such
// split the very first, and nil of none.
func (s shown) of(jobs []experiment.Job) *experiment.Job {
	if len(jobs) == 0 {
		return nil
	}
	return &jobs[max(0, experiment.Division(jobs, s.seed, s.fold))]
}

// query chooses the records of a part.
func (p Part) query() query.Query {
	if p == DevPart {
		return query.Of(query.Either(query.Is("split", string(TrainPart)), query.Is("split", string(ValidationPart))))
	}
	return query.Of(query.Is("split", string(p)))
}

// Part returns the part that is shown.
func (s *Selection) Part() Part { return s.shown.Part }

// ShowPart shows just the records of a part, in all panes of the data, or all, as the
// first repetition sees them. The selection, as a query, stays.
func (s *Selection) ShowPart(p Part) {
	to := shown{p, s.shown.seed, s.shown.fold}
	if p == AllParts {
		to = shown{}
	}
	if slices.Contains(Parts(), p) {
		s.change(to)
	}
}

// Division is the repetition, and the fold or group of it, that divide the records,
// both from 0.
func (s *Selection) Division() (seed, fold int) {
	if s.drawn == nil {
		return 0, 0
	}
	return s.drawn.Seed, s.drawn.Fold
}

// ShowDivision shows the part that is shown as another repetition, or another fold or
// group of it, divide the records. Where all are shown it does nothing.
func (s *Selection) ShowDivision(seed, fold int) {
	if s.shown.Part != AllParts && experiment.Division(s.jobs, seed, fold) >= 0 {
		s.change(shown{s.shown.Part, seed, fold})
	}
}

// Repetitions is how many repetitions the comparison has.
func (s *Selection) Repetitions() int {
	if len(s.jobs) == 0 {
		return 0
	}
	return s.jobs[len(s.jobs)-1].Seed + 1
}

// Folds names the folds or groups of the repetition that is shown; one name where
// there is but one split.
func (s *Selection) Folds() []string {
	seed, _ := s.Division()
	var names []string
	for _, j := range experiment.Divisions(s.jobs) {
		if j.Seed == seed {
			names = append(names, say.Again(j.Split.Name))
		}
	}
	return names
}

func (s *Selection) change(to shown) {
	if s.data != nil && to != s.shown {
		s.before("")
		s.show(to)
	}
}

func (s *Selection) show(to shown) {
	s.shown, s.at, s.visited = to, 0, -1
	if s.drawn != to.of(s.jobs) {
		s.divide()
	}
	s.evaluate()
	s.emit(SelectionChanged | ViewChanged | MaskChanged)
}

// divide takes mask and split of the division that is shown.
func (s *Selection) divide() {
	s.mask, s.split, s.presence = nil, nil, s.data.Presence
	if s.drawn = s.shown.of(s.jobs); s.drawn == nil {
		return
	}
	s.split = &s.drawn.Split
	if s.mask = s.drawn.Mask; s.mask != nil {
		s.presence = s.mask.Apply(s.data.Presence)
	}
}

// divisionWords say which division is shown; empty where there is but one.
func (s *Selection) divisionWords() string {
	if s.drawn == nil {
		return ""
	}
	return experiment.DivisionWords(s.jobs, *s.drawn)
}

// asIn says of words about a part which division it is of, where that is not the
// first.
func (s *Selection) asIn(words string) string {
	if seed, fold := s.Division(); seed+fold == 0 {
		return words
	}
	return say.Form("%s, as in %s", words, s.divisionWords())
}

// PartCount is how many records a part has; 0 for a part of which no split tells.
func (s *Selection) PartCount(p Part) int {
	switch {
	case s.data == nil:
		return 0
	case p == AllParts:
		return s.data.Records()
	case !s.divided():
		return 0
	case s.split != nil:
		return map[Part]int{TrainPart: len(s.split.Train), ValidationPart: len(s.split.Validation), DevPart: len(s.split.Train) + len(s.split.Validation), TestPart: len(s.split.Test)}[p]
	}
	column, _ := p.query().Bits(s.source()) // split is a column of any data
	return query.Count(column)
}

// PartWords say which records are shown, for a word that can be removed; empty for
// all.
func (s *Selection) PartWords() string {
	switch {
	case s.shown.Part == AllParts:
		return ""
	case s.only == nil:
		return say.Form("only %s (no split yet: all are shown)", s.shown.Words())
	}
	return s.asIn(say.Form("only %s", s.shown.Words()))
}

// Of is how many records are shown, of which some may be selected.
func (s *Selection) Of() int {
	switch {
	case s.data == nil:
		return 0
	case s.only != nil:
		return s.onlyCount
	}
	return s.data.Records()
}

// divided says whether it is known which part a record is in.
func (s *Selection) divided() bool { return s.split != nil || s.data.Splits != nil }

// partOf is what the records of a part depend on.
type partOf struct {
	data  *dataset.Dataset
	split *dataset.Split
	part  Part
}

// confine finds the records of the part that is shown. What is the same stays the
// same, so that charts need not be made anew.
func (s *Selection) confine() {
	of := partOf{s.data, s.split, s.shown.Part}
	if of == s.onlyOf {
		return
	}
	s.onlyOf = of
	if s.shown.Part == AllParts || !s.divided() {
		s.only, s.onlyCount = nil, 0
		return
	}
	q := s.shown.query()
	column, err := q.Bits(s.source())
	if err != nil {
		s.log.Note(err.Error())
	}
	words := s.asIn(q.String())
	if s.only == nil || s.only.Words != words || !slices.Equal(s.only.Records, column) {
		s.only, s.onlyCount = &charts.Only{Records: column, Words: words}, query.Count(column)
	}
}

// within leaves of a bit column the records that are shown.
func (s *Selection) within(column []uint64) []uint64 {
	if s.only == nil || column == nil {
		return column
	}
	out := make([]uint64, len(column))
	for k, word := range column {
		out[k] = word & s.only.Records[k]
	}
	return out
}

// partNote says what the part that is shown means to a pane; empty for all.
func (w *Workbench) partNote(p Pane) string {
	on := w.Selection
	switch {
	case on.shown.Part == AllParts || on.only == nil:
		return ""
	case p == PresencePane || p == PatternsPane:
		words := say.Form("Only %s: %s of %s", on.shown.Words(), Grouped(on.Of()), Grouped(on.data.Records()))
		if as := on.divisionWords(); as != "" {
			words = say.Form("%s, as in %s", words, as)
		}
		return words + "."
	case p == LearningPane && on.shown.Part == TestPart:
		return say.Text("Curves are of training and validation records; no test record is in them.")
	case p == LearningPane:
		return say.Text("Curves are of training records (dashed) and validation records (solid), whichever are shown elsewhere.")
	case on.shown.Part == TestPart:
		return say.Text("Scores are of test records, of all repetitions together.")
	}
	return say.Form("Scores stay on test records, which methods have not learned from, though only %s are shown elsewhere.", on.shown.Words())
}

// keptPart is the part that a project keeps; all where it names none that there is.
func keptPart(w project.Window) shown {
	if p := Part(w.Part); p != AllParts && slices.Contains(Parts(), p) {
		return shown{p, w.Seed, w.Fold}
	}
	return shown{}
}
