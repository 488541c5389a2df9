package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lacuna/dataset"
	"lacuna/ui/vm"
)

// walk visits all that a window is made of, hidden or not.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	visit(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, child := range x.Objects {
			walk(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(x).Objects() {
			walk(child, visit)
		}
	}
}

// keyed counts what comes through to the window.
type keyed struct {
	keys  []fyne.KeyName
	runes []rune
}

// typing says whether one types in a control.
func typing(o any) bool {
	_, ok := o.(interface{ SetPlaceHolder(string) })
	return ok
}

// through checks that a control leaves Escape, F6 and F1 to the window, and
// letters and signs as well, unless one types in it.
func (b *bench) through(where string, f fyne.Focusable) {
	var got keyed
	c := b.win.Canvas()
	record := func(ev *fyne.KeyEvent) { got.keys = append(got.keys, ev.Name) }
	c.SetOnTypedKey(record)
	c.SetOnTypedRune(func(r rune) { got.runes = append(got.runes, r) })
	if v, ok := f.(*figureView); ok {
		keep := v.other
		v.other = func(ev *fyne.KeyEvent) {
			if len(ev.Name) == 1 {
				got.runes = append(got.runes, rune(ev.Name[0]))
				return
			}
			record(ev)
		}
		defer func() { v.other = keep }()
	}
	want := []fyne.KeyName{fyne.KeyEscape, fyne.KeyF6, fyne.KeyF1}
	for _, key := range want {
		f.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if fmt.Sprint(got.keys) != fmt.Sprint(want) {
		b.t.Errorf("%s: %T lets %v through", where, f, got.keys)
	}
	if typing(f) {
		return
	}
	for _, r := range "?np" {
		f.TypedRune(r)
	}
	if string(got.runes) != "?np" {
		b.t.Errorf("%s: %T lets %q through", where, f, string(got.runes))
	}
}

// Whatever has the keys, the window hears those that are its own: in every kind
// of control of the window and of its dialogs.
func TestEveryControlPassesKeysOn(t *testing.T) {
	b := ran(t)
	kinds := map[string]bool{}
	look := func(where string, o fyne.CanvasObject) {
		walk(o, func(o fyne.CanvasObject) {
			f, ok := o.(fyne.Focusable)
			if _, words := o.(marking); ok && (!words || typing(o) || o.Visible()) { // every label has a part that would take keys
				kinds[fmt.Sprintf("%T", o)] = true
				b.through(where, f)
			}
		})
	}
	b.inspector.compare.toggle(0)
	for _, p := range b.panes {
		p.modes.choose(asTable)
	}
	look("the window", b.win.Content())
	data := b.frame.bench.Document.Data()
	dialogs := map[string]func(){
		"the gallery": b.showGallery, "the guide": b.showGuide, "the keys": b.showKeys, "the remarks": b.showRemarks, "a column": b.orderByColumn,
		"a selection": b.editSelection, "where to run": b.showRunOn,
		"the preview": func() { b.preview(vm.NewOpening(b.around, []string{data.Name}, dataset.Import{}, data, nil), b.adopt) },
	}
	for where, open := range dialogs {
		open()
		top := b.win.Canvas().Overlays().Top()
		if top == nil {
			t.Fatalf("%s does not open", where)
		}
		look(where, top)
		b.win.Canvas().Overlays().Remove(top)
	}
	for _, kind := range []any{&button{}, &chooser{}, &checkBox{}, &unheld{}, &untouched{}, &field{}, &combo{}, &scriptField{}, &rowList{}, &cellTable{}, &figureView{}} {
		if !kinds[fmt.Sprintf("%T", kind)] {
			t.Errorf("no %T was met", kind)
		}
	}
}
