package vm

import (
	"maps"
	"slices"

	"lacuna/charts"
	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/project"
)

// Display is how results are shown: which methods, by which metric, as which
// charts, in which layout.
type Display struct {
	part
	data      *dataset.Dataset
	split     func() *dataset.Split
	scores    func() *metric.Table // of the comparison
	hidden    map[string]bool      // methods that are switched off, by label
	known     map[string]bool      // methods that have been shown before
	places    map[string]int       // of methods in the palette: colours for life
	views     map[Pane]string      // names of what panes show, where not the default
	columns   charts.Columns       // of a table that the presence matrix shows
	window    project.Window       // the layout that the window keeps
	metric    charts.Metric        // that results are shown by; "" is accuracy
	pair      [2]string            // methods whose difference is shown; "" is the best of the others
	marked    string               // method that is to be compared with the next one
	bands     map[charts.Metric]float64
	groups    []string         // further columns that strata can be made by
	unfolded  map[string]bool  // methods whose learning curves have a line for each run
	smoothing charts.Smoothing // of learning curves
}

// open begins with the defaults.
func (d *Display) open(data *dataset.Dataset) {
	d.data, d.groups = data, groupColumns(data)
	d.hidden, d.known, d.places, d.views, d.window = map[string]bool{}, map[string]bool{}, map[string]int{}, map[Pane]string{}, project.Window{}
	d.columns, d.unfolded, d.smoothing = charts.Columns{}, map[string]bool{}, charts.NotSmoothed
	d.metric, d.pair, d.marked, d.bands = "", [2]string{}, "", map[charts.Metric]float64{}
}

// restore shows what a project says; results are those of its comparison.
func (d *Display) restore(w project.Window, study *result.Study) {
	d.window = w
	d.recall(w)
	for _, pane := range Panes() { // the other tabs are the layout's
		if name, ok := w.Tabs[string(pane)]; ok {
			d.views[pane] = name
		}
	}
	if len(w.Visible) == 0 {
		return
	}
	d.hidden = map[string]bool{}
	for _, m := range study.Methods {
		d.known[m] = true
		if !slices.Contains(w.Visible, m) {
			d.hidden[m] = true
		}
	}
}

// meet takes notice of the methods of a comparison. Baselines are off at
// first: the most frequent class is a line in the chart anyway, and beside
// chance level the methods would have no room. What was chosen stays.
func (d *Display) meet(study *result.Study, chosen func(label string) bool) {
	d.place(study.Methods)
	for _, m := range study.Methods {
		if !d.known[m] && slices.Contains(study.Baselines, m) && !chosen(m) {
			d.hidden[m] = true
		}
		d.known[m] = true
	}
}

// apart is how many methods the palette keeps apart.
const apart = 8

// place gives methods that are new a place in the palette: one that nobody has had,
// while there is one, so that each keeps its colour in later comparisons.
func (d *Display) place(methods []string) {
	d.places = maps.Clone(d.places) // charts may be being made with it
	taken := func(p int, among []string) bool {
		return slices.ContainsFunc(among, func(m string) bool {
			had, ok := d.places[m]
			return ok && had == p
		})
	}
	for _, m := range methods {
		if _, ok := d.places[m]; ok {
			continue
		}
		p, all := 0, slices.Collect(maps.Keys(d.places))
		for taken(p, all) && p < apart {
			p++
		}
		if p == apart {
			for p = 0; taken(p, methods); p++ {
			}
		}
		d.places[m] = p
	}
}

// compared counts the methods with results that are switched on.
func (d *Display) compared() int {
	n := 0
	for _, m := range d.scores().Methods {
		if !d.hidden[m] {
			n++
		}
	}
	return n
}

// Hidden says which methods are switched off.
func (d *Display) Hidden() map[string]bool { return d.hidden }

// ShowMethod switches a method on or off in all panes.
func (d *Display) ShowMethod(label string, visible bool) {
	if d.hidden[label] == !visible {
		return
	}
	d.before("")
	d.hidden = maps.Clone(d.hidden)
	if visible {
		delete(d.hidden, label)
	} else {
		d.hidden[label] = true
	}
	d.emit(ViewChanged)
}

// View returns what a pane shows.
func (d *Display) View(p Pane) View {
	views := d.offered(p)
	i := slices.IndexFunc(views, func(v View) bool { return v.Name == d.views[p] })
	return views[max(i, 0)]
}

// SetView chooses by its name what a pane shows.
func (d *Display) SetView(p Pane, name string) {
	if d.View(p).Name == name {
		return
	}
	d.before("")
	d.views = maps.Clone(d.views)
	d.views[p] = name
	d.emit(ViewChanged)
}

// Layout is the layout that is saved with the project.
func (d *Display) Layout() project.Window { return d.window }

// SetLayout keeps the layout as the window has it: its splitters, open tabs,
// theme and the maximised pane. It can be taken back, and is saved with the next
// change that is: alone it is no reason to ask whether a study is to be saved.
func (d *Display) SetLayout(w project.Window) {
	if sameLayout(w, d.window) {
		return
	}
	d.before("layout")
	d.window = w
	d.emit(LayoutKept)
}

func sameLayout(a, b project.Window) bool {
	return a.Maximised == b.Maximised && a.Theme == b.Theme && maps.Equal(a.Splitters, b.Splitters) && maps.Equal(a.Tabs, b.Tabs)
}

// saved is the layout with what is shown in it, for a project file.
func (d *Display) saved(study *result.Study) project.Window {
	out := d.window
	out.Tabs, out.Visible = maps.Clone(d.window.Tabs), nil
	d.note(&out)
	for pane, name := range d.views {
		if out.Tabs == nil {
			out.Tabs = map[string]string{}
		}
		out.Tabs[string(pane)] = name
	}
	for _, m := range study.Methods {
		if !d.hidden[m] {
			out.Visible = append(out.Visible, m)
		}
	}
	return out
}
