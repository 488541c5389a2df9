package charts

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"lacuna/charts/canvas"

	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "delta",
	Title: "Sensitivity to shifted imputations",
	Help:  "How each method does as what its imputer fills in is shifted, with 95 % bands, and from which shift on a conclusion changes.",
	Needs: NeedsTable,
	New: func(in Input) (canvas.Figure, error) {
		m, err := in.Metric.measure()
		if err != nil {
			return nil, err
		}
		return newDelta(in, m)
	},
})

// delta has a curve over the shifts for each method.
type delta struct {
	in     Input
	m      measure
	shifts metric.Shifts
	shown  []int // methods
}

func newDelta(in Input, m measure) (*delta, error) {
	shifts, err := metric.ShiftsUntil(in.until(), *in.Study, m.whole)
	if err != nil {
		return nil, err
	}
	f := &delta{in: in, m: m, shifts: shifts}
	for _, k := range f.shifts.Shown() {
		if !in.Hidden[f.shifts.Methods[k]] {
			f.shown = append(f.shown, k)
		}
	}
	return f, nil
}

// Name implements Figure.
func (f *delta) Name() string { return "delta" }

// nothing says why there is nothing to draw, or is empty.
func (f *delta) nothing() string {
	if len(f.shifts.Shifts) == 0 || f.values().Empty() {
		return say.Text("How far conclusions depend on values being missing at random will appear here when imputed values are shifted: compare with --delta, or tick Shifted imputations in the protocol.")
	}
	return ""
}

// Title implements Figure.
func (f *delta) Title() string {
	if reason := f.nothing(); reason != "" {
		return reason
	}
	return f.in.soFar(f.shifts.Words()[0])
}

// Description implements Figure.
func (f *delta) Description() canvas.Description {
	if reason := f.nothing(); reason != "" {
		return canvas.Description{Short: reason, Long: reason}
	}
	short := say.Form("%s as imputed values are shifted, dataset %s; band: 95 %% interval; dashed line: no shift.", capital(f.m.title), f.in.Study.Dataset)
	return canvas.Description{Short: short, Long: fmt.Sprintf("%s %s. %s.", short, f.shifts.Meaning(), strings.TrimSuffix(strings.Join(f.shifts.Words(), " "), "."))}
}

// Table implements Figure: one row per shift and method.
func (f *delta) Table() canvas.Table {
	t := canvas.Table{
		Context: studyContext(f.in),
		Header:  []string{"delta", "method", "metric", "value", "ci95_low", "ci95_high", "imputations", "change", "change_ci95_low", "change_ci95_high", "change_p_holm", "n_test"},
	}
	if len(f.shifts.Shifts) == 0 {
		return t
	}
	t.Context = append(t.Context, [2]string{"delta_as", f.shifts.Shifts[0].As}, [2]string{"interval", f.shifts.Intervals})
	for i, s := range f.shifts.Shifts {
		for _, k := range f.shown {
			value, ci, n := f.shifts.Value(i, k)
			method := f.shifts.Methods[k]
			row := []string{exact(s.Delta), method, string(f.m.Metric), exact(value), exact(ci.Low), exact(ci.High), "", "", "", "", "", strconv.Itoa(n)}
			if m := f.shifts.Pooled[i][method].Imputations; m > 0 {
				row[6] = strconv.Itoa(m)
			}
			if c := f.shifts.Changes[i][k]; f.shifts.Moved[k] && i != f.shifts.None {
				row[7], row[8], row[9], row[10] = exact(c.Difference), exact(c.CI95.Low), exact(c.CI95.High), exact(c.PHolm)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// Characters implements Figure: a line per method, its metric at every shift; of
// many shifts some.
func (f *delta) Characters(int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	const most = 7
	n := min(len(f.shifts.Shifts), most)
	lines := [][]string{{say.Text("imputed values")}}
	for _, k := range f.shown {
		lines = append(lines, []string{canvas.Short(f.shifts.Methods[k], 20)})
	}
	for j := range n {
		i := j * (len(f.shifts.Shifts) - 1) / max(1, n-1)
		lines[0] = append(lines[0], f.shifts.Shifts[i].Short())
		for row, k := range f.shown {
			value, _, _ := f.shifts.Value(i, k)
			lines[row+1] = append(lines[row+1], figure3(value))
		}
	}
	return canvas.Columns(lines) + say.Form("(%s; intervals in the CSV)\n", f.m.title)
}

// Draw implements Figure.
func (f *delta) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	return canvas.Drawn(c, s, f.nothing(), f.draw)
}

// values is the span of all that is drawn upwards: points and intervals.
func (f *delta) values() canvas.Span {
	s := canvas.NewSpan()
	for i := range f.shifts.Shifts {
		for _, k := range f.shown {
			if value, ci, _ := f.shifts.Value(i, k); !math.IsNaN(value) {
				s.Add(value, ci.Low, ci.High)
			}
		}
	}
	return s
}

// axis names what is drawn sideways.
func (f *delta) axis() string {
	switch f.shifts.Shifts[0].As {
	case result.AsFactor:
		return say.Text("imputed values times")
	case result.InUnits:
		return say.Text("shift of imputed values, units of the column")
	}
	return say.Text("shift of imputed values, standard deviations of the column")
}
