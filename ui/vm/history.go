package vm

import (
	"maps"
	"slices"

	"lacuna/charts"
	"lacuna/dataset/query"
	"lacuna/experiment"
	"lacuna/project"
)

// undoSteps is how many changes can be taken back.
const undoSteps = 50

// state is what can be taken back: the selection, what is set up, and how
// results are shown. Running comparisons are stopped, never undone.
type state struct {
	query     query.Query
	part      shown
	saved     []Saved
	spec      experiment.Spec
	hidden    map[string]bool
	views     map[Pane]string
	layout    project.Window
	metric    charts.Metric
	pair      [2]string
	bands     map[charts.Metric]float64
	shown     charts.Columns
	unfolded  map[string]bool
	smoothing charts.Smoothing
}

// history is the states before the changes that people made, and those that
// were taken back.
type history struct {
	past, future []state
	step         string // of the last change; more of the same name are one
}

// note keeps the state before a change. Changes with the same name, which is
// not empty, are taken back together.
func (h *history) note(step string, now state) {
	if step == "" || step != h.step {
		h.past = append(h.past, now)
		if len(h.past) > undoSteps {
			h.past = h.past[1:]
		}
	}
	h.step, h.future = step, nil
}

// back returns the state before the last change, and forth the one that was
// taken back last; false where there is none.
func (h *history) back(now state) (state, bool) { return swap(&h.past, &h.future, now, &h.step) }

func (h *history) forth(now state) (state, bool) { return swap(&h.future, &h.past, now, &h.step) }

func swap(from, to *[]state, now state, step *string) (state, bool) {
	last := len(*from) - 1
	if last < 0 {
		return state{}, false
	}
	s := (*from)[last]
	*from, *to, *step = (*from)[:last], append(*to, now), ""
	return s, true
}

func (w *Workbench) state() state {
	return state{w.Selection.query, w.Selection.shown, w.Selection.saved, w.Setup.spec, maps.Clone(w.Display.hidden), maps.Clone(w.Display.views), w.Display.window,
		w.Display.metric, w.Display.pair, w.Display.bands, w.Display.columns, w.Display.unfolded, w.Display.smoothing}
}

// Undo takes the last change back; Redo does it again.
func (w *Workbench) Undo() { w.travel(w.past.back) }

// Redo does again what was taken back last.
func (w *Workbench) Redo() { w.travel(w.past.forth) }

// CanUndo and CanRedo say whether there is something to take back, or to do
// again.
func (w *Workbench) CanUndo() bool { return len(w.past.past) > 0 }

// CanRedo says whether something was taken back.
func (w *Workbench) CanRedo() bool { return len(w.past.future) > 0 }

func (w *Workbench) travel(way func(state) (state, bool)) {
	if w.Document.data == nil {
		return
	}
	s, ok := way(w.state())
	if !ok {
		return
	}
	now := w.state()
	w.Display.hidden, w.Display.views, w.Display.window = s.hidden, s.views, s.layout
	w.Display.metric, w.Display.pair, w.Display.bands = s.metric, s.pair, s.bands
	w.Display.columns, w.Display.unfolded, w.Display.smoothing = s.shown, s.unfolded, s.smoothing
	if w.Selection.saved = s.saved; !slices.Equal(now.saved, s.saved) {
		w.emit(NameChanged)
	}
	if !sameSpec(now.spec, s.spec) {
		w.Setup.replace(s.spec)
	}
	if now.query.String() != s.query.String() {
		w.Selection.apply(s.query)
	}
	if now.part != s.part {
		w.Selection.show(s.part)
	}
	if !sameLayout(now.layout, s.layout) {
		w.emit(LayoutChanged)
	}
	if !sameView(now, s) {
		w.emit(ViewChanged)
	}
}

// sameView says whether two states show the same of the same.
func sameView(a, b state) bool {
	return maps.Equal(a.hidden, b.hidden) && maps.Equal(a.views, b.views) && a.metric == b.metric && a.pair == b.pair &&
		maps.Equal(a.bands, b.bands) && a.shown == b.shown && slices.Equal(a.saved, b.saved) &&
		maps.Equal(a.unfolded, b.unfolded) && a.smoothing == b.smoothing
}
