package charts

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"lacuna/charts/canvas"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// label is a written text with the corners of its box, in pixels.
type label struct {
	text    string
	corners [4]canvas.Dot
	size    float64
	ink     color.Color
}

// labelsOf draws a figure on a recording canvas and reads off every text.
func labelsOf(f canvas.Figure, w, h float64) []label { return labelsIn(f, w, h, canvas.Light()) }

// onScreen is the style of the panes.
func onScreen() canvas.Style {
	s := canvas.Light()
	s.Screen = true
	return s
}

func labelsIn(f canvas.Figure, w, h float64, style canvas.Style) []label {
	c := new(recorder.Canvas)
	f.Draw(vgdraw.NewCanvas(c, vg.Length(w)*canvas.Pixel, vg.Length(h)*canvas.Pixel), style)
	type state struct {
		x, y, angle float64
		ink         color.Color
	}
	stack := []state{{}}
	var out []label
	for _, a := range c.Actions {
		top := &stack[len(stack)-1]
		switch a := a.(type) {
		case *recorder.Push:
			stack = append(stack, *top)
		case *recorder.Pop:
			stack = stack[:len(stack)-1]
		case *recorder.Translate:
			sin, cos := math.Sincos(top.angle)
			x, y := float64(a.Point.X/canvas.Pixel), float64(a.Point.Y/canvas.Pixel)
			top.x, top.y = top.x+x*cos-y*sin, top.y+x*sin+y*cos
		case *recorder.Rotate:
			top.angle += a.Angle
		case *recorder.SetColor:
			top.ink = a.Color
		case *recorder.FillString:
			l := boxOf(a, top.x, top.y, top.angle, h, top.ink)
			if k := len(out) - 1; k >= 0 && math.Hypot(out[k].corners[1].X-l.corners[0].X, out[k].corners[1].Y-l.corners[0].Y) < 0.01 {
				out[k].text += l.text // parted between ones
				out[k].corners[1], out[k].corners[2] = l.corners[1], l.corners[2]
				continue
			}
			out = append(out, l)
		}
	}
	return out
}

func boxOf(a *recorder.FillString, dx, dy, angle, h float64, ink color.Color) label {
	face := font.DefaultCache.Lookup(a.Font, a.Size)
	size := float64(a.Size / canvas.Pixel)
	l := label{text: a.String, size: size, ink: ink}
	x, y := float64(a.Point.X/canvas.Pixel), float64(a.Point.Y/canvas.Pixel)
	w := float64(face.Width(a.String) / canvas.Pixel)
	sin, cos := math.Sincos(angle)
	for k, c := range []canvas.Dot{{X: x, Y: y - 0.2*size}, {X: x + w, Y: y - 0.2*size}, {X: x + w, Y: y + 0.72*size}, {X: x, Y: y + 0.72*size}} {
		l.corners[k] = canvas.Dot{X: dx + c.X*cos - c.Y*sin, Y: h - (dy + c.X*sin + c.Y*cos)}
	}
	return l
}

// overlap says whether two turned boxes share more than an edge: no side of
// either separates them.
func overlap(a, b label) bool {
	for _, l := range []label{a, b} {
		for k := range 2 {
			nx, ny := l.corners[k+1].Y-l.corners[k].Y, l.corners[k].X-l.corners[k+1].X
			n := math.Hypot(nx, ny)
			if n == 0 {
				continue
			}
			la, ha := project(a, nx/n, ny/n)
			lb, hb := project(b, nx/n, ny/n)
			if ha <= lb+0.6 || hb <= la+0.6 {
				return false
			}
		}
	}
	return true
}

func project(l label, nx, ny float64) (low, high float64) {
	s := canvas.NewSpan()
	for _, c := range l.corners {
		s.Add(c.X*nx + c.Y*ny)
	}
	return s.Low, s.High
}

// TestLabels draws every chart at the sizes of the panes and of print: no text
// leaves the canvas, no two touch, and none is too small to read.
func TestLabels(t *testing.T) {
	inputs := map[string]Input{
		"small":   small(),
		"single":  fixture(60, []string{"a", "b"}, []string{"mean+logistic"}),
		"crowded": crowded(),
	}
	selected := small()
	selected.Selected = []uint64{0xFFFF, 0, 0xFF00FF, 1, 0, 0, 0, 0, 0, 0}
	selected.Order = BySplit
	inputs["selected"] = selected
	for name, in := range inputs {
		for _, info := range All() {
			f, err := New(info.Name, in)
			if err != nil {
				t.Fatal(err)
			}
			for _, size := range [][2]float64{{456, 370}, {691, 510}, {380, 240}, {605, 378}, {1500, 950}, {280, 190}, {320, 110}, {240, 130}} {
				t.Run(fmt.Sprintf("%s/%s/%.0f", info.Name, name, size[0]), func(t *testing.T) {
					style := onScreen()
					if size[0] == 605 { // 16 by 10 cm
						style = canvas.Light()
					}
					checkTexts(t, labelsIn(f, size[0], size[1], style), size[0], size[1])
				})
			}
		}
	}
}

func checkLabels(t *testing.T, f canvas.Figure, w, h float64) {
	t.Helper()
	checkTexts(t, labelsOf(f, w, h), w, h)
}

// checkTexts finds texts that leave a canvas, touch or are too small.
func checkTexts(t *testing.T, labels []label, w, h float64) {
	t.Helper()
	if len(labels) == 0 {
		t.Fatal("nothing is written")
	}
	for i, l := range labels {
		if l.size < 11-1e-9 {
			t.Errorf("%q is %.1f pixels high, below 11", l.text, l.size)
		}
		for _, c := range l.corners {
			if c.X < -0.5 || c.X > w+0.5 || c.Y < -0.5 || c.Y > h+0.5 {
				t.Errorf("%q leaves the canvas at %.1f, %.1f", l.text, c.X, c.Y)
				break
			}
		}
		for _, m := range labels[:i] {
			if overlap(l, m) {
				t.Errorf("%q overlaps %q", l.text, m.text)
			}
		}
	}
}
