package charts

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/metric"
)

// many is a study of thirty modalities and eight methods.
var many = sync.OnceValue(func() Input {
	var modalities, methods []string
	for k := range 30 {
		modalities = append(modalities, fmt.Sprintf("sensor %d", k))
	}
	for k := range 8 {
		methods = append(methods, fmt.Sprintf("method%d+mlp", k))
	}
	return fixture(300, modalities, methods)
})

// A pane of a small screen at 150 % shows a chart, not a request to enlarge it.
func TestSmallPanesShowCharts(t *testing.T) {
	for name, in := range map[string]Input{"small": small(), "many": many()} {
		for _, chart := range []string{"presence", "patterns", "learning", "strata"} {
			for _, size := range [][2]float64{{270, 120}, {200, 100}, {320, 200}} {
				f := figure(t, chart, in)
				for _, l := range labelsIn(f, size[0], size[1], onScreen()) {
					if strings.Contains(l.text, "Enlarge") {
						t.Errorf("%s, %s at %v: %q", chart, name, size, l.text)
					}
				}
				_, regions := canvas.Render(f, int(size[0]), int(size[1]), 1, onScreen(), nil)
				if _, ok := find(regions, canvas.Body, ""); !ok {
					t.Errorf("%s, %s at %v has no data area", chart, name, size)
				}
			}
		}
	}
}

// The legend, without which a mark may mean either, stays in a low chart: marginals,
// notes and sparklines go before it.
func TestLegendGoesLast(t *testing.T) {
	in := small()
	patterns, presence := figure(t, "patterns", in).(*patterns), figure(t, "presence", in).(*Presence)
	for _, high := range []float64{157, 170, 185, 200, 400} {
		p := canvas.NewPen(canvas.Measuring(480, high), onScreen())
		if u := newUpset(patterns, p); u.legend == 0 || u.shown < 2 || u.height < leastRow {
			t.Errorf("patterns, %g high: a legend of %g, %d rows of %g", high, u.legend, u.shown, u.height)
		}
		if l := presence.layout(p); l.legend == 0 && l.spark > 0 || l.Body.Height() < 60 {
			t.Errorf("presence, %g high: a legend of %g beside sparklines of %g, a matrix of %g", high, l.legend, l.spark, l.Body.Height())
		}
	}
}

// The bars beside the records are named in the legend, where it has room for that.
func TestGaugeIsNamed(t *testing.T) {
	named := func(high float64) bool {
		return slices.ContainsFunc(labelsIn(figure(t, "presence", small()), 456, high, onScreen()), func(l label) bool { return l.text == "right: number present" })
	}
	if named(157) || !named(370) {
		t.Errorf("named in a low chart: %t; in a high one: %t", named(157), named(370))
	}
}

// Thirty modalities leave the counts of the patterns free and every label apart.
func TestThirtyModalities(t *testing.T) {
	in := many()
	for _, chart := range []string{"presence", "patterns", "strata"} {
		for _, size := range [][2]float64{{400, 350}, {605, 378}, {1500, 950}} {
			checkLabels(t, figure(t, chart, in), size[0], size[1])
		}
	}
	p := canvas.NewPen(canvas.Measuring(400, 350), canvas.Light())
	u := newUpset(figure(t, "patterns", in).(*patterns), p)
	if u.bars.Width() < leastBars || u.bars.Left <= u.matrix.Right {
		t.Errorf("bars from %.0f to %.0f beside a matrix that ends at %.0f", u.bars.Left, u.bars.Right, u.matrix.Right)
	}
}

// No two methods look alike: of eight each has its own marker, which a grey
// print shows, too; of fifteen no two lines are alike, of forty no two marks.
func TestMethodsStayApart(t *testing.T) {
	shapes, lines, marks := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range 40 {
		shape := fmt.Sprint(canvas.ShapeOf(i))
		if i < 8 {
			shapes[shape] = true
		}
		if i < 15 {
			lines[fmt.Sprint(canvas.Light().Method(i), canvas.DashOf(i))] = true
		}
		marks[fmt.Sprint(canvas.Light().Method(i), shape)] = true
	}
	if len(shapes) != 8 || len(lines) != 15 || len(marks) != 40 {
		t.Errorf("%d shapes, %d lines, %d marks", len(shapes), len(lines), len(marks))
	}
}

// A method keeps its look when others come before it.
func TestPlacesAreForLife(t *testing.T) {
	in := small()
	in.Places = map[string]int{"mean+logistic": 6, "attention": 0}
	f := figure(t, "strata", in).(*strata)
	if f.place(0) != 6 || f.place(3) != 0 || f.place(1) != 1 {
		t.Errorf("places %d, %d, %d", f.place(0), f.place(3), f.place(1))
	}
}

// masked is the small study as an experiment that hides its last modality from
// every second record of data from which nothing is missing.
func masked(t *testing.T) Input {
	t.Helper()
	whole := dataset.Dataset{Name: "whole", IDs: small().Data.IDs}
	for _, b := range small().Data.Blocks {
		b.Causes = make([]dataset.Cause, len(whole.IDs))
		whole.Blocks = append(whole.Blocks, b)
	}
	d, err := dataset.New(whole)
	if err != nil {
		t.Fatal(err)
	}
	in := small()
	in.Data, in.Mask = d, dataset.NewMask("mcar", d.Records(), len(d.Blocks), func(i, m int) bool { return m == 3 && i%2 == 0 })
	return in
}

// What the experiment hides is masked, not missing.
func TestMaskedIsNotMissing(t *testing.T) {
	in := masked(t)
	for chart, want := range map[string]string{
		"presence": "Nothing is missing in 600 records; the experiment masks something in 50 % of them, text in 50 %.",
		"patterns": "Nothing is missing in 600 records; the experiment masks something in 50 % of them, in 1 pattern, most often just text (50 %).",
	} {
		if got := strings.ReplaceAll(figure(t, chart, in).Title(), space, " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	legend := false
	for _, l := range labelsOf(figure(t, "patterns", in), 456, 370) {
		legend = legend || l.text == "masked by the experiment"
	}
	if !legend {
		t.Error("the legend of the patterns does not name what is masked")
	}
	f := figure(t, "strata", in).(*strata)
	for _, row := range f.chart().rows {
		if strings.Contains(row.label+row.section, "missing") {
			t.Errorf("a row of masked records is called %q, under %q", row.label, row.section)
		}
	}
}

// The worst stratum is that of the highest value where less is better, and the
// heading names the metric.
func TestWorstStratumOfFallingMetrics(t *testing.T) {
	for _, m := range []Metric{Accuracy, LogLoss, Brier, ECE} {
		in := small()
		in.Metric = m
		f := figure(t, "strata", in).(*strata)
		worst, ok := f.worst(0)
		if !ok {
			t.Fatal("no worst stratum")
		}
		for _, r := range f.rows {
			if s := r.scores[0]; s.N >= fewRecords && r.Kind != metric.AllRecords && f.better(f.m.of(worst.scores[0]), f.m.of(s)) {
				t.Errorf("%s: %s is worse than %s", m, r.Name, worst.Name)
			}
		}
		if want := capital(f.m.title) + " by stratum"; f.Heading() != want || m != Accuracy && strings.Contains(f.Heading(), "Accuracy") {
			t.Errorf("%s is headed %q", m, f.Heading())
		}
	}
}

// Rows that have no room are scrolled to; the selected patterns are found there.
func TestScrolling(t *testing.T) {
	in := crowded()
	for chart, kind := range map[string]canvas.RegionKind{"strata": canvas.StratumRow, "patterns": canvas.PatternRow, "difference": canvas.StratumRow, "attention": canvas.PatternRow} {
		f, ok := figure(t, chart, in).(Scrollable)
		if !ok {
			t.Errorf("%s does not scroll", chart)
			continue
		}
		seen := map[string]bool{}
		for k := 0; k < f.Rows(); {
			_, regions := canvas.Render(f.From(k), 456, 370, 1, canvas.Light(), nil)
			n := 0
			for _, r := range regions {
				if r.Kind == kind && !seen[r.Key] {
					seen[r.Key] = true
					n++
				}
			}
			if n == 0 {
				t.Errorf("%s from row %d shows no further row", chart, k)
				break
			}
			k += n
		}
		if len(seen) != f.Rows() {
			t.Errorf("%s: %d of %d rows were seen", chart, len(seen), f.Rows())
		}
		checkLabels(t, f.From(f.Rows()-1), 456, 370)
	}
}

// Names that begin and end alike stay apart when they are shortened.
func TestShortNamesStayApart(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range labelsOf(figure(t, "strata", crowded()), 456, 370) {
		if strings.Contains(l.text, "number") || strings.Contains(l.text, "…") {
			if seen[l.text] {
				t.Errorf("two names are written %q", l.text)
			}
			seen[l.text] = true
		}
	}
}
