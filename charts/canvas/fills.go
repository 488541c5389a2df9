package canvas

import (
	"image/color"
)

// Diverging runs from blue over the background to orange, as far as words can
// be read on it.
func (p Pen) Diverging(v float64) color.NRGBA {
	end := p.Style.Caution
	if v < 0 {
		v, end = -v, p.Style.Method(0)
	}
	most := 1.0
	for p.Style.High && Contrast(p.Style.Text, p.Style.Fade(end, most)) < highest {
		most -= 0.01
	}
	return p.Style.Fade(end, most*min(1, v))
}

// Hatch fills a rectangle with diagonals.
func (p Pen) Hatch(r Rect, ink color.Color) {
	for x := r.Left - r.Height(); x < r.Right; x += 6 {
		x1, y1, x2, y2 := x, r.Bottom, x+r.Height(), r.Top
		if x1 < r.Left {
			x1, y1 = r.Left, r.Bottom-(r.Left-x1)
		}
		if x2 > r.Right {
			x2, y2 = r.Right, r.Top+(x2-r.Right)
		}
		p.Line(x1, y1, x2, y2, 1.2, ink)
	}
}

// Shade is a fill on which text can be read, the stronger the larger share is.
func (p Pen) Shade(share float64) color.NRGBA {
	for most := 0.5; most > 0; most -= 0.05 {
		if ink := p.Style.Fade(p.Style.Present, 0.08+most*share*1.6); Contrast(p.Style.Text, ink) >= p.Style.legible() {
			return ink
		}
	}
	return p.Style.Background
}
