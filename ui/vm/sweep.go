package vm

import (
	"slices"

	"lacuna/dataset/query"
)

// BrushMode is what a brush does with the selection that is there.
type BrushMode int

// The modes.
const (
	BrushReplace BrushMode = iota // the brushed records are the selection
	BrushAdd                      // they are added to it
	BrushRemove                   // they are taken from it
	BrushNarrow                   // of the selection, only they stay
)

// sweep is a brush that is being dragged.
type sweep struct {
	mode BrushMode
	base []uint64 // the selection before it; nil for none
}

// Sweep shows what a brush would select while it is dragged: the records of a
// bit column, in a mode. The selection itself, as a query, is that of before
// until Drop. The column is not to be changed afterwards.
func (s *Selection) Sweep(mode BrushMode, brushed []uint64) {
	if s.data == nil {
		return
	}
	if s.sweep == nil || s.sweep.mode != mode {
		base := s.bits
		if s.sweep != nil {
			base = s.sweep.base
		}
		s.sweep = &sweep{mode, base}
	}
	s.at, s.visited = 0, -1
	s.hold(s.sweep.with(brushed))
	s.emit(SweepChanged)
}

// with is what is selected once the brush has gone over some records.
func (s *sweep) with(brushed []uint64) []uint64 {
	if s.base == nil && (s.mode == BrushReplace || s.mode == BrushAdd || s.mode == BrushNarrow) || s.mode == BrushReplace {
		return brushed
	}
	out := make([]uint64, len(brushed))
	for k, word := range brushed {
		switch base := s.base; {
		case base == nil:
			out[k] = ^word
		case s.mode == BrushAdd:
			out[k] = base[k] | word
		case s.mode == BrushNarrow:
			out[k] = base[k] & word
		default:
			out[k] = base[k] &^ word
		}
	}
	return out
}

// Drop ends a sweep: what was brushed, as a query, becomes part of the
// selection. An empty query brings back what was selected before.
func (s *Selection) Drop(mode BrushMode, brushed query.Query) {
	if s.sweep == nil {
		return
	}
	switch {
	case brushed.Empty():
		s.apply(s.query)
	case mode == BrushAdd:
		s.Select(s.query.Or(brushed))
	case mode == BrushNarrow:
		s.Select(s.query.And(brushed))
	case mode == BrushRemove:
		s.Select(s.query.And(brushed.Inverted()))
	default:
		s.Select(brushed)
	}
}

// Sweeping says whether a brush is being dragged.
func (s *Selection) Sweeping() bool { return s.sweep != nil }

// swept is the query of what was brushed: a candidate where it chooses just
// those records, else their list.
func (s *Selection) swept(brushed []uint64, candidate query.Query) query.Query {
	if query.Count(brushed) == 0 {
		return query.Query{}
	}
	if column, err := candidate.Bits(s.source()); err == nil && slices.Equal(column, brushed) {
		return candidate
	}
	return query.Of(query.Rows(brushed, s.data.Records()))
}
