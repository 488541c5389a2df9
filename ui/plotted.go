package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	drawing "lacuna/charts/canvas"
)

// plotted is a figure that nothing is chosen in: the wheel and clicks go to what is
// around it.
type plotted struct {
	widget.BaseWidget
	figure drawing.Figure
	style  func() drawing.Style
	raster *canvas.Raster
	image  *image.RGBA
	quote  string // what is copied of it
}

func newPlotted(figure drawing.Figure, quote string, style func() drawing.Style) *plotted {
	p := &plotted{figure: figure, style: style, quote: quote}
	p.raster = canvas.NewRaster(p.draw)
	p.ExtendBaseWidget(p)
	return p
}

// TappedSecondary implements fyne.SecondaryTappable.
func (p *plotted) TappedSecondary(ev *fyne.PointEvent) { offerQuote(p, p.quote, ev) }

// CreateRenderer implements fyne.Widget.
func (p *plotted) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.raster) }

// MinSize implements fyne.CanvasObject.
func (p *plotted) MinSize() fyne.Size { return fyne.NewSize(120, 80) }

// draw makes the picture in device pixels; it runs when the window is painted.
func (p *plotted) draw(w, h int) image.Image {
	if w < 2 || h < 2 || p.Size().Width < 1 {
		return image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	}
	p.image, _ = drawing.Render(p.figure, w, h, float64(w)/float64(p.Size().Width), p.style(), p.image)
	return p.image
}
