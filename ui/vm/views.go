package vm

import (
	"maps"
	"slices"
	"strings"

	"lacuna/charts"
	"lacuna/dataset"
	"lacuna/dataset/query"
	"lacuna/internal/say"
)

// View is one of the things that a pane can show.
type View struct {
	Name   string              // in project files
	Chart  string              // name of the chart
	Order  charts.Order        // of the presence matrix; "" elsewhere
	Rows   charts.PatternOrder // of patterns
	Curves charts.CurveLook    // learning curves: how they are drawn
	Why    bool                // patterns: why something is missing, at the foot
	Group  string              // strata: the column whose values they are; "" for those of missingness
}

// Title is what people call it.
func (v View) Title() string {
	if column, ok := strings.CutPrefix(string(v.Order), string(charts.ByColumn(""))); ok {
		return say.Form("by %s", column)
	}
	if v.Group != "" {
		return say.Form("by %s", v.Group)
	}
	return say.Text(v.Name)
}

// orders are what the presence matrix is called in the orders that all data have.
var orders = map[charts.Order]string{
	charts.ByPattern: "by pattern", charts.ByTime: "by time", charts.ByLabel: "by label", charts.BySplit: "by split", charts.ByID: "by id", charts.AsRead: "as read",
}

// paneViews are what a pane can show of any data, the default first.
var paneViews = map[Pane][]View{
	PresencePane: {{Name: orders[charts.ByPattern], Chart: "presence", Order: charts.ByPattern}, {Name: "co-missing", Chart: "comissing"}},
	PatternsPane: {
		{Name: "patterns", Chart: "patterns"},
		{Name: "by number missing", Chart: "patterns", Rows: charts.ByLack},
		{Name: "by score", Chart: "patterns", Rows: charts.ByScore},
		{Name: "by difference", Chart: "patterns", Rows: charts.ByDifference},
		{Name: "why missing", Chart: "patterns", Why: true},
	},
	LearningPane: {{Name: "curves", Chart: "learning"}, {Name: "every run", Chart: "learning", Curves: charts.CurveLook{Unfold: true}},
		{Name: "loss by pattern", Chart: "learning", Curves: charts.CurveLook{ByPattern: true}}, {Name: "attention", Chart: "attention"}},
	StrataPane: {
		{Name: "by stratum", Chart: "strata"},
		{Name: "difference", Chart: "difference"},
		{Name: "with patterns", Chart: "joined"},
		{Name: "degradation", Chart: "degradation"},
		{Name: "every pattern left", Chart: "stress"},
		{Name: "shifted imputations", Chart: "delta"},
		{Name: "mean ranks", Chart: "critical-difference"},
		{Name: "calibration", Chart: "calibration"},
	},
}

// AnyColumn is the title behind which a column is asked for, to order records
// by.
const AnyColumn = "by a column…"

// orderName is what project files call the presence matrix in an order.
func orderName(o charts.Order) string {
	if name, ok := orders[o]; ok {
		return name
	}
	name := byColumn + strings.TrimPrefix(string(o), string(charts.ByColumn("")))
	if ofAllData(name) {
		return string(o) // of a column "pattern"
	}
	return name
}

// ofAllData says whether a name is that of an order which all data have.
func ofAllData(name string) bool {
	return slices.Contains(slices.Collect(maps.Values(orders)), name)
}

// byGroup is how the name of strata by a column begins.
const byGroup = "group "

// mostGroups is the most values of a column that strata are offered by: more are
// ids, or too few records each.
const mostGroups = 20

// groupColumns are the further columns of the data that have few values.
func groupColumns(d *dataset.Dataset) []string {
	if d == nil {
		return nil
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(d.Groups)) {
		if name == "split" && namesParts(d) { // results are of the test records alone
			continue
		}
		values := map[string]bool{}
		for _, v := range d.Groups[name] {
			if values[v] = true; len(values) > mostGroups {
				break
			}
		}
		if len(values) > 1 && len(values) <= mostGroups {
			out = append(out, name)
		}
	}
	return out
}

// byColumn is how the name of an order by a column begins.
const byColumn = "by "

// Views lists the titles of what a pane can show of these data, the default
// first.
func (d *Display) Views(p Pane) []string {
	out := titlesOf(d.offered(p))
	if p == PresencePane && d.data != nil {
		out = append(append(out, say.Text(AnyColumn)), d.columnTitles()...)
	}
	return out
}

// titlesOf are the titles of views, no two alike: data may have a column "stratum",
// in any language.
func titlesOf(views []View) []string {
	var out []string
	for _, v := range views {
		title := v.Title()
		for slices.Contains(out, title) {
			title = say.Form("%s (column)", title)
		}
		out = append(out, title)
	}
	return out
}

// Title is what a pane shows, as Views calls it.
func (d *Display) Title(p Pane) string {
	views, now := d.offered(p), d.View(p)
	at := slices.IndexFunc(views, func(v View) bool { return v.Name == now.Name })
	return titlesOf(views)[max(at, 0)]
}

// Choose shows in a pane what has one of the titles of Views.
func (d *Display) Choose(p Pane, title string) {
	views := d.offered(p)
	if at := slices.Index(titlesOf(views), title); at >= 0 {
		d.SetView(p, views[at].Name)
	}
}

// offered are the views of a pane: those of any data, and the orders of records
// that these have.
func (d *Display) offered(p Pane) []View {
	list := slices.Clone(paneViews[p])
	if p == PatternsPane {
		return slices.DeleteFunc(list, func(v View) bool {
			return v.Rows == charts.ByScore && d.compared() < 1 || v.Rows == charts.ByDifference && d.compared() < 2
		})
	}
	if p == StrataPane {
		for k, column := range d.groups {
			list = slices.Insert(list, 1+k, View{Name: byGroup + column, Chart: "strata", Group: column})
		}
	}
	if p != PresencePane || d.data == nil {
		return list
	}
	for _, o := range charts.Orders(d.data, d.split())[1:] { // the first is there
		list = slices.Insert(list, len(list)-1, View{Name: orderName(o), Chart: "presence", Order: o})
	}
	if v, ok := d.ordered(d.views[p]); ok && !slices.Contains(list, v) {
		list = slices.Insert(list, len(list)-1, v)
	}
	return list
}

// ordered is the view of the presence matrix by a column that its name has.
func (d *Display) ordered(name string) (View, bool) {
	column, ok := strings.CutPrefix(name, string(charts.ByColumn("")))
	if !ok && !ofAllData(name) {
		column, ok = strings.CutPrefix(name, byColumn)
	}
	if !ok || d.data == nil || !slices.Contains(query.Columns(d.data)[4:], column) { // the first four have orders of their own
		return View{}, false
	}
	return View{Name: name, Chart: "presence", Order: charts.ByColumn(column)}, true
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
	d.SetView(PresencePane, orderName(charts.ByColumn(column)))
}
