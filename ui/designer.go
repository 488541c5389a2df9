package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	drawing "lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/param"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// designer is the page on which a mask is made: on the left how modalities are
// hidden, on the right what comes of it.
type designer struct {
	frame   *frame
	model   *vm.Design
	form    *fyne.Container
	paint   *paintGrid // the patterns; nil where none are painted
	finding *prose
	view    *figureView
	status  *quotable
	take    *button
	dialog  *modal
}

// designMask opens the page with the mask that is set up.
func (f *frame) designMask() {
	if f.bench.Document.Data() == nil || f.designing != nil {
		return
	}
	p := &designer{frame: f, model: f.bench.DesignMask(), form: container.New(layout.NewCustomPaddedVBoxLayout(2)), finding: newProse(""), status: wrapped("")}
	p.view = newFigureView(func() drawing.Style { return f.look.style(variant()) })
	p.finding.TextStyle.Bold = true
	p.status.Importance = widget.DangerImportance
	cancel := newButton(say.Text("Cancel"), nil, p.close)
	p.take = newButton(say.Text("Hide this"), nil, p.accept)
	p.take.Importance = widget.HighImportance
	p.dialog = newPage(f, say.Text("Design what is hidden"), p.layout(), p.close, p.accept)
	p.dialog.dialog.SetButtons([]fyne.CanvasObject{cancel, p.take})
	f.designing = p
	p.fill()
	p.model.Observe(p.update)
	p.update()
	p.dialog.show(fyne.NewSize(1180, 760))
}

func (p *designer) layout() fyne.CanvasObject {
	note := quiet(say.Text("What the mask of repetition 1 does; each repetition draws its own."))
	note.Wrapping = fyne.TextWrapWord
	head := container.New(layout.NewCustomPaddedVBoxLayout(-6), p.finding, note)
	split := container.NewHSplit(container.NewVScroll(readable(p.form)), container.NewBorder(head, p.status, nil, nil, p.view))
	split.SetOffset(0.44)
	return split
}

var shareWords = map[vm.Share]string{
	vm.OfCells: say.Mark("of all modalities"),
	vm.OfAny:   say.Mark("of records lose a modality"),
	vm.OfAll:   say.Mark("of records lose each modality"),
	vm.OfOne:   say.Mark("of one modality"),
	vm.OfEach:  say.Mark("a rate for each modality"),
}

// fill makes the fields of the mechanism.
func (p *designer) fill() {
	m, mask := p.model, p.model.Now()
	m.Settle()
	var known []option[experiment.Mechanism]
	for _, k := range m.Mechanisms() {
		known = append(known, mechanism(k))
	}
	p.paint = nil
	rows := []fyne.CanvasObject{choice(say.Text("Hide"), known, m.Mechanism(), func(to experiment.Mechanism) {
		m.SetMechanism(to)
		p.fill()
	})}
	if words := m.Lacked(); words != "" {
		left := wrapped(words)
		left.Importance = widget.WarningImportance
		rows = append(rows, left)
	}
	if by := m.Sources(m.Mechanism()); len(by) > 0 {
		rows = append(rows, choice(say.Text("Depending on"), plain(by), mask.By, func(name string) {
			m.Change(func(s *experiment.MaskSpec) { s.By = name })
			p.fill()
		}))
	}
	if m.Rated() {
		rows = append(rows, p.rates(mask)...)
	}
	if m.Strong() {
		strength := mask.Strength
		if strength == 0 {
			strength = dataset.DefaultStrength
		}
		rows = append(rows, p.number(say.Text("Strength"), strength, -20, 20, func(s *experiment.MaskSpec, x float64) { s.Strength = x }),
			helped(say.Text("Change of the log-odds of being hidden per standard deviation; 2 is strong.")))
	}
	if m.Mechanism() == experiment.Leaves {
		p.paint = newPaintGrid(p)
		rows = append(rows, p.paint.root)
	}
	if m.Mechanism() != experiment.Natural {
		rows = append(rows, choice(say.Text("Where"), spoken(targets), orBoth(mask.On), func(t experiment.Target) {
			m.Change(func(s *experiment.MaskSpec) { s.On = t })
		}))
	}
	p.form.Objects = rows
	p.form.Refresh()
}

func helped(words string) fyne.CanvasObject {
	l := quiet(words)
	l.Wrapping = fyne.TextWrapWord
	return l
}

// rates are the fields of how much is hidden.
func (p *designer) rates(mask experiment.MaskSpec) []fyne.CanvasObject {
	m := p.model
	var of []option[vm.Share]
	for _, s := range m.Shares() {
		of = append(of, option[vm.Share]{s, say.Text(shareWords[s])})
	}
	share := choice(say.Text("Share"), of, m.Share(), func(s vm.Share) {
		m.SetShare(s)
		p.fill()
	})
	if m.Share() == vm.OfEach {
		rows := []fyne.CanvasObject{share}
		for _, name := range m.Hideable() {
			input := newField(m.Rate(name), func(text string) { m.SetRate(name, text) })
			input.SetPlaceHolder(say.Text("not hidden"))
			rows = append(rows, titled(name, input))
		}
		return rows
	}
	rows := []fyne.CanvasObject{p.number(say.Text("Rate"), mask.Rate, 0, 1, func(s *experiment.MaskSpec, x float64) { s.Rate = x }), share}
	if m.Share() == vm.OfOne {
		rows = append(rows, choice(say.Text("Modality"), plain(m.Hideable()), mask.Modality, func(name string) {
			m.Change(func(s *experiment.MaskSpec) { s.Modality = name })
		}))
	}
	return rows
}

func (p *designer) number(title string, x, low, high float64, set func(*experiment.MaskSpec, float64)) fyne.CanvasObject {
	spec := param.Spec{Name: title, Type: param.Float, Min: low, Max: high}
	return boundedEntry(title, strconv.FormatFloat(x, 'g', -1, 64), spec, func(why string) { p.model.Fault(title, why) },
		func(v any) { p.model.Change(func(s *experiment.MaskSpec) { set(s, v.(float64)) }) })
}

// update shows what the mask does, or why there can be none.
func (p *designer) update() {
	figure, err := p.model.Effect()
	words := ""
	if err != nil {
		words = vm.Sentence(err.Error())
	}
	setOrHide(p.status, words)
	title := say.Text("Counting …")
	switch {
	case err != nil:
		title = say.Text("There can be no such mask.")
	case figure != nil && !p.model.Counting():
		title = figure.Title()
		p.view.show(figure)
	}
	show(p.view, err == nil && figure != nil)
	p.finding.SetText(title)
	if p.paint != nil {
		p.paint.say()
	}
	enable(p.take, p.model.Takable())
	if words := takeWords(p.model.Mechanism()); p.take.Text != words {
		p.take.SetText(words)
	}
	p.frame.events.layoutSoon(p.frame)
}

// takeWords name the button that takes the mask.
func takeWords(m experiment.Mechanism) string {
	if m == experiment.Natural {
		return say.Text("Hide nothing")
	}
	return say.Text("Hide this")
}

func (p *designer) accept() {
	if p.take.Disabled() {
		return
	}
	if err := p.model.Take(); err != nil {
		p.frame.fail(err)
		return
	}
	p.close()
	p.frame.inspector.compare.protocol.load()
}

func (p *designer) close() {
	p.model.Close()
	p.frame.designing = nil
	p.dialog.close()
	p.frame.events.layoutSoon(p.frame)
}

// targets are what a script can click on.
func (p *designer) targets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"design/take": p.take}
	if len(p.form.Objects) > 0 {
		out["design/hide"] = p.form.Objects[0].(*fyne.Container).Objects[1]
	}
	return out
}
