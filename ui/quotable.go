package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
)

// quotable is a line with a number that its menu copies in its context.
type quotable struct {
	clipped
	quote string
	copy  func(words, what string)
}

func newQuotable(text, quote string, copy func(words, what string)) *quotable {
	q := &quotable{clipped: clip(text), quote: quote, copy: copy}
	q.ExtendBaseWidget(q)
	return q
}

// TappedSecondary implements fyne.SecondaryTappable.
func (q *quotable) TappedSecondary(ev *fyne.PointEvent) {
	item := fyne.NewMenuItem(say.Text("Copy the number with its context"), func() { q.copy(q.quote, say.Text("the number with its context")) })
	if c := canvasOf(q); c != nil {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", item), c, ev.AbsolutePosition)
	}
}
