package vm

import (
	"slices"

	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// tabling is the scoring of results, which takes a moment (bootstrap) and so
// runs off the event goroutine: one at a time, and the newest question wins.
type tabling struct {
	version int  // raised when what was asked is out of date
	busy    bool // a scoring is under way
	again   bool // another is wanted after it
}

// Settled says whether everything that was computed is shown.
func (w *Workbench) Settled() bool { return w.running == nil && !w.tabling.busy }

// retable scores the results anew.
func (w *Workbench) retable() {
	if w.tabling.busy {
		w.tabling.again = true
		return
	}
	w.tabling.busy = true
	version, study, extra := w.tabling.version, w.study, w.selectionStratum()
	verdict, judge := w.verdict, w.verdict == "" && w.running == nil
	shown := w.metric
	go func() {
		strata := append(extra, metric.DefaultStrata(study)...)
		table := metric.Stratify(study, strata)
		if m, err := metric.MeasureNamed(string(shown)); err == nil {
			table = metric.WithIntervals(study, table, m)
		}
		if judge {
			verdict = metric.Verdict(study)
		}
		w.around.Do(func() { w.tabled(version, table, verdict) })
	}()
}

func (w *Workbench) tabled(version int, table metric.Table, verdict string) {
	w.tabling.busy = false
	if version == w.tabling.version {
		w.table, w.verdict = table, verdict
	}
	if w.tabling.again {
		w.tabling.again = false
		w.retable()
	}
	if version == w.tabling.version {
		w.changed(StudyChanged)
	}
}

// selectionStratum is the selection as a stratum of its own, where it is not
// one of the default ones.
func (w *Workbench) selectionStratum() []metric.Stratum {
	if w.query.Empty() || len(w.query.Terms) == 1 && w.query.Terms[0].isStratum() {
		return nil
	}
	rows := w.selected
	selected := func(record int) bool {
		_, found := slices.BinarySearch(rows, record)
		return found
	}
	for _, run := range w.study.Runs {
		if slices.ContainsFunc(run.Rows, func(r result.Row) bool { return selected(r.Record) }) {
			return []metric.Stratum{metric.Selection("selected", selected)}
		}
	}
	return nil
}

// isStratum says whether the rule is one of the default strata.
func (t Term) isStratum() bool {
	return t.Kind == HasPattern || t.Kind == Lacks || t.Kind == Incomplete
}
