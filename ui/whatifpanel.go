package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	drawing "lacuna/charts/canvas"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// whatIfPanel switches modalities of the current record off, and shows what the
// fitted methods say then.
type whatIfPanel struct {
	frame    *frame
	switches *fyne.Container
	boxes    []*untouched
	names    []string // of the boxes
	reset    *button
	maker    *unheld
	make     *button
	fit      *button
	stop     *button
	progress *quotable
	fault    *quotable
	said     *fyne.Container // in one line for each method
	details  *fyne.Container // to stand below the modalities
	root     *fyne.Container
}

// nameRunes is how much of a name a switch has room for.
const nameRunes = 15

func newWhatIfPanel(f *frame) *whatIfPanel {
	w := f.bench.WhatIf
	p := &whatIfPanel{frame: f, switches: container.NewGridWithColumns(2), progress: quiet(""), fault: wrapped(""), said: rows(-8), details: rows(-4)}
	p.progress.Wrapping, p.fault.Importance = fyne.TextWrapWord, widget.DangerImportance
	p.reset = newButton(say.Text("As compared"), theme.ViewRefreshIcon(), w.Reset)
	p.maker = newUnheld(func(name string) {
		if name != w.Maker() {
			w.ChooseMaker(name)
		}
	})
	p.make = newButton(say.Text("Fit"), theme.MediaPlayIcon(), func() { f.failing(w.FitMaker()) })
	p.fit = newButton("", theme.MediaPlayIcon(), func() { f.failing(w.Fit()) })
	p.stop = newButton(say.Text("Stop"), theme.MediaStopIcon(), w.Stop)
	for _, b := range []*button{p.reset, p.make, p.stop} {
		b.Importance = widget.LowImportance
	}
	title := f.explained(say.Text("What if"), whatIfTerms)
	head := container.NewBorder(nil, nil, nil, p.reset, title)
	by := container.New(&shares{[]float32{0.4, 0.6}}, quietClipped(say.Text("Stand-ins by")), container.NewBorder(nil, nil, nil, p.make, p.maker))
	p.root = rows(-2)
	p.root.Objects = []fyne.CanvasObject{head, p.switches, by, container.New(layout.NewCustomPaddedLayout(4, 0, 0, 0), p.fit), container.NewBorder(nil, nil, nil, p.stop, p.progress), p.fault, p.said}
	return p
}

// failing tells an error, if there is one.
func (f *frame) failing(err error) {
	if err != nil {
		f.fail(err)
	}
}

func (p *whatIfPanel) update() {
	w := p.frame.bench.WhatIf
	p.showSwitches(w.Switches())
	show(p.root, len(p.names) > 0)
	enable(p.reset, w.Switched())
	p.maker.Options = w.Makers()
	if now := w.Maker(); p.maker.Selected != now {
		p.maker.SetSelected(now)
	}
	show(p.make, w.NeedsMaker())
	enable(p.make, !w.Running())
	needed := w.Needed()
	show(p.fit, len(needed) > 0 && !w.Running())
	p.fit.whole = ""
	p.fit.SetText(say.Text("Fit the methods again, to ask them"))
	if len(needed) == 1 {
		p.fit.SetText(say.Form("Fit %s again, to ask it", drawing.Short(needed[0], nameRunes)))
		p.fit.whole = say.Form("Fit %s again, to ask it", needed[0])
	}
	setOrHide(p.progress, w.Progress())
	show(p.stop, w.Running())
	setOrHide(p.fault, w.MakerFault())
	p.said.Objects, p.details.Objects = nil, nil
	for _, s := range w.Supposed() {
		if p.line(s); s.Fault == "" {
			p.detail(s)
		}
	}
	p.acquiring(w.Acquiring())
	p.said.Refresh()
	p.details.Refresh()
	p.root.Refresh()
}

// showSwitches keeps the boxes that are there, as one of them may have the keys.
func (p *whatIfPanel) showSwitches(list []vm.Switch) {
	same := len(list) == len(p.names)
	for m := range list {
		same = same && list[m].Modality == p.names[m]
	}
	if !same {
		p.names, p.boxes, p.switches.Objects = nil, nil, nil
		for m, s := range list {
			p.names = append(p.names, s.Modality)
			box := newUntouched(drawing.Short(s.Modality, nameRunes), func(on bool) { p.frame.bench.WhatIf.Switch(m, on) })
			box.whole = s.Modality
			p.boxes = append(p.boxes, box)
			p.switches.Add(container.NewHBox(box))
		}
		p.switches.Refresh()
	}
	for m, s := range list {
		box := p.boxes[m]
		if box.Checked != s.On {
			box.Checked = s.On
			box.Refresh()
		}
		enable(box, s.There)
	}
}

// line shows in one line what a method says.
func (p *whatIfPanel) line(s vm.Supposed) {
	if s.Fault != "" {
		fault := caption(say.Form("%s cannot be asked: %s", s.Method, s.Fault))
		fault.Importance = widget.WarningImportance
		p.said.Add(fault)
		return
	}
	said := wrapped(s.Words())
	said.quote = p.frame.bench.Inspector.QuoteSupposed(s)
	p.said.Add(said)
}

// acquiring shows what is expected of what the record lacks.
func (p *whatIfPanel) acquiring(lines []string) {
	if len(lines) == 0 {
		return
	}
	title := section(say.Text("If what it lacks were acquired"))
	p.details.Add(title)
	for _, words := range lines {
		line := newProse(words)
		line.quote = p.frame.bench.Inspector.QuoteRecord(words)
		line.SizeName = theme.SizeNameCaptionText
		p.details.Add(line)
	}
}

// detail shows what a method attends to, and what it says without each modality.
func (p *whatIfPanel) detail(s vm.Supposed) {
	title, in := newClipped(s.Method), p.frame.bench.Inspector
	title.TextStyle.Bold = true
	p.details.Add(title)
	if s.Learned {
		p.details.Add(caption(say.Text("Fitted on this record: no test of it.")))
	}
	_, k := p.frame.bench.Shown(s.Method, -1)
	for _, b := range s.Attention {
		p.details.Add(p.frame.inspector.attention.bar(b, max(k, 0), in.QuoteBar(s.Method, b, say.Text("tick: with all modalities; one fitted method, no interval"))))
	}
	for _, d := range s.Drops {
		p.details.Add(dropRow(d, s.All, in.QuoteDrop(s.Method, d, s.All)))
	}
}
