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

// compareTab sets a comparison up: methods with their parameters, what is
// hidden, how records are divided, how often it is repeated.
type compareTab struct {
	frame    *frame
	methods  *fyne.Container
	adder    *methodAdder
	protocol *protocolForm
	plan     *quotable
	run      *button
	// elsewhere runs it outside of the window
	elsewhere *button
	content   *fyne.Container
	empty     *quotable
	root      fyne.CanvasObject
	open      int // the method whose parameters are shown; -1 for none
}

func newCompareTab(f *frame) *compareTab {
	t := &compareTab{frame: f, open: -1, methods: container.New(layout.NewCustomPaddedVBoxLayout(0)), plan: quiet("")}
	t.plan.Wrapping = fyne.TextWrapWord
	t.adder = newMethodAdder(f)
	t.protocol = newProtocolForm(f)
	t.run = newButton(say.Text("Compare"), theme.MediaPlayIcon(), f.run)
	t.run.Importance = widget.HighImportance
	t.elsewhere = newButton(say.Text("Run on…"), theme.ComputerIcon(), f.runOn)
	t.empty = quiet(say.Text("Open a dataset to set up a comparison."))
	t.empty.Alignment, t.empty.Wrapping = fyne.TextAlignCenter, fyne.TextWrapWord
	t.content = container.New(layout.NewCustomPaddedVBoxLayout(2),
		section(say.Text("Methods")), t.methods, t.adder.root, f.explained(say.Text("Protocol"), protocolTerms), t.protocol.root)
	foot := container.NewVBox(widget.NewSeparator(), t.plan, container.New(layout.NewCustomPaddedLayout(2, 6, 6, 6), container.NewBorder(nil, nil, nil, t.elsewhere, t.run)))
	t.root = container.NewBorder(nil, foot, nil, nil, container.NewStack(container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 6, 0, 12), t.content)), container.NewVBox(layout.NewSpacer(), t.empty, layout.NewSpacer())))
	return t
}

// runWords names what the button that runs would do.
func runWords(b *vm.Workbench) string {
	if b.Stale() != "" {
		return say.Text("Compare again")
	}
	return say.Text("Compare")
}

func section(title string) fyne.CanvasObject {
	l := newLabel(title)
	l.TextStyle.Bold = true
	return l
}

func (t *compareTab) update(c vm.Change) {
	b := t.frame.bench
	if b.Document.Data() == nil {
		t.content.Hide()
		t.empty.Show()
		t.plan.SetText("")
		enable(t.run, false)
		enable(t.elsewhere, false)
		return
	}
	t.content.Show()
	t.empty.Hide()
	if c&vm.DataChanged != 0 {
		t.open = -1
		t.protocol.load()
	}
	if c&(vm.DataChanged|vm.SpecChanged|vm.StudyChanged|vm.ViewChanged) != 0 {
		t.list()
		t.protocol.update()
	}
	t.say()
	enable(t.run, b.CanRun())
	enable(t.elsewhere, b.Setup.Refused() == nil && !b.Comparison.Running())
}

func (t *compareTab) say() {
	b := t.frame.bench
	words, importance := b.Setup.PlanWords(), widget.LowImportance
	if why := b.WhyNot(); why != "" {
		words, importance = why, widget.DangerImportance
	}
	t.run.SetText(runWords(b))
	if t.plan.Text != words || t.plan.Importance != importance {
		t.plan.Importance = importance
		t.plan.SetText(words)
	}
}

// list shows the methods of the comparison. The form of an open method stays
// as it is while one types in it.
func (t *compareTab) list() {
	b := t.frame.bench
	n := len(b.Setup.Spec().Methods)
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
	for _, name := range b.Setup.Extra() {
		objects = append(objects, t.baselineRow(name))
	}
	t.methods.Objects = objects
	t.methods.Refresh()
}

func (t *compareTab) form(i int) fyne.CanvasObject {
	if len(t.methods.Objects) > i+1 {
		if kept, ok := t.methods.Objects[i+1].(*openForm); ok && kept.of == t.frame.bench.Setup.Spec().Methods[i].Name {
			return kept
		}
	}
	setup, of := t.frame.bench.Setup, t.frame.bench.Setup.Spec().Methods[i].Name
	return newOpenForm(of, paramForm(setup.Fields(i), func(key, text string) error {
		why := ""
		err := setup.SetField(i, key, text)
		if err != nil {
			why = err.Error()
		}
		setup.Fault(of, key, why)
		return err
	}))
}

// openForm is the form of one method.
type openForm struct {
	widget.BaseWidget
	of      string
	content fyne.CanvasObject
}

func newOpenForm(of string, form fyne.CanvasObject) *openForm {
	o := &openForm{of: of, content: container.New(layout.NewCustomPaddedLayout(0, 6, 26, 8), form)}
	o.ExtendBaseWidget(o)
	return o
}

// CreateRenderer implements fyne.Widget.
func (o *openForm) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(o.content) }

func (t *compareTab) methodRow(i int) fyne.CanvasObject {
	b := t.frame.bench
	m := b.Setup.Spec().Methods[i]
	label := newClipped(m.Name)
	below := b.Setup.MethodTitle(i)
	if words := b.Setup.SettingsWords(i); words != "" {
		below = words
	}
	title := quietClipped(below)
	title.SizeName = theme.SizeNameCaptionText
	settings := newButton("", theme.SettingsIcon(), func() { t.toggle(i) })
	remove := newButton("", theme.CancelIcon(), func() { t.remove(i) })
	settings.Importance, remove.Importance = widget.LowImportance, widget.LowImportance
	words := container.New(layout.NewCustomPaddedVBoxLayout(-10), label, title)
	return container.NewBorder(nil, nil, t.swatch(m.Name, i), container.NewHBox(settings, remove), words)
}

func (t *compareTab) baselineRow(name string) fyne.CanvasObject {
	label := quietClipped(say.Form("%s (baseline, always compared)", name))
	return container.NewBorder(nil, nil, t.swatch(name, -1), nil, label)
}

// swatch shows the method's colour and switches it on and off in all panes.
func (t *compareTab) swatch(name string, i int) fyne.CanvasObject {
	b := t.frame.bench
	label, k := b.Shown(name, i)
	s := newSwatch(t.frame.look, k, !b.Display.Hidden()[label])
	if k >= 0 {
		s.tapped = func() { b.Display.ShowMethod(label, b.Display.Hidden()[label]) }
		s.hover = func(over bool) {
			words := ""
			if over {
				words = say.Form("Click: hide or show %s in all panes.", label)
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
	if methods := t.frame.bench.Setup.Spec().Methods; t.open >= 0 && t.open < len(methods) {
		t.frame.bench.Setup.Settle(methods[t.open].Name)
	}
	t.open = i
	t.list()
}

func (t *compareTab) remove(i int) {
	t.open = -1
	t.frame.bench.Setup.Settle(t.frame.bench.Setup.Spec().Methods[i].Name)
	t.frame.bench.Setup.RemoveMethod(i)
}
