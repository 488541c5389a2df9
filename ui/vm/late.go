package vm

import (
	"context"
	"maps"
	"slices"
	"strings"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// late are the charts of results that take a moment, such as paired tests and
// ranks: they are made beside the event goroutine, one at a time, and the newest
// question wins. One that nobody wants any more is ended.
type late struct {
	making *making // nil where nothing is
	of     asked
	figure canvas.Figure
	err    error
}

// making is a chart on its way.
type making struct {
	of  asked
	end context.CancelFunc
}

// drop ends the making of a chart that is not looked at.
func (l *late) drop() {
	if l.making != nil {
		l.making.end()
	}
}

// asked is what such a chart depends on.
type asked struct {
	chart  string
	runs   *result.Run   // the first of a list that every change makes anew
	scores *metric.Score // likewise
	bits   *uint64       // of the selection, likewise; nil without one
	metric charts.Metric
	rows   charts.PatternOrder
	hidden string
	a, b   string  // methods whose difference is shown
	band   float64 // that is negligible
	done   [2]int  // jobs with a result, of all
	only   *charts.Only
	picked *int // of the selected test records of strata, likewise; nil without
}

// follows says whether a chart shows the same as another but for what changes all
// the time while jobs run. To end the making of one for the next would leave nothing
// to see.
func (a asked) follows(b asked) bool {
	a.runs, a.scores, a.done, a.picked = b.runs, b.scores, b.done, b.picked
	return a == b
}

// later returns such a chart: while it is made the one of before, or nil.
func (s *Scene) later(chart string) (canvas.Figure, error) {
	if len(s.comparison.study.Runs) == 0 {
		return nil, nil
	}
	l, of := &s.late, s.askedOf(chart)
	switch {
	case l.making != nil && !of.follows(l.making.of):
		if !s.selection.Sweeping() { // under a brush the last is better than none
			l.drop()
		}
	case l.making == nil && l.of != of:
		s.make(of)
	}
	if l.of.chart != chart {
		s.leaveTable()
		return nil, nil
	}
	if s.tabling != nil && s.tabling.of != l.figure {
		s.leaveTable()
	}
	return l.figure, l.err
}

// askedOf is what a chart depends on now.
func (s *Scene) askedOf(chart string) asked {
	c := s.comparison
	of := asked{chart: chart, runs: &c.study.Runs[0], metric: s.display.Metric(), rows: s.display.View(PatternsPane).Rows, only: s.selection.only, hidden: strings.Join(slices.Sorted(maps.Keys(s.display.hidden)), "\n")}
	of.a, of.b = s.Pair()
	of.band = s.display.band()
	of.done[0], of.done[1] = c.counted()
	if len(c.table.Scores[0]) > 0 {
		of.scores = &c.table.Scores[0][0]
	}
	if len(c.picked) > 0 {
		of.picked = &c.picked[0]
	}
	if bits := s.selection.Bits(); len(bits) > 0 {
		of.bits = &bits[0]
	}
	return of
}

// make makes a chart beside the event goroutine.
func (s *Scene) make(of asked) {
	c, l, in := s.comparison, &s.late, s.input()
	ctx, end := context.WithCancel(context.Background())
	on := &making{of, end}
	in.Context, l.making = ctx, on
	go func() {
		f, err := charts.New(of.chart, in)
		if err == nil {
			f.Title() // which may take a test
		}
		c.around.Do(func() {
			wanted := ctx.Err() == nil
			end()
			if l.making != on { // other data are shown
				return
			}
			if l.making = nil; wanted {
				l.of, l.figure, l.err = of, f, err
			}
			c.emit(StudyChanged) // which asks for the next
		})
	}()
}
