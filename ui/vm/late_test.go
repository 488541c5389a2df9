package vm

import (
	"runtime"
	"testing"
	"time"

	"lacuna/charts"
	"lacuna/charts/canvas"
)

// TestChartsFollowTheOrderOfPatterns: a chart that is made beside is made anew when
// the order of patterns changes, as D's rows are B's.
func TestChartsFollowTheOrderOfPatterns(t *testing.T) {
	k := compared(t)
	k.Display.SetView(StrataPane, "with patterns")
	made := func() canvas.Figure {
		var f canvas.Figure
		k.wait("the chart", func() bool {
			f, _ = k.Scene.Figure(StrataPane)
			return f != nil && k.Scene.late.making == nil
		})
		return f
	}
	before := made()
	if made() != before {
		t.Fatal("a chart is made anew for nothing")
	}
	for _, title := range k.Display.Views(PatternsPane) {
		k.Display.Choose(PatternsPane, title)
		if k.Display.View(PatternsPane).Rows != "" && made() == before {
			t.Errorf("%s: the chart is that of before", title)
		}
	}
}

// TestUnwantedChartsEnd: a chart that is being made when another one, another
// metric or other data are asked for is ended, not shown, and leaves nothing behind.
func TestUnwantedChartsEnd(t *testing.T) {
	k := compared(t)
	before := runtime.NumGoroutine()
	begin := func() {
		k.Display.SetView(StrataPane, "calibration")
		_, _ = k.Scene.Figure(StrataPane)
		if k.Scene.late.making == nil {
			t.Fatal("no chart is being made")
		}
	}
	ended := func(why string) {
		k.wait("the end after "+why, k.Settled)
		if k.Scene.late.figure != nil {
			t.Errorf("after %s the chart was made to its end", why)
		}
	}
	begin()
	k.Display.SetView(StrataPane, "by stratum")
	_, _ = k.Scene.Figure(StrataPane)
	ended("another chart")

	begin()
	k.Display.SetMetric(charts.LogLoss)
	_, _ = k.Scene.Figure(StrataPane)
	ended("another metric")
	k.wait("the chart in the new metric", func() bool {
		f, err := k.Scene.Figure(StrataPane)
		if err != nil {
			t.Fatal(err)
		}
		return f != nil && k.Settled()
	})
	if by := k.Scene.late.of.metric; by != charts.LogLoss {
		t.Errorf("the chart is in %s", by)
	}

	k.Display.SetMetric(charts.Brier)
	_, _ = k.Scene.Figure(StrataPane)
	k.Show(small(t))
	late := time.After(time.Minute)
	for runtime.NumGoroutine() > before {
		select {
		case f := <-k.queue:
			f()
		case <-late:
			t.Fatalf("%d goroutines, and %d before", runtime.NumGoroutine(), before)
		default:
			runtime.Gosched()
		}
	}
	ended("other data")
}

// TestTheLastMetricIsScored: scores by a metric that is left again before they are
// there do not come over those of the metric that is shown.
func TestTheLastMetricIsScored(t *testing.T) {
	k := compared(t)
	k.Display.SetMetric(charts.LogLoss)
	k.Display.SetMetric(charts.Brier)
	k.Display.SetMetric(charts.Accuracy)
	k.wait("the scores", k.Settled)
	if by := k.Comparison.scoring.base.metric; by != charts.Accuracy {
		t.Errorf("accuracy is shown, and the scores are by %s", by)
	}
	k.Display.SetMetric(charts.LogLoss)
	k.wait("the scores", k.Settled)
	if _, ok := k.Comparison.table.Scores[0][0].Measured["log_loss"]; !ok {
		t.Errorf("no interval of log-loss: %v", k.Comparison.table.Scores[0][0].Measured)
	}
}

// TestTablesThatTakeLongComeLate: the table of the calibration, a bootstrap for every
// method in every stratum, is made beside the event goroutine, once, and not to its end
// where another chart is looked at.
func TestTablesThatTakeLongComeLate(t *testing.T) {
	k := compared(t)
	k.Display.SetView(StrataPane, "calibration")
	figure := func() canvas.Figure {
		t.Helper()
		var f canvas.Figure
		k.wait("the chart", func() bool {
			f, _ = k.Scene.Figure(StrataPane)
			return f != nil && k.Scene.late.making == nil
		})
		return f
	}
	f := figure()
	if _, ok := k.Scene.Grid(f); ok || k.Settled() {
		t.Fatal("its table was there at once")
	}
	k.Display.SetView(StrataPane, "by stratum")
	if _, err := k.Scene.Figure(StrataPane); err != nil || k.Scene.tabling != nil {
		t.Errorf("the table is still being made: %v", err)
	}
	k.Display.SetView(StrataPane, "calibration")
	f = figure()
	var grid Grid
	k.wait("the table", func() bool {
		var ok bool
		grid, ok = k.Scene.Grid(f)
		return ok
	})
	if _, ok := k.Scene.Grid(figure()); !ok || len(grid.Rows) == 0 || !k.Settled() {
		t.Errorf("of %d rows none is kept", len(grid.Rows))
	}
}
