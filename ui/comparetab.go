package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/ui/vm"
)

// compareTab sets a comparison up: methods with their parameters, what is
// hidden, how records are divided, how often it is repeated.
type compareTab struct {
	frame    *frame
	methods  *fyne.Container
	adder    *methodAdder
	protocol *protocolForm
	plan     *widget.Label
	verdict  *widget.Label
	finding  *fyne.Container
	run      *widget.Button
	content  *fyne.Container
	empty    *widget.Label
	root     fyne.CanvasObject
	open     int // the method whose parameters are shown; -1 for none
}

func newCompareTab(f *frame) *compareTab {
	t := &compareTab{frame: f, open: -1, methods: container.New(layout.NewCustomPaddedVBoxLayout(0)), plan: quiet("")}
	t.plan.Wrapping = fyne.TextWrapWord
	t.adder = newMethodAdder(f)
	t.protocol = newProtocolForm(f)
	t.run = widget.NewButtonWithIcon("Compare", theme.MediaPlayIcon(), f.run)
	t.run.Importance = widget.HighImportance
	t.empty = quiet("Open a dataset to set up a comparison.")
	t.empty.Alignment, t.empty.Wrapping = fyne.TextAlignCenter, fyne.TextWrapWord
	t.verdict = widget.NewLabel("")
	t.verdict.Wrapping, t.verdict.Selectable = fyne.TextWrapWord, true
	t.finding = container.New(layout.NewCustomPaddedVBoxLayout(-4), section("Result"), t.verdict)
	t.content = container.New(layout.NewCustomPaddedVBoxLayout(2),
		section("Methods"), t.methods, t.adder.root, section("Protocol"), t.protocol.root, t.finding)
	foot := container.NewVBox(widget.NewSeparator(), t.plan, container.New(layout.NewCustomPaddedLayout(2, 6, 6, 6), t.run))
	t.root = container.NewBorder(nil, foot, nil, nil, container.NewStack(container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 6, 0, 12), t.content)), container.NewVBox(layout.NewSpacer(), t.empty, layout.NewSpacer())))
	return t
}

func section(title string) fyne.CanvasObject {
	l := widget.NewLabel(title)
	l.TextStyle.Bold = true
	return l
}

func (t *compareTab) update(c vm.Change) {
	b := t.frame.bench
	if b.Data() == nil {
		t.content.Hide()
		t.empty.Show()
		t.plan.SetText("")
		enable(t.run, false)
		return
	}
	t.content.Show()
	t.empty.Hide()
	if c&vm.DataChanged != 0 {
		t.open = -1
		t.protocol.load()
	}
	if c&(vm.DataChanged|vm.SpecChanged|vm.StudyChanged) != 0 {
		t.list()
		t.say()
		t.judge()
	}
	if work := b.Work(); work != "" {
		t.plan.Importance = widget.LowImportance
		t.plan.SetText(work)
	} else if c&vm.ProgressChanged != 0 {
		t.say()
	}
	enable(t.run, !b.Running())
}

func (t *compareTab) say() {
	words, err := t.frame.bench.PlanWords()
	t.plan.Importance = widget.LowImportance
	if err != nil {
		words, t.plan.Importance = err.Error(), widget.DangerImportance
	}
	t.plan.SetText(words)
}

// judge says what the comparison shows, once it has finished.
func (t *compareTab) judge() {
	words := t.frame.bench.Verdict()
	if words == "" {
		t.finding.Hide()
		return
	}
	t.finding.Show()
	t.verdict.SetText(words)
}

// list shows the methods of the comparison. The form of an open method stays
// as it is while one types in it.
func (t *compareTab) list() {
	b := t.frame.bench
	n := len(b.Spec().Methods)
	if t.open >= n {
		t.open = -1
	}
	var objects []fyne.CanvasObject
	for i := range n {
		row := t.methodRow(i)
		objects = append(objects, row)
		if i == t.open {
			objects = append(objects, t.form(i))
		}
	}
	for _, name := range b.Extra() {
		objects = append(objects, t.baselineRow(name))
	}
	t.methods.Objects = objects
	t.methods.Refresh()
}

func (t *compareTab) form(i int) fyne.CanvasObject {
	if len(t.methods.Objects) > i+1 {
		if kept, ok := t.methods.Objects[i+1].(*openForm); ok && kept.of == t.frame.bench.Spec().Methods[i].Name {
			return kept
		}
	}
	form := &openForm{of: t.frame.bench.Spec().Methods[i].Name}
	form.content = container.New(layout.NewCustomPaddedLayout(0, 6, 26, 8), paramForm(t.frame.bench.Fields(i), func(key, text string) error {
		return t.frame.bench.SetField(i, key, text)
	}))
	form.ExtendBaseWidget(form)
	return form
}

// openForm is the form of one method.
type openForm struct {
	widget.BaseWidget
	of      string
	content fyne.CanvasObject
}

// CreateRenderer implements fyne.Widget.
func (o *openForm) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(o.content) }

func (t *compareTab) methodRow(i int) fyne.CanvasObject {
	b := t.frame.bench
	m := b.Spec().Methods[i]
	label := widget.NewLabel(m.Name)
	label.Truncation = fyne.TextTruncateEllipsis
	below := b.MethodTitle(i)
	if words := b.SettingsWords(i); words != "" {
		below = words
	}
	title := quiet(below)
	title.Truncation = fyne.TextTruncateEllipsis
	title.SizeName = theme.SizeNameCaptionText
	settings := widget.NewButtonWithIcon("", theme.SettingsIcon(), func() { t.toggle(i) })
	remove := widget.NewButtonWithIcon("", theme.CancelIcon(), func() { t.remove(i) })
	settings.Importance, remove.Importance = widget.LowImportance, widget.LowImportance
	words := container.New(layout.NewCustomPaddedVBoxLayout(-10), label, title)
	return container.NewBorder(nil, nil, t.swatch(m.Name, i), container.NewHBox(settings, remove), words)
}

func (t *compareTab) baselineRow(name string) fyne.CanvasObject {
	label := quiet(name + " (baseline, always compared)")
	label.Truncation = fyne.TextTruncateEllipsis
	return container.NewBorder(nil, nil, t.swatch(name, -1), nil, label)
}

// swatch shows the method's colour and switches it on and off in all panes.
func (t *compareTab) swatch(name string, i int) fyne.CanvasObject {
	b := t.frame.bench
	label, k := b.Shown(name, i)
	s := newSwatch(t.frame.look, k, !b.Hidden()[label])
	if k >= 0 {
		s.tapped = func() { b.ShowMethod(label, b.Hidden()[label]) }
		s.hover = func(over bool) {
			words := ""
			if over {
				words = "Click: hide or show " + label + " in all panes."
			}
			t.frame.status.hint(words)
		}
	}
	return s
}

func (t *compareTab) toggle(i int) {
	if t.open == i {
		i = -1
	}
	t.open = i
	t.list()
}

func (t *compareTab) remove(i int) {
	t.open = -1
	t.frame.bench.RemoveMethod(i)
}
