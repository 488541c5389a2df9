package charts

import (
	"math"

	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

// Natural implements tall.
func (f *delta) Natural(p canvas.Pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	return 330 + 3*p.Style.Body*1.5
}

func (f *delta) draw(p canvas.Pen) {
	r := p.Frame()
	curves := f.curves()
	var entries []canvas.Entry
	for _, c := range curves {
		entries = append(entries, c.entry(p))
	}
	bottom, _ := p.Legend(r, fitting(p, append(entries, referenceEntry(p, say.Text("no shift"))), r.Height()-leastPanelHeight))
	r.Top = bottom + 4
	list := f.shifts.Shifts
	sideways := canvas.NewSpan()
	sideways.Add(list[0].Delta, list[len(list)-1].Delta)
	curveFrame{
		across: sideways.Widen(0.05, 0.03, math.Inf(-1), math.Inf(1)), values: f.values().Widen(0.05, 0.03, 0, f.m.ceiling()),
		label: f.axis(), short: say.Text("shift"), title: f.m.title, spacing: 60, reference: list[f.shifts.None].Delta,
	}.draw(p, r, curves)
}

// curves are those of the methods shown.
func (f *delta) curves() []curve {
	var curves []curve
	for _, k := range f.shown {
		name := f.shifts.Methods[k]
		c := curve{method: name, place: f.in.place(name, k)}
		for i, s := range f.shifts.Shifts {
			if value, ci, _ := f.shifts.Value(i, k); !math.IsNaN(value) {
				c.points = append(c.points, curvePoint{s.Delta, value, ci.Low, ci.High, s.Short()})
			}
		}
		curves = append(curves, c)
	}
	return curves
}
