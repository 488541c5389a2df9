package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
)

// fillShift asks what follows if values are missing because of what they are: what
// an imputer fills in is moved by shifts that are typed.
type fillShift struct {
	frame     *frame
	index     func() int // of the imputer that is used
	deltas    *fyne.Container
	below     *quotable // what was typed and cannot be
	try       *button
	asCommand *button
	finding   *prose
	scores    *fyne.Container
	root      *fyne.Container
}

func newFillShift(f *frame, index func() int) *fillShift {
	s := &fillShift{frame: f, index: index, deltas: rows(-4), below: newLabel(""), finding: newProse(""), scores: rows(-8)}
	s.below.Importance, s.below.Wrapping = widget.DangerImportance, fyne.TextWrapWord
	s.try = newButton(say.Text("Move what it fills in"), theme.ViewRefreshIcon(), s.start)
	s.asCommand = newButton(say.Text("Copy the shifts as a command"), theme.ContentCopyIcon(), func() { f.copyDataCommand(f.bench.ShiftCommand(index())) })
	s.asCommand.Importance = widget.LowImportance
	s.root = container.New(layout.NewCustomPaddedVBoxLayout(2), section(say.Text("Sensitivity to shifts")), s.deltas, s.try, s.asCommand, s.finding, s.scores)
	return s
}

// load shows the shifts that are tried.
func (s *fillShift) load() {
	f := s.frame.bench.Filling
	input := newField(f.Deltas(), func(text string) {
		why := ""
		if err := f.SetDeltas(text); err != nil {
			why = err.Error()
		}
		setOrHide(s.below, why)
	})
	s.below.Hide()
	s.deltas.Objects = []fyne.CanvasObject{titled(say.Text("Shifts, s.d."), input), s.below}
	s.deltas.Refresh()
}

func (s *fillShift) update() {
	f := s.frame.bench.Filling
	enable(s.try, f.ShiftRefused() == nil)
	rows, said, of := f.Shifted()
	s.finding.SetText(said)
	show(s.finding, said != "")
	show(s.scores, len(rows) > 0)
	s.scores.Objects = []fyne.CanvasObject{caption(of)}
	for _, row := range rows {
		value, note := newProse(row.Error), caption(row.Note)
		value.quote, note.quote = row.Quote, row.Quote
		value.Alignment, value.Wrapping = fyne.TextAlignTrailing, fyne.TextWrapOff
		s.scores.Add(container.NewBorder(nil, nil, nil, value, newClipped(row.Shift)))
		s.scores.Add(note)
	}
	s.scores.Refresh()
}

func (s *fillShift) start() {
	if err := s.frame.bench.Filling.Shift(s.index()); err != nil {
		s.frame.fail(err)
	}
}
