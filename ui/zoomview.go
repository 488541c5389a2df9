package ui

import (
	"fmt"
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// zoomView shows a picture that the wheel enlarges around the pointer and a drag
// moves; a double click shows all of it again.
type zoomView struct {
	widget.BaseWidget
	picture image.Image
	state   *zoomState
	raster  *canvas.Raster
}

// zoomState is what two pictures of one size share that take each other's place:
// what is in sight of one is in sight of the other.
type zoomState struct {
	zoom   vm.Zoom
	factor *quotable
	views  []*zoomView
}

// zoomWords say how.
const zoomWords = "Wheel, + and −: zoom. Drag: move. Double click or 0: all of it."

// newZoomView shows a picture in the place of another, or alone.
func newZoomView(picture image.Image, beside *zoomView) *zoomView {
	v := &zoomView{picture: picture}
	if v.state = (&zoomState{factor: quiet("")}); beside != nil {
		v.state = beside.state
	}
	v.state.views = append(v.state.views, v)
	v.raster = canvas.NewRaster(v.draw)
	v.ExtendBaseWidget(v)
	v.show()
	return v
}

// CreateRenderer implements fyne.Widget.
func (v *zoomView) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.raster) }

// MinSize implements fyne.CanvasObject.
func (v *zoomView) MinSize() fyne.Size { return fyne.NewSize(120, 120) }

// sizes are those of the picture and of its room.
func (v *zoomView) sizes() (wide, high, width, height float64) {
	b, s := v.picture.Bounds(), v.Size()
	return float64(b.Dx()), float64(b.Dy()), float64(s.Width), float64(s.Height)
}

// draw paints what is in sight: single pixels as squares, and averages of them
// where the picture has more than the screen.
func (v *zoomView) draw(w, h int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	b := v.picture.Bounds()
	left, top, width, height := v.state.zoom.Place(float64(b.Dx()), float64(b.Dy()), float64(w), float64(h))
	sx, sy := width/float64(b.Dx()), height/float64(b.Dy())
	var by draw.Transformer = draw.NearestNeighbor
	if sx < 1 {
		by = draw.ApproxBiLinear
	}
	by.Transform(out, f64.Aff3{sx, 0, left, 0, sy, top}, v.picture, b, draw.Over, nil)
	return out
}

func (v *zoomView) show() {
	v.state.factor.SetText(fmt.Sprintf("×%.3g", v.state.zoom.Factor()))
	for _, other := range v.state.views {
		other.raster.Refresh()
	}
}

func (v *zoomView) by(factor float64, at fyne.Position) {
	wide, high, width, height := v.sizes()
	v.state.zoom.By(factor, float64(at.X), float64(at.Y), wide, high, width, height)
	v.show()
}

// Scrolled implements fyne.Scrollable.
func (v *zoomView) Scrolled(ev *fyne.ScrollEvent) {
	v.by(math.Exp(float64(ev.Scrolled.DY)/40), ev.Position)
}

// Dragged implements fyne.Draggable.
func (v *zoomView) Dragged(ev *fyne.DragEvent) {
	wide, high, width, height := v.sizes()
	v.state.zoom.Drag(float64(ev.Dragged.DX), float64(ev.Dragged.DY), wide, high, width, height)
	v.show()
}

// DragEnd implements fyne.Draggable.
func (v *zoomView) DragEnd() {}

// DoubleTapped implements fyne.DoubleTappable.
func (v *zoomView) DoubleTapped(*fyne.PointEvent) { v.reset() }

// exact shows a pixel of the picture as a pixel of the screen.
func (v *zoomView) exact() {
	wide, high, width, height := v.sizes()
	unit := 1.0
	if c := canvasOf(v); c != nil {
		unit = 1 / float64(c.Scale())
	}
	v.state.zoom.Exact(unit, wide, high, width, height)
	v.show()
}

// bar has the buttons of a picture, its factor, and how it is moved.
func (v *zoomView) bar() fyne.CanvasObject {
	fit, exact := newButton(say.Text("Fit"), nil, v.reset), newButton("1:1", nil, v.exact)
	fit.Importance, exact.Importance = widget.LowImportance, widget.LowImportance
	return container.NewBorder(nil, nil, nil, container.NewHBox(fit, exact, v.state.factor), quiet(say.Text(zoomWords)))
}

// replace shows another picture of the same, such as one in its own colours; nil
// changes nothing.
func (v *zoomView) replace(picture image.Image) {
	if picture == nil {
		return
	}
	v.picture = picture
	v.reset()
}

func (v *zoomView) reset() {
	v.state.zoom.Reset()
	v.show()
}

// key does what a key means for the picture.
func (v *zoomView) key(name fyne.KeyName) {
	s := v.Size()
	middle := fyne.NewPos(s.Width/2, s.Height/2)
	switch name {
	case "+", "=":
		v.by(1.5, middle)
	case "-":
		v.by(1/1.5, middle)
	case "1":
		v.exact()
	case "0", fyne.KeyHome:
		v.reset()
	}
}
