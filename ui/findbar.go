package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// findBar looks for a text in the data, and goes through what it finds.
type findBar struct {
	frame  *frame
	field  *findField
	words  *clipped
	choose *button
	last   vm.Hit // that was brought in sight
	root   *fyne.Container
}

// findField is a field whose arrows and Enter go through what was found.
type findField struct {
	field
	next func(n int)
}

// TypedKey implements fyne.Focusable.
func (e *findField) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if modifiers()&fyne.KeyModifierShift != 0 {
			e.next(-1)
			return
		}
		e.next(1)
	case fyne.KeyDown:
		e.next(1)
	case fyne.KeyUp:
		e.next(-1)
	default:
		typed(e, ev, e.Entry.TypedKey)
	}
}

func newFindBar(f *frame) *findBar {
	b := &findBar{frame: f, field: &findField{}, words: quietClipped("")}
	b.field.ExtendBaseWidget(b.field)
	b.field.SetPlaceHolder(say.Text("Find"))
	b.field.OnChanged = f.bench.Finder.Search
	b.field.next = b.next
	b.choose = newButton(say.Text("Select all found"), nil, func() {
		f.bench.Finder.Select()
		b.close()
	})
	back, on := newButton("", theme.MoveUpIcon(), func() { b.next(-1) }), newButton("", theme.MoveDownIcon(), func() { b.next(1) })
	end := newButton("", theme.CancelIcon(), b.close)
	for _, x := range []*button{b.choose, back, on, end} {
		x.Importance = widget.LowImportance
	}
	left := container.NewGridWrap(fyne.NewSize(240, b.field.MinSize().Height), b.field)
	b.root = container.NewVBox(widget.NewSeparator(), container.NewBorder(nil, nil, left, container.NewHBox(back, on, b.choose, end), b.words))
	b.root.Hide()
	return b
}

// open shows the bar and gives it the keys.
func (b *findBar) open() {
	if b.frame.bench.Document.Data() == nil {
		return
	}
	b.root.Show()
	b.update()
	b.frame.win.Canvas().Focus(b.field)
	b.field.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// close hides it.
func (b *findBar) close() {
	if b.root.Visible() {
		b.root.Hide()
		b.frame.win.Canvas().Unfocus()
	}
}

// update shows what was found.
func (b *findBar) update() {
	if !b.root.Visible() {
		return
	}
	f := b.frame.bench.Finder
	if words := f.Words(); b.words.Text != words {
		b.words.SetText(words)
	}
	enable(b.choose, f.Records() > 0)
	if h, ok := f.Current(); ok && h != b.last {
		b.last = h
		b.bring(h)
	}
}

// next goes on among what was found.
func (b *findBar) next(n int) { b.frame.bench.Finder.Next(n) }

// bring opens the tab of the inspector that shows what was come to.
func (b *findBar) bring(h vm.Hit) {
	f := b.frame
	tab := map[vm.HitKind]string{vm.HitRecord: vm.RecordTab, vm.HitModality: vm.RecordTab, vm.HitMethod: compareName}[h.Kind]
	if f.inspector.open() != tab {
		f.inspector.choose(tab)
	}
}
