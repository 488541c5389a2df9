package ui

import "lacuna/ui/vm"

// strataPane is pane D: accuracy with and without missing data, in a metric and as
// a chart that are chosen apart.
func strataPane(f *frame) *pane {
	display := f.bench.Display
	metric := newChooser(display.Metrics(), display.ChooseMetric)
	metric.Selected = display.MetricTitle()
	p := f.pane(vm.StrataPane, "D", metric)
	p.metric = metric
	return p
}
