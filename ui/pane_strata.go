package ui

import (
	"fyne.io/fyne/v2/widget"

	"lacuna/ui/vm"
)

// strataPane is pane D: accuracy with and without missing data, and the choice
// of the metric for all panes.
func strataPane(f *frame) *pane {
	var titles []string
	for _, c := range vm.MetricChoices() {
		titles = append(titles, c.Title)
	}
	f.metric = widget.NewSelect(titles, func(title string) {
		for _, c := range vm.MetricChoices() {
			if c.Title == title && (c.Metric != vm.MetricChoices()[0].Metric || f.bench.Metric() != "") {
				f.bench.SetMetric(c.Metric)
			}
		}
	})
	f.metric.SetSelectedIndex(0)
	return f.pane(vm.StrataPane, "D", f.metric)
}
