package vm

import (
	"math/bits"
	"slices"

	"lacuna/charts"
	"lacuna/dataset"
	"lacuna/dataset/query"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// Selection is the one selection of records that all panes share, as a query,
// and the record of it that the inspector shows. Queries are evaluated on what
// the comparison sees: natural absence and the mask of the first repetition, or of
// that as which a part is shown.
type Selection struct {
	part
	data      *dataset.Dataset
	mask      *dataset.Mask
	split     *dataset.Split
	presence  *dataset.Presence
	judged    func(method string) (right, wrong []uint64, err error) // by the results
	query     query.Query
	bits      []uint64
	shown     shown // of the split; the rest is neither drawn nor counted
	jobs      []experiment.Job
	drawn     *experiment.Job // one of them, whose mask and split these are; nil for none
	only      *charts.Only    // its records; nil where all are shown
	onlyOf    partOf
	onlyCount int
	walk      []uint64 // what the inspector steps through; nil for all records
	length    int      // of it
	count     int      // selected records that are shown
	rows      []int    // these, once somebody has asked for them
	at        int      // position within the selection that the inspector shows
	visited   int      // record that it shows instead; -1 for none
	sweep     *sweep
	mode      BrushMode // of clicks and drags without a key
	saved     []Saved
	tip       string // the one hint of the first minute, while nothing is selected
	tipped    bool   // it was given: no other follows
}

// open begins without a selection.
func (s *Selection) open(d *dataset.Dataset) {
	s.data, s.jobs = d, nil
	s.query, s.at, s.visited, s.sweep, s.saved = query.Query{}, 0, -1, nil, nil
	s.shown, s.only, s.onlyOf = shown{}, nil, partOf{}
	s.divide()
	s.tip, s.tipped = "", false
	s.hold(nil)
}

// see takes the jobs of another comparison, under whose masks and splits the query is
// evaluated anew. None of them hides nothing.
func (s *Selection) see(jobs []experiment.Job) {
	s.jobs = jobs
	s.divide()
	s.evaluate()
	s.emit(MaskChanged)
}

// source is what queries are asked of.
func (s *Selection) source() query.Source {
	return query.Source{Data: s.data, Presence: s.presence, Split: s.split, Judged: s.judged}
}

// Mask returns what the comparison hides, or nil.
func (s *Selection) Mask() *dataset.Mask { return s.mask }

// Split returns the split that is shown, or nil where none is planned.
func (s *Selection) Split() *dataset.Split { return s.split }

// Presence returns what is there as the comparison sees it.
func (s *Selection) Presence() *dataset.Presence { return s.presence }

// Select makes q the selection.
func (s *Selection) Select(q query.Query) {
	if s.data == nil || s.sweep == nil && q.String() == s.query.String() {
		return
	}
	s.before("")
	s.apply(q)
}

// Clear selects nothing.
func (s *Selection) Clear() { s.Select(query.Query{}) }

func (s *Selection) apply(q query.Query) {
	s.query, s.at, s.visited, s.sweep, s.tip = q, 0, -1, nil, ""
	s.evaluate()
	s.emit(SelectionChanged)
}

// evaluate asks the query anew. What it names and the data do not have is noted,
// and chooses nothing.
func (s *Selection) evaluate() {
	s.confine()
	column, err := s.query.Bits(s.source())
	if err != nil {
		s.log.Note(say.Form("selection %s: %v", s.query, err))
		column = make([]uint64, (s.data.Records()+63)/64)
	}
	s.hold(column)
}

// hold takes what is selected.
func (s *Selection) hold(column []uint64) {
	shown := s.within(column)
	s.bits, s.count, s.rows = column, query.Count(shown), nil
	switch s.walk = shown; {
	case shown == nil && s.only != nil:
		s.walk, s.length = s.only.Records, s.onlyCount
	case shown != nil:
		s.length = s.count
	default:
		s.length = s.data.Records()
	}
}

// judge asks a query about predictions anew, when there are other results.
func (s *Selection) judge() {
	if !s.query.Judges() {
		return
	}
	before := s.bits
	if s.evaluate(); !slices.Equal(before, s.bits) {
		s.emit(SelectionChanged)
	}
}

// Query returns the selection as a query.
func (s *Selection) Query() query.Query { return s.query }

// Selected lists the selected rows that are shown, rising; nil where nothing is selected.
func (s *Selection) Selected() []int {
	if s.rows == nil && s.bits != nil {
		s.rows = query.Records(s.within(s.bits))
	}
	return s.rows
}

// Count is how many of the records that are shown are selected; 0 where there is no
// selection.
func (s *Selection) Count() int { return s.count }

// Bits returns the selection as a bit column, or nil where there is none: bit
// i%64 of word i/64 is record i. It is of all records, whatever part is shown, and
// not to be changed.
func (s *Selection) Bits() []uint64 { return s.bits }

// holds says whether a record is selected; all are where there is no selection.
func (s *Selection) holds(record int) bool {
	return s.bits == nil || s.bits[record/64]>>(record%64)&1 == 1
}

// holdsAll says whether all records of a bit column are selected.
func (s *Selection) holdsAll(column []uint64) bool {
	if s.bits == nil {
		return true
	}
	for k, word := range column {
		if word&^s.bits[k] != 0 {
			return false
		}
	}
	return true
}

// pattern is the query of the records that have a pattern.
func (s *Selection) pattern(p dataset.Pattern) query.Query {
	return query.Of(query.Pattern(p, s.data.Names()))
}

// SelectPattern selects the records of one pattern; a second call with the
// same pattern clears the selection again.
func (s *Selection) SelectPattern(p dataset.Pattern) { s.toggle(s.pattern(p)) }

// SelectLacking selects the records that lack a modality, or those that have
// it.
func (s *Selection) SelectLacking(modality string, lacking bool) {
	if lacking {
		s.toggle(query.Of(query.Lacks(modality)))
		return
	}
	s.toggle(query.Of(query.Has(modality)))
}

// press is a click on what stands for records: with Shift they come to those that
// are selected.
func (s *Selection) press(q query.Query, shift bool) {
	if shift && !s.query.Empty() {
		s.Select(s.query.Or(q))
		return
	}
	s.toggle(q)
}

func (s *Selection) toggle(q query.Query) {
	if s.mode != BrushReplace {
		s.Select(s.joinedBy(s.mode, q))
		return
	}
	if q.String() == s.query.String() {
		q = query.Query{}
	}
	s.Select(q)
}

// Invert selects the other records.
func (s *Selection) Invert() {
	if s.data != nil && !s.query.Empty() {
		s.Select(s.query.Inverted())
	}
}

// Current returns the row that the inspector shows; false where there is
// nothing to show. Without a selection it steps through all records that are shown.
func (s *Selection) Current() (int, bool) {
	n := s.steps()
	switch {
	case s.data != nil && s.visited >= 0:
		return s.visited, true
	case n == 0:
		return 0, false
	case s.walk == nil:
		return min(s.at, n-1), true
	}
	return nth(s.walk, min(s.at, n-1)), true
}

// nth is the place of the k-th set bit, from 0.
func nth(column []uint64, k int) int {
	for w, word := range column {
		n := bits.OnesCount64(word)
		if k >= n {
			k -= n
			continue
		}
		for range k {
			word &= word - 1
		}
		return 64*w + bits.TrailingZeros64(word)
	}
	return 0
}

// Position says where Current is, for people: "3 of 41 selected".
func (s *Selection) Position() string {
	if s.visited >= 0 {
		return say.Text("found")
	}
	n := s.steps()
	at := Grouped(min(s.at+1, n))
	if s.bits != nil {
		return say.Form("%s of %s selected", at, Grouped(n))
	}
	if s.only != nil {
		return say.Form("%s of %s %s", at, Grouped(n), s.shown.Words())
	}
	return say.Form("%s of %s", at, Grouped(n))
}

// Step moves the inspector by n records, staying within the selection.
func (s *Selection) Step(n int) {
	if total := s.steps(); total > 0 {
		if s.visited < 0 {
			s.at = min(max(0, s.at+n), total-1)
		}
		s.visited = -1
		s.emit(RecordChanged)
	}
}

// Visit lets the inspector show a record whether it is selected or not, until
// somebody steps on or selects.
func (s *Selection) Visit(record int) {
	if s.data != nil && record >= 0 && record < s.data.Records() {
		s.visited = record
		s.emit(RecordChanged)
	}
}

// steps is the number of records that the inspector steps through.
func (s *Selection) steps() int {
	if s.data == nil {
		return 0
	}
	return s.length
}

// Words says the selection for the status line.
func (s *Selection) Words() string {
	switch {
	case s.data == nil:
		return say.Text("No dataset open")
	case s.sweep != nil:
		return say.Form("%s of %s selected; let go to keep them. Shift adds, Ctrl or Alt takes away, both keep only these; Esc gives up", Grouped(s.count), Grouped(s.Of()))
	case s.query.Empty() && s.PartWords() != "":
		return say.Form("%s of %s: %s", Grouped(s.Of()), say.Count(s.data.Records(), "record", "records"), s.PartWords())
	case s.query.Empty() && s.tip != "":
		return s.tip
	case s.query.Empty() && s.tipped:
		return say.Count(s.data.Records(), "record", "records")
	case s.query.Empty():
		return say.Form("%s; click a pattern, a stratum or the name of a modality to select, or drag over A or B", say.Count(s.data.Records(), "record", "records"))
	}
	return say.Form("%s of %s selected (%s); Esc clears", Grouped(s.count), Grouped(s.Of()), joined(", ", s.query.Words(s.naming()), s.PartWords()))
}

// stratumBits are the selected records where they are to be scored as a stratum
// of their own: not where the selection is a stratum already.
func (s *Selection) stratumBits() []uint64 {
	if s.query.Empty() || len(s.query.Terms) == 1 && s.isStratum(s.query.Terms[0]) {
		return nil
	}
	return s.bits
}

// isStratum says whether the term is one of the default strata; that a column is
// missing is none.
func (s *Selection) isStratum(t query.Term) bool {
	if t.Kind == query.Missing {
		_, err := s.data.ModalityIndex(t.Name)
		return err == nil
	}
	return t.Kind == query.Exactly || t.Kind == query.Incomplete || t.Kind == query.Complete
}

// stratumQuery returns the selection that chooses a stratum's records; empty
// for all of them.
func stratumQuery(s metric.Stratum, d *dataset.Dataset) query.Query {
	switch s.Kind {
	case metric.CompleteOnly:
		return query.Of(query.Pattern(dataset.Complete(len(d.Blocks)), d.Names()))
	case metric.AnyMissing:
		return query.Of(query.Term{Kind: query.Incomplete})
	case metric.WithoutOne:
		return query.Of(query.Lacks(s.Name[len("without:"):]))
	case metric.OnePattern, metric.MaskedPattern:
		return query.Of(query.Pattern(s.Pattern, d.Names()))
	}
	if s.Kind == metric.OneGroup {
		return groupQuery(s)
	}
	return query.Query{}
}

// groupQuery chooses the records that have a value of a column, or none.
func groupQuery(s metric.Stratum) query.Query {
	if s.Value == "" {
		return query.Of(query.Lacks(s.Column))
	}
	return query.Of(query.Is(s.Column, s.Value))
}
