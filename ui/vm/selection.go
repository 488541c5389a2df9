package vm

import (
	"fmt"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/metric"
)

// Selection is the one selection of records that all panes share, as a rule,
// and the record of it that the inspector shows. Rules are evaluated on what
// the comparison sees: natural absence and the mask of the first repetition.
type Selection struct {
	part
	data     *dataset.Dataset
	mask     *dataset.Mask
	split    *dataset.Split
	presence *dataset.Presence
	query    Query
	selected []int
	bits     []uint64
	at       int // position within selected that the inspector shows
}

// open begins without a selection.
func (s *Selection) open(d *dataset.Dataset) {
	s.data, s.mask, s.split, s.presence = d, nil, nil, d.Presence
	s.query, s.selected, s.bits, s.at = Query{}, nil, nil, 0
}

// see takes another mask and split, which the rule is evaluated under anew.
// None of them hides nothing.
func (s *Selection) see(mask *dataset.Mask, split *dataset.Split) {
	s.mask, s.split, s.presence = mask, split, s.data.Presence
	if mask != nil {
		s.presence = mask.Apply(s.data.Presence)
	}
	s.evaluate()
	s.emit(MaskChanged)
}

// Mask returns what the comparison hides, or nil.
func (s *Selection) Mask() *dataset.Mask { return s.mask }

// Split returns the split of the first repetition, or nil where none is planned.
func (s *Selection) Split() *dataset.Split { return s.split }

// Presence returns what is there as the comparison sees it.
func (s *Selection) Presence() *dataset.Presence { return s.presence }

// Select makes q the selection.
func (s *Selection) Select(q Query) {
	if s.data == nil || q.String() == s.query.String() {
		return
	}
	s.before("")
	s.apply(q)
}

// Clear selects nothing.
func (s *Selection) Clear() { s.Select(Query{}) }

func (s *Selection) apply(q Query) {
	s.query, s.at = q, 0
	s.evaluate()
	s.emit(SelectionChanged)
}

func (s *Selection) evaluate() {
	s.selected, s.bits = s.query.Records(s.data, s.presence), s.query.Bits(s.data, s.presence)
}

// Query returns the selection as a rule.
func (s *Selection) Query() Query { return s.query }

// Selected lists the selected rows, rising; nil where nothing is selected.
func (s *Selection) Selected() []int { return s.selected }

// Bits returns the selection as a bit column, or nil where there is none: bit
// i%64 of word i/64 is record i. It is not to be changed.
func (s *Selection) Bits() []uint64 { return s.bits }

// holds says whether a record is selected; all are where there is no selection.
func (s *Selection) holds(record int) bool {
	return s.bits == nil || s.bits[record/64]>>(record%64)&1 == 1
}

// holdsAll says whether all records of a rule are selected.
func (s *Selection) holdsAll(q Query) bool {
	if s.bits == nil {
		return true
	}
	for k, word := range q.Bits(s.data, s.presence) {
		if word&^s.bits[k] != 0 {
			return false
		}
	}
	return true
}

// SelectPattern selects the records of one pattern; a second call with the
// same pattern clears the selection again.
func (s *Selection) SelectPattern(p dataset.Pattern) {
	s.toggle(Query{[]Term{{Kind: HasPattern, Pattern: p}}})
}

// SelectLacking selects the records that lack a modality, or those that have
// it.
func (s *Selection) SelectLacking(modality string, lacking bool) {
	kind := Lacks
	if !lacking {
		kind = Has
	}
	s.toggle(Query{[]Term{{Kind: kind, Modality: modality}}})
}

func (s *Selection) toggle(q Query) {
	if q.String() == s.query.String() {
		q = Query{}
	}
	s.Select(q)
}

// add selects the records of a rule beside those that are selected.
func (s *Selection) add(q Query) {
	rows := slices.Concat(s.selected, q.Records(s.data, s.presence))
	slices.Sort(rows)
	rows = slices.Compact(rows)
	s.Select(Query{[]Term{{Kind: Among, Records: rows}}})
}

// Current returns the row that the inspector shows; false where there is
// nothing to show. Without a selection it steps through all records.
func (s *Selection) Current() (int, bool) {
	n := s.steps()
	switch {
	case n == 0:
		return 0, false
	case s.query.Empty():
		return min(s.at, n-1), true
	}
	return s.selected[min(s.at, n-1)], true
}

// Position says where Current is, for people: "3 of 41 selected".
func (s *Selection) Position() string {
	n := s.steps()
	words := fmt.Sprintf("%s of %s", Grouped(min(s.at+1, n)), Grouped(n))
	if !s.query.Empty() {
		words += " selected"
	}
	return words
}

// Step moves the inspector by n records, staying within the selection.
func (s *Selection) Step(n int) {
	if total := s.steps(); total > 0 {
		s.at = min(max(0, s.at+n), total-1)
		s.emit(RecordChanged)
	}
}

// steps is the number of records that the inspector steps through.
func (s *Selection) steps() int {
	switch {
	case s.data == nil:
		return 0
	case !s.query.Empty():
		return len(s.selected)
	}
	return s.data.Records()
}

// Words says the selection for the status line.
func (s *Selection) Words() string {
	switch {
	case s.data == nil:
		return "No dataset open"
	case s.query.Empty():
		return plural(s.data.Records(), "record") + "; click a pattern, a stratum or the name of a modality to select"
	}
	return fmt.Sprintf("%s of %s selected (%s); Esc clears", Grouped(len(s.selected)), Grouped(s.data.Records()), s.query.Words(s.data.Names()))
}

// stratumRows are the selected rows where they are to be scored as a stratum
// of their own: not where the selection is a stratum already.
func (s *Selection) stratumRows() []int {
	if s.query.Empty() || len(s.query.Terms) == 1 && s.query.Terms[0].isStratum() {
		return nil
	}
	return s.selected
}

// isStratum says whether the rule is one of the default strata.
func (t Term) isStratum() bool {
	return t.Kind == HasPattern || t.Kind == Lacks || t.Kind == Incomplete
}

// stratumQuery returns the selection that chooses a stratum's records; empty
// for all of them.
func stratumQuery(s metric.Stratum, d *dataset.Dataset) Query {
	one := func(t Term) Query { return Query{[]Term{t}} }
	switch s.Kind {
	case metric.CompleteOnly:
		return one(Term{Kind: HasPattern, Pattern: dataset.Complete(len(d.Blocks))})
	case metric.AnyMissing:
		return one(Term{Kind: Incomplete})
	case metric.WithoutOne:
		return one(Term{Kind: Lacks, Modality: s.Name[len("without:"):]})
	case metric.OnePattern, metric.MaskedPattern:
		return one(Term{Kind: HasPattern, Pattern: s.Pattern})
	}
	return Query{}
}
