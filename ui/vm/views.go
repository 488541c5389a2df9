package vm

import (
	"slices"

	"lacuna/charts"
)

// View is one of the things that a pane can show.
type View struct {
	Title  string
	Chart  string        // name of the chart
	Metric charts.Metric // of the strata; "" elsewhere
}

// Views lists what a pane can show, the default first.
func Views(p Pane) []View {
	switch p {
	case PresencePane:
		return []View{{"matrix", "presence", ""}, {"co-missing", "comissing", ""}}
	case LearningPane:
		return []View{{"curves", "learning", ""}, {"attention", "attention", ""}}
	case StrataPane:
		return []View{
			{"accuracy", "strata", charts.Accuracy},
			{"difference", "difference", charts.Accuracy},
			{"balanced accuracy", "strata", charts.BalancedAccuracy},
			{"macro-F1", "strata", charts.MacroF1},
			{"AUROC", "strata", charts.AUROC},
			{"log-loss", "strata", charts.LogLoss},
			{"Brier score", "strata", charts.Brier},
			{"calibration error", "strata", charts.ECE},
		}
	}
	return []View{{"patterns", "patterns", ""}}
}

// View returns what a pane shows.
func (w *Workbench) View(p Pane) View {
	views := Views(p)
	i := slices.IndexFunc(views, func(v View) bool { return v.Title == w.views[p] })
	return views[max(i, 0)]
}

// Chart returns the name of the chart that a pane shows.
func (w *Workbench) Chart(p Pane) string { return w.View(p).Chart }

// SetView chooses by its title what a pane shows.
func (w *Workbench) SetView(p Pane, title string) {
	if w.View(p).Title == title {
		return
	}
	w.views[p] = title
	if before := w.metric; before != w.View(StrataPane).Metric {
		w.metric = w.View(StrataPane).Metric
		if len(w.study.Runs) > 0 {
			w.retable() // its intervals take a moment
		}
	}
	w.touch()
	w.changed(StudyChanged | CurvesChanged | MaskChanged)
}
