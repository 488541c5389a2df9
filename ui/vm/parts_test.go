package vm

import (
	"slices"
	"strings"
	"testing"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/dataset/query"
	"lacuna/experiment"
)

// recordsOf is how many records a pane is about, as its table says.
func (k *desk) recordsOf(p Pane) string {
	k.t.Helper()
	f, err := k.Scene.Figure(p)
	if err != nil || f == nil {
		k.t.Fatalf("pane %s: %v, %v", p, f, err)
	}
	for _, c := range f.Table().Context {
		if c[0] == "n_records" {
			return c[1]
		}
	}
	return ""
}

// TestPartIsSharedByPanes: A and B draw and count just the test records, the
// inspector steps through them, D stays as it is and says so; the word is removed, taken
// back and kept.
func TestPartIsSharedByPanes(t *testing.T) {
	k := compared(t)
	test := k.Selection.Split().Test
	n := Grouped(len(test))
	before, err := k.Scene.Figure(StrataPane)
	if err != nil {
		t.Fatal(err)
	}
	k.Selection.ShowPart(TestPart)
	if a, b := k.recordsOf(PresencePane), k.recordsOf(PatternsPane); a != n || b != n {
		t.Errorf("A counts %s and B %s of %s test records", a, b, n)
	}
	if got, want := k.Selection.Words(), n+" of 120 records: only test records"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	var walked []int
	for range test {
		i, _ := k.Selection.Current()
		walked = append(walked, i)
		k.Selection.Step(1)
	}
	want := slices.Clone(test)
	slices.Sort(want)
	if !slices.Equal(walked, want) {
		t.Errorf("steps lead to %v, want %v", walked, want)
	}
	k.Selection.ShowPart(TrainPart)
	k.wait("the scores", k.Settled)
	f, err := k.Scene.Figure(StrataPane)
	if err != nil || len(f.Table().Rows) != len(before.Table().Rows) || f.Table().Rows[0][5] != before.Table().Rows[0][5] {
		t.Errorf("D shows other scores: %v", err)
	}
	if note := k.Note(StrataPane); !strings.Contains(note, "Scores stay on test records") {
		t.Errorf("D says %q", note)
	}
	k.Undo()
	if k.Selection.Part() != TestPart || k.Selection.Of() != len(test) {
		t.Errorf("taken back: %q, %d records", k.Selection.Part(), k.Selection.Of())
	}
	k.Redo()
	if k.Selection.Part() != TrainPart {
		t.Errorf("done again: %q", k.Selection.Part())
	}
}

// TestSelectionWithinAPart: counts are of the records shown, the query stays general,
// and a drag over all of a pattern that is shown is that pattern.
func TestSelectionWithinAPart(t *testing.T) {
	k := compared(t)
	k.Selection.ShowPart(TestPart)
	k.Selection.Select(query.Of(query.Lacks("image")))
	lacking := 0
	for _, i := range k.Selection.Split().Test {
		if !k.Selection.Presence().Has(i, 1) {
			lacking++
		}
	}
	if k.Selection.Count() != lacking || query.Count(k.Selection.Bits()) <= lacking {
		t.Errorf("%d of %d selected are shown, want %d", k.Selection.Count(), query.Count(k.Selection.Bits()), lacking)
	}
	k.Selection.Clear()
	f, err := k.Scene.Figure(PatternsPane)
	if err != nil {
		t.Fatal(err)
	}
	_, regions := canvas.Render(f, 500, 400, 1, canvas.Light(), nil)
	at := slices.IndexFunc(regions, func(r canvas.Region) bool { return r.Kind == canvas.PatternRow })
	row := regions[at]
	b := k.Scene.Brush(f, 500, 400, row.Rect.Top+2, canvas.Light(), regions)
	b.To(row.Rect.Bottom-2, BrushReplace)
	b.Drop()
	if got, want := k.Selection.Query().String(), query.Of(query.Pattern(dataset.Pattern(row.Key), k.data.Names())).String(); got != want {
		t.Errorf("a drag over the row selects %q, want %q", got, want)
	}
}

// TestPartIsKept in the project, and copied with the chart and the order of its rows.
func TestPartIsKept(t *testing.T) {
	k := compared(t)
	k.Selection.ShowPart(DevPart)
	k.Selection.Select(query.Of(query.Lacks("image")))
	k.Display.SetView(PatternsPane, "by number missing")
	file := t.TempDir() + "/study.lacuna"
	if err := k.save(file); err != nil {
		t.Fatal(err)
	}
	only := "--only '(split = train or split = validation)'"
	if got := k.ChartCommand(PatternsPane); got != "lacuna chart "+file+" patterns --rows missing --where 'image missing' "+only+" -o patterns.png" {
		t.Errorf("B: %s", got)
	}
	if got := k.ChartCommand(StrataPane); got != "lacuna chart "+file+" strata --rows missing --metric accuracy "+only+" -o strata.png" {
		t.Errorf("D: %s", got)
	}
	for _, m := range k.Comparison.Study().Methods {
		k.Display.ShowMethod(m, true)
	}
	k.Display.SetView(PatternsPane, "by difference")
	if got := k.ChartCommand(PatternsPane); !strings.Contains(got, " --rows difference --metric accuracy --a ") || !strings.Contains(got, " --b ") {
		t.Errorf("B by difference: %s", got)
	}
	k.Display.Choose(StrataPane, "by site")
	if got := k.ChartCommand(StrataPane); !strings.Contains(got, " strata --by site --metric accuracy ") {
		t.Errorf("D by site: %s", got)
	}
	k.Selection.ShowPart(AllParts)
	if got := k.Selection.Words(); !strings.Contains(got, "image missing") || strings.Contains(got, "only") {
		t.Errorf("without a part: %q", got)
	}
}

// TestPartOfAnotherRepetition: a part is that of the repetition and fold that are chosen,
// with their mask, in panes, words and commands; it is taken back, kept, and left with
// the part. Where the comparison has no such fold it is that of the first.
func TestPartOfAnotherRepetition(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	k.quick()
	k.Setup.SetSplit(experiment.SplitSpec{Kind: experiment.KFold, Folds: 2})
	k.Setup.SetMask(experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.CellRate, Rate: 0.2})
	k.Setup.SetSeeds(2)
	k.wait("the plan", func() bool { return !k.Setup.Planning() })
	on := k.Selection
	jobs := experiment.Divisions(k.Setup.plan.jobs)
	if on.ShowDivision(1, 1); on.Split() != &on.jobs[0].Split {
		t.Error("all records are shown as another repetition sees them")
	}
	on.ShowPart(TestPart)
	first := on.Presence()
	on.ShowDivision(1, 1)
	if got, want := on.Split().Test, jobs[3].Split.Test; !slices.Equal(got, want) || k.recordsOf(PatternsPane) != Grouped(len(want)) {
		t.Errorf("test records are %v, want %v, and B is of %s", got, want, k.recordsOf(PatternsPane))
	}
	if on.Mask().Hash() != jobs[3].Mask.Hash() || on.Presence() == first {
		t.Error("the mask is that of the first repetition")
	}
	if got := on.PartWords(); got != "only test records, as in repetition 2, fold 2 of 2" {
		t.Errorf("%q", got)
	}
	if got := k.Note(PresencePane); !strings.Contains(got, "of 120, as in repetition 2, fold 2 of 2. Hidden by the comparison: as in repetition 2, fold 2 of 2;") {
		t.Errorf("A says %q", got)
	}
	file := t.TempDir() + "/study.lacuna"
	if err := k.save(file); err != nil {
		t.Fatal(err)
	}
	if got := k.ChartCommand(PatternsPane); !strings.Contains(got, " --only 'split = test' --seed 1 --fold 1 ") {
		t.Errorf("B: %s", got)
	}
	if kept := keptPart(k.reopen(file).Project.Window); kept != (shown{TestPart, 1, 1}) {
		t.Errorf("kept: %+v", kept)
	}
	k.Undo()
	if seed, fold := on.Division(); seed+fold != 0 || on.PartWords() != "only test records" {
		t.Errorf("taken back: repetition %d, fold %d, %q", seed, fold, on.PartWords())
	}
	k.Redo()
	k.Setup.SetSeeds(1)
	k.wait("the plan", func() bool { return !k.Setup.Planning() })
	if on.Repetitions() != 1 || len(on.Folds()) != 2 || on.PartWords() != "only test records" {
		t.Errorf("%d repetitions, folds %v, %q", on.Repetitions(), on.Folds(), on.PartWords())
	}
	if on.ShowPart(AllParts); on.shown != (shown{}) {
		t.Errorf("all records: %+v", on.shown)
	}
}
