package ui

import (
	"fmt"
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/param"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// fillTab is imputation as a task of its own: imputers are chosen, scored on what
// is hidden from them, looked at, and used to write filled data.
type fillTab struct {
	frame     *frame
	imputers  *fyne.Container
	adder     *chooser
	fault     *quotable
	form      *fyne.Container
	score     *button
	stop      *button
	progress  *quotable
	finding   *prose
	scores    *fyne.Container
	result    *fyne.Container
	use       *fillUse
	asCommand *button
	content   *fyne.Container
	empty     *quotable
	root      fyne.CanvasObject
	open      string // the imputer whose settings are shown; "" for none
}

func newFillTab(f *frame) *fillTab {
	t := &fillTab{frame: f, imputers: rows(0), form: rows(2), scores: rows(-8), fault: newLabel(""), progress: quiet(""), finding: newProse("")}
	t.fault.Importance, t.fault.Wrapping = widget.DangerImportance, fyne.TextWrapWord
	t.fault.Hide()
	t.progress.Wrapping = fyne.TextWrapWord
	t.adder = newChooser(nil, nil)
	for _, c := range vm.Imputers() {
		t.adder.Options = append(t.adder.Options, c.Name)
	}
	t.adder.PlaceHolder = say.Text("another imputer")
	add := newButton(say.Text("Add"), theme.ContentAddIcon(), t.add)
	t.score = newButton(say.Text("Score"), theme.MediaPlayIcon(), t.start)
	t.score.Importance = widget.HighImportance
	t.stop = newButton(say.Text("Stop"), theme.MediaStopIcon(), f.bench.Filling.Stop)
	t.use = newFillUse(f)
	t.asCommand = newButton(say.Text("Copy the scoring as a command"), theme.ContentCopyIcon(), func() { f.copyDataCommand(f.bench.ScoreCommand()) })
	t.asCommand.Importance = widget.LowImportance
	t.result = container.New(layout.NewCustomPaddedVBoxLayout(-4), section(say.Text("Scores")), t.finding, t.scores, newButton(say.Text("Scores as a chart"), theme.ViewFullScreenIcon(), t.chart))
	t.content = container.New(layout.NewCustomPaddedVBoxLayout(2), section(say.Text("Imputers")), t.imputers,
		container.NewBorder(nil, nil, nil, add, t.adder), t.fault, f.explained(say.Text("Hidden, to score them"), fillTerms), t.form, t.asCommand, t.result, section(say.Text("Use one")), t.use.root)
	t.empty = quiet(say.Text("Open a dataset to fill what is missing in it."))
	t.empty.Alignment, t.empty.Wrapping = fyne.TextAlignCenter, fyne.TextWrapWord
	foot := container.NewVBox(widget.NewSeparator(), t.progress,
		container.New(layout.NewCustomPaddedLayout(2, 6, 6, 6), container.NewBorder(nil, nil, nil, t.stop, t.score)))
	t.root = container.NewBorder(nil, foot, nil, nil, container.NewStack(
		container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 6, 0, 12), t.content)),
		container.NewVBox(layout.NewSpacer(), t.empty, layout.NewSpacer())))
	return t
}

// rows is a column of rows that far apart.
func rows(apart float32) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(apart))
}

func (t *fillTab) update(c vm.Change) {
	f := t.frame.bench.Filling
	loaded := t.frame.bench.Document.Data() != nil
	show(t.content, loaded)
	show(t.empty, !loaded)
	if loaded && c&vm.DataChanged != 0 {
		t.open = ""
		t.loadForm()
		t.use.shift.load()
	}
	if loaded && c&(vm.DataChanged|vm.FillingChanged) != 0 {
		t.listImputers()
		t.listScores()
		t.use.update()
	}
	words, importance := f.Progress(), widget.LowImportance
	if err := f.Refused(); err != nil && loaded && !f.Running() {
		words, importance = vm.Sentence(err.Error()), widget.DangerImportance
	}
	t.progress.Importance = importance
	t.progress.SetText(words)
	show(t.progress, words != "")
	enable(t.score, f.Refused() == nil)
	enable(t.stop, f.Running())
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

func (t *fillTab) start() {
	if err := t.frame.bench.Filling.Score(); err != nil {
		t.frame.fail(err)
	}
}

func (t *fillTab) chart() {
	figure, err := t.frame.bench.Filling.Chart()
	if err != nil {
		t.frame.fail(err)
		return
	}
	t.frame.showFigure(say.Text("Error of imputers"), figure)
}

func (t *fillTab) add() {
	if t.adder.Selected == "" {
		return
	}
	err := t.frame.bench.Filling.Add(t.adder.Selected)
	why := ""
	if err != nil {
		why = err.Error()
	}
	setOrHide(t.fault, why)
}

// listImputers shows what is tried. The form of an open one stays as it is while
// one types in it.
func (t *fillTab) listImputers() {
	f := t.frame.bench.Filling
	var kept *openForm
	for _, o := range t.imputers.Objects {
		if form, ok := o.(*openForm); ok && form.of == t.open {
			kept = form
		}
	}
	var objects []fyne.CanvasObject
	for i, c := range f.Choices() {
		objects = append(objects, t.imputerRow(i, c.Name))
		if c.Name != t.open {
			continue
		}
		if kept == nil {
			kept = newOpenForm(c.Name, paramForm(f.Fields(i), func(key, text string) error { return f.SetField(i, key, text) }))
		}
		objects = append(objects, kept)
	}
	t.imputers.Objects = objects
	t.imputers.Refresh()
}

func (t *fillTab) imputerRow(i int, name string) fyne.CanvasObject {
	f := t.frame.bench.Filling
	label, title := newClipped(name), quietClipped(f.About(i))
	title.SizeName = theme.SizeNameCaptionText
	settings := newButton("", theme.SettingsIcon(), func() {
		if t.open == name {
			name = ""
		}
		t.open = name
		t.listImputers()
	})
	remove := newButton("", theme.CancelIcon(), func() {
		t.open = ""
		f.Remove(i)
	})
	settings.Importance, remove.Importance = widget.LowImportance, widget.LowImportance
	return container.NewBorder(nil, nil, nil, container.NewHBox(settings, remove), container.New(layout.NewCustomPaddedVBoxLayout(-10), label, title))
}

var hidden = []option[vm.Hide]{
	{vm.HideNumbers, "single numbers"},
	{vm.HideModalities, "whole modalities"},
}

// loadForm shows what is hidden, and anew when a choice changes which rows there
// are.
func (t *fillTab) loadForm() {
	f := t.frame.bench.Filling
	f.Settle()
	what, share, modality, seeds := f.Hiding()
	set := func(change func()) {
		change()
		f.SetHiding(what, share, modality, seeds)
	}
	t.form.Objects = []fyne.CanvasObject{
		choice(say.Text("Hide"), spoken(hidden), what, func(h vm.Hide) {
			set(func() { what = h })
			t.loadForm()
		}),
		boundedEntry(say.Text("Share"), param.Format(share), param.Spec{Name: "share", Type: param.Float, Min: 0.01, Max: 0.9},
			func(why string) { f.Fault(say.Text("Share"), why) }, func(x any) { set(func() { share = x.(float64) }) }),
	}
	if what == vm.HideModalities {
		each := append([]option[string]{{"", say.Text("each modality")}}, plain(t.frame.bench.Document.Data().Names())...)
		t.form.Add(choice(say.Text("Of"), each, modality, func(name string) { set(func() { modality = name }) }))
	}
	t.form.Add(boundedEntry(say.Text("Repetitions"), strconv.Itoa(seeds), param.Spec{Name: "repetitions", Type: param.Int, Min: 1, Max: 100},
		func(why string) { f.Fault(say.Text("Repetitions"), why) }, func(x any) { set(func() { seeds = x.(int) }) }))
	t.form.Refresh()
}

// listScores shows what each imputer has reached so far, the best first.
func (t *fillTab) listScores() {
	trials, ranking := t.frame.bench.Filling.Trials()
	show(t.result, len(trials) > 0)
	t.finding.SetText(ranking.Said)
	t.scores.Objects = []fyne.CanvasObject{caption(t.frame.bench.Filling.ScoresWords())}
	_, _, _, seeds := t.frame.bench.Filling.Hiding()
	for _, s := range ranking.Table {
		value := newProse(lossWords(s.Loss.Value, s.Loss.Low, s.Loss.High))
		value.quote = t.frame.bench.Filling.QuoteScore(s)
		value.Alignment, value.Wrapping = fyne.TextAlignTrailing, fyne.TextWrapOff
		t.scores.Add(container.NewBorder(nil, nil, nil, value, newClipped(s.Method)))
		if note := vm.ScoreNote(s, seeds); note != "" {
			t.scores.Add(caption(note))
		}
	}
	t.scores.Refresh()
}

// caption is a small quiet line, as long as it has to be.
func caption(words string) *quotable {
	l := quiet(words)
	l.SizeName, l.Wrapping = theme.SizeNameCaptionText, fyne.TextWrapWord
	return l
}

func lossWords(x, low, high float64) string {
	switch {
	case math.IsNaN(x):
		return "–"
	case math.IsNaN(low):
		return fmt.Sprintf("%.3f", x)
	}
	return fmt.Sprintf("%.3f [%.3f, %.3f]", x, low, high)
}
