package vm

import (
	"context"

	"lacuna/charts/canvas"
)

// tabling is a table of a figure on its way that takes long to make.
type tabling struct {
	of  canvas.Figure
	end context.CancelFunc
}

// Grid is the table of what a pane shows; false while it is made beside the event
// goroutine. One that is not looked at any more is ended.
func (s *Scene) Grid(f canvas.Figure) (Grid, bool) {
	slow, ok := f.(canvas.Slow)
	if !ok || slow.Tabled() {
		return GridOf(f.Table()), true
	}
	if s.tabling != nil && s.tabling.of == f {
		return Grid{}, false
	}
	s.leaveTable()
	ctx, end := context.WithCancel(context.Background())
	on := &tabling{f, end}
	s.tabling = on
	go func() {
		_ = slow.Tabulate(ctx) // an error says that it was ended
		s.comparison.around.Do(func() {
			end()
			if s.tabling == on {
				s.tabling = nil
				s.comparison.emit(StudyChanged)
			}
		})
	}()
	return Grid{}, false
}

// leaveTable ends the making of a table.
func (s *Scene) leaveTable() {
	if s.tabling != nil {
		s.tabling.end()
		s.tabling = nil
	}
}
