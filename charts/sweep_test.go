package charts

import (
	"fmt"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// bare is a study without a sweep.
func bare() Input {
	in := small()
	study := *in.Study
	study.Runs = append([]result.Run(nil), study.Runs...)
	for k := range study.Runs {
		study.Runs[k].Swept = nil
	}
	in.Study = &study
	return in
}

// Charts of a sweep are for studies that have one.
func TestSweepChartsFit(t *testing.T) {
	of := func(in Input) int {
		n := 0
		list, err := Fitting(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			if f.Name() == "degradation" || f.Name() == "stress" {
				n++
			}
		}
		return n
	}
	if with, without := of(small()), of(bare()); with != 2 || without != 0 {
		t.Errorf("%d charts with a sweep, %d without", with, without)
	}
	if text := figure(t, "stress", bare()).Title(); !strings.Contains(text, "--stress") {
		t.Errorf("without a sweep: %q", text)
	}
}

// The axes hold every point and every interval, and what training lacked.
func TestDegradationAxesHoldAll(t *testing.T) {
	f := figure(t, "degradation", small()).(*degradation)
	values, rates := f.values(), f.rates()
	for _, panel := range f.panels {
		if len(panel.curves) != 4 {
			t.Errorf("%s has %d curves", panel.mechanism, len(panel.curves))
		}
		for _, c := range panel.curves {
			if len(c.points) != 6 {
				t.Errorf("%d points", len(c.points))
			}
			for k, pt := range c.points {
				if pt.low < values.Low || pt.high > values.High || pt.x < rates.Low || pt.x > rates.High || !(pt.low <= pt.y && pt.y <= pt.high) {
					t.Errorf("%s: %+v is beyond %v × %v", pt.at, pt, rates, values)
				}
				if k > 0 && pt.x <= c.points[k-1].x {
					t.Errorf("%s lacks no more than the condition before", pt.at)
				}
			}
		}
	}
	if trained := f.sweep.Trainings[0].Dev.Rates.Cell; trained < rates.Low || trained > rates.High {
		t.Errorf("what training lacked, %v, is beyond %v", trained, rates)
	}
}

// Every pattern is in the table, the complete one first and then those of which
// least is left; baselines stand aside while there are others.
func TestStressRows(t *testing.T) {
	in := small()
	study := *in.Study
	study.Baselines = []string{"mean+logistic"}
	in.Study = &study
	f := figure(t, "stress", in).(*stress)
	if len(f.rows) != 15 || !f.rows[0].Complete() || f.rows[1].Count() != 1 || len(f.shown) != 3 {
		t.Fatalf("%d rows from %s, %s; %d methods", len(f.rows), f.rows[0].Pattern, f.rows[1].Pattern, len(f.shown))
	}
	for k, r := range f.rows[2:] {
		if r.Count() < f.rows[k+1].Count() {
			t.Errorf("%s comes after %s", r.Pattern, f.rows[k+1].Pattern)
		}
	}
	if n := len(f.Table().Rows); n != 45 || !strings.Contains(f.Description().Long, "Not shown: mean+logistic") {
		t.Errorf("%d rows in the table; %s", n, f.Description().Long)
	}
	if r, ok := f.worst(f.shown[0]); !ok || r.Pattern == dataset.Complete(4) {
		t.Errorf("the worst pattern is %s", r.Pattern)
	}
}

// Methods are held against each other where most is missing, by the side of the
// metric that is better; one that has no value there has no part in it, and one
// alone is not the best of anything.
func TestDegradationTitleClaimsNoMore(t *testing.T) {
	f := figure(t, "degradation", small()).(*degradation)
	curve := func(method int, ys ...float64) degradationCurve {
		c := degradationCurve{method: method}
		for k, y := range ys {
			c.points = append(c.points, ratePoint{curvePoint: curvePoint{x: float64(k), y: y, at: fmt.Sprint("mcar ", k)}})
		}
		return c
	}
	panel := degradationPanel{curves: []degradationCurve{curve(0, 0.9, 0.5), curve(1, 0.99), curve(2, 0.8, 0.6)}}
	if best, place := f.ahead(panel); best.method != 2 || !strings.Contains(place, "highest of") || !strings.Contains(place, "not tested") {
		t.Errorf("method %d%s", best.method, place)
	}
	f.m.falling = true
	if best, place := f.ahead(panel); best.method != 0 || !strings.Contains(place, "lowest of") {
		t.Errorf("method %d%s", best.method, place)
	}
	if _, place := f.ahead(degradationPanel{curves: panel.curves[:1]}); place != "" {
		t.Error(place)
	}
	if title := f.Title(); !strings.Contains(title, "whether by more than chance is not tested here") {
		t.Error(title)
	}
}

// A method without a value at a rate has none below that rate, and the others keep
// their places.
func TestDegradationLinesAreByCondition(t *testing.T) {
	f := figure(t, "degradation", small()).(*degradation)
	point := func(x, y float64) ratePoint {
		return ratePoint{curvePoint: curvePoint{x: x, y: y, at: fmt.Sprint("mcar ", x)}}
	}
	got := f.lines(degradationPanel{curves: []degradationCurve{
		{method: 0, points: []ratePoint{point(0.5, 0.7)}}, {method: 1, points: []ratePoint{point(0, 0.9), point(0.5, 0.8)}},
	}})
	want := [][]string{{"missing", "0.0%", "50.0%"}, {"mean+logistic", "–", "0.700"}, {"knn+mlp", "0.900", "0.800"}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// The axis of a sensitivity analysis holds every point and interval; a hidden
// method is left out, one that imputes nothing is the same at every shift.
func TestDelta(t *testing.T) {
	in := small()
	f := figure(t, "delta", in).(*delta)
	values, rows := f.values(), f.Table().Rows
	if len(f.shifts.Shifts) != 4 || len(rows) != 4*len(f.shown) || len(f.shown) != len(in.Study.Methods) {
		t.Fatalf("%d shifts, %d rows, %d methods", len(f.shifts.Shifts), len(rows), len(f.shown))
	}
	steady, _, _ := f.shifts.Value(0, 1)
	for i := range f.shifts.Shifts {
		for _, k := range f.shown {
			value, ci, n := f.shifts.Value(i, k)
			if n == 0 || ci.Low < values.Low || ci.High > values.High || !(ci.Low <= value && value <= ci.High) || k == 1 && value != steady {
				t.Errorf("%s, shift %d: %g %v", f.shifts.Methods[k], i, value, ci)
			}
		}
	}
	in.Hidden = map[string]bool{in.Study.Methods[1]: true}
	if f := figure(t, "delta", in).(*delta); len(f.shown) != len(in.Study.Methods)-1 {
		t.Errorf("%d methods are shown of %d, one hidden", len(f.shown), len(in.Study.Methods))
	}
	study := *in.Study
	study.Beside, in.Study = nil, &study
	if text := figure(t, "delta", in).Title(); !strings.Contains(text, "--delta") {
		t.Errorf("without shifts: %q", text)
	}
}
