package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// duel chooses whose difference pane D shows, and how small a difference does
// not matter.
type duel struct {
	bench   *vm.Workbench
	a, b    *chooser
	band    *field
	unit    *quotable
	refused *quotable
	row     *fyne.Container
	root    fyne.CanvasObject
}

func newDuel(bench *vm.Workbench, look *workTheme) *duel {
	v := &duel{bench: bench, a: newChooser(nil, nil), b: newChooser(nil, nil), unit: quiet(""), refused: quiet("")}
	v.a.OnChanged = func(label string) { v.compare(0, label) }
	v.b.OnChanged = func(label string) { v.compare(1, label) }
	v.band = newField("", func(text string) { v.say(bench.Display.SetNegligible(text)) })
	v.refused.Importance, v.refused.Wrapping, v.refused.SizeName = widget.DangerImportance, fyne.TextWrapWord, theme.SizeNameCaptionText
	v.refused.Hide()
	width := fyne.MeasureText("0.0005", theme.TextSize(), fyne.TextStyle{}).Width + 16
	small := container.NewGridWrap(fyne.NewSize(width, v.band.MinSize().Height), v.band)
	v.row = container.New(v, v.a, quiet(say.Text("against")), v.b, quiet(say.Text("negligible ±")), small, v.unit)
	v.root = container.NewThemeOverride(container.NewVBox(container.NewHScroll(v.row), v.refused), look.small())
	v.root.Hide()
	return v
}

// Layout implements fyne.Layout: one row, in which the drop-downs get narrower where it is
// tight; they tell what they say when it is cut, and the legend below has the names whole.
func (v *duel) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	over, gap := -size.Width, v.gap()
	for _, o := range objects {
		over += o.MinSize().Width + gap
	}
	choices := []*chooser{v.a, v.b}
	widths, x := yielding(choices, max(0, over-gap)), float32(0)
	for _, o := range objects {
		want := o.MinSize()
		for k, c := range choices {
			if o == fyne.CanvasObject(c) {
				want.Width = widths[k]
			}
		}
		o.Resize(want)
		o.Move(fyne.NewPos(x, (size.Height-want.Height)/2))
		x += want.Width + gap
	}
}

// MinSize implements fyne.Layout.
func (v *duel) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		want := o.MinSize()
		if _, ok := o.(*chooser); ok {
			want.Width = min(want.Width, leastChoice)
		}
		size = fyne.NewSize(size.Width+want.Width+v.gap(), max(size.Height, want.Height))
	}
	size.Width -= v.gap()
	return size
}

func (v *duel) gap() float32 { return v.a.Theme().Size(theme.SizeNamePadding) }

// compare chooses one of the two; the other takes the place of one that is chosen
// twice.
func (v *duel) compare(side int, label string) {
	pair := [2]string{}
	pair[0], pair[1] = v.bench.Scene.Pair()
	if pair[1-side] == label {
		pair[1-side] = pair[side]
	}
	pair[side] = label
	v.bench.Display.Compare(pair[0], pair[1])
}

// say shows why a band is refused.
func (v *duel) say(err error) {
	if err != nil {
		v.refused.SetText(vm.Sentence(err.Error()))
	}
	show(v.refused, err != nil)
	v.root.Refresh()
}

// update shows what is chosen, in the view of differences alone.
func (v *duel) update(shown bool) {
	a, b := v.bench.Scene.Pair()
	show(v.root, shown && b != "")
	if !v.root.Visible() {
		return
	}
	methods := slices.Clone(v.bench.Comparison.Table().Methods)
	for c, label := range map[*chooser]string{v.a: a, v.b: b} {
		if c.Selected != label || !slices.Equal(c.Options, methods) {
			c.Options, c.Selected = methods, label
			c.Refresh()
			v.row.Refresh()
		}
	}
	text, unit := v.bench.Display.Negligible()
	if v.unit.Text != unit {
		v.unit.SetText(unit)
	}
	if c := canvasOf(v.band); v.band.Text != text && (c == nil || c.Focused() != fyne.Focusable(v.band)) {
		v.band.OnChanged, v.band.Text = nil, text
		v.band.Refresh()
		v.band.OnChanged = func(text string) { v.say(v.bench.Display.SetNegligible(text)) }
		v.say(nil)
	}
}
