package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
)

// writeReport writes the results as one page, and says where it is.
func (f *frame) writeReport() {
	if err := f.bench.Reportable(); err != nil {
		f.fail(err)
		return
	}
	r := Request{Title: say.Text("Write a report"), Name: f.bench.ReportName(), Folder: f.folder(), Kind: say.Text("Pages"), Extensions: []string{"html"}}
	f.ask(r, func(done func(string, error)) { f.pick.SaveFile(r, done) }, func(path string) {
		full := path
		if filepath.Ext(path) == "" {
			full += ".html"
		}
		f.overwriting(path, full, func() { f.reportTo(full) })
	})
}

// reportTo writes the report while a dialog shows that it does. Cancelled, it
// leaves no file.
func (f *frame) reportTo(path string) {
	words := say.Text("Scores, figures and why something is missing are put together.")
	write := func(done func(error)) func() { return f.bench.Report(path, done) }
	f.waiting(say.Text("Writing the report…"), words, write, func(err error) {
		if err != nil {
			f.fail(err)
			return
		}
		f.status.tell(say.Form("The report is at %s", path))
		f.events.exported(path)
		where := newProse(path)
		f.modal(say.Text("The report is written"), container.NewVBox(wrapped(say.Text("Any browser shows it, and nothing is needed beside it:")), where), fyne.NewSize(560, 190),
			answer{words: say.Text("Close")}, answer{say.Text("Copy where it is"), func() { f.copy(path, say.Text("where it is")) }})
	})
}

// waiting shows a dialog while something is written, and can stop it. begin begins,
// calls done at the end and returns what stops it; then hears how it went, unless it
// was stopped.
func (f *frame) waiting(title, words string, begin func(done func(error)) (stop func()), then func(error)) {
	wait := widget.NewProgressBarInfinite()
	stop := func() {}
	m := f.modal(title, container.NewVBox(wrapped(words), wait), fyne.NewSize(420, 170), answer{say.Text("Cancel"), func() {
		wait.Stop()
		stop()
	}})
	stop = begin(func(err error) {
		wait.Stop()
		m.close()
		then(err)
	})
}
