package vm

import (
	"lacuna/dataset/query"
	"lacuna/internal/say"
)

// StepJudged leads the inspector to the next record of the selection that the
// leading method, of those that are shown, predicts wrong, or right: on from the
// one that is shown, and from the end to the beginning. It says in a sentence
// where that is.
func (w *Workbench) StepJudged(wrong bool) string {
	order := w.Scene.ranked()
	if len(order) == 0 {
		return say.Text("Compare methods first: then C leads to the next record that the leading one predicts wrong.")
	}
	method := order[0]
	right, faulty, err := w.Selection.judged(method)
	if err != nil {
		return err.Error()
	}
	column := right
	if wrong {
		column = faulty
	}
	at, total := w.Selection.stepWithin(column)
	switch {
	case total == 0 && wrong:
		return say.Form("%s predicts none of these records wrong where it was tested.", method)
	case total == 0:
		return say.Form("%s predicts none of these records right where it was tested.", method)
	case wrong:
		return say.Form("Wrong by %s: %s of %s here. C: the next; Shift+C: one that it has right.", method, Grouped(at), Grouped(total))
	}
	return say.Form("Right by %s: %s of %s here. Shift+C: the next; C: one that it has wrong.", method, Grouped(at), Grouped(total))
}

// stepWithin leads to the next selected record of a bit column, and returns which
// of them it is, from 1, and how many there are.
func (s *Selection) stepWithin(column []uint64) (at, total int) {
	if s.data == nil {
		return 0, 0
	}
	both := make([]uint64, len(column))
	for k, word := range column {
		both[k] = word
		if s.walk != nil {
			both[k] &= s.walk[k]
		}
	}
	list := query.Records(both)
	if len(list) == 0 {
		return 0, 0
	}
	now, _ := s.Current()
	for k, record := range list {
		if record > now {
			at = k
			break
		}
	}
	s.goTo(list[at])
	return at + 1, len(list)
}

// goTo shows a record of the selection, and steps go on from there.
func (s *Selection) goTo(record int) {
	s.at, s.visited = record, -1
	if s.walk != nil {
		s.at = query.Count(upTo(s.walk, record))
	}
	s.emit(RecordChanged)
}

// upTo are the bits before a place.
func upTo(column []uint64, place int) []uint64 {
	out := append([]uint64(nil), column[:place/64+1]...)
	out[place/64] &= 1<<(place%64) - 1
	return out
}
