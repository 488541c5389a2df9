package vm

import (
	"errors"
	"testing"
)

// While the figure of other data is drawn, what was wrong with the old one is not
// said of them.
func TestErrorsAreOfTheirData(t *testing.T) {
	k, _ := designing(t)
	s, view := k.Scene, View{Chart: "patterns"}
	from, wrong := s.drawnFrom(PatternsPane, view), errors.New("the old data are wrong")
	s.kept[PatternsPane], s.drawing[PatternsPane] = keptFigure{from, nil, wrong}, true
	if _, err := s.ofData(PatternsPane, view); !errors.Is(err, wrong) {
		t.Errorf("%v, want %v", err, wrong)
	}
	from.data = small(t)
	s.kept[PatternsPane] = keptFigure{from, nil, wrong}
	if f, err := s.ofData(PatternsPane, view); f != nil || err != nil {
		t.Errorf("%v, %v of other data", f, err)
	}
}
