package vm

import (
	"slices"
	"strings"

	"lacuna/charts"
	"lacuna/dataset/query"
	"lacuna/internal/say"
)

// View is one of the things that a pane can show.
type View struct {
	Title  string
	Chart  string        // name of the chart
	Metric charts.Metric // of the strata; "" elsewhere
	Order  charts.Order  // of the presence matrix; "" elsewhere
	Unfold bool          // learning curves: a line for each run
	Why    bool          // patterns: why something is missing, at the foot
}

// views lists what a pane can show of any data, the default first.
func views(p Pane) []View {
	switch p {
	case PresencePane:
		return []View{{Title: orderTitle(charts.ByPattern), Chart: "presence", Order: charts.ByPattern}, {Title: "co-missing", Chart: "comissing"}}
	case PatternsPane:
		return []View{{Title: "patterns", Chart: "patterns"}, {Title: say.Text("why missing"), Chart: "patterns", Why: true}}
	case LearningPane:
		return []View{{Title: "curves", Chart: "learning"}, {Title: say.Text("every run"), Chart: "learning", Unfold: true}, {Title: "attention", Chart: "attention"}}
	}
	out := []View{
		{Title: "accuracy", Chart: "strata"},
		{Title: "difference", Chart: "difference"},
		{Title: say.Text("with patterns"), Chart: "joined"},
		{Title: "degradation", Chart: "degradation"},
		{Title: say.Text("every pattern left"), Chart: "stress"},
		{Title: say.Text("shifted imputations"), Chart: "delta"},
		{Title: say.Text("mean ranks"), Chart: "critical-difference"},
		{Title: "calibration", Chart: "calibration"},
	}
	for k := range out {
		out[k].Metric = charts.Accuracy
	}
	for _, by := range []struct {
		title  string
		metric charts.Metric
	}{
		{say.Text("balanced accuracy"), charts.BalancedAccuracy}, {"macro-F1", charts.MacroF1}, {"AUROC", charts.AUROC},
		{"log-loss", charts.LogLoss}, {say.Text("Brier score"), charts.Brier}, {say.Text("calibration error"), charts.ECE},
	} {
		out = append(out, View{Title: by.title, Chart: "strata", Metric: by.metric})
	}
	return out
}

// AnyColumn is the title behind which a column is asked for, to order records
// by.
const AnyColumn = "by a column…"

// orderTitle is what the presence matrix in an order is called.
func orderTitle(o charts.Order) string {
	if o == charts.AsRead {
		return say.Text("as read")
	}
	return "by " + strings.TrimPrefix(string(o), string(charts.ByColumn("")))
}

// Views lists the titles of what a pane can show of these data, the default
// first.
func (d *Display) Views(p Pane) []string {
	var out []string
	for _, v := range d.offered(p) {
		out = append(out, v.Title)
	}
	if p == PresencePane && d.data != nil {
		out = append(out, AnyColumn)
	}
	return out
}

// offered are the views of a pane: those of any data, and the orders of records
// that these have.
func (d *Display) offered(p Pane) []View {
	list := views(p)
	if p != PresencePane || d.data == nil {
		return list
	}
	for _, o := range charts.Orders(d.data, d.split())[1:] { // the first is there
		list = slices.Insert(list, len(list)-1, View{Title: orderTitle(o), Chart: "presence", Order: o})
	}
	if v, ok := d.ordered(d.views[p]); ok && !slices.Contains(list, v) {
		list = slices.Insert(list, len(list)-1, v)
	}
	return list
}

// ordered is the view of the presence matrix by a column that its title names.
func (d *Display) ordered(title string) (View, bool) {
	column, ok := strings.CutPrefix(title, "by ")
	if !ok || d.data == nil || !slices.Contains(query.Columns(d.data)[4:], column) { // the first four have orders of their own
		return View{}, false
	}
	return View{Title: title, Chart: "presence", Order: charts.ByColumn(column)}, true
}

// OrderColumns lists the columns that records can be ordered by.
func (d *Display) OrderColumns() []string {
	if d.data == nil {
		return nil
	}
	return query.Columns(d.data)[4:]
}

// OrderBy shows the presence matrix in the order of a column.
func (d *Display) OrderBy(column string) {
	d.SetView(PresencePane, orderTitle(charts.ByColumn(column)))
}
