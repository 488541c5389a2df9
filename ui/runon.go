package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// runOnPage hands the comparison to a program outside of the window, and watches
// it: on the left where and how, on the right the script, which can be edited.
type runOnPage struct {
	frame   *frame
	where   *chooser
	remark  *quotable
	form    *fyne.Container
	fields  map[string]*quotable // what is wrong, by setting
	script  *scriptField
	edited  *quotable
	anew    *button
	command *prose
	words   *prose
	write   *button
	test    *button
	stop    *button
	start   *button
	shut    *button
	dialog  *modal
}

// runOn opens the page once the project is saved: a program outside of the
// window reads the file.
func (f *frame) runOn() {
	b := f.bench
	if err := b.Setup.Refused(); err != nil {
		f.fail(err)
		return
	}
	prepare := func() {
		b.Away.Prepare(func(err error) {
			if err != nil {
				f.fail(err)
				return
			}
			f.showRunOn()
		})
	}
	if b.Document.File() == "" || b.Document.Dirty() {
		f.saveThen(prepare)
		return
	}
	prepare()
}

func (f *frame) showRunOn() {
	if f.outside != nil {
		return
	}
	p := &runOnPage{frame: f, remark: wrapped(""), form: container.New(layout.NewCustomPaddedVBoxLayout(2)), script: newScriptField(), edited: wrapped(""), command: newProse(""), words: newProse("")}
	away := f.bench.Away
	p.remark.Importance, p.command.Importance, p.edited.Importance = widget.LowImportance, widget.LowImportance, widget.LowImportance
	p.where = newChooser(vm.Places(), func(title string) {
		away.SetPlace(title)
		p.fill()
	})
	p.where.Selected = away.Place()
	p.script.OnChanged = away.Edit
	p.anew = newButton(say.Text("Write it anew"), theme.ViewRefreshIcon(), away.Anew)
	p.anew.Importance = widget.LowImportance
	p.shut = newButton(say.Text("Close"), nil, p.close)
	p.write = newButton(say.Text("Write to a file…"), theme.DocumentSaveIcon(), p.save)
	p.test = newButton(say.Text("Ask Slurm"), theme.QuestionIcon(), away.Test)
	p.stop = newButton(say.Text("Stop it"), theme.MediaStopIcon(), away.Stop)
	p.start = newButton("", theme.MediaPlayIcon(), away.Start)
	p.start.Importance = widget.HighImportance
	p.dialog = newPage(f, say.Text("Run the comparison on …"), p.layout(), p.close, away.Start)
	p.dialog.dialog.SetButtons([]fyne.CanvasObject{p.shut, p.write, p.test, p.stop, p.start})
	f.outside = p
	p.fill()
	p.dialog.show(fyne.NewSize(1120, 720))
}

func (p *runOnPage) layout() fyne.CanvasObject {
	left := container.NewBorder(container.New(layout.NewCustomPaddedVBoxLayout(0), p.where, p.remark), nil, nil, nil, container.NewVScroll(readable(p.form)))
	head := container.NewBorder(nil, nil, nil, p.anew, p.edited)
	right := container.NewBorder(head, p.command, nil, nil, p.script)
	split := container.NewHSplit(left, right)
	split.SetOffset(0.38)
	return container.NewBorder(nil, p.words, nil, nil, split)
}

// fill makes the fields of the place.
func (p *runOnPage) fill() {
	away := p.frame.bench.Away
	p.form.Objects, p.fields = nil, map[string]*quotable{}
	for _, f := range away.Fields() {
		help := quiet(f.Help)
		help.Wrapping = fyne.TextWrapWord
		input := newField(f.Text, func(text string) { p.show(help, f.Help, away.Set(f.Key, text)) })
		p.fields[f.Key] = help
		p.form.Add(container.New(layout.NewCustomPaddedVBoxLayout(-4), titled(f.Title, input), help))
	}
	p.form.Refresh()
	p.update()
}

// show says under a field what is wrong with it, or what it is.
func (p *runOnPage) show(help *quotable, words string, err error) {
	help.Importance = widget.LowImportance
	if err != nil {
		help.Importance, words = widget.DangerImportance, err.Error()
	}
	help.SetText(words)
}

// update shows how it stands.
func (p *runOnPage) update() {
	away := p.frame.bench.Away
	p.remark.SetText(away.Remark())
	text := away.Script()
	if p.script.Text != text {
		p.script.SetText(text)
	}
	scripted := text != ""
	for _, o := range []fyne.CanvasObject{p.script, p.edited, p.write} {
		visible(o, scripted)
	}
	words := say.Text("The script, which may be edited:")
	if away.Edited() {
		words = say.Text("This script is edited: it may say something else than the settings.")
	}
	p.edited.SetText(words)
	visible(p.anew, scripted && away.Edited())
	command := away.Command()
	if command != "" {
		command = say.Form("From a terminal: %s", command)
	}
	p.command.SetText(command)
	p.say()
	visible(p.test, away.CanTest())
	visible(p.stop, away.Following())
	p.start.SetText(away.StartWords())
	enable(p.start, away.CanStart())
	p.frame.events.layoutSoon(p.frame)
}

// say says what runs, and what came of what was asked for last.
func (p *runOnPage) say() {
	away := p.frame.bench.Away
	said, failed := away.Said()
	p.words.Importance = widget.MediumImportance
	if failed {
		p.words.Importance = widget.DangerImportance
	}
	if now := p.frame.bench.Comparison.Progress(); away.Following() && now.Running {
		said = vm.Sentence(now.Words) + ". " + said
	}
	setOrHide(p.words, said)
}

// save writes the script to a file.
func (p *runOnPage) save() {
	f, away := p.frame, p.frame.bench.Away
	r := Request{Title: say.Text("Write the script"), Name: away.ScriptName(), Folder: f.folder(), Kind: say.Text("Scripts"), Extensions: []string{"sh", "yaml"}}
	f.ask(r, func(done func(string, error)) { f.pick.SaveFile(r, done) }, func(path string) {
		if err := away.WriteScript(path); err != nil {
			f.fail(err)
			return
		}
		f.status.tell(say.Form("Written to %s", path))
		f.events.exported(path)
	})
}

func (p *runOnPage) close() {
	p.frame.outside = nil
	p.dialog.close()
	p.frame.events.layoutSoon(p.frame)
}

// targets are what a script can click on.
func (p *runOnPage) targets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{
		"runon/where": p.where, "runon/start": p.start, "runon/stop": p.stop, "runon/test": p.test, "runon/write": p.write, "runon/close": p.shut, "runon/script": p.script,
	}
}

// visible shows or hides.
func visible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// scriptField is an entry of many lines, in letters of one width.
type scriptField struct{ widget.Entry }

func newScriptField() *scriptField {
	e := &scriptField{widget.Entry{MultiLine: true, TextStyle: fyne.TextStyle{Monospace: true}}}
	e.ExtendBaseWidget(e)
	return e
}

// TypedKey implements fyne.Focusable: Escape leaves the field.
func (e *scriptField) TypedKey(ev *fyne.KeyEvent) { typed(e, ev, e.Entry.TypedKey) }
