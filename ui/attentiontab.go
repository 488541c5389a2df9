package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// attentionTab shows how models with attention weigh the modalities.
type attentionTab struct {
	frame *frame
	box   *fyne.Container
	root  fyne.CanvasObject
}

func newAttentionTab(f *frame) *attentionTab {
	t := &attentionTab{frame: f, box: container.New(layout.NewCustomPaddedVBoxLayout(2))}
	t.root = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(4, 8, 4, 12), t.box))
	return t
}

func (t *attentionTab) update() {
	t.box.Objects = nil
	list := t.frame.bench.Inspector.Attentions()
	if len(list) == 0 {
		t.say(say.Text("The attention of models over the modalities will appear here when one that has attention is finished."))
	}
	for _, a := range list {
		t.add(a)
	}
	if len(list) > 0 {
		t.say(say.Text("Attention says what a model has looked at. It is not importance: accuracy without the modality, in pane D, tells that."))
	}
	t.box.Refresh()
}

func (t *attentionTab) say(words string) {
	l := quiet(words)
	l.Wrapping = fyne.TextWrapWord
	t.box.Add(l)
}

func (t *attentionTab) add(a vm.Attention) {
	title := newClipped(a.Method)
	title.TextStyle.Bold = true
	t.box.Add(title)
	t.say(a.Words)
	_, k := t.frame.bench.Shown(a.Method, -1)
	for _, b := range a.Bars {
		t.box.Add(t.bar(b, max(k, 0), t.frame.bench.Inspector.QuoteBar(a.Method, b, a.Words)))
	}
	t.drops(a)
	if a.Warning != "" {
		l := newLabel(a.Warning)
		l.Importance, l.Wrapping = widget.WarningImportance, fyne.TextWrapWord
		t.box.Add(l)
	}
}

// drops shows what the method says without each modality, or offers to ask it.
func (t *attentionTab) drops(a vm.Attention) {
	if len(a.Drops) > 0 {
		t.say(say.Form("Dropping one at a time, it says instead of %s:", a.All.Words()))
	}
	for _, d := range a.Drops {
		t.box.Add(dropRow(d, a.All, t.frame.bench.Inspector.QuoteDrop(a.Method, d, a.All)))
	}
	if a.Askable {
		ask := newButton(say.Text("Fit it again, to ask what it says without each"), theme.MediaPlayIcon(), func() { t.frame.failing(t.frame.bench.WhatIf.Fit()) })
		ask.Importance = widget.LowImportance
		t.box.Add(container.NewHBox(container.NewThemeOverride(ask, t.frame.look.small())))
	}
}

// dropRow shows what a method says without a modality.
func dropRow(d vm.Drop, all vm.Call, quote string) fyne.CanvasObject {
	name, change := quietClipped(say.Form("without %s", d.Modality)), caption(d.Words(all))
	name.SizeName = theme.SizeNameCaptionText
	change.quote = quote
	change.Importance = widget.MediumImportance
	return container.New(&shares{[]float32{0.4, 0.6}}, name, change)
}

func (t *attentionTab) bar(b vm.AttentionBar, method int, quote string) fyne.CanvasObject {
	style := t.frame.look.style(variant())
	name := newClipped(b.Modality)
	figure := fmt.Sprintf("%.0f %%", say.Percent(b.Share, 0))
	ink := style.Method(method)
	if !b.Present {
		figure, ink, name.Importance = say.Text("absent"), style.Muted, widget.LowImportance
	}
	track := canvas.NewRectangle(style.Ground())
	fill := canvas.NewRectangle(ink)
	tick := canvas.NewRectangle(style.Text)
	gauge := container.New(&gaugeLayout{float32(b.Share), float32(b.Typical)}, track, fill, tick)
	return container.New(&shares{[]float32{0.3, 0.5, 0.2}}, name, gauge, newQuotable(figure, quote))
}

// gaugeLayout lays out a track, its filled share, and a tick.
type gaugeLayout struct{ share, tick float32 }

// Layout implements fyne.Layout.
func (g *gaugeLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const height = 10
	y := (size.Height - height) / 2
	for i, w := range []float32{size.Width, size.Width * g.share} {
		objects[i].Move(fyne.NewPos(0, y))
		objects[i].Resize(fyne.NewSize(w, height))
	}
	objects[2].Move(fyne.NewPos(size.Width*g.tick-1, y-3))
	objects[2].Resize(fyne.NewSize(2, height+6))
}

// MinSize implements fyne.Layout.
func (*gaugeLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(60, 22) }
