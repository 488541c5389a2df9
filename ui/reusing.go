package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// reuse asks for other data and studies them by what is set up now.
func (f *frame) reuse() {
	t, err := f.bench.Template()
	if err != nil {
		f.fail(err)
		return
	}
	words := say.Text("Methods with their settings, protocol and masks go over to the other data. What does not fit them is left out and listed. Results stay with this study.")
	open := func(path string) { f.openFor([]string{path}, func(d *vm.Loaded) { f.carry(t, d) }) }
	r := Request{Title: say.Text("Other data for this set-up"), Folder: f.folder()}
	f.modal(say.Form("Use the set-up of %s for other data", t.Name), wrapped(words), fyne.NewSize(560, 200), answer{words: say.Text("Cancel")},
		answer{say.Text("Open folder…"), func() { f.ask(r, func(done func(string, error)) { f.pick.OpenFolder(r, done) }, open) }},
		answer{say.Text("Open file…"), func() { f.ask(r, func(done func(string, error)) { f.pick.OpenFile(r, done) }, open) }})
}

// carry sets up what was read by a template, shows it, and lists what did not fit.
func (f *frame) carry(t *vm.Template, read *vm.Loaded) {
	f.read(func(ctx context.Context) (*vm.Loaded, error) { return f.around.Carry(ctx, t, read) }, func(d *vm.Loaded) {
		f.leaving(opening(), func() {
			f.show(d)
			f.status.tell(d.CarriedWords())
			if left := d.LeftOut(); len(left) > 0 {
				words := d.CarriedWords() + "\n\n• " + strings.Join(left, "\n\n• ")
				f.modal(say.Text("Not all of the set-up fits"), container.New(layout.NewCustomPaddedLayout(4, 4, 8, 8), container.NewVScroll(newProse(words))), fyne.NewSize(620, 340), answer{words: say.Text("Close")})
			}
		})
	}, f.fail)
}
