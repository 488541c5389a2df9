package ui

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/param"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// protocolForm edits what is hidden, how records are divided, and how often
// the comparison is repeated. Its rows are made from the comparison, and made
// anew when the choice of a row changes which others there are.
type protocolForm struct {
	frame  *frame
	root   *fyne.Container
	design *button   // opens the page on which masks are made
	hidden *quotable // says what is hidden that nobody chose
}

func newProtocolForm(f *frame) *protocolForm {
	return &protocolForm{frame: f, root: container.New(layout.NewCustomPaddedVBoxLayout(2)), hidden: wrapped("")}
}

// update says what is hidden that nobody chose.
func (p *protocolForm) update() { setOrHide(p.hidden, p.frame.bench.Setup.Proposed()) }

// load shows the comparison that is set up.
func (p *protocolForm) load() {
	p.frame.bench.Setup.Settle(vm.ProtocolForm)
	spec := p.frame.bench.Setup.Spec()
	rows := slices.Concat(p.mask(spec.Mask), p.split(spec.Split), p.repetitions(spec))
	p.root.Objects = rows
	p.root.Refresh()
}

// option is one entry of a choice with what it means.
type option[T comparable] struct {
	value T
	title string
}

var rateKinds = []option[dataset.RateKind]{
	{dataset.CellRate, "of all modalities"},
	{dataset.RecordRate, "of records lose a modality"},
	{dataset.ModalityRate, "of one modality"},
}

var targets = []option[experiment.Target]{
	{experiment.OnBoth, "development and test"}, {experiment.OnTrain, "development (training, validation) only"}, {experiment.OnTest, "test only"},
}

// mechanism offers a way of hiding by what it is called.
func mechanism(m experiment.Mechanism) option[experiment.Mechanism] {
	return option[experiment.Mechanism]{m, vm.MechanismWords(m)}
}

// spoken says the titles of options that a table has.
func spoken[T comparable](options []option[T]) []option[T] {
	said := slices.Clone(options)
	for i := range said {
		said[i].title = say.Text(said[i].title)
	}
	return said
}

// choice is a titled list of options.
func choice[T comparable](title string, options []option[T], at T, set func(T)) fyne.CanvasObject {
	var titles []string
	selected := ""
	for _, o := range options {
		titles = append(titles, o.title)
		if o.value == at {
			selected = o.title
		}
	}
	s := newChooser(titles, nil)
	s.Selected = selected
	s.OnChanged = func(title string) {
		for _, o := range options {
			if o.title == title {
				set(o.value)
			}
		}
	}
	return titled(title, s)
}

// titled is a row of a form. The titles of other languages are longer than those
// of English.
func titled(title string, input fyne.CanvasObject) fyne.CanvasObject {
	share := float32(0.32)
	if say.Foreign() {
		share = 0.42
	}
	return container.New(&shares{[]float32{share, 1 - share}}, newClipped(title), input)
}

func (p *protocolForm) mask(m experiment.MaskSpec) []fyne.CanvasObject {
	b := p.frame.bench
	known := []option[experiment.Mechanism]{mechanism(experiment.Natural), mechanism(experiment.MCAR)}
	switch m.Mechanism {
	case "", experiment.Natural, experiment.MCAR:
	case experiment.FromFile:
		known = append(known, option[experiment.Mechanism]{experiment.FromFile, say.Form("as in %s", m.File)})
	default: // designed, or chosen on the command line; it stays until another is chosen here
		known = append(known, mechanism(m.Mechanism))
	}
	hide := choice(say.Text("Hide as well"), known, orNatural(m.Mechanism), func(to experiment.Mechanism) {
		b.Setup.SetMask(vm.MaskFor(to, b.Setup.Spec().Mask))
		p.load()
	})
	p.design = newButton(say.Text("Design…"), theme.ColorPaletteIcon(), p.frame.designMask)
	p.update()
	rows := []fyne.CanvasObject{hide, p.hidden, titled("", p.design)}
	switch designed := m.Mechanism != experiment.MCAR || len(m.Rates) > 0 || m.Kind == dataset.ModalityRate && m.Modality == ""; {
	case orNatural(m.Mechanism) == experiment.Natural:
		return rows
	case designed:
		return append(rows, helped(say.Form("Hidden: %s", vm.HiddenWords(m))))
	}
	rows = append(rows,
		p.number(say.Text("Rate"), m.Rate, 0, 1, func(x float64) { p.changeMask(func(m *experiment.MaskSpec) { m.Rate = x }) }),
		choice(say.Text("Share"), spoken(rateKinds), m.Kind, func(k dataset.RateKind) {
			p.changeMask(func(m *experiment.MaskSpec) { m.Kind, m.Modality = k, b.Setup.ModalityFor(k) })
			p.load()
		}))
	if m.Kind == dataset.ModalityRate {
		rows = append(rows, choice(say.Text("Modality"), plain(b.Document.Data().Names()), m.Modality, func(name string) {
			p.changeMask(func(m *experiment.MaskSpec) { m.Modality = name })
		}))
	}
	return append(rows, choice(say.Text("Where"), spoken(targets), orBoth(m.On), func(t experiment.Target) {
		p.changeMask(func(m *experiment.MaskSpec) { m.On = t })
	}))
}

func orNatural(m experiment.Mechanism) experiment.Mechanism {
	if m == "" {
		return experiment.Natural
	}
	return m
}

func orBoth(t experiment.Target) experiment.Target {
	if t == "" {
		return experiment.OnBoth
	}
	return t
}

func plain(names []string) []option[string] {
	var out []option[string]
	for _, n := range names {
		out = append(out, option[string]{n, n})
	}
	return out
}

func (p *protocolForm) changeMask(change func(*experiment.MaskSpec)) {
	m := p.frame.bench.Setup.Spec().Mask
	change(&m)
	p.frame.bench.Setup.SetMask(m)
}

func (p *protocolForm) changeSplit(change func(*experiment.SplitSpec)) {
	s := p.frame.bench.Setup.Spec().Split
	change(&s)
	p.frame.bench.Setup.SetSplit(s)
}

func (p *protocolForm) split(s experiment.SplitSpec) []fyne.CanvasObject {
	setup := p.frame.bench.Setup
	kinds := []option[experiment.SplitKind]{{experiment.Holdout, say.Text("hold-out, stratified")}, {experiment.KFold, say.Text("folds, stratified")}}
	if setup.OwnSplit() {
		kinds = append(kinds, option[experiment.SplitKind]{experiment.GivenFile, say.Text("the data's own")})
	}
	columns := with(setup.LeftOut(), s.Column)
	if len(columns) > 0 {
		kinds = append(kinds, option[experiment.SplitKind]{experiment.LeaveOut, say.Text("leave one group out")})
	}
	at := s.Kind
	if at == "" {
		at = experiment.Holdout
	}
	rows := []fyne.CanvasObject{choice(say.Text("Split"), kinds, at, func(k experiment.SplitKind) {
		column := ""
		if k == experiment.LeaveOut {
			column = columns[0]
		}
		setup.SetSplit(experiment.SplitSpec{Kind: k, Column: column, Together: s.Together, Twins: s.Twins})
		p.load()
	})}
	switch at {
	case experiment.Holdout:
		rows = append(rows, p.number(say.Text("Test share"), orDefault(s.Test, experiment.DefaultTestShare), 0.01, 0.9,
			func(x float64) { p.changeSplit(func(s *experiment.SplitSpec) { s.Test = x }) }))
	case experiment.KFold:
		rows = append(rows, p.whole(say.Text("Folds"), max(s.Folds, 0), experiment.DefaultFolds, 2, 50,
			func(n int) { p.changeSplit(func(s *experiment.SplitSpec) { s.Folds = n }) }))
	case experiment.LeaveOut:
		rows = append(rows, choice(say.Text("Group"), plain(columns), s.Column, func(c string) {
			p.changeSplit(func(s *experiment.SplitSpec) { s.Column = c })
		}))
	}
	return append(rows, p.together(s, with(setup.Kindred(), s.Together))...)
}

// with adds what was chosen on the command line to what is offered.
func with(offered []string, chosen string) []string {
	if chosen == "" || slices.Contains(offered, chosen) {
		return offered
	}
	return append(offered, chosen)
}

// together chooses what stays in one part of a split.
func (p *protocolForm) together(s experiment.SplitSpec, columns []string) []fyne.CanvasObject {
	if len(columns) == 0 {
		return nil
	}
	options := append([]option[string]{{"", say.Text("each record by itself")}}, plain(columns)...)
	return []fyne.CanvasObject{choice(say.Text("In one part"), options, s.Together, func(c string) {
		p.changeSplit(func(s *experiment.SplitSpec) {
			s.Together, s.Twins = c, false
			if c != "" {
				*s = s.Careful(p.frame.bench.Document.Data())
			}
		})
	})}
}

func orDefault(x, fallback float64) float64 {
	if x == 0 {
		return fallback
	}
	return x
}

func (p *protocolForm) repetitions(spec experiment.Spec) []fyne.CanvasObject {
	masked := newCheckBox(say.Text("also mask complete records"), spec.MaskedComplete, p.frame.bench.Setup.SetMaskedComplete)
	shifted := newCheckBox(say.Text("−1 to 1 standard deviation"), p.frame.bench.Setup.Shifted(), p.frame.bench.Setup.SetShifted)
	rows := []fyne.CanvasObject{
		p.whole(say.Text("Repetitions"), spec.Seeds, 1, 1, 100, p.frame.bench.Setup.SetSeeds),
		p.whole(say.Text("Settings tried"), spec.Search, 1, 1, 100, p.frame.bench.Setup.SetSearch),
		p.whole(say.Text("Imputations"), spec.Imputations, 1, 1, 100, p.frame.bench.Setup.SetImputations),
		titled(say.Text("Case mix"), masked),
	}
	return append(append(rows, p.stress()...), titled(say.Text("Shifts"), shifted))
}

// stress chooses how a stress test hides modalities, and what that is about.
func (p *protocolForm) stress() []fyne.CanvasObject {
	setup := p.frame.bench.Setup
	at := setup.Stress()
	var ways []option[vm.Way]
	for _, way := range setup.Ways() {
		ways = append(ways, option[vm.Way]{way, way.Words()})
	}
	rows := []fyne.CanvasObject{choice(say.Text("Stress test"), ways, at.Way, func(way vm.Way) {
		setup.SetStress(vm.Stress{Way: way, About: at.About})
		p.load()
	})}
	title := say.Text("Modality")
	if at.Way == vm.ByColumn {
		title = say.Text("Column")
	}
	if abouts := setup.Abouts(at.Way); len(abouts) > 0 {
		rows = append(rows, choice(title, plain(abouts), at.About, func(about string) {
			setup.SetStress(vm.Stress{Way: at.Way, About: about})
		}))
	}
	return rows
}

func (p *protocolForm) number(title string, x, low, high float64, set func(float64)) fyne.CanvasObject {
	spec := param.Spec{Name: title, Type: param.Float, Min: low, Max: high}
	return p.entry(title, param.Format(x), spec, func(v any) { set(v.(float64)) })
}

func (p *protocolForm) whole(title string, n, fallback, low, high int, set func(int)) fyne.CanvasObject {
	if n == 0 {
		n = fallback
	}
	spec := param.Spec{Name: title, Type: param.Int, Min: float64(low), Max: float64(high)}
	return p.entry(title, strconv.Itoa(n), spec, func(v any) { set(v.(int)) })
}

func (p *protocolForm) entry(title, text string, spec param.Spec, set func(any)) fyne.CanvasObject {
	return boundedEntry(title, text, spec, func(why string) { p.frame.bench.Setup.Fault(vm.ProtocolForm, title, why) }, set)
}

// boundedEntry is a titled field for a number. What is not allowed is said under
// it and told to fault, with "" when it is mended.
func boundedEntry(title, text string, spec param.Spec, fault func(why string), set func(any)) fyne.CanvasObject {
	below := newLabel("")
	below.Importance, below.Wrapping = widget.DangerImportance, fyne.TextWrapWord
	below.Hide()
	box := container.New(layout.NewCustomPaddedVBoxLayout(-4))
	input := numberEntry(text, func(s string) {
		x, err := spec.Parse(s)
		why := ""
		if err != nil {
			why = say.Form("write a number between %g and %g", spec.Min, spec.Max)
			if spec.Type == param.Int {
				why = say.Form("write a whole number between %g and %g", spec.Min, spec.Max)
			}
		}
		setOrHide(below, why)
		fault(why)
		if err == nil {
			set(x)
		}
	})
	box.Objects = []fyne.CanvasObject{titled(title, input), below}
	return box
}
