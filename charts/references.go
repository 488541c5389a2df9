package charts

import (
	"fmt"
	"math"
)

// references draws the reference lines across a panel and their names above
// it, so that no two names touch. A value beyond the axis is told at its edge.
func (rc rowChart) references(p pen, pn panel, y float64) {
	var names []placed
	for _, ref := range rc.refs {
		text := fmt.Sprintf("%s %.2f", ref.name, ref.value)
		x := pn.x(ref.value)
		switch {
		case math.IsNaN(ref.value):
			continue
		case ref.value < rc.axis.low:
			text, x = "← "+text, pn.Left
		case ref.value > rc.axis.high:
			text, x = text+" →", pn.Right
		default:
			p.line(x, pn.Top, x, pn.Bottom, 1, p.s.Muted, 3, 3)
		}
		names = append(names, placed{text: text, x: x, width: p.width(text, p.s.Small)})
	}
	for _, n := range spread(names, pn.Left, pn.Right, 8) {
		p.text(n.x, y, n.text, p.s.Small, p.s.Muted, middle)
	}
}

// placed is a text that wants to be centred on x.
type placed struct {
	text  string
	x     float64
	width float64
}

// spread moves texts, given from left to right, sideways so that they stay
// within low…high and gap apart. What has no room is left out from the end.
func spread(texts []placed, low, high, gap float64) []placed {
	total := -gap
	for i, t := range texts {
		total += t.width + gap
		if total > high-low {
			texts = texts[:i]
			break
		}
	}
	edge := low
	for i := range texts {
		texts[i].x = max(texts[i].x, edge+texts[i].width/2)
		edge = texts[i].x + texts[i].width/2 + gap
	}
	edge = high
	for i := len(texts) - 1; i >= 0; i-- {
		texts[i].x = min(texts[i].x, edge-texts[i].width/2)
		edge = texts[i].x - texts[i].width/2 - gap
	}
	return texts
}
