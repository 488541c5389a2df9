package vm

import (
	"slices"

	"lacuna/dataset/query"
	"lacuna/internal/say"
)

// BrushMode is what a brush does with the selection that is there.
type BrushMode int

// The modes.
const (
	BrushReplace BrushMode = iota // the brushed records are the selection
	BrushAdd                      // they are added to it
	BrushRemove                   // they are taken from it
	BrushNarrow                   // of the selection, only they stay
	BrushEither                   // they are added where they are not selected, and taken away where they are
)

// BrushModes lists the modes.
func BrushModes() []BrushMode {
	return []BrushMode{BrushReplace, BrushAdd, BrushRemove, BrushNarrow, BrushEither}
}

// Title says what clicks and drags do in a mode.
func (m BrushMode) Title() string {
	switch m {
	case BrushAdd:
		return say.Text("add to it (Shift)")
	case BrushRemove:
		return say.Text("take from it (Ctrl or Alt)")
	case BrushNarrow:
		return say.Text("keep only these of it (Shift+Ctrl)")
	case BrushEither:
		return say.Text("switch each over")
	}
	return say.Text("select anew")
}

// Word is a mode in a word, for where there is little room.
func (m BrushMode) Word() string {
	switch m {
	case BrushAdd:
		return say.Text("adding")
	case BrushRemove:
		return say.Text("taking away")
	case BrushNarrow:
		return say.Text("keeping only")
	case BrushEither:
		return say.Text("switching over")
	}
	return ""
}

// Mode is what clicks and drags do where no key is held.
func (s *Selection) Mode() BrushMode { return s.mode }

// SetMode chooses it.
func (s *Selection) SetMode(m BrushMode) {
	s.mode = m
	s.emit(NameChanged)
}

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
	if s.base == nil && s.mode != BrushRemove || s.mode == BrushReplace {
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
		case s.mode == BrushEither:
			out[k] = base[k] ^ word
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
	if brushed.Empty() {
		s.apply(s.query)
		return
	}
	s.Select(s.joinedBy(mode, brushed))
}

// joinedBy is the selection with what a click or a brush adds in a mode.
func (s *Selection) joinedBy(mode BrushMode, q query.Query) query.Query {
	switch mode {
	case BrushAdd:
		return s.query.Or(q)
	case BrushNarrow:
		return s.query.And(q)
	case BrushRemove:
		return s.query.And(q.Inverted())
	case BrushEither:
		return s.query.Xor(q)
	}
	return q
}

// Sweeping says whether a brush is being dragged.
func (s *Selection) Sweeping() bool { return s.sweep != nil }

// swept is the query of what was brushed: a candidate where it chooses just
// those records, else their list.
func (s *Selection) swept(brushed []uint64, candidate query.Query) query.Query {
	if query.Count(brushed) == 0 {
		return query.Query{}
	}
	if column, err := candidate.Bits(s.source()); err == nil && slices.Equal(s.within(column), s.within(brushed)) {
		return candidate
	}
	return query.Of(query.Rows(brushed, s.data.Records()))
}
