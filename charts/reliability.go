package charts

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"lacuna/charts/canvas"

	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "calibration",
	Title: "Calibration",
	Help:  "How often methods are right against how sure they say they are, in 15 bins, in one stratum; the numbers have every stratum of 10 test records or more, at most 40.",
	Needs: NeedsTable,
	New:   func(in Input) (canvas.Figure, error) { return newReliability(in) },
})

// reliability is the reliability diagram of a stratum.
type reliability struct {
	in      Input
	stratum metric.Stratum
	found   bool
	shown   []int // places of the visible methods
	lines   []metric.Reliability
	table   atomic.Pointer[canvas.Table] // once it was made
}

func newReliability(in Input) (*reliability, error) {
	f := &reliability{in: in, shown: contenders(in)}
	name := in.Stratum
	if name == "" {
		name = string(metric.AllRecords)
	}
	var names []string
	for _, s := range in.Table.Strata {
		if names = append(names, s.Name); s.Name == name && s.Match != nil {
			f.stratum, f.found = s, true
		}
	}
	if !f.found && in.Stratum != "" {
		return nil, say.Errorf("no stratum %q; there are %s", in.Stratum, strings.Join(names, ", "))
	}
	if f.found {
		for _, i := range f.shown {
			line, err := metric.ReliabilityOf(in.until(), *in.Study, in.Table.Methods[i], f.stratum)
			if err != nil {
				return nil, err
			}
			f.lines = append(f.lines, line)
		}
	}
	return f, nil
}

// Name implements Figure.
func (f *reliability) Name() string { return "calibration" }

func (f *reliability) nothing() string {
	if !f.found || len(f.lines) == 0 || !slices.ContainsFunc(f.lines, func(r metric.Reliability) bool { return len(r.Bins) > 0 }) {
		return say.Text("Calibration will appear here when a comparison has run.")
	}
	return ""
}

// Title implements Figure.
func (f *reliability) Title() string {
	if reason := f.nothing(); reason != "" {
		return reason
	}
	if len(f.lines) == 1 {
		return f.in.soFar(say.Form("On %s, %s has a calibration error of %s.", f.stratum.Title, f.lines[0].Method, errorWords(f.lines[0].ECE)))
	}
	best := slices.MinFunc(f.lines, func(a, b metric.Reliability) int {
		if a.ECE.Value < b.ECE.Value || math.IsNaN(b.ECE.Value) {
			return -1
		}
		return 1
	})
	return f.in.soFar(say.Form("On %s, %s has the lowest calibration error of %s: %s; whether by more than chance is not tested here.", f.stratum.Title, best.Method, plural(len(f.lines), "method", "methods"), errorWords(best.ECE)))
}

func errorWords(e metric.Estimate) string {
	if math.IsNaN(e.CI95.Low) {
		return fmt.Sprintf("%s (n = %s)", figure3(e.Value), count(e.N))
	}
	return fmt.Sprintf("%s [%s, %s] (n = %s)", figure3(e.Value), figure3(e.CI95.Low), figure3(e.CI95.High), count(e.N))
}

// Description implements Figure.
func (f *reliability) Description() canvas.Description {
	if reason := f.nothing(); reason != "" {
		return canvas.Description{Short: reason, Long: reason}
	}
	short := say.Form("Accuracy against mean highest probability in %d equal bins, %s, dataset %s. On the line, methods are as often right as they say. Bars: 95 %% intervals by Wilson's method for the test records of a bin; hollow: fewer than %d. Calibration error: mean distance from the line weighted by predictions, interval by a bootstrap.",
		metric.CalibrationBins, f.stratum.Title, f.in.Study.Dataset, fewRecords)
	long := f.Title() + " " + short
	for _, r := range f.lines {
		long += fmt.Sprintf(" %s: %s.", r.Method, errorWords(r.ECE))
	}
	return canvas.Description{Short: short, Long: long}
}

// mostCalibrated is how many strata the table of bins has at most: data with many
// patterns have thousands, and each takes a bootstrap for every method.
const mostCalibrated = 40

// calibrated are the strata that the table has, in their order: those with most
// test records, and how many it leaves out.
func (f *reliability) calibrated() (list []metric.Stratum, left int) {
	var counts []int
	all := f.in.Table.Strata
	n := func(k int) int { n, _ := metric.Shared(f.in.Table.Scores[k]); return n }
	for k, s := range all {
		if s.Match != nil && n(k) >= tooFewRecords {
			counts = append(counts, n(k))
		}
	}
	slices.SortFunc(counts, func(a, b int) int { return b - a })
	least := tooFewRecords
	if len(counts) > mostCalibrated {
		least = counts[mostCalibrated-1]
	}
	for k, s := range all {
		switch {
		case s.Match == nil:
		case n(k) < least || len(list) == mostCalibrated:
			left++
		default:
			list = append(list, s)
		}
	}
	return list, left
}

// Table implements Figure: one row for each bin of each method in each stratum that
// has enough test records, of many strata those that have most.
func (f *reliability) Table() canvas.Table {
	_ = f.Tabulate(context.Background()) // which does not end
	return *f.table.Load()
}

// Tabled implements Slow.
func (f *reliability) Tabled() bool { return f.table.Load() != nil }

// Tabulate implements Slow: every method in every stratum takes a bootstrap.
func (f *reliability) Tabulate(ctx context.Context) error {
	if f.Tabled() {
		return nil
	}
	strata, left := f.calibrated()
	t := canvas.Table{
		Header: []string{"stratum", "title", "method", "ece", "ece_ci95_low", "ece_ci95_high", "n_test", "bin_low", "bin_high", "bin_n_test", "bin_predictions",
			"confidence", "accuracy", "ci95_low", "ci95_high"},
		Context: append(studyContext(f.in), [2]string{"definition", say.Text("ECE in 15 equal bins of the highest probability")}),
	}
	if left > 0 {
		t.Context = append(t.Context, [2]string{"strata_left_out", say.Form("%d with fewer than %d test records, or beyond the %d that have most", left, tooFewRecords, mostCalibrated)})
	}
	for _, s := range strata {
		for _, method := range f.in.Table.Methods {
			r, err := f.line(ctx, method, s)
			if err != nil {
				return err
			}
			for _, b := range r.Bins {
				t.Rows = append(t.Rows, []string{
					s.Name, s.Title, method, exact(r.ECE.Value), exact(r.ECE.CI95.Low), exact(r.ECE.CI95.High), strconv.Itoa(r.ECE.N), exact(b.Low), exact(b.High),
					strconv.Itoa(b.N), strconv.Itoa(b.Scored), exact(b.Confidence), exact(b.Accuracy), exact(b.CI95.Low), exact(b.CI95.High),
				})
			}
		}
	}
	f.table.Store(&t)
	return nil
}

// line is how a method does in a stratum, known where it is drawn.
func (f *reliability) line(ctx context.Context, method string, s metric.Stratum) (metric.Reliability, error) {
	at := slices.IndexFunc(f.lines, func(r metric.Reliability) bool { return r.Method == method && r.Stratum == s.Name })
	if at >= 0 {
		return f.lines[at], nil
	}
	return metric.ReliabilityOf(ctx, *f.in.Study, method, s)
}

// Characters implements Figure.
func (f *reliability) Characters(int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	lines := [][]string{{say.Text("method"), say.Text("bin"), "n", say.Text("says"), say.Text("is right"), say.Text("95 % interval")}}
	for _, r := range f.lines {
		for _, b := range r.Bins {
			between := say.Text("too few")
			if !math.IsNaN(b.CI95.Low) {
				between = say.Form("%s to %s", figure3(b.CI95.Low), figure3(b.CI95.High))
			}
			lines = append(lines, []string{canvas.Short(r.Method, 20), fmt.Sprintf("%.2f–%.2f", b.Low, b.High), count(b.N), figure3(b.Confidence), figure3(b.Accuracy), between})
		}
		between := say.Text("too few")
		if !math.IsNaN(r.ECE.CI95.Low) {
			between = say.Form("%s to %s", figure3(r.ECE.CI95.Low), figure3(r.ECE.CI95.High))
		}
		lines = append(lines, []string{canvas.Short(r.Method, 20), say.Text("error"), count(r.ECE.N), "", figure3(r.ECE.Value), between})
	}
	return canvas.Columns(lines)
}

// Draw implements Figure.
func (f *reliability) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	p, ok := canvas.Begin(c, s, f.nothing())
	if !ok {
		return nil
	}
	r := p.Frame()
	var entries []canvas.Entry
	for k, line := range f.lines {
		i := f.place(k)
		entries = append(entries, canvas.Entry{Text: line.Method, Draw: func(x, y float64) { p.Marker(canvas.ShapeOf(i), x, y, 4, p.Style.Method(i), false) }, Key: line.Method})
	}
	if r, ok = p.LegendIn(r, entries, leastTall); !ok {
		return nil
	}
	box := canvas.Box(r.Left+40, r.Top+10, r.Right-10, r.Bottom-36)
	x := func(v float64) float64 { return box.Left + v*box.Width() }
	y := func(v float64) float64 { return box.Bottom - v*box.Height() }
	p.Mark(canvas.Body, "", "", box)
	for _, v := range []float64{0, 0.2, 0.4, 0.6, 0.8, 1} {
		p.Line(x(v), box.Top, x(v), box.Bottom, 0.5, p.Style.Quiet(p.Style.Muted, 0.4))
		p.Line(box.Left, y(v), box.Right, y(v), 0.5, p.Style.Quiet(p.Style.Muted, 0.4))
		p.Text(x(v), box.Bottom+10, fmt.Sprintf("%.1f", v), p.Style.Small, p.Style.Muted, canvas.Middle)
		if box.Height() < 80 && v != 0 && v != 1 { // else the figures touch
			continue
		}
		p.Text(box.Left-6, y(v), fmt.Sprintf("%.1f", v), p.Style.Small, p.Style.Muted, canvas.End)
	}
	p.Line(x(0), y(0), x(1), y(1), 1, p.Style.Muted, 3, 3)
	p.Text((box.Left+box.Right)/2, box.Bottom+26, say.Text("highest probability (how sure)"), p.Style.Small, p.Style.Text, canvas.Middle)
	if name := say.Text("share that is right"); p.Width(name, p.Style.Small) < box.Height() {
		p.Turned(r.Left+4, (box.Top+box.Bottom+p.Width(name, p.Style.Small))/2, name, p.Style.Small, math.Pi/2, p.Style.Text)
	}
	for k, line := range f.lines {
		ink := p.Style.Method(f.place(k))
		for _, b := range line.Bins {
			if !math.IsNaN(b.CI95.Low) {
				p.Line(x(b.Confidence), y(b.CI95.Low), x(b.Confidence), y(b.CI95.High), 1.2, p.LineInk(ink))
			}
			p.Marker(canvas.ShapeOf(f.place(k)), x(b.Confidence), y(b.Accuracy), 3.6, ink, b.N < fewRecords)
		}
	}
	return *p.Regions
}

// place is that of the k-th line in the palette.
func (f *reliability) place(k int) int { return f.in.place(f.lines[k].Method, f.shown[k]) }
