package ui

import (
	"image"
	"image/color"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/charts"
	drawing "lacuna/charts/canvas"
	"lacuna/ui/vm"
)

// figureView shows a figure and turns the pointer and the keys into regions of
// it. What a region means is decided by whoever made the view.
type figureView struct {
	widget.BaseWidget
	raster *canvas.Raster
	ring   *canvas.Rectangle // around the region under the pointer
	figure drawing.Figure
	style  func() drawing.Style
	lit    func(drawing.Region) bool
	press  func(r drawing.Region, shift bool)
	hover  func(r drawing.Region, over bool)
	told   func(r drawing.Region, over bool) // what other panes are to point out as well
	detail func(m *charts.Presence, size fyne.Size, at fyne.Position) string
	other  func(*fyne.KeyEvent) // keys that are not for the view
	menu   func(r drawing.Region, at fyne.Position)

	brush func(f drawing.Figure, size fyne.Size, y float64, regions []drawing.Region) *vm.Brush // begins one; nil where there is none
	band  *canvas.Rectangle                                                                     // the heights that are brushed over
	drag  *dragging                                                                             // while the pointer is pressed

	from    int         // first row in sight of a figure that scrolls
	beside  *figureView // scrolls along, where it has the same patterns; or nil
	first   int         // record that a zoomed presence matrix begins with
	n       int         // records that it shows; 0 for all
	image   *image.RGBA
	regions []drawing.Region
	cursor  int // row that the keys are on; -1 for none
	focused bool
	pointed bool
	shared  drawing.Region    // what other panes point out
	said    string            // the details under the pointer
	echo    *canvas.Rectangle // points out what the pointer is on in another pane
	under   drawing.Region    // where the pointer is, if pointed
	tapped  bool              // the focus comes from the pointer, which needs no edge
	edge    *canvas.Rectangle // shows that the keys are here
}

// clickable are the kinds of regions that a click means something on.
var clickable = []drawing.RegionKind{drawing.PatternRow, drawing.StratumRow, drawing.ModalityHead, drawing.ColumnHead, drawing.ColumnsRow, drawing.MethodMark, drawing.CurveName, drawing.CurveLine, drawing.PairCell, drawing.PairBreak, drawing.OtherRows}

func newFigureView(style func() drawing.Style) *figureView {
	v := &figureView{style: style, cursor: -1}
	v.raster = canvas.NewRaster(v.draw)
	v.ring = canvas.NewRectangle(color.Transparent)
	v.ring.StrokeWidth, v.ring.CornerRadius = 1.5, 3
	v.ring.Hide()
	v.echo = canvas.NewRectangle(color.Transparent)
	v.echo.StrokeWidth, v.echo.CornerRadius = 1.5, 3
	v.echo.Hide()
	v.band = canvas.NewRectangle(color.Transparent)
	v.band.StrokeWidth = 1
	v.band.Hide()
	v.edge = canvas.NewRectangle(color.Transparent)
	v.edge.StrokeWidth, v.edge.CornerRadius = 2, 3
	v.edge.Hide()
	v.ExtendBaseWidget(v)
	return v
}

// show draws another figure. One of the same kind stays scrolled where it is.
func (v *figureView) show(f drawing.Figure) {
	if v.figure == nil || v.figure.Name() != f.Name() {
		v.from = 0
	}
	if m, ok := f.(*charts.Presence); !ok || v.first+v.n > len(m.Stands()) {
		v.first, v.n = 0, 0
	}
	v.figure = f
	v.raster.Refresh()
}

// draw makes the picture in device pixels; it runs when the window is painted.
func (v *figureView) draw(w, h int) image.Image {
	if v.figure == nil || w < 2 || h < 2 || v.Size().Width < 1 {
		return image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	}
	scale := float64(w) / float64(v.Size().Width)
	style := v.style()
	v.image, v.regions = drawing.Render(v.scrolled(), w, h, scale, style, v.image)
	for _, r := range v.regions {
		if v.lit != nil && !v.lit(r) {
			fade(v.image, r.Rect, scale, style.Background, style.Unselected())
		}
	}
	return v.image
}

// fade mixes a rectangle with the background, so that a share of it is left.
func fade(img *image.RGBA, r drawing.Rect, scale float64, ground color.NRGBA, left float64) {
	at := func(x float64) int { return int(math.Round(x * scale)) }
	area := image.Rect(at(r.Left), at(r.Top), at(r.Right), at(r.Bottom)).Intersect(img.Rect)
	mix := func(a, b uint8) uint8 { return uint8(left*float64(a) + (1-left)*float64(b)) }
	for y := area.Min.Y; y < area.Max.Y; y++ {
		row := img.Pix[y*img.Stride:]
		for x := 4 * area.Min.X; x < 4*area.Max.X; x += 4 {
			row[x], row[x+1], row[x+2] = mix(row[x], ground.R), mix(row[x+1], ground.G), mix(row[x+2], ground.B)
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (v *figureView) CreateRenderer() fyne.WidgetRenderer { return &figureRenderer{v: v} }

type figureRenderer struct {
	v      *figureView
	fitted fyne.Size // when the first row was shown last
}

// aRow is by how much a figure changes its size before other rows have room: a
// line of words below the panes is a little higher than another.
const aRow = 12

// Layout implements fyne.WidgetRenderer.
func (r *figureRenderer) Layout(s fyne.Size) {
	if had := r.fitted; math.Abs(float64(s.Height-had.Height)) > aRow || math.Abs(float64(s.Width-had.Width)) > aRow {
		r.v.from, r.fitted = 0, s // other rows have room
	}
	r.v.raster.Resize(s)
	r.v.edge.Resize(s)
}

// MinSize implements fyne.WidgetRenderer.
func (r *figureRenderer) MinSize() fyne.Size { return fyne.NewSize(120, 80) }

// Refresh implements fyne.WidgetRenderer; it runs when the theme changes too.
func (r *figureRenderer) Refresh() {
	r.v.ring.Hide()
	r.v.echo.Hide()
	r.v.raster.Refresh()
}

// Objects implements fyne.WidgetRenderer.
func (r *figureRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.v.raster, r.v.band, r.v.echo, r.v.ring, r.v.edge}
}

// Destroy implements fyne.WidgetRenderer.
func (r *figureRenderer) Destroy() {}

// at finds what means something under the pointer.
func (v *figureView) at(p fyne.Position) (drawing.Region, bool) {
	r, ok := drawing.At(v.regions, float64(p.X), float64(p.Y), clickable...)
	if _, scrolls := v.figure.(charts.Scrollable); ok && r.Kind == drawing.OtherRows && !scrolls {
		return drawing.Region{}, false
	}
	return r, ok
}

// Tapped implements fyne.Tappable.
func (v *figureView) Tapped(ev *fyne.PointEvent) {
	if _, ok := drawing.At(v.regions, float64(ev.Position.X), float64(ev.Position.Y), drawing.Overview); ok {
		v.panTo(ev.Position.Y)
	}
	switch r, ok := v.at(ev.Position); {
	case ok && r.Kind == drawing.OtherRows:
		v.page()
	case ok && v.press != nil:
		v.press(r, modifiers()&fyne.KeyModifierShift != 0)
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil {
		v.tapped = true
		c.Focus(v)
		v.tapped = false
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (v *figureView) TappedSecondary(ev *fyne.PointEvent) {
	if v.menu != nil {
		r, ok := v.at(ev.Position)
		if !ok {
			r, _ = drawing.At(v.regions, float64(ev.Position.X), float64(ev.Position.Y), drawing.Note)
		}
		v.menu(r, ev.AbsolutePosition)
	}
}

func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// MouseIn implements desktop.Hoverable.
func (v *figureView) MouseIn(ev *desktop.MouseEvent) { v.MouseMoved(ev) }

// MouseMoved implements desktop.Hoverable.
func (v *figureView) MouseMoved(ev *desktop.MouseEvent) {
	r, ok := v.at(ev.Position)
	v.share(ev.Position)
	details := v.details(ev.Position)
	if ok == v.pointed && r == v.under && details == v.said {
		return
	}
	v.pointed, v.under, v.said = ok, r, details
	if !ok {
		v.ring.Hide()
	} else {
		v.encircle(r)
	}
	if v.hover != nil {
		v.hover(r, ok)
	}
}

// MouseOut implements desktop.Hoverable.
func (v *figureView) MouseOut() {
	v.pointed, v.said = false, ""
	v.tell(drawing.Region{})
	v.ring.Hide()
	if v.hover != nil {
		v.hover(drawing.Region{}, false)
	}
}

func (v *figureView) encircle(r drawing.Region) {
	if r.Kind == drawing.CurveLine { // of which it is but a stretch: its name is
		at := slices.IndexFunc(v.regions, func(o drawing.Region) bool { return o.Kind == drawing.CurveName && o.Key == r.Key })
		if at < 0 {
			v.ring.Hide()
			return
		}
		r = v.regions[at]
	}
	style := v.style()
	c := style.Text
	if !style.High {
		c.A = 0x90
	}
	v.ring.StrokeColor = c
	v.ring.Move(fyne.NewPos(float32(r.Rect.Left), float32(r.Rect.Top)))
	v.ring.Resize(fyne.NewSize(float32(r.Rect.Width()), float32(r.Rect.Height())))
	v.ring.Show()
	v.ring.Refresh()
}

// Cursor implements desktop.Cursorable.
func (v *figureView) Cursor() desktop.Cursor {
	if v.pointed {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// FocusGained implements fyne.Focusable.
func (v *figureView) FocusGained() {
	v.focused = true
	if !v.tapped {
		v.edge.StrokeColor, v.edge.StrokeWidth = theme.Color(theme.ColorNamePrimary), theme.Size(sizeNameRing)
		v.edge.Show()
	}
}

// FocusLost implements fyne.Focusable.
func (v *figureView) FocusLost() {
	v.focused = false
	v.ring.Hide()
	v.edge.Hide()
}

// TypedRune implements fyne.Focusable.
func (v *figureView) TypedRune(r rune) {
	if !v.zoomKey(string(r)) && v.other != nil {
		v.other(&fyne.KeyEvent{Name: fyne.KeyName(string(r))})
	}
}

// KeyDown implements desktop.Keyable: Space is the window's after a click.
func (v *figureView) KeyDown(ev *fyne.KeyEvent) {
	if !v.edge.Visible() {
		passHeld(v, ev, true)
	}
}

// KeyUp implements desktop.Keyable.
func (v *figureView) KeyUp(ev *fyne.KeyEvent) { passHeld(v, ev, false) }

// TypedKey implements fyne.Focusable: arrows move over the rows, Enter selects,
// and Space where Tab or F6 has led here.
func (v *figureView) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeySpace && !v.edge.Visible() {
		return
	}
	switch ev.Name {
	case fyne.KeyDown:
		v.move(1)
	case fyne.KeyUp:
		v.move(-1)
	case fyne.KeyPageDown:
		if !v.pan(0.8) {
			v.scroll(v.inSight())
		}
	case fyne.KeyPageUp:
		if !v.pan(-0.8) {
			v.scroll(-v.inSight())
		}
	case fyne.KeyEscape:
		if !v.abandon() && v.other != nil {
			v.other(ev)
		}
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if rows := v.rows(); v.cursor >= 0 && v.cursor < len(rows) && v.press != nil {
			v.press(rows[v.cursor], false)
			v.MouseOut() // the words of the selection take the place of the hint
		}
	default:
		if v.other != nil && len(ev.Name) > 1 {
			v.other(ev)
		}
	}
}
