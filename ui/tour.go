package ui

import (
	"context"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// tour is a card that stands beside one thing after the other, with an edge around
// that thing. It lies over the window without being in the way: all else can be
// used meanwhile.
type tour struct {
	frame            *frame
	model            vm.Tour
	edge             *canvas.Rectangle // around what the card is about
	ground           *canvas.Rectangle
	title, words, at *quotable
	back, next, end  *button
	card             fyne.CanvasObject
	root             *fyne.Container
}

// tourWidth is how wide the card is.
const tourWidth = 330

// flat is the height below which a thing is a button, and the card stands below it.
const flat = 60

func newTour(f *frame) *tour {
	t := &tour{frame: f, edge: canvas.NewRectangle(color.Transparent), ground: canvas.NewRectangle(color.Transparent)}
	t.edge.StrokeWidth, t.edge.CornerRadius = 3, 6
	t.ground.StrokeWidth, t.ground.CornerRadius = 2, 8
	t.title, t.words, t.at = newLabel(""), wrapped(""), quiet("")
	t.title.TextStyle.Bold = true
	t.back, t.next = newButton(say.Text("Back"), nil, func() { t.goOn(-1) }), newButton(say.Text("Next"), nil, func() { t.goOn(1) })
	t.next.Importance = widget.HighImportance
	t.end = newButton("", theme.CancelIcon(), t.leave)
	t.back.Importance, t.end.Importance = widget.LowImportance, widget.LowImportance
	inside := container.NewVBox(container.NewBorder(nil, nil, nil, t.end, t.title), t.words,
		container.NewBorder(nil, nil, t.at, container.NewHBox(t.back, t.next)))
	t.card = container.NewStack(newHeld(func(bool) {}), t.ground, container.New(layout.NewCustomPaddedLayout(4, 8, 8, 8), inside))
	t.root = container.New(&tourLayout{t}, t.edge, t.card)
	t.root.Hide()
	return t
}

// showTour opens the sample, where it is not open already, and begins.
func (f *frame) showTour() {
	if f.bench.Document.IsSample() {
		f.tour.begin()
		return
	}
	f.read(func(ctx context.Context) (*vm.Loaded, error) {
		d, err := f.around.Sample(ctx)
		return &vm.Loaded{Data: d}, err
	}, func(d *vm.Loaded) {
		f.leaving(opening(), func() {
			f.show(d)
			f.tour.begin()
		})
	}, f.fail)
}

func (t *tour) begin() {
	t.model.Begin()
	t.update()
	t.frame.win.Canvas().Focus(t.next)
}

func (t *tour) goOn(by int) {
	t.model.Go(by)
	t.update()
}

// leave ends the tour.
func (t *tour) leave() {
	t.model.End()
	t.update()
}

// update shows the step that the tour is at.
func (t *tour) update() {
	s, at, of, ok := t.model.Step()
	if !ok {
		t.root.Hide()
		if c := t.frame.win.Canvas(); c.Focused() == fyne.Focusable(t.next) || c.Focused() == fyne.Focusable(t.back) || c.Focused() == fyne.Focusable(t.end) {
			c.Unfocus()
		}
		return
	}
	t.bring(s.At)
	t.title.SetText(s.Title)
	t.words.SetText(s.Words)
	t.at.SetText(say.Form("%d of %d, Esc ends", at, of))
	enable(t.back, at > 1)
	next := say.Text("Next")
	if at == of {
		next = say.Text("Done")
	}
	t.next.SetText(next)
	t.paint()
	t.root.Show()
	t.root.Refresh()
	t.frame.events.layoutSoon(t.frame)
}

// follow keeps the card beside what it is about when that has moved.
func (t *tour) follow() {
	if t.root.Visible() {
		t.root.Refresh()
	}
}

// paint gives the card the colours of the look.
func (t *tour) paint() {
	s := t.frame.look.style(variant())
	accent := theme.Color(theme.ColorNamePrimary)
	t.edge.StrokeColor, t.ground.StrokeColor, t.ground.FillColor = accent, accent, s.Background
	t.edge.Refresh()
	t.ground.Refresh()
}

// bring puts in sight what a step is about.
func (t *tour) bring(at string) {
	f := t.frame
	for _, p := range f.panes {
		if string(p.name) == at {
			if f.maximised != nil && f.maximised != p {
				f.toggleMaximised(f.maximised)
			}
			f.arranged.open(p)
		}
	}
	if at == vm.RecordTab {
		if !f.outer.Trailing.Visible() {
			f.toggleInspector()
		}
		f.inspector.choose(at)
	}
}

// target is what a step is about; nil where the window has no such thing.
func (t *tour) target(at string) fyne.CanvasObject {
	f := t.frame
	for _, p := range f.panes {
		if string(p.name) == at {
			return p.root
		}
	}
	switch at {
	case vm.CompareCommand:
		return f.toolbar.run
	case vm.SaveCommand:
		return f.toolbar.save
	case vm.RecordTab:
		return f.inspector.root
	}
	return nil
}

// tourLayout puts the edge around what the card is about, and the card beside it.
type tourLayout struct{ tour *tour }

// Layout implements fyne.Layout.
func (l *tourLayout) Layout(_ []fyne.CanvasObject, room fyne.Size) {
	t := l.tour
	s, _, _, ok := t.model.Step()
	if !ok {
		return
	}
	o, d := t.target(s.At), fyne.CurrentApp().Driver()
	at, size := d.AbsolutePositionForObject(o).Subtract(d.AbsolutePositionForObject(t.root)), o.Size()
	out := float32(0)
	if size.Height < flat { // a button: its own colour must not swallow the edge
		out = 5
	}
	t.edge.Move(at.SubtractXY(out, out))
	t.edge.Resize(size.AddWidthHeight(2*out, 2*out))
	for range 2 { // how high the card is depends on how its words wrap
		t.card.Resize(fyne.NewSize(tourWidth, t.card.MinSize().Height))
	}
	t.card.Move(cardPlace(at, size, t.card.Size(), room))
}

// MinSize implements fyne.Layout: the card wants no room of its own.
func (*tourLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// cardPlace is where a card stands beside a thing: below what is flat, else to its
// right or left, whichever has room, else within it; always in sight.
func cardPlace(at fyne.Position, size, card, room fyne.Size) fyne.Position {
	const gap = 8
	p := fyne.NewPos(at.X+size.Width+gap, at.Y+gap)
	switch {
	case size.Height < flat:
		p = fyne.NewPos(at.X, at.Y+size.Height+gap)
	case p.X+card.Width <= room.Width:
	case at.X-gap-card.Width >= 0:
		p.X = at.X - gap - card.Width
	default:
		p = fyne.NewPos(at.X+size.Width-card.Width-gap, at.Y+size.Height-card.Height-gap)
	}
	return fyne.NewPos(max(0, min(p.X, room.Width-card.Width)), max(0, min(p.Y, room.Height-card.Height)))
}
