package vm

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"lacuna/charts"
	"lacuna/experiment/metric"
	"lacuna/internal/param"
	"lacuna/internal/say"
	"lacuna/project"
)

// Metrics lists what results can be shown by, in words, the default first.
func (d *Display) Metrics() []string {
	var out []string
	for _, m := range metric.Measures() {
		out = append(out, m.Title)
	}
	return out
}

// Metric is what results are shown by: all charts of them that can.
func (d *Display) Metric() charts.Metric {
	if d.metric == "" {
		return charts.Accuracy
	}
	return d.metric
}

// MetricTitle is the metric in words.
func (d *Display) MetricTitle() string {
	m, err := metric.MeasureNamed(string(d.Metric()))
	if err != nil {
		return string(d.Metric())
	}
	return m.Title
}

// ChooseMetric shows results by the metric that has a title.
func (d *Display) ChooseMetric(title string) {
	for _, m := range metric.Measures() {
		if m.Title == title {
			d.SetMetric(charts.Metric(m.Name))
			return
		}
	}
}

// SetMetric shows results by another metric.
func (d *Display) SetMetric(m charts.Metric) {
	if d.Metric() == m || !known(m) {
		return
	}
	d.before("")
	d.metric = m
	d.emit(ViewChanged)
}

func known(m charts.Metric) bool {
	_, err := metric.MeasureNamed(string(m))
	return err == nil
}

// Compare chooses the two methods whose difference is shown; an empty label
// leaves one to be the best of the others.
func (d *Display) Compare(a, b string) {
	if pair := [2]string{a, b}; pair != d.pair && (a != b || a == "") {
		d.before("")
		d.pair, d.marked = pair, ""
		d.emit(ViewChanged)
	}
}

// mark notes a method to be compared with the next that is marked, and shows the
// difference once there are two.
func (d *Display) mark(label string) {
	if d.marked == "" || d.marked == label {
		d.marked = label
		return
	}
	d.before("")
	d.pair, d.marked = [2]string{d.marked, label}, ""
	d.views = maps.Clone(d.views)
	d.views[StrataPane] = "difference"
	d.emit(ViewChanged)
}

// scale is what a difference in the metric is written in, and its unit in words.
func (d *Display) scale() (factor float64, unit string) {
	if d.Metric() == charts.Accuracy {
		return 100, say.Text("points")
	}
	return 1, ""
}

// Negligible is the band of differences that do not matter, either way, and its
// unit.
func (d *Display) Negligible() (text, unit string) {
	factor, unit := d.scale()
	return strconv.FormatFloat(factor*d.band(), 'g', 6, 64), unit
}

func (d *Display) band() float64 {
	if x, ok := d.bands[d.Metric()]; ok {
		return x
	}
	return metric.Negligible
}

// SetNegligible sets the band in the unit of the metric. What is no number or out
// of bounds is an error for people.
func (d *Display) SetNegligible(text string) error {
	factor, unit := d.scale()
	x, err := param.Number(text)
	if most := mostNegligible * factor; err != nil || x <= 0 || x > most {
		return say.Errorf("%s: give a number above 0 and up to %g", strings.TrimSpace(say.Form("negligible, in %s", orElse(unit, d.MetricTitle()))), most)
	}
	if x /= factor; x != d.band() {
		d.before("")
		d.bands = maps.Clone(d.bands)
		d.bands[d.Metric()] = x
		d.emit(ViewChanged)
	}
	return nil
}

// mostNegligible is the widest band: half of what most metrics can differ by.
const mostNegligible = 0.5

// recall takes from a project how results were shown. What makes no sense, as of
// a file that somebody has written, is the default.
func (d *Display) recall(w project.Window) {
	if m := charts.Metric(w.Metric); known(m) {
		d.metric = m
	}
	d.columns = charts.Columns{Table: w.Columns, Part: w.Matching}
	for _, label := range w.Unfolded {
		d.unfolded[label] = true
	}
	if s := charts.Smoothing(w.Smoothing); slices.Contains(charts.Smoothings(), s) {
		d.smoothing = s
	}
	if len(w.Compared) == 2 && w.Compared[0] != w.Compared[1] {
		d.pair = [2]string(w.Compared)
	}
	for name, x := range w.Bands {
		if x > 0 && x <= mostNegligible {
			d.bands[charts.Metric(name)] = x
		}
	}
	for label, place := range w.Places {
		if place >= 0 && place < mostPlaces {
			d.places[label] = place
		}
	}
}

// mostPlaces bounds the places in the palette that a project may give.
const mostPlaces = 10_000

// note writes down for a project what recall takes.
func (d *Display) note(w *project.Window) {
	w.Metric, w.Compared, w.Bands, w.Places = string(d.Metric()), nil, nil, maps.Clone(d.places)
	w.Columns, w.Matching = d.columns.Table, d.columns.Part
	w.Unfolded, w.Smoothing = slices.Sorted(maps.Keys(d.unfolded)), string(d.smoothing)
	if d.pair != ([2]string{}) {
		w.Compared = slices.Clone(d.pair[:])
	}
	for m, x := range d.bands {
		if w.Bands == nil {
			w.Bands = map[string]float64{}
		}
		w.Bands[string(m)] = x
	}
}
