package vm

import (
	"slices"
	"strings"
	"testing"

	"lacuna/charts/canvas"
	"lacuna/dataset/query"
	"lacuna/experiment/metric"
)

// keys are the first cells of the rows of what pane D shows.
func (k *desk) strataShown() []string {
	k.t.Helper()
	f, err := k.Scene.Figure(StrataPane)
	if err != nil || f == nil {
		k.t.Fatalf("pane D shows %v, %v", f, err)
	}
	var out []string
	for _, r := range f.Table().Rows {
		if !slices.Contains(out, r[0]) {
			out = append(out, r[0])
		}
	}
	return out
}

// TestStrataOfAColumn: pane D by a column has its values with what headless scores
// there, a click selects them, and undo brings the strata of missingness back.
func TestStrataOfAColumn(t *testing.T) {
	k := compared(t)
	before := k.strataShown()
	k.Display.Choose(StrataPane, "by site")
	k.wait("the scores by site", k.Settled)
	if got := k.strataShown(); !slices.Equal(got, []string{"all", "site=north", "site=south"}) {
		t.Fatalf("by site: %v", got)
	}
	study, table := *k.Comparison.Study(), *k.Comparison.Table()
	want := metric.Stratify(study, metric.ByGroup(study, "site", k.data.Groups["site"]))
	at := slices.IndexFunc(table.Strata, func(x metric.Stratum) bool { return x.Name == "site=north" })
	if got := table.Scores[at][0]; got.N != want.Scores[0][0].N || got.Accuracy != want.Scores[0][0].Accuracy || got.CI95 != want.Scores[0][0].CI95 {
		t.Errorf("site=north: %+v, headless has %+v", got, want.Scores[0][0])
	}
	k.Scene.Press(canvas.Region{Kind: canvas.StratumRow, Key: "site=north"}, false)
	if got := k.Selection.Query().String(); got != "site = north" {
		t.Errorf("a click on a site selects %q", got)
	}
	k.Selection.Clear()
	k.Undo()
	k.Undo()
	k.Undo()
	k.wait("the scores of before", k.Settled)
	if got := k.strataShown(); !slices.Equal(got, before) {
		t.Errorf("taken back: %v, want %v", got, before)
	}
}

// TestSelectedOfAStratum: with a selection each stratum says how many of its test
// records are selected, and the selected one stays in sight.
func TestSelectedOfAStratum(t *testing.T) {
	k := compared(t)
	k.Scene.SelectStratum("without:image")
	k.wait("the counts", k.Settled)
	if in := k.Scene.input(); in.Pinned != "without:image" || in.Picked["without:image"] == 0 || in.Picked["complete"] != 0 || in.Picked["all"] != in.Picked["without:image"] {
		t.Errorf("pinned %q, picked %v", in.Pinned, in.Picked)
	}
	n, _ := metric.Shared(k.Comparison.Table().Scores[slices.IndexFunc(k.Comparison.Table().Strata, func(x metric.Stratum) bool { return x.Name == "without:image" })])
	if got := k.Scene.input().Picked["without:image"]; got != n {
		t.Errorf("%d of %d records without an image are selected", got, n)
	}
	k.Selection.Clear()
	k.wait("no counts", k.Settled)
	if in := k.Scene.input(); in.Picked != nil || in.Pinned != "" {
		t.Errorf("without a selection: pinned %q, picked %v", in.Pinned, in.Picked)
	}
}

// TestDifferenceOfOneMethod: what a difference lacks is said.
func TestDifferenceOfOneMethod(t *testing.T) {
	k := compared(t)
	for _, m := range k.Comparison.Study().Methods[1:] {
		k.Display.ShowMethod(m, false)
	}
	k.Display.SetView(StrataPane, "difference")
	k.wait("the difference", k.Settled)
	if f, err := k.Scene.Figure(StrataPane); f != nil || err != nil || !strings.HasPrefix(k.Scene.Ghost(StrataPane), "A difference needs two methods with results") {
		t.Errorf("one method: %v, %v, %q", f, err, k.Scene.Ghost(StrataPane))
	}
}

// TestOneHint: after the first comparison of the sample there is one hint, and
// after a click no other.
func TestOneHint(t *testing.T) {
	k := compared(t)
	if got := k.Selection.Words(); got != "Click the row “image missing” in D to see what it costs." {
		t.Errorf("after the first comparison: %q", got)
	}
	k.Selection.Select(query.Of(query.Lacks("image")))
	k.Selection.Clear()
	if got := k.Selection.Words(); got != "120 records" {
		t.Errorf("after the hint: %q", got)
	}
}
