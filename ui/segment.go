package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// segment is a row of buttons of which one is chosen.
type segment struct {
	box     *fyne.Container
	buttons []*button
	at      int
	chosen  func(i int)
}

func newSegment(chosen func(i int), names ...string) *segment {
	s := &segment{box: container.NewHBox(), chosen: chosen}
	for i, name := range names {
		b := newButton(name, nil, func() { s.choose(i) })
		s.buttons = append(s.buttons, b)
		s.box.Add(b)
	}
	s.mark()
	return s
}

func (s *segment) choose(i int) {
	s.at = i
	s.mark()
	s.chosen(i)
}

func (s *segment) mark() {
	for i, b := range s.buttons {
		b.mark(i == s.at)
	}
}
