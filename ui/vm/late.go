package vm

import (
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
// question wins.
type late struct {
	making bool
	of     asked
	figure canvas.Figure
	err    error
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

// later returns such a chart: while it is made the one of before, or nil.
func (s *Scene) later(chart string) (canvas.Figure, error) {
	c, l := s.comparison, &s.late
	if len(c.study.Runs) == 0 {
		return nil, nil
	}
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
	if l.of != of && !l.making {
		l.making = true
		in := s.input()
		go func() {
			f, err := charts.New(chart, in)
			if err == nil {
				f.Title() // which may take a test
			}
			c.around.Do(func() {
				*l = late{of: of, figure: f, err: err}
				c.emit(StudyChanged)
			})
		}()
	}
	if l.of.chart != chart {
		return nil, nil
	}
	return l.figure, l.err
}
