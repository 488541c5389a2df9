package charts

import (
	"fmt"
	"math"

	"lacuna/charts/canvas"
)

// references draws the reference lines across a panel and their names above
// it, so that no two names touch. A value beyond the axis is told at its edge.
func (rc rowChart) references(p canvas.Pen, pn canvas.Panel, y float64) {
	var names []canvas.Placed
	for _, ref := range rc.refs {
		text := fmt.Sprintf("%s %.2f", ref.name, ref.value)
		x := pn.X(ref.value)
		switch {
		case math.IsNaN(ref.value):
			continue
		case ref.value < rc.axis.Low:
			text, x = "← "+text, pn.Left
		case ref.value > rc.axis.High:
			text, x = text+" →", pn.Right
		default:
			p.Line(x, pn.Top, x, pn.Bottom, 1, p.Style.Muted, 3, 3)
		}
		names = append(names, canvas.Placed{Text: text, X: x, Width: p.Width(text, p.Style.Small)})
	}
	for _, n := range canvas.Spread(names, pn.Left, pn.Right, 8) {
		p.Text(n.X, y, n.Text, p.Style.Small, p.Style.Muted, canvas.Middle)
	}
}
