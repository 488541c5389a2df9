package vm

import (
	"fmt"
	"strings"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/metric"
)

// drawnFrom is what the figure of a dataset depends on.
type drawnFrom struct {
	data  *dataset.Dataset
	mask  *dataset.Mask
	split *dataset.Split
	chart string
	order charts.Order
	shown charts.Columns
	rows  charts.PatternOrder
	rank  string // what rows are ordered by, where that is results
	only  *charts.Only
	why   *diagnosis // nil where there is none, and it is not asked for
	noted bool
}

type keptFigure struct {
	from   drawnFrom
	figure canvas.Figure
	err    error
}

// atOnce is the number of records up to which a figure of data is made between
// two frames; of more, beside the event goroutine.
const atOnce = 20_000

// ofData keeps the figure of a dataset, which may be large, and changes its
// selection only. Rows are not put into another order under a brush.
func (s *Scene) ofData(p Pane, view View) (canvas.Figure, error) {
	kept, ok := s.kept[p]
	from := s.drawnFrom(p, view)
	brushed := s.selection.Sweeping() && ok && kept.from.data == from.data && kept.from.chart == from.chart
	if !ok || kept.from != from && !brushed {
		s.draw(p, from)
		kept = s.kept[p]
	}
	switch f, ok := kept.figure.(charts.Selectable); {
	case kept.from.data != from.data || kept.from.chart != from.chart: // the new one is being drawn
		return nil, nil
	case kept.err != nil:
		return nil, kept.err
	case ok && s.selection.bits != nil:
		return f.WithSelection(s.selection.Bits()), nil
	}
	return kept.figure, nil
}

// drawnFrom is what the figure of a pane depends on now.
func (s *Scene) drawnFrom(p Pane, view View) drawnFrom {
	on := s.selection
	from := drawnFrom{data: on.data, mask: on.mask, split: on.split, chart: view.Chart, order: view.Order, rows: view.Rows, only: on.only, noted: view.Why}
	if p == PresencePane && view.Chart == string(p) {
		from.shown = s.display.Columns()
	}
	if view.Rows == charts.ByScore || view.Rows == charts.ByDifference {
		from.rank = s.ranking()
	}
	if p == PatternsPane {
		from.why = s.diagnosis(view.Why)
	}
	return from
}

// ranking is what the order of patterns by results depends on.
func (s *Scene) ranking() string {
	a, b := s.Pair()
	t, by := s.comparison.table, s.display.Metric()
	words := []string{a, b, string(by)}
	for i, x := range t.Strata {
		if x.Kind != metric.OnePattern {
			continue
		}
		for m, name := range t.Methods {
			if name == a || name == b {
				v, _ := by.Of(t.Scores[i][m])
				words = append(words, fmt.Sprint(x.Pattern, t.Scores[i][m].N, v))
			}
		}
	}
	return strings.Join(words, "\n")
}

// quick says whether the figure is made between two frames: of columns there are
// more cells, each of which is looked at.
func (from drawnFrom) quick() bool {
	n := from.data.Records()
	if from.shown.Table != "" {
		n *= charts.MostColumns / 5
	}
	return n <= atOnce
}

// draw makes the figure of a pane: at once, or beside the event goroutine, one
// at a time for each pane, the newest question last.
func (s *Scene) draw(p Pane, from drawnFrom) {
	if s.drawing[p] {
		return
	}
	in := charts.Input{Data: from.data, Mask: from.mask, Split: from.split, Order: from.order, Columns: from.shown, Only: from.only, Patterns: from.rows, Noted: from.noted, Metric: s.display.Metric()}
	if from.why != nil {
		in.Why = from.why.notes
	}
	in.A, in.B = s.Pair()
	table := s.comparison.table
	in.Table = &table
	if from.quick() {
		f, err := charts.New(from.chart, in)
		s.kept[p] = keptFigure{from, f, err}
		return
	}
	s.drawing[p] = true
	drawing := s.drawing
	go func() {
		f, err := charts.New(from.chart, in)
		s.comparison.around.Do(func() {
			delete(drawing, p)
			if s.selection.data == from.data {
				s.kept[p] = keptFigure{from, f, err}
				s.selection.emit(MaskChanged)
			}
		})
	}()
}
