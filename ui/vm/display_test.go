package vm

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/result"
)

// TestMethodsKeepTheirColour compares other methods, then those of before again:
// each has the place in the palette that it had, and no two shown share one.
func TestMethodsKeepTheirColour(t *testing.T) {
	d := &Display{}
	d.open(nil)
	meet := func(methods ...string) map[string]int {
		d.meet(&result.Study{Methods: methods}, func(string) bool { return true })
		out := map[string]int{}
		seen := map[int]string{}
		for _, m := range methods {
			if other, ok := seen[d.places[m]]; ok {
				t.Errorf("%s and %s have one colour", m, other)
			}
			out[m], seen[d.places[m]] = d.places[m], m
		}
		return out
	}
	first := meet("a", "b", "c")
	if first["a"] != 0 || first["b"] != 1 || first["c"] != 2 {
		t.Errorf("at first: %v", first)
	}
	if now := meet("c", "x", "a"); now["c"] != 2 || now["a"] != 0 || now["x"] != 3 {
		t.Errorf("then: %v", now)
	}
	for i := range 20 {
		meet("b", fmt.Sprint("m", i), "c")
	}
}

// Which two methods are compared, in what and how finely, is chosen, kept in the
// project, and refused where it makes no sense.
func TestComparingTwo(t *testing.T) {
	k := compared(t)
	for _, m := range k.Comparison.Table().Methods {
		k.Display.ShowMethod(m, true)
	}
	best := k.Scene.ranked()
	if a, b := k.Scene.Pair(); a != best[0] || b != best[1] {
		t.Errorf("%s against %s, the best are %v", a, b, best)
	}
	k.Scene.Press(canvas.Region{Kind: canvas.MethodMark, Key: best[2]}, true)
	k.Scene.Press(canvas.Region{Kind: canvas.MethodMark, Key: best[1]}, true)
	if a, b := k.Scene.Pair(); a != best[2] || b != best[1] || k.Display.View(StrataPane).Chart != "difference" {
		t.Errorf("%s against %s as %s", a, b, k.Display.View(StrataPane).Chart)
	}
	for _, text := range []string{"", "x", "0", "-1", "51", "NaN", "1e9"} {
		if err := k.Display.SetNegligible(text); err == nil {
			t.Errorf("a band of %q is taken", text)
		}
	}
	if err := k.Display.SetNegligible("2.5"); err != nil || k.Display.band() != 0.025 {
		t.Errorf("%g, %v", k.Display.band(), err)
	}
	k.Display.SetMetric(charts.LogLoss)
	_, _ = k.Scene.Figure(StrataPane)
	k.wait("the chart", k.Settled)
	if f, err := k.Scene.Figure(StrataPane); err != nil || !strings.Contains(f.Title(), "log-loss") {
		t.Errorf("%v, %v", f.Title(), err)
	}
	saved := k.Display.saved(k.Comparison.Study())
	other := newDesk(t)
	other.Show(other.data)
	other.Display.restore(saved, k.Comparison.Study())
	if other.Display.pair != k.Display.pair || other.Display.Metric() != charts.LogLoss || other.Display.bands[charts.Accuracy] != 0.025 ||
		other.Display.View(StrataPane).Chart != "difference" || !maps.Equal(other.Display.places, k.Display.places) {
		t.Errorf("restored %v %v %v", other.Display.pair, other.Display.bands, other.Display.places)
	}
}

// A column may be called as a view that all data have: both can be chosen, and
// each is told from the other.
func TestColumnsCalledAsViews(t *testing.T) {
	k := newDesk(t)
	d := *k.data
	site := d.Groups["site"]
	d.Groups = map[string][]string{"stratum": site, "pattern": site, "time": site}
	data, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	k.Show(data)
	for _, p := range []Pane{PresencePane, StrataPane} {
		seen := map[View]string{}
		for _, title := range k.Display.Views(p) {
			if _, columns := k.Display.TableOf(title); columns || title == AnyColumn {
				continue
			}
			k.Display.Choose(p, title)
			if got := k.Display.Title(p); got != title {
				t.Errorf("%q is shown as %q", title, got)
			}
			if before, twice := seen[k.Display.View(p)]; twice {
				t.Errorf("%q shows what %q shows", title, before)
			}
			seen[k.Display.View(p)] = title
		}
	}
	k.Display.OrderBy("pattern")
	if got := k.Display.View(PresencePane).Order; got != charts.ByColumn("pattern") {
		t.Errorf("by the column pattern, records are ordered %q", got)
	}
}
