package canvas

import (
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
)

// Panel is the drawn data area of a plot: where it is, and how values turn
// into pixels.
type Panel struct {
	Rect
	X, Y func(float64) float64
}

// holds says whether a value lies on the horizontal axis.
func (pn Panel) holds(v float64) bool {
	x := pn.X(v)
	return x >= pn.Left-0.5 && x <= pn.Right+0.5
}

// NewPlot returns an empty plot dressed in the style.
func (p Pen) NewPlot() *plot.Plot {
	plt := plot.New()
	plt.BackgroundColor = nil
	for _, a := range []*plot.Axis{&plt.X, &plt.Y} {
		a.Color, a.Width, a.Padding = p.Style.Muted, Pixel, 0
		a.Tick.Color, a.Tick.Width, a.Tick.Length = p.Style.Muted, Pixel, 4*Pixel
		a.Tick.Label.Font = p.face(p.Style.Small, false).Font
		a.Tick.Label.Color = p.Style.Text
		a.Label.TextStyle.Font = p.face(p.Style.Small, false).Font
		a.Label.TextStyle.Color = p.Style.Text
		a.Label.Padding = 2 * Pixel
	}
	return plt
}

// Grid rules the data area at the ticks.
func (p Pen) Grid(plt *plot.Plot, vertical, horizontal bool) {
	g := plotter.NewGrid()
	hair := vgdraw.LineStyle{Color: p.Style.Grid, Width: Pixel}
	g.Vertical, g.Horizontal = vgdraw.LineStyle{}, vgdraw.LineStyle{}
	if vertical {
		g.Vertical = hair
	}
	if horizontal {
		g.Horizontal = hair
	}
	plt.Add(g)
}

// DrawPlot draws a plot into a rectangle and returns its data area.
func (p Pen) DrawPlot(plt *plot.Plot, r Rect) Panel {
	c := p.Crop(r)
	plt.Draw(c)
	d := plt.DataCanvas(c)
	x, y := plt.Transforms(&d)
	return Panel{
		Rect: Rect{p.px(d.Min.X), p.py(d.Max.Y), p.px(d.Max.X), p.py(d.Min.Y)},
		X:    func(v float64) float64 { return near(p.px(x(v))) },
		Y:    func(v float64) float64 { return near(p.py(y(v))) },
	}
}

// near keeps what lies far off the canvas close enough for a rasteriser, which
// walks along every line.
func near(v float64) float64 { return min(max(v, -10_000), 20_000) }

// Below returns the height of what stands under the data area.
func (p Pen) Below(plt *plot.Plot, r Rect) float64 {
	d := plt.DataCanvas(p.Crop(r))
	return r.Bottom - p.py(d.Min.Y)
}

func (p Pen) px(x vg.Length) float64 { return float64((x - p.Canvas.Min.X) / Pixel) }
func (p Pen) py(y vg.Length) float64 { return float64((p.Canvas.Max.Y - y) / Pixel) }

// Ticks returns at most n ticks at round values within low…high: steps of 1,
// 2 or 5 times a power of ten.
func Ticks(low, high float64, n int) plot.ConstantTicks {
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

// finest is the most ticks of which those at the ends are labelled.
const finest = 24

// Labelled returns at most n ticks as Ticks does, and two at least, which are then the
// ends of finer ones: of one value alone nobody can read a scale.
func Labelled(low, high float64, n int) plot.ConstantTicks { return labelled(low, high, n, finest) }

func labelled(low, high float64, n, finest int) plot.ConstantTicks {
	for k := n; k <= finest; k++ {
		ticks := Ticks(low, high, k)
		switch {
		case len(ticks) < 2:
		case k == n:
			return ticks
		default:
			return plot.ConstantTicks{ticks[0], ticks[len(ticks)-1]}
		}
	}
	return Ticks(low, high, n)
}

// labelGap is the least free room between two labels of an axis.
const labelGap = 8.0

// Across makes the horizontal axis of a plot that has so many pixels run over a span. Two
// values at least are labelled, and as many as stand apart: where they have no room side
// by side, the labels stand upright, and where all have none, those at the ends are left.
func (p Pen) Across(plt *plot.Plot, axis Span, width float64) {
	plt.X.Min, plt.X.Max = axis.Low, axis.High
	for _, upright := range []bool{false, true} {
		if ticks := p.apart(axis, width, upright); ticks != nil {
			plt.X.Tick.Marker = ticks
			if upright {
				label := &plt.X.Tick.Label
				label.Rotation, label.XAlign, label.YAlign = math.Pi/2, vgdraw.XRight, vgdraw.YCenter
				// They begin within the length of a tick, which only keeps them off the line.
				plt.X.Tick.Length, plt.X.Tick.Color = 7*Pixel, p.Style.Background
			}
			return
		}
	}
	plt.X.Tick.Marker = Ticks(axis.Low, axis.High, 2)
}

// Overhang is how far the first label of the horizontal axis stands out to the left of a
// plot of a width; room to the right is made by the plot.
func (p Pen) Overhang(plt *plot.Plot, width float64) float64 {
	for _, t := range plt.X.Tick.Marker.Ticks(plt.X.Min, plt.X.Max) {
		half := float64(plt.X.Tick.Label.Rectangle(t.Label).Size().X/Pixel) / 2
		return max(0, half-(t.Value-plt.X.Min)/(plt.X.Max-plt.X.Min)*width)
	}
	return 0
}

// apart are ticks whose labels do not touch within a width, two at least, or nil: as
// many as usual, as a few at least, or fewer, then the ends of finer ones.
func (p Pen) apart(axis Span, width float64, upright bool) plot.ConstantTicks {
	const pitch, few = 36, 6
	fits := func(t plot.ConstantTicks) bool { return len(t) > 1 && p.labelsApart(t, axis, width, upright) }
	usual := max(few, int(width/pitch))
	for n := usual; n > 1; n-- {
		if ticks := Ticks(axis.Low, axis.High, n); fits(ticks) {
			return ticks
		}
	}
	for n := few; n <= finest; n++ {
		if ticks := Ticks(axis.Low, axis.High, n); len(ticks) > 1 {
			if ends := (plot.ConstantTicks{ticks[0], ticks[len(ticks)-1]}); fits(ends) {
				return ends
			}
		}
	}
	return nil
}

// labelsApart says whether labels are labelGap apart, in a width of which half of a
// label at either end may be lost.
func (p Pen) labelsApart(ticks plot.ConstantTicks, axis Span, width float64, upright bool) bool {
	label, gap := p.Style.Small*1.1, 1.0
	if !upright {
		label, gap = 0, labelGap
		for _, t := range ticks {
			label = max(label, p.Width(t.Label, p.Style.Small))
		}
	}
	unit := (width - label) / (axis.High - axis.Low)
	return (ticks[1].Value-ticks[0].Value)*unit >= label+gap
}

// WholeTicks returns at most n ticks at whole numbers, for what is counted: two at
// least, if there are two, else one at low.
func WholeTicks(low, high float64, n int) plot.ConstantTicks {
	all := int(high-low) + 1
	ticks := labelled(low, high, min(n, all), min(finest, all))
	if len(ticks) == 0 {
		return plot.ConstantTicks{{Value: low, Label: strconv.FormatFloat(low, 'f', 0, 64)}}
	}
	return ticks
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

// Span collects the range of values that are numbers.
type Span struct{ Low, High float64 }

// NewSpan holds no value yet.
func NewSpan() Span { return Span{math.Inf(1), math.Inf(-1)} }

// Add takes values in; what is no finite number is passed over.
func (s *Span) Add(values ...float64) {
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			s.Low, s.High = min(s.Low, v), max(s.High, v)
		}
	}
}

// Empty says that no value was added.
func (s Span) Empty() bool { return s.Low > s.High }

// Widen makes room: at least least wide, and share more at both ends, but not
// past the given bounds.
func (s Span) Widen(least, share, floor, ceiling float64) Span {
	if s.Empty() {
		return Span{max(floor, 0), min(ceiling, 1)}
	}
	if lack := least - (s.High - s.Low); lack > 0 {
		s.Low, s.High = s.Low-lack/2, s.High+lack/2
	}
	pad := (s.High - s.Low) * share
	s.Low, s.High = s.Low-pad, s.High+pad
	if s.High > ceiling {
		s.Low, s.High = max(floor, min(s.Low, ceiling-least)), ceiling
	}
	if s.Low < floor {
		s.Low, s.High = floor, min(ceiling, max(s.High, floor+least))
	}
	return s
}
