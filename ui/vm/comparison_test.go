package vm

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/dataset/query"
	"lacuna/experiment"
)

func TestSampleToStratifiedChart(t *testing.T) {
	k := newDesk(t)
	if f, err := k.Scene.Figure(StrataPane); f != nil || err != nil {
		t.Fatalf("an empty workbench shows %v, %v", f, err)
	}
	k.Show(k.data)
	for _, p := range []Pane{PresencePane, PatternsPane} {
		if f, err := k.Scene.Figure(p); f == nil || err != nil {
			t.Errorf("pane %s of an open dataset: %v, %v", p, f, err)
		}
	}
	k.quick()
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	if !k.Comparison.Running() || k.seen&ProgressChanged == 0 {
		t.Error("the comparison does not say that it runs")
	}
	k.wait("the end of the comparison", k.Settled)
	f, err := k.Scene.Figure(StrataPane)
	if err != nil || f == nil {
		t.Fatalf("no figure after the comparison: %v", err)
	}
	if got := len(k.Comparison.Study().Runs); got != 6 {
		t.Errorf("%d runs, want 3 methods × 2 seeds", got)
	}
	if k.Comparison.Verdict() == "" || !strings.Contains(f.Title(), "mean+logistic") {
		t.Errorf("verdict %q, title %q", k.Comparison.Verdict(), f.Title())
	}
}

func TestRunsKeepThePlansOrder(t *testing.T) {
	k := compared(t)
	var got []string
	for _, r := range k.Comparison.Study().Runs {
		got = append(got, r.Job)
	}
	jobs, err := experiment.Plan(k.data, k.Setup.Spec(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, j := range jobs {
		want = append(want, j.ID)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestStopKeepsWhatIsFinished(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.quick()
	k.Setup.SetSeeds(30)
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	if err := k.Run(); err == nil {
		t.Error("a second comparison may start while one runs")
	}
	k.wait("a first result", func() bool { return len(k.Comparison.Study().RunsOf("mean+logistic")) > 0 })
	k.Setup.SetMaskedComplete(!k.Setup.Spec().MaskedComplete)
	if !strings.Contains(k.Stale(), "case mix") {
		t.Errorf("results that still come in under an earlier set-up say %q", k.Stale())
	}
	k.Undo()
	k.Comparison.Stop()
	if k.Comparison.Running() {
		t.Error("still running after Stop")
	}
	n := len(k.Comparison.Study().Runs)
	k.wait("the scores", k.Settled)
	if f, err := k.Scene.Figure(StrataPane); err != nil || f == nil || !strings.HasPrefix(f.Title(), "So far (") {
		t.Errorf("a stopped comparison says %q, %v", f.Title(), err)
	}
	if !strings.HasPrefix(k.Result(), "Stopped: ") {
		t.Errorf("the result of a stopped comparison is %q", k.Result())
	}
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the end of the second run", k.Settled)
	if got := len(k.Comparison.Study().Runs); got != 90 || got < n {
		t.Errorf("%d runs at the end, want 90", got)
	}
	if strings.Contains(k.Result(), "Stopped") {
		t.Errorf("the whole result is %q", k.Result())
	}
	if kept := strings.Contains(k.Journal.Lines()[0].Text, "opened"); !kept {
		t.Errorf("the log begins with %q", k.Journal.Lines()[0].Text)
	}
}

func TestFailedJobsAreSaid(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.Setup.SetMask(experiment.MaskSpec{Mechanism: experiment.FromFile, File: "gone.csv"})
	k.wait("the plan", func() bool { return !k.Setup.Planning() })
	if err := k.Setup.Refused(); err == nil || !strings.Contains(err.Error(), "gone.csv") {
		t.Errorf("a missing mask file gives %v", err)
	}
	if err := k.Run(); err == nil || k.Comparison.Running() {
		t.Errorf("a plan that cannot be runs: %v", err)
	}
}

func TestBaselinesAreOffAtFirst(t *testing.T) {
	k := compared(t)
	if !k.Display.Hidden()["majority"] || k.Display.Hidden()["mean+logistic"] {
		t.Errorf("hidden: %v", k.Display.Hidden())
	}
	k.Display.ShowMethod("majority", true)
	if k.Display.Hidden()["majority"] {
		t.Error("a baseline cannot be switched on")
	}
}

func TestMetricChangesTheStrata(t *testing.T) {
	k := compared(t)
	before, _ := k.Scene.Figure(StrataPane)
	k.Display.SetMetric(charts.LogLoss)
	after, err := k.Scene.Figure(StrataPane)
	if err != nil || before.Title() == after.Title() {
		t.Errorf("titles %q and %q, %v", before.Title(), after.Title(), err)
	}
}

func TestEveryViewCanBeDrawn(t *testing.T) {
	k := compared(t)
	for _, m := range k.Comparison.Study().Methods {
		k.Display.ShowMethod(m, true) // a difference takes two
	}
	for _, p := range Panes() {
		for _, v := range k.Display.offered(p) {
			k.Display.SetView(p, v.Name)
			k.wait("the chart", func() bool {
				_, _ = k.Scene.Figure(p) // some are made beside the event goroutine
				return k.Settled()
			})
			if f, err := k.Scene.Figure(p); err != nil || f == nil && v.Chart != "learning" {
				t.Errorf("%s of %s: %v, %v", v.Name, p, f, err)
			}
		}
	}
}

func TestSelectionIsAStratum(t *testing.T) {
	k := compared(t)
	k.Selection.Select(query.Of(query.Is("site", "north")))
	k.wait("the scores of the selection", k.Settled)
	if s := k.Comparison.Table().Strata[0]; s.Name != "selection:selected" {
		t.Errorf("the first stratum is %s", s.Name)
	}
	k.Selection.Clear()
	k.wait("the scores without it", k.Settled)
	if s := k.Comparison.Table().Strata[0]; s.Name != "all" {
		t.Errorf("the first stratum is %s", s.Name)
	}
}

func TestLitFollowsTheSelection(t *testing.T) {
	k := compared(t)
	k.Selection.SelectLacking("image", true)
	lit := func(name string) bool { return k.Scene.Lit(canvas.Region{Kind: canvas.StratumRow, Key: name}) }
	for name, want := range map[string]bool{
		"all": false, "complete": false, "without:image": true, "without:sound": false, "pattern:table+sound": true,
	} {
		if lit(name) != want {
			t.Errorf("%s lit: %v, want %v", name, lit(name), want)
		}
	}
}

func TestPressingSelects(t *testing.T) {
	k := compared(t)
	cases := []struct {
		region canvas.Region
		shift  bool
		want   string
	}{
		{canvas.Region{Kind: canvas.PatternRow, Key: "101"}, false, `pattern = table+sound`},
		{canvas.Region{Kind: canvas.ModalityHead, Key: "image"}, false, `image missing`},
		{canvas.Region{Kind: canvas.ModalityHead, Key: "image"}, true, `image present`},
		{canvas.Region{Kind: canvas.StratumRow, Key: "any-missing"}, false, `something missing`},
		{canvas.Region{Kind: canvas.MethodMark, Key: "mean+logistic", Sub: "without:sound"}, false, `sound missing`},
		{canvas.Region{Kind: canvas.StratumRow, Key: "all"}, false, ``},
	}
	for _, c := range cases {
		k.Scene.Press(c.region, c.shift)
		if got := k.Selection.Query().String(); got != c.want {
			t.Errorf("%v selects %q, want %q", c.region, got, c.want)
		}
		if c.want != "" && k.Scene.Hint(c.region) == "" {
			t.Errorf("%v gives no hint", c.region)
		}
	}
}

func TestShiftAddsAPattern(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.Scene.Press(canvas.Region{Kind: canvas.PatternRow, Key: "101"}, false)
	one := len(k.Selection.Selected())
	k.Scene.Press(canvas.Region{Kind: canvas.PatternRow, Key: "110"}, true)
	if got := len(k.Selection.Selected()); one != 20 || got != 30 {
		t.Errorf("%d, then %d records; want 20 and 30", one, got)
	}
}

func TestEveryPatternHasItsRecords(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	for _, g := range k.Selection.Presence().Patterns() {
		k.Selection.Clear()
		k.Selection.SelectPattern(g.Pattern)
		if d := cmp.Diff(g.Records, k.Selection.Selected()); d != "" {
			t.Errorf("pattern %s: %s", g.Pattern, d)
		}
	}
	k.Selection.SelectPattern(dataset.Complete(3))
	k.Selection.SelectPattern(dataset.Complete(3))
	if !k.Selection.Query().Empty() {
		t.Error("the second press does not clear")
	}
}

func TestRemainingIsARangeOnceSomethingIsKnown(t *testing.T) {
	for _, c := range []struct {
		elapsed time.Duration
		share   float64
		known   bool
		want    string
	}{
		{time.Second, 0.5, true, ""}, {time.Minute, 0.005, true, ""},
		{20 * time.Second, 0.5, true, ", 15 s to 30 s left"}, {10 * time.Minute, 0.5, true, ", 7 min to 14 min left"},
		{10 * time.Second, 0.1, false, ", 20 s to 3 min left"},
	} {
		if got := remaining(c.elapsed, c.share, c.known); got != c.want {
			t.Errorf("%v at %g: %q, want %q", c.elapsed, c.share, got, c.want)
		}
	}
}

// grudging is a store that cannot read half-done work.
type grudging struct{ *experiment.Memory }

func (grudging) Partial(string, string) ([]byte, error)   { return nil, errors.New("it is damaged") }
func (grudging) SavePartial(string, string, []byte) error { return nil }

func TestNotesAreLogged(t *testing.T) {
	k := newDesk(t)
	k.stores[""] = grudging{experiment.NewMemory()}
	k.Show(k.data)
	k.quick()
	if err := k.Setup.AddMethod("attention"); err != nil {
		t.Fatal(err)
	}
	if err := k.Setup.SetField(1, "attention.epochs", "2"); err != nil {
		t.Fatal(err)
	}
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the end of the comparison", k.Settled)
	if !slices.ContainsFunc(k.Journal.Lines(), func(l LogLine) bool {
		return strings.HasPrefix(l.Text, "attention, seed 0: ") && strings.Contains(l.Text, "it is damaged")
	}) {
		t.Errorf("the log does not say what was not used: %v", k.Journal.Lines())
	}
}

// Before a comparison starts, the log tells which records stay together.
func TestSubjectsAreToldBeforeARun(t *testing.T) {
	k := newDesk(t)
	pairs := *k.data
	patient := make([]string, pairs.Records())
	for i := range patient {
		patient[i] = strconv.Itoa(i / 4)
	}
	pairs.Groups, pairs.Subjects = map[string][]string{"patient": patient}, "patient"
	k.Show(&pairs)
	k.quick()
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the end of the comparison", k.Settled)
	if !slices.ContainsFunc(k.Journal.Lines(), func(l LogLine) bool { return strings.Contains(l.Text, "because they share their patient") }) {
		t.Errorf("the log says nothing of patients: %v", k.Journal.Lines())
	}
}

// Charts that take a moment are made beside the event goroutine, and follow
// what is hidden and selected.
func TestLateCharts(t *testing.T) {
	k := compared(t)
	k.Display.SetView(StrataPane, "mean ranks")
	if f, err := k.Scene.Figure(StrataPane); f != nil || err != nil || k.Settled() || !strings.Contains(k.Scene.Ghost(StrataPane), "computed") {
		t.Fatalf("at once there is %v, %v; the ghost says %q", f, err, k.Scene.Ghost(StrataPane))
	}
	k.wait("the ranks", k.Settled)
	f, _ := k.Scene.Figure(StrataPane)
	if f == nil || f.Name() != "critical-difference" || k.Scene.Heading(StrataPane) != "Ranks with their critical difference" {
		t.Fatalf("the pane shows %v under %q", f, k.Scene.Heading(StrataPane))
	}
	if again, _ := k.Scene.Figure(StrataPane); again != f || !k.Settled() {
		t.Error("the same chart is made again")
	}
	k.Display.SetView(StrataPane, "with patterns")
	k.Selection.SelectLacking("image", true)
	_, _ = k.Scene.Figure(StrataPane)
	k.wait("the chart with a selection", func() bool {
		f, _ := k.Scene.Figure(StrataPane)
		return f != nil && f.Name() == "joined" && k.Settled()
	})
}
