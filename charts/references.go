package charts

import (
	"fmt"
	"math"
	"slices"

	"lacuna/charts/canvas"
)

// references draws the reference lines across a panel and their names above
// it, so that no two names touch. A value beyond the axis is told at its edge.
func (rc rowChart) references(p canvas.Pen, pn canvas.Panel, y float64) {
	names := rc.named(p, pn, false)
	if len(canvas.Spread(slices.Clone(names), pn.Left, pn.Right, 8)) < len(names) {
		names = rc.named(p, pn, true)
	}
	rc.referenceLines(p, pn)
	for _, n := range canvas.Spread(names, pn.Left, pn.Right, 8) {
		p.Text(n.X, y, n.Text, p.Style.Small, p.Style.Muted, canvas.Middle)
	}
}

// referenceLines draws the lines alone.
func (rc rowChart) referenceLines(p canvas.Pen, pn canvas.Panel) {
	for _, ref := range rc.refs {
		if x := pn.X(ref.value); ref.value >= rc.axis.Low && ref.value <= rc.axis.High {
			p.Line(x, pn.Top, x, pn.Bottom, 1, p.Style.Muted, 3, 3)
		}
	}
}

// entries name the lines in a legend, where no name stands above them.
func (rc rowChart) entries(p canvas.Pen) (out []canvas.Entry) {
	for _, ref := range rc.refs {
		if math.IsNaN(ref.value) {
			continue
		}
		out = append(out, canvas.Entry{Text: fmt.Sprintf("%s %.2f", ref.name, ref.value), Draw: func(x, y float64) {
			p.Line(x, y-6, x, y+6, 1, p.Style.Muted, 3, 3)
		}})
	}
	return out
}

// named places the names of the lines, in short where they have no room.
func (rc rowChart) named(p canvas.Pen, pn canvas.Panel, short bool) []canvas.Placed {
	var names []canvas.Placed
	for _, ref := range rc.refs {
		name := ref.name
		if short {
			name = ref.short
		}
		text, x := fmt.Sprintf("%s %.2f", name, ref.value), pn.X(ref.value)
		switch {
		case math.IsNaN(ref.value):
			continue
		case ref.value < rc.axis.Low:
			text, x = "← "+text, pn.Left
		case ref.value > rc.axis.High:
			text, x = text+" →", pn.Right
		}
		names = append(names, canvas.Placed{Text: text, X: x, Width: p.Width(text, p.Style.Small)})
	}
	return names
}
