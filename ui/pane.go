package ui

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/charts"
	drawing "lacuna/charts/canvas"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// The ways in which a pane shows its figure.
const (
	asChart = iota
	asTable
	asText
)

// pane is one of the four: a finding in a sentence, and below it the figure as
// chart, table or text.
type pane struct {
	name    vm.Pane
	bench   *vm.Workbench
	letter  string
	heading *heading
	finding *prose
	stale   *quotable // what must be known of what is shown
	again   *button   // compares again
	warning fyne.CanvasObject
	view    *figureView
	table   *tableView
	text    *prose
	ghost   *quotable
	modes   *segment
	row     *controls
	choice  *chooser // of what is shown; nil where there is no other
	metric  *chooser // of what results are shown by; nil but in pane D
	smooth  *chooser // of how strongly curves are smoothed; nil but in pane C
	duel    *duel    // of the methods whose difference is shown; nil but in pane D
	export  *button
	body    *fyne.Container // chart, table, text and ghost; one is visible
	root    fyne.CanvasObject
	ground  *canvas.Rectangle
	figure  drawing.Figure
	theme   *workTheme
}

// paneActions are what a pane asks of the window.
type paneActions struct {
	export   func(p *pane)
	paper    func(p *pane)
	maximise func(p *pane)
	hint     func(words string)
	point    func(p *pane, r drawing.Region, over bool) // where the pointer is in a pane
	key      func(*fyne.KeyEvent)
	again    func()
	copy     func(words, what string)
	columns  func(table string) // shows those of a table; of none the modalities
}

func newPane(name vm.Pane, letter string, bench *vm.Workbench, look *workTheme, do paneActions, choices ...*chooser) *pane {
	p := &pane{name: name, bench: bench, theme: look, table: newTableView(do.copy)}
	p.view = newFigureView(func() drawing.Style { return look.style(variant()) })
	p.view.press = bench.Scene.Press
	p.view.lit = bench.Scene.Lit
	p.view.other = do.key
	p.view.brush = func(f drawing.Figure, size fyne.Size, y float64, regions []drawing.Region) *vm.Brush {
		return bench.Scene.Brush(f, float64(size.Width), float64(size.Height), y, look.style(variant()), regions)
	}
	p.view.hover = func(r drawing.Region, over bool) {
		words := p.view.said
		if over {
			words = strings.TrimSpace(words + " " + bench.Scene.Hint(r))
		}
		do.hint(words)
	}
	p.view.told = func(r drawing.Region, over bool) { do.point(p, r, over) }
	p.view.detail = func(m *charts.Presence, size fyne.Size, at fyne.Position) string {
		return m.CellWords(m.Layout(float64(size.Width), float64(size.Height), look.style(variant())), float64(at.X), float64(at.Y))
	}
	p.view.menu = func(r drawing.Region, at fyne.Position) { p.openMenu(do, r, at) }
	p.finding = newProse("")
	p.finding.TextStyle.Bold = true
	p.stale = newLabel("")
	p.stale.Wrapping, p.stale.SizeName = fyne.TextWrapWord, theme.SizeNameCaptionText
	p.again = newButton(say.Text("Compare again"), theme.MediaPlayIcon(), do.again)
	p.warning = container.NewBorder(nil, nil, nil, container.NewCenter(p.again), p.stale)
	p.warning.Hide()
	p.text = newProse("")
	p.ghost = newLabel("")
	p.ghost.Alignment, p.ghost.Wrapping, p.ghost.Importance = fyne.TextAlignCenter, fyne.TextWrapWord, widget.LowImportance
	p.body = container.NewStack(p.view, container.NewThemeOverride(p.table.root, look.small()), container.NewVScroll(p.text),
		container.NewVBox(layout.NewSpacer(), p.ghost, layout.NewSpacer()))
	p.build(letter, do, choices)
	return p
}

func (p *pane) build(letter string, do paneActions, choices []*chooser) {
	p.modes = newSegment(func(int) { p.update() }, say.Text("Chart"), say.Text("Table"), say.Text("Text"))
	p.export = newButton("", theme.DownloadIcon(), func() { do.export(p) })
	p.export.Importance = widget.LowImportance
	grow := newButton("", theme.ViewFullScreenIcon(), func() { do.maximise(p) })
	grow.Importance = widget.LowImportance
	p.letter = letter
	p.heading = newHeading("", func() { do.maximise(p) })
	p.row = newControls(p.heading, choices, p.modes, []*button{p.export, grow}, func() *fyne.Menu { return p.foldedMenu(do) })
	bar := container.NewThemeOverride(p.row.root, p.theme.small())
	p.ground = canvas.NewRectangle(color.Transparent)
	p.ground.CornerRadius, p.ground.StrokeWidth = 4, 1
	p.paint()
	head := container.New(layout.NewCustomPaddedVBoxLayout(0), bar, p.warning, p.finding)
	if p.name == vm.StrataPane {
		p.duel = newDuel(p.bench, p.theme)
		head.Add(p.duel.root)
	}
	p.root = container.NewPadded(container.NewStack(p.ground, container.NewPadded(container.NewBorder(head, nil, nil, nil, p.body))))
	p.update()
}

// paint gives the pane the ground that its chart has.
func (p *pane) paint() {
	s := p.theme.style(variant())
	p.ground.FillColor, p.ground.StrokeColor = s.Background, s.Grid
	p.ground.Refresh()
}

func variant() fyne.ThemeVariant { return fyne.CurrentApp().Settings().ThemeVariant() }

// update shows what the workbench holds now.
func (p *pane) update() {
	f, err := p.bench.Scene.Figure(p.name)
	p.entitle()
	p.figure = f
	if title := p.bench.Display.Title(p.name); p.choice != nil && p.choice.Selected != title {
		p.choice.Selected = title
		p.choice.Refresh()
	}
	if p.choice != nil {
		p.choice.Options = p.bench.Display.Views(p.name)
	}
	p.warn()
	switch {
	case err != nil:
		p.showGhost("", say.Form("This chart cannot be drawn: %s", vm.InWindow(err.Error())))
	case f == nil:
		p.showGhost("", p.bench.Scene.Ghost(p.name))
	case p.name == vm.StrataPane && f.Title() == f.Description().Short: // only the reason why there is nothing
		p.showGhost("", vm.InWindow(f.Title()))
	default:
		p.showFigure(f)
	}
}

// entitle says what is shown; pane D does so by what its metric and its chart are
// chosen with.
func (p *pane) entitle() {
	words := p.letter + "  " + p.bench.Scene.Heading(p.name)
	if p.metric != nil {
		words = p.letter + "  " + p.name.Word()
		if title := p.bench.Display.MetricTitle(); p.metric.Selected != title {
			p.metric.Selected = title
			p.metric.Refresh()
		}
		p.duel.update(p.bench.Display.View(p.name).Chart == "difference")
	}
	if p.smooth != nil {
		if title := p.bench.Display.SmoothingTitle(); p.smooth.Selected != title {
			p.smooth.Selected = title
			p.smooth.Refresh()
		}
		enable(p.smooth, p.bench.Display.HasCurves())
	}
	if p.heading.Text != words {
		p.heading.SetText(words)
	}
	p.row.settle()
}

// warn says what must be known beside the finding, such as that what is shown
// comes from an earlier set-up; pane D offers to compare again.
func (p *pane) warn() {
	words := ""
	if p.figure != nil {
		words = p.bench.Note(p.name)
	}
	show(p.again, p.name == vm.StrataPane && p.bench.Stale() != "") // another note asks for nothing
	enable(p.again, p.bench.CanRun())
	p.stale.Importance = widget.LowImportance
	if p.bench.Stale() != "" && p.name != vm.PresencePane && p.name != vm.PatternsPane { // those two are of the data
		p.stale.Importance = widget.WarningImportance
	}
	switch {
	case words == "" && p.warning.Visible():
		p.warning.Hide()
	case words != "":
		p.stale.SetText(words)
		p.warning.Show()
	}
}

func (p *pane) showGhost(finding, words string) {
	p.finding.SetText(finding)
	p.finding.Hide()
	p.ghost.SetText(words)
	p.export.Disable()
	p.reveal(len(p.body.Objects) - 1)
}

func (p *pane) showFigure(f drawing.Figure) {
	p.finding.SetText(vm.InWindow(f.Title()))
	p.finding.Show()
	p.export.Enable()
	switch p.modes.at {
	case asTable:
		grid, ok := p.bench.Scene.Grid(f)
		if !ok {
			p.ghost.SetText(say.Text("The numbers of this chart are being computed."))
			p.reveal(len(p.body.Objects) - 1)
			return
		}
		p.table.show(grid)
	case asText:
		p.text.SetText(vm.InWindow(f.Description().Long))
	default:
		p.view.show(f)
	}
	p.reveal(p.modes.at)
}

// reveal shows one part of the body.
func (p *pane) reveal(k int) {
	for i, o := range p.body.Objects {
		if i == k && !o.Visible() {
			o.Show()
		}
		if i != k && o.Visible() {
			o.Hide()
		}
	}
}

// heading is a short title that can be double-clicked.
type heading struct {
	clipped
	twice func()
}

func newHeading(text string, twice func()) *heading {
	h := &heading{clipped: clip(text), twice: twice}
	h.Importance = widget.LowImportance
	h.ExtendBaseWidget(h)
	return h
}

// DoubleTapped implements fyne.DoubleTappable.
func (h *heading) DoubleTapped(*fyne.PointEvent) { h.twice() }
