package vm

import (
	"context"

	"lacuna/dataset"
	"lacuna/experiment/missingness"
	"lacuna/internal/say"
)

// diagnosis is why something is missing in a dataset: Little's test, what
// predicts absence, drift. It takes a moment, and is made once, beside the event
// goroutine, when it is first asked for.
type diagnosis struct {
	data   *dataset.Dataset
	notes  []string
	making bool
	cancel context.CancelFunc
}

// quickCells is the number of cells up to which a dataset is diagnosed without
// being asked: a second or less on one core.
const quickCells = 300_000

// diagnosis returns what is known of why something is missing: nil where nobody
// has asked for it, and it would take long to find out.
func (s *Scene) diagnosis(asked bool) *diagnosis {
	if s.why == nil && !asked && !quicklyFound(s.selection.data) {
		return nil
	}
	why := s.diagnose()
	if why.making && !asked {
		return nil
	}
	return why
}

// quicklyFound says whether a diagnosis of the data takes no time to speak of.
func quicklyFound(d *dataset.Dataset) bool {
	cells := 0
	for k := range d.Blocks {
		cells += d.Records() * d.Blocks[k].Numbers.Cols
	}
	return cells <= quickCells
}

// diagnose returns the diagnosis of the data, begun now if it was not before.
func (s *Scene) diagnose() *diagnosis {
	if s.why != nil {
		return s.why
	}
	ctx, cancel := context.WithCancel(context.Background())
	first := &diagnosis{data: s.selection.data, making: true, cancel: cancel, notes: []string{say.Text("Why something is missing is being looked for: Little's test, what predicts absence, drift along the records.")}}
	s.why = first
	around := s.comparison.around
	go func() {
		found, err := missingness.Diagnose(ctx, first.data, around.Workers)
		around.Do(func() {
			if s.why != first {
				return // other data have been opened
			}
			s.why = &diagnosis{data: first.data, notes: found.Notes(), cancel: cancel}
			if err != nil {
				s.why.notes = []string{say.Form("Why something is missing could not be found out: %s", err.Error())}
			}
			s.selection.emit(MaskChanged)
		})
	}()
	return first
}

// diagnosing says whether a diagnosis is under way.
func (s *Scene) diagnosing() bool { return s.why != nil && s.why.making }

// forget drops what belongs to other data.
func (s *Scene) forget() {
	if s.why != nil {
		s.why.cancel()
	}
	s.late.drop()
	s.leaveTable()
	s.late, s.why, s.kept, s.drawing = late{}, nil, map[Pane]keptFigure{}, map[Pane]bool{}
}
