package vm

import (
	"slices"

	"lacuna/charts"
	"lacuna/dataset"
	"lacuna/dataset/query"
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

// query chooses the records of a part.
func (p Part) query() query.Query {
	if p == DevPart {
		return query.Of(query.Either(query.Is("split", string(TrainPart)), query.Is("split", string(ValidationPart))))
	}
	return query.Of(query.Is("split", string(p)))
}

// Part returns the part that is shown.
func (s *Selection) Part() Part { return s.shown }

// ShowPart shows just the records of a part, in all panes of the data. The
// selection, as a query, stays.
func (s *Selection) ShowPart(p Part) {
	if s.data == nil || p == s.shown || !slices.Contains(Parts(), p) {
		return
	}
	s.before("")
	s.showPart(p)
}

func (s *Selection) showPart(p Part) {
	s.shown, s.at, s.visited = p, 0, -1
	s.evaluate()
	s.emit(SelectionChanged | ViewChanged)
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
	case s.shown == AllParts:
		return ""
	case s.only == nil:
		return say.Form("only %s (no split yet: all are shown)", s.shown.Words())
	}
	return say.Form("only %s", s.shown.Words())
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
	of := partOf{s.data, s.split, s.shown}
	if of == s.onlyOf {
		return
	}
	s.onlyOf = of
	if s.shown == AllParts || !s.divided() {
		s.only, s.onlyCount = nil, 0
		return
	}
	q := s.shown.query()
	column, err := q.Bits(s.source())
	if err != nil {
		s.log.Note(err.Error())
	}
	if s.only == nil || s.only.Words != q.String() || !slices.Equal(s.only.Records, column) {
		s.only, s.onlyCount = &charts.Only{Records: column, Words: q.String()}, query.Count(column)
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
	case on.shown == AllParts || on.only == nil:
		return ""
	case p == PresencePane || p == PatternsPane:
		return say.Form("Only %s: %s of %s, as the first repetition divides them.", on.shown.Words(), Grouped(on.Of()), Grouped(on.data.Records()))
	case p == LearningPane && on.shown == TestPart:
		return say.Text("Curves are of training and validation records; no test record is in them.")
	case p == LearningPane:
		return say.Text("Curves are of training records (dashed) and validation records (solid), whichever are shown elsewhere.")
	case on.shown == TestPart:
		return say.Text("Scores are of test records, of all repetitions together.")
	}
	return say.Form("Scores stay on test records, which methods have not learned from, though only %s are shown elsewhere.", on.shown.Words())
}

// keptPart is the part that a project keeps; all where it names none that there is.
func keptPart(w project.Window) Part {
	if p := Part(w.Part); slices.Contains(Parts(), p) {
		return p
	}
	return AllParts
}
