package charts

import (
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
)

// panel is the drawn data area of a plot: where it is, and how values turn
// into pixels.
type panel struct {
	Rect
	x, y func(float64) float64
}

// holds says whether a value lies on the horizontal axis.
func (pn panel) holds(v float64) bool {
	x := pn.x(v)
	return x >= pn.Left-0.5 && x <= pn.Right+0.5
}

// newPlot returns an empty plot dressed in the style.
func (p pen) newPlot() *plot.Plot {
	plt := plot.New()
	plt.BackgroundColor = nil
	for _, a := range []*plot.Axis{&plt.X, &plt.Y} {
		a.Color, a.Width, a.Padding = p.s.Muted, pixel, 0
		a.Tick.Color, a.Tick.Width, a.Tick.Length = p.s.Muted, pixel, 4*pixel
		a.Tick.Label.Font = p.face(p.s.Small, false).Font
		a.Tick.Label.Color = p.s.Text
		a.Label.TextStyle.Font = p.face(p.s.Small, false).Font
		a.Label.TextStyle.Color = p.s.Text
		a.Label.Padding = 2 * pixel
	}
	return plt
}

// grid rules the data area at the ticks.
func (p pen) grid(plt *plot.Plot, vertical, horizontal bool) {
	g := plotter.NewGrid()
	hair := vgdraw.LineStyle{Color: p.s.Grid, Width: pixel}
	g.Vertical, g.Horizontal = vgdraw.LineStyle{}, vgdraw.LineStyle{}
	if vertical {
		g.Vertical = hair
	}
	if horizontal {
		g.Horizontal = hair
	}
	plt.Add(g)
}

// drawPlot draws a plot into a rectangle and returns its data area.
func (p pen) drawPlot(plt *plot.Plot, r Rect) panel {
	c := p.crop(r)
	plt.Draw(c)
	d := plt.DataCanvas(c)
	x, y := plt.Transforms(&d)
	return panel{
		Rect: Rect{p.px(d.Min.X), p.py(d.Max.Y), p.px(d.Max.X), p.py(d.Min.Y)},
		x:    func(v float64) float64 { return near(p.px(x(v))) },
		y:    func(v float64) float64 { return near(p.py(y(v))) },
	}
}

// near keeps what lies far off the canvas close enough for a rasteriser, which
// walks along every line.
func near(v float64) float64 { return min(max(v, -10_000), 20_000) }

// below returns the height of what stands under the data area.
func (p pen) below(plt *plot.Plot, r Rect) float64 {
	d := plt.DataCanvas(p.crop(r))
	return r.Bottom - p.py(d.Min.Y)
}

func (p pen) px(x vg.Length) float64 { return float64((x - p.c.Min.X) / pixel) }
func (p pen) py(y vg.Length) float64 { return float64((p.c.Max.Y - y) / pixel) }

// ticks returns at most n ticks at round values within low…high: steps of 1,
// 2 or 5 times a power of ten.
func ticks(low, high float64, n int) plot.ConstantTicks {
	step := niceStep((high - low) / float64(max(n-1, 1)))
	if step == 0 {
		return nil
	}
	for high-low > float64(n)*step {
		step = niceStep(step * 1.01)
	}
	decimals := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	var out plot.ConstantTicks
	for k := math.Ceil(low/step - 1e-9); k*step <= high+step*1e-9; k++ {
		label := strings.Replace(strconv.FormatFloat(k*step+0, 'f', decimals, 64), "-", "−", 1)
		out = append(out, plot.Tick{Value: k * step, Label: label})
	}
	return out
}

// niceStep returns the smallest of 1, 2, 5 times a power of ten that is no
// less than x; 0 where x is not a positive number.
func niceStep(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 0) {
		return 0
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, k := range []float64{1, 2, 5} {
		if k*power >= x*(1-1e-9) {
			return k * power
		}
	}
	return 10 * power
}

// span collects the range of values that are numbers.
type span struct{ low, high float64 }

func newSpan() span { return span{math.Inf(1), math.Inf(-1)} }

func (s *span) add(values ...float64) {
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			s.low, s.high = min(s.low, v), max(s.high, v)
		}
	}
}

func (s span) empty() bool { return s.low > s.high }

// widen makes room: at least least wide, and share more at both ends, but not
// past the given bounds.
func (s span) widen(least, share, floor, ceiling float64) span {
	if s.empty() {
		return span{max(floor, 0), min(ceiling, 1)}
	}
	if lack := least - (s.high - s.low); lack > 0 {
		s.low, s.high = s.low-lack/2, s.high+lack/2
	}
	pad := (s.high - s.low) * share
	s.low, s.high = s.low-pad, s.high+pad
	if s.high > ceiling {
		s.low, s.high = max(floor, min(s.low, ceiling-least)), ceiling
	}
	if s.low < floor {
		s.low, s.high = floor, min(ceiling, max(s.high, floor+least))
	}
	return s
}
