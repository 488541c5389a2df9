package vm

import (
	"slices"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// strata is what pane D shows of the results.
func (s *Scene) strata(view View) (canvas.Figure, error) {
	nothing := len(s.comparison.table.Strata) == 0 || s.unpaired()
	if !nothing && view.Chart != string(StrataPane) {
		return s.later(view.Chart)
	}
	s.leaveTable()
	if s.late.drop(); nothing {
		return nil, nil
	}
	return charts.New(view.Chart, s.input())
}

// table is that of the strata that are shown: of missingness, or of the values of
// a column.
func (s *Scene) table() metric.Table {
	t, group := s.comparison.table, s.display.View(StrataPane).Group
	out := t
	out.Strata, out.Scores = nil, nil
	for i, x := range t.Strata {
		shared := x.Kind == metric.AllRecords || x.Kind == metric.SelectedRecord
		if shared || (x.Kind == metric.OneGroup) == (group != "") && x.Column == group {
			out.Strata, out.Scores = append(out.Strata, x), append(out.Scores, t.Scores[i])
		}
	}
	return out
}

// picked are the selected test records by stratum; nil without a selection.
func (s *Scene) picked() map[string]int {
	c := s.comparison
	if len(c.picked) != len(c.table.Strata) {
		return nil
	}
	out := map[string]int{}
	for i, n := range c.picked {
		out[c.table.Strata[i].Name] = n
	}
	return out
}

// pinned is the stratum that is selected, by name; empty where none is.
func (s *Scene) pinned() string {
	on := s.selection
	for _, x := range s.comparison.table.Strata {
		q := stratumQuery(x, on.data)
		if x.Kind == metric.SelectedRecord || !q.Empty() && q.String() == on.query.String() && x.Kind != metric.MaskedPattern {
			return x.Name
		}
	}
	return ""
}

// unpaired says whether the difference of two methods is to be shown, and not both
// have results.
func (s *Scene) unpaired() bool {
	if s.display.View(StrataPane).Chart != "difference" {
		return false
	}
	a, b := s.Pair()
	done := s.finished()
	return !slices.Contains(done, a) || !slices.Contains(done, b)
}

// lonely says what a difference lacks.
func (s *Scene) lonely() string {
	done := s.finished()
	switch {
	case s.comparison.Running() && len(done) < 2:
		return say.Text("A difference needs two methods with results; the second is still to come.")
	case len(done) < 2:
		return say.Text("A difference needs two methods with results. Set up another, and compare.")
	case len(s.ranked()) < 2:
		return say.Text("A difference needs two methods with results. Show another: click its name in the legend of another chart, or choose it above.")
	}
	return say.Text("A difference needs two methods with results, and one of the two that are chosen has none yet. Choose another above.")
}
