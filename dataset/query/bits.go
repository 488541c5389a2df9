package query

import (
	"math/bits"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Source is what queries are asked of.
type Source struct {
	Data     *dataset.Dataset
	Presence *dataset.Presence // as an experiment sees it; nil: as it is
	Split    *dataset.Split    // which part a record is in; nil: what the data say themselves
	// Judged gives the records that a method predicts right, and those that it
	// predicts wrong; nil where there are no results.
	Judged func(method string) (right, wrong []uint64, err error)
}

func (s Source) presence() *dataset.Presence {
	if s.Presence != nil {
		return s.Presence
	}
	return s.Data.Presence
}

func (s Source) words() int { return (s.Data.Records() + 63) / 64 }

// Bits returns the records that the query chooses as a bit column; nil where
// the query is empty. It reports names that the source does not have.
func (q Query) Bits(s Source) ([]uint64, error) {
	if q.Empty() {
		return nil, nil
	}
	return all(q.Terms, s)
}

// Judges says whether the query asks what methods predict.
func (q Query) Judges() bool { return judges(q.Terms) }

func judges(terms []Term) bool {
	for _, t := range terms {
		if t.Kind == Right || t.Kind == Wrong || judges(t.Terms) {
			return true
		}
	}
	return false
}

// Count counts the records of a bit column.
func Count(column []uint64) int {
	n := 0
	for _, word := range column {
		n += bits.OnesCount64(word)
	}
	return n
}

// Records lists the records of a bit column, rising.
func Records(column []uint64) []int {
	rows := make([]int, 0, Count(column))
	for k, word := range column {
		for ; word != 0; word &= word - 1 {
			rows = append(rows, 64*k+bits.TrailingZeros64(word))
		}
	}
	return rows
}

// every is the bit column of all records.
func every(records int) []uint64 {
	out := make([]uint64, (records+63)/64)
	for k := range out {
		out[k] = ^uint64(0)
	}
	return trimmed(out, records)
}

// trimmed clears what lies behind the last record.
func trimmed(column []uint64, records int) []uint64 {
	if rest := records % 64; rest > 0 {
		column[len(column)-1] &= 1<<rest - 1
	}
	return column
}

func all(terms []Term, s Source) ([]uint64, error) {
	out := every(s.Data.Records())
	for _, t := range terms {
		column, err := t.bits(s)
		if err != nil {
			return nil, err
		}
		for k, word := range column {
			out[k] &= word
		}
	}
	return out, nil
}

// bits is the bit column of one term.
func (t Term) bits(s Source) ([]uint64, error) {
	switch t.Kind {
	case All:
		return all(t.Terms, s)
	case Any, Not:
		return t.joined(s)
	case Missing, Present:
		return t.there(s)
	case Because:
		return t.because(s)
	case Exactly:
		p, err := dataset.ParsePattern(t.Value, s.Data.Names())
		if err != nil {
			return nil, t.wrong(err.Error())
		}
		return exactly(s.presence(), p), nil
	case Incomplete:
		return inverted(exactly(s.presence(), dataset.Complete(len(s.Data.Blocks))), s.Data.Records()), nil
	case Complete:
		return exactly(s.presence(), dataset.Complete(len(s.Data.Blocks))), nil
	case Numbered:
		return t.numbered(s), nil
	case Found:
		return found(s.Data, t.Value), nil
	case Right, Wrong:
		return t.judged(s)
	}
	return t.compared(s)
}

func (t Term) wrong(what string) error { return &Error{t.at, what} }

func (t Term) joined(s Source) ([]uint64, error) {
	out := make([]uint64, s.words())
	for _, u := range t.Terms {
		column, err := u.bits(s)
		if err != nil {
			return nil, err
		}
		for k, word := range column {
			out[k] |= word
		}
	}
	if t.Kind == Not {
		return inverted(out, s.Data.Records()), nil
	}
	return out, nil
}

// there finds the records that have a modality, or a cell of a column, or those
// that do not.
func (t Term) there(s Source) ([]uint64, error) {
	column, err := t.has(s)
	if err == nil && t.Kind == Missing {
		column = inverted(column, s.Data.Records())
	}
	return column, err
}

func (t Term) has(s Source) ([]uint64, error) {
	if m, err := s.Data.ModalityIndex(t.Name); err == nil {
		return s.presence().Column(m), nil
	}
	c, err := columnOf(s, t.Name)
	if err != nil {
		return nil, t.wrong(say.Form("no modality and no column %q; there are %s", t.Name, strings.Join(append(s.Data.Names(), Columns(s.Data)...), ", ")))
	}
	return s.where(c.there), nil
}

func (t Term) because(s Source) ([]uint64, error) {
	m, err := s.Data.ModalityIndex(t.Name)
	if err != nil {
		return nil, t.wrong(err.Error())
	}
	cause, err := dataset.ParseCause(t.Value)
	if err != nil {
		return nil, t.wrong(err.Error())
	}
	return s.where(func(i int) bool { return s.presence().Cause(i, m) == cause }), nil
}

func (t Term) numbered(s Source) []uint64 {
	out := make([]uint64, s.words())
	for _, span := range t.Rows {
		for i := max(span.From, 0); i < min(span.To, s.Data.Records()); i++ {
			out[i/64] |= 1 << (i % 64)
		}
	}
	return out
}

func (t Term) judged(s Source) ([]uint64, error) {
	if s.Judged == nil {
		return nil, t.wrong(say.Text("what methods predict right or wrong is known once they have been compared"))
	}
	right, wrong, err := s.Judged(t.Name)
	switch {
	case err != nil:
		return nil, t.wrong(err.Error())
	case t.Kind == Right:
		return right, nil
	}
	return wrong, nil
}

// where finds the records that hold.
func (s Source) where(holds func(i int) bool) []uint64 {
	out := make([]uint64, s.words())
	for i := range s.Data.Records() {
		if holds(i) {
			out[i/64] |= 1 << (i % 64)
		}
	}
	return out
}

// exactly finds the records that have just the modalities of a pattern.
func exactly(p *dataset.Presence, pattern dataset.Pattern) []uint64 {
	out := every(p.Records())
	for m := range p.Modalities() {
		if pattern.Has(m) {
			for k, word := range p.Column(m) {
				out[k] &= word
			}
			continue
		}
		for k, word := range p.Column(m) {
			out[k] &^= word
		}
	}
	return out
}

func inverted(column []uint64, records int) []uint64 {
	out := make([]uint64, len(column))
	for k, word := range column {
		out[k] = ^word
	}
	return trimmed(out, records)
}
