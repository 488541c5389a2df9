package vm

import "lacuna/charts"

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
			{"with patterns", "joined", charts.Accuracy},
			{"degradation", "degradation", charts.Accuracy},
			{"every pattern left", "stress", charts.Accuracy},
			{"shifted imputations", "delta", charts.Accuracy},
			{"mean ranks", "critical-difference", charts.Accuracy},
			{"calibration", "calibration", charts.Accuracy},
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
