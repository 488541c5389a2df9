package charts

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/charts/canvas"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "imputers",
	Title: "Error of imputers",
	Help:  "How far what imputers fill in lies from what was hidden, by method and way of hiding, with intervals over repetitions (lacuna impute DATA --grid --chart FILE).",
	Needs: NeedsPresence,
	New:   func(in Input) (canvas.Figure, error) { return &imputers{in: in}, nil },
})

// imputers shows the errors of imputers, the best first under each hiding.
type imputers struct {
	in    Input
	first int // row at the top
}

// Rows implements Scrollable.
func (f *imputers) Rows() int { return len(f.scores()) }

// From implements Scrollable.
func (f *imputers) From(k int) canvas.Figure {
	g := *f
	g.first = max(0, k)
	return &g
}

// Name implements Figure.
func (f *imputers) Name() string { return "imputers" }

// scores are those of methods that have one.
func (f *imputers) scores() []metric.ImputerSummary {
	if f.in.Imputed == nil {
		return nil
	}
	var out []metric.ImputerSummary
	for _, s := range f.in.Imputed.Table {
		if !math.IsNaN(s.Loss.Value) {
			out = append(out, s)
		}
	}
	return out
}

// nothing says why there is nothing to draw, or is empty.
func (f *imputers) nothing() string {
	if len(f.scores()) == 0 {
		return say.Text("No imputer has been scored.")
	}
	return ""
}

// Title implements Figure.
func (f *imputers) Title() string {
	if reason := f.nothing(); reason != "" {
		return reason
	}
	return f.in.Imputed.Said
}

// unit says what is drawn.
func (f *imputers) unit() string {
	numbers, words := 0, 0
	for _, s := range f.scores() {
		numbers, words = numbers+s.Cells, words+s.Words
	}
	switch {
	case numbers == 0:
		return say.Text("share of false words")
	case words > 0:
		return say.Text("error in standard deviations of a column; of words, share of false ones")
	}
	return say.Text("error in standard deviations of a column")
}

// Description implements Figure.
func (f *imputers) Description() canvas.Description {
	if reason := f.nothing(); reason != "" {
		return canvas.Description{Short: reason, Long: reason}
	}
	short := say.Form("%s of what was hidden on purpose, mean over repetitions with 95 %% intervals (Student's t), dataset %s. 1: the mean of each column.",
		capital(f.unit()), f.in.Data.Name)
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s", f.Title(), short)
	for _, s := range f.scores() {
		fmt.Fprintf(&text, say.Text(" %s, %s: %s, n = %s hidden values, %s."), s.Method, result.HidingWords(s.Hiding), meanWords(s.Loss), count(s.Cells+s.Words), plural(s.Seeds, "repetition", "repetitions"))
	}
	return canvas.Description{Short: short, Long: text.String()}
}

// meanWords writes a mean over repetitions with its interval, where it has one.
func meanWords(m metric.SeedMean) string {
	if math.IsNaN(m.Low) {
		return figure3(m.Value)
	}
	return fmt.Sprintf("%s [%s, %s]", figure3(m.Value), figure3(m.Low), figure3(m.High))
}

// Table implements Figure: with what else the imputers were scored by, such as a
// classifier on what they filled.
func (f *imputers) Table() canvas.Table {
	t := canvas.Table{Header: []string{"hiding", "method", "seeds", "n_failed", "n_numbers", "n_words", "loss", "ci95_low", "ci95_high", "nrmse", "rmse", "mae", "false_words"}}
	if f.in.Data != nil {
		t.Context = dataContext(f.in.Data.Name, f.in.Data.Hash(), f.in.Data.Records())
	}
	var further [][2]string
	if f.in.Imputed != nil {
		further = f.in.Imputed.FurtherNames()
	}
	for _, name := range further {
		t.Header = append(t.Header, name[0]+": "+name[1])
	}
	for _, s := range f.scores() {
		row := []string{s.Hiding, s.Method, strconv.Itoa(s.Seeds), strconv.Itoa(s.Failed), strconv.Itoa(s.Cells), strconv.Itoa(s.Words),
			exact(s.Loss.Value), exact(s.Loss.Low), exact(s.Loss.High), exact(s.NRMSE.Value), exact(s.RMSE.Value), exact(s.MAE.Value), exact(s.PFC.Value)}
		for _, name := range further {
			cell := ""
			if mean, there := s.FurtherOf(name); there {
				cell = exact(mean.Value)
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// axis holds all intervals, and 0.
func (f *imputers) axis() canvas.Span {
	s := canvas.NewSpan()
	s.Add(0)
	for _, x := range f.scores() {
		s.Add(x.Loss.Value, x.Loss.High)
	}
	return s.Widen(0.1, 0.04, 0, math.Inf(1))
}

// Characters implements Figure.
func (f *imputers) Characters(width int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	width = canvas.CharactersIn(width)
	lines := [][]string{{say.Text("hidden"), say.Text("method"), "n", say.Text("error"), " "}}
	axis := f.axis()
	for _, s := range f.scores() {
		out := canvas.NewStrip(axis, max(10, width-70))
		out.Interval(s.Loss.Low, s.Loss.High)
		out.Set(s.Loss.Value, '●')
		lines = append(lines, []string{canvas.Short(result.HidingWords(s.Hiding), 24), canvas.Short(s.Method, 14), count(s.Cells + s.Words), meanWords(s.Loss), out.String()})
	}
	return canvas.Columns(lines)
}

// chart describes the rows to the layout.
func (f *imputers) chart() rowChart {
	axis := f.axis()
	rc := rowChart{first: f.first, heads: []string{say.Text("n hidden"), say.Text("repetitions")}, lanes: 1, axis: axis, metric: f.unit()}
	if axis.High > 1 {
		rc.refs = []reference{{name: say.Text("mean of the column"), short: say.Text("mean"), value: 1}}
	}
	for _, s := range f.scores() {
		rc.rows = append(rc.rows, row{label: s.Method, key: s.Method, section: result.HidingWords(s.Hiding), cells: []string{count(s.Cells + s.Words), strconv.Itoa(s.Seeds)}})
	}
	return rc
}

// Natural implements tall.
func (f *imputers) Natural(p canvas.Pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	return f.chart().Natural(p)
}

// Draw implements Figure. The best is drawn in colour with those that it is not
// told apart from.
func (f *imputers) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	p, ok := canvas.Begin(c, s, f.nothing())
	if !ok {
		return nil
	}
	plan := f.chart().draw(p, p.Frame())
	p.Mark(canvas.Body, "", "", plan.Rect)
	first := map[string]bool{f.in.Imputed.Best: true}
	for _, name := range f.in.Imputed.Ties {
		first[name] = true
	}
	scores := f.scores()[min(f.first, len(f.scores())):]
	for i := range plan.rows {
		x, y, ink := scores[i].Loss, plan.y[i], p.Style.Muted
		if first[scores[i].Method] {
			ink = p.Style.Method(0)
		}
		p.Whisker(plan.Panel, x.Low, x.High, y, ink)
		if !p.Beyond(plan.Panel, x.Value, y, ink) {
			p.Marker(canvas.ShapeOf(0), plan.X(x.Value), y, 4.2, ink, false)
		}
	}
	return *p.Regions
}
