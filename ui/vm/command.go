package vm

import (
	"slices"
	"strconv"

	"lacuna/charts"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/shell"
)

// RunCommand is the command that runs the comparison without the window; empty
// where the project is not saved, so that no command can name it.
func (w *Workbench) RunCommand() string {
	if w.Document.File() == "" {
		return ""
	}
	return shell.Line("lacuna", "run", w.Document.File())
}

// ChartCommand is the command that writes what a pane shows to a file; empty
// where nothing is saved yet, so that no command can name it.
func (w *Workbench) ChartCommand(p Pane) string {
	file := w.Document.File()
	if file == "" {
		return ""
	}
	view := w.Display.View(p)
	words := []string{"lacuna", "chart", file, view.Chart}
	if columns := w.Display.Columns(); view.Chart == string(PresencePane) {
		if view.Order != charts.ByPattern {
			words = append(words, "--order", string(view.Order))
		}
		if columns.Table != "" {
			words = append(words, "--columns", columns.Table)
		}
		if columns.Part != "" {
			words = append(words, "--matching", columns.Part)
		}
	}
	words = append(words, w.ofCurves(view)...)
	if view.Group != "" {
		words = append(words, "--by", metric.ByColumn(view.Group))
	}
	words = append(append(words, w.scoredBy(p, view)...), w.ofRecords(view)...)
	return shell.Line(append(words, "-o", view.Chart+".png")...)
}

// ofCurves are the flags that say how learning curves are drawn.
func (w *Workbench) ofCurves(view View) (words []string) {
	if view.Chart != string(LearningPane) {
		return nil
	}
	switch {
	case view.Curves.ByPattern:
		words = append(words, "--by", "pattern")
	case view.Curves.Unfold:
		words = append(words, "--unfold")
	default:
		for _, m := range w.Display.unfoldedOf(curvedMethods(w.Comparison.Study())) {
			words = append(words, "--runs-of", m)
		}
	}
	if s := w.Display.smoothing; s != charts.NotSmoothed {
		words = append(words, "--smooth", s.Name())
	}
	return words
}

// curvedMethods are the methods of a study that have learning curves.
func curvedMethods(of *result.Study) []string {
	return slices.DeleteFunc(slices.Clone(of.Methods), func(m string) bool {
		return !slices.ContainsFunc(of.RunsOf(m), func(r result.Run) bool { return len(r.Curves) > 0 })
	})
}

// scoredBy are the flags that say how a chart of results, or one in the order of
// results, is made.
func (w *Workbench) scoredBy(p Pane, view View) (words []string) {
	rows := view.Rows
	if p == StrataPane && slices.Contains(ordered, view.Chart) && view.Group == "" {
		rows = w.Display.View(PatternsPane).Rows
	}
	if rows != charts.ByRecords {
		words = append(words, "--rows", rowsFlag[rows])
	}
	ranked := rows == charts.ByScore || rows == charts.ByDifference
	if p == StrataPane || ranked {
		words = append(words, "--metric", string(w.Display.Metric()))
	}
	a, b := w.Scene.Pair()
	if ranked || view.Chart == "difference" {
		words = append(words, "--a", a)
	}
	if rows == charts.ByDifference || view.Chart == "difference" {
		words = append(words, "--b", b)
	}
	if view.Chart == "difference" {
		words = append(words, "--negligible", strconv.FormatFloat(100*w.Display.band(), 'g', 6, 64))
	}
	return words
}

// ordered are the charts of results with a row for each pattern, and rowsFlag what
// the command line calls the orders of these.
var (
	ordered  = []string{"strata", "difference", "joined"}
	rowsFlag = map[charts.PatternOrder]string{charts.ByLack: "missing", charts.ByScore: "score", charts.ByDifference: "difference"}
)

// ofRecords are the flags that say which records a chart is about, and which of
// them are at full strength.
func (w *Workbench) ofRecords(view View) (words []string) {
	ofData := view.Chart == string(PresencePane) || view.Chart == string(PatternsPane)
	if q := w.Selection.query; ofData && !q.Empty() {
		words = append(words, "--where", q.String())
	}
	if only := w.Selection.only; only != nil && (ofData || view.Chart == "comissing" || slices.Contains(ordered, view.Chart)) {
		words = append(words, "--only", w.Selection.shown.query().String())
		seed, fold := w.Selection.Division()
		if seed > 0 {
			words = append(words, "--seed", strconv.Itoa(seed))
		}
		if fold > 0 {
			words = append(words, "--fold", strconv.Itoa(fold))
		}
	}
	return words
}
