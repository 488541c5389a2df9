package vm

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/internal/rng"
)

// TestBrushesHaveQueries brushes in every order of the records: what is selected
// when the brush is let go is what was shown, and where the order allows it is
// said by what orders the records.
func TestBrushesHaveQueries(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.wait("the plan", k.Settled)
	says := map[string][]string{"by pattern": {"pattern = "}, "as read": {"row in "}, "by id": {"id >= "}, "by label": {"label = "}, "by split": {"split "}, "by site": {"site = "}, "by table.x": {"table.x >= "}}
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.SampledFrom([]string{"by pattern", "as read", "by id", "by label", "by split", "by site", "by table.x"}).Draw(t, "order")
		k.Display.SetView(PresencePane, title)
		if k.Display.View(PresencePane).Name != title {
			t.Fatalf("%s is not offered", title)
		}
		f, err := k.Scene.Figure(PresencePane)
		if err != nil {
			t.Fatal(err)
		}
		l := f.(*charts.Presence).Layout(480, 320, canvas.Light())
		height := rapid.Float64Range(l.Body.Top, l.Body.Bottom-1)
		b := k.Scene.Brush(f, 480, 320, height.Draw(t, "from"), canvas.Light(), nil)
		for range 3 {
			b.To(height.Draw(t, "to"), BrushReplace)
		}
		shown := slices.Clone(k.Selection.Bits())
		b.Drop()
		if !slices.Equal(shown, k.Selection.Bits()) {
			t.Fatalf("%s: %s is not what was shown", title, k.Selection.Query())
		}
		if got := k.Selection.Query().String(); !slices.ContainsFunc(says[title], func(s string) bool { return strings.Contains(got, s) }) {
			t.Errorf("%s: %s", title, got)
		}
	})
}

// TestOrdersAreKept orders the records by a column, takes it back, and finds it
// again in the project.
func TestOrdersAreKept(t *testing.T) {
	k, file := saved(t)
	k.Display.OrderBy("table.x")
	if got := k.Display.View(PresencePane); got.Order != charts.ByColumn("table.x") {
		t.Fatalf("ordered by %s", got.Order)
	}
	k.Undo()
	if got := k.Display.View(PresencePane).Order; got != charts.ByPattern {
		t.Errorf("after undo by %s", got)
	}
	k.Redo()
	if err := k.save(file); err != nil {
		t.Fatal(err)
	}
	again := newDesk(t)
	again.stores = k.stores
	again.Adopt(k.reopen(file))
	if got := again.Display.View(PresencePane); got.Name != "by table.x" {
		t.Errorf("opened again, it is %s", got.Name)
	}
}

// TestWhyIsSaidAtTheFoot asks why something is missing: the notes come late, and
// once for a dataset.
func TestWhyIsSaidAtTheFoot(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.Display.SetView(PatternsPane, "why missing")
	text := func() string {
		f, err := k.Scene.Figure(PatternsPane)
		if err != nil {
			t.Fatal(err)
		}
		return f.Description().Long
	}
	if !strings.Contains(text(), "is being looked for") {
		t.Errorf("at first: %s", text())
	}
	k.wait("the diagnosis", k.Settled)
	if !strings.Contains(text(), "Little's test at") {
		t.Errorf("then: %s", text())
	}
}

// million returns a million records of twenty modalities.
func million(tb testing.TB) *dataset.Dataset {
	tb.Helper()
	const n, modalities = 1_000_000, 20
	r := rng.New(1).Rand()
	d := dataset.Dataset{Name: "million", Classes: []string{"ill", "well"}, IDs: make([]string, n), Labels: make([]int, n)}
	causes := make([][]dataset.Cause, modalities)
	for m := range causes {
		causes[m] = make([]dataset.Cause, n)
	}
	for i := range n {
		d.IDs[i], d.Labels[i] = fmt.Sprintf("r%07d", i), i%2
		for m := 1; m < modalities; m++ {
			if r.IntN(40) == 0 {
				causes[m][i] = dataset.NoRow
			}
		}
	}
	rows := make([]int, n)
	for m := range causes {
		own := slices.Clone(rows)
		for i, c := range causes[m] {
			if c != dataset.Present {
				own[i] = -1
			}
		}
		d.Blocks = append(d.Blocks, dataset.Block{Modality: dataset.Modality{Name: fmt.Sprintf("m%d", m), Kind: dataset.Table, Columns: []string{"x"}},
			Numbers: dataset.Matrix{Rows: 1, Cols: 1, Data: []float64{1}}, Rows: own, Causes: causes[m]})
	}
	out, err := dataset.New(d)
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

// BenchmarkBrush is what one step of a brush over A costs the event goroutine
// with a million records of twenty modalities, A, B and the status line drawn
// anew; what the pointer over them costs; and the same where a part of the split is shown.
func BenchmarkBrush(b *testing.B) {
	k := newDesk(b)
	k.Show(million(b))
	k.wait("the plan", k.Settled)
	draw := func() []canvas.Region {
		var regions []canvas.Region
		for _, p := range []Pane{PresencePane, PatternsPane} {
			var f canvas.Figure
			k.wait("a figure of many records, which is made beside", func() (made bool) {
				var err error
				if f, err = k.Scene.Figure(p); err != nil {
					b.Fatal(err)
				}
				return f != nil
			})
			_ = f.Title()
			_, regions = canvas.Render(f, 480, 320, 1, canvas.Light(), nil)
		}
		_ = k.Selection.Words()
		return regions
	}
	regions := draw()
	drag := func(b *testing.B) {
		f, _ := k.Scene.Figure(PresencePane)
		brush, worst := k.Scene.Brush(f, 480, 320, 60, canvas.Light(), nil), time.Duration(0)
		for i := 0; b.Loop(); i++ {
			start := time.Now()
			brush.To(61+float64(i*7%240), BrushReplace)
			draw()
			worst = max(worst, time.Since(start))
		}
		b.ReportMetric(float64(worst.Milliseconds()), "worst-ms")
		brush.Cancel()
	}
	b.Run("drag", drag)
	b.Run("hover", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			k.Scene.Hint(regions[i%len(regions)])
		}
	})
	b.Run("choose a part", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			k.Selection.ShowPart(Parts()[1+i%2])
		}
	})
	draw()
	b.Run("drag within it", drag)
}
