package ui

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
)

// quotable is a label whose menu copies the numbers in it with what they are of.
// Rows of lists, which a click chooses, have clipped labels: those are copied while
// the pointer is on them.
type quotable struct{ clipped }

// newQuotable is one of one line; quote is what is copied of it.
func newQuotable(text, quote string) *quotable {
	q := &quotable{clip(text)}
	q.quote = quote
	q.ExtendBaseWidget(q)
	return q
}

// newLabel is one as long as its words; what is copied are they, with what the
// window shows.
func newLabel(text string) *quotable {
	q := &quotable{clipped{Label: widget.Label{Text: text}}}
	q.ExtendBaseWidget(q)
	return q
}

// quoted is what is copied of a label: the words with what they are of; "" where
// they have no number.
func (c *clipped) quoted(o fyne.CanvasObject) string {
	w := windowOf(o)
	switch {
	case c.quote != "":
		return c.quote
	case w == nil || w.context == nil || !strings.ContainsFunc(c.Text, unicode.IsDigit):
		return ""
	}
	return w.context(c.Text)
}

// TappedSecondary implements fyne.SecondaryTappable.
func (q *quotable) TappedSecondary(ev *fyne.PointEvent) { offerQuote(q, q.quoted(q), ev) }

// TappedSecondary implements fyne.SecondaryTappable.
func (m *marked) TappedSecondary(ev *fyne.PointEvent) { offerQuote(m.of, m.of.quoted(m.of), ev) }

// offerQuote shows the menu of something with a number; of what has none, nothing.
func offerQuote(o fyne.CanvasObject, quote string, ev *fyne.PointEvent) {
	c, w := canvasOf(o), windowOf(o)
	if c == nil || w == nil || quote == "" {
		return
	}
	item := fyne.NewMenuItem(say.Text("Copy the number with its context"), func() { w.copy(quote, say.Text("the number with its context")) })
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", item), c, ev.AbsolutePosition)
}

// quoter has something to copy.
type quoter interface {
	quoted(fyne.CanvasObject) string
}

// pointed notes that the pointer is on something with a number, or with nil that it
// is on it no longer, so that the keys copy it.
func pointed(o fyne.CanvasObject, on bool) {
	w := windowOf(o)
	if w == nil {
		return
	}
	if on {
		w.under = o
	} else if w.under == o {
		w.under = nil
	}
}

// MouseIn implements desktop.Hoverable.
func (q *quotable) MouseIn(ev *desktop.MouseEvent) { q.in(q, ev) }

// MouseOut implements desktop.Hoverable.
func (q *quotable) MouseOut() { q.out(q) }

// MouseIn implements desktop.Hoverable.
func (p *prose) MouseIn(ev *desktop.MouseEvent) { p.in(p, ev) }

// MouseOut implements desktop.Hoverable.
func (p *prose) MouseOut() { p.out(p) }
