package vm

import (
	"slices"
	"strings"

	"lacuna/dataset/query"
	"lacuna/internal/say"
	"lacuna/project"
)

// Saved is a selection that was given a name, as the project keeps it.
type Saved struct{ Name, Text string }

func savedIn(list []project.Query) []Saved {
	var out []Saved
	for _, q := range list {
		out = append(out, Saved(q))
	}
	return out
}

func savedAs(list []Saved) []project.Query {
	var out []project.Query
	for _, s := range list {
		out = append(out, project.Query(s))
	}
	return out
}

// Saved lists the selections that have a name, as they were named.
func (s *Selection) Saved() []Saved { return slices.Clone(s.saved) }

// SaveAs gives the selection a name; one of the same name is replaced.
func (s *Selection) SaveAs(name string) error {
	name = strings.TrimSpace(name)
	switch {
	case s.data == nil || s.query.Empty():
		return say.Error("nothing is selected")
	case name == "":
		return say.Error("give the selection a name")
	}
	s.before("")
	list := slices.DeleteFunc(slices.Clone(s.saved), func(o Saved) bool { return o.Name == name })
	s.saved = append(list, Saved{name, s.query.String()})
	s.emit(NameChanged | ViewChanged)
	return nil
}

// Forget takes a name away; the selection itself stays.
func (s *Selection) Forget(name string) {
	s.before("")
	s.saved = slices.DeleteFunc(slices.Clone(s.saved), func(o Saved) bool { return o.Name == name })
	s.emit(NameChanged | ViewChanged)
}

// SelectText selects what a text says. The error says what is wrong with it, and
// where.
func (s *Selection) SelectText(text string) error {
	q, _, err := s.Check(text)
	if err == nil {
		s.Select(q)
	}
	return err
}

// Check reads a query and counts the records that it chooses.
func (s *Selection) Check(text string) (q query.Query, n int, err error) {
	if s.data == nil {
		return q, 0, say.Error("no dataset is open")
	}
	if q, err = query.Parse(text); err != nil {
		return q, 0, err
	}
	column, err := q.Bits(s.source())
	return q, query.Count(column), err
}

// Names lists what a query may name: modalities and columns.
func (s *Selection) Names() []string {
	if s.data == nil {
		return nil
	}
	return append(s.data.Names(), query.Columns(s.data)...)
}

// RemoveTerm takes the k-th word of the selection away.
func (s *Selection) RemoveTerm(k int) {
	if k >= 0 && k < len(s.query.Terms) {
		s.Select(s.query.Without(k))
	}
}

// TermWords says the words of the selection one by one.
func (s *Selection) TermWords() []string {
	out := make([]string, len(s.query.Terms))
	for k, t := range s.query.Terms {
		out[k] = t.Words(s.naming())
	}
	return out
}

// QueryWords says the selection in plain words.
func (s *Selection) QueryWords() string { return s.query.Words(s.naming()) }

// naming tells what a query's words need: what the experiment hides, a modality or
// a column of one, is masked, not missing.
func (s *Selection) naming() query.Naming {
	return query.Naming{Modalities: s.data.Names(), Lacking: func(name string) query.Lack {
		m, err := s.data.ModalityIndex(name)
		columns := s.data.ColumnsNamed(name)
		if err != nil && len(columns) == 0 { // of no modality
			return query.Itself
		}
		gaps := false
		if err != nil {
			m, gaps = columns[0].Modality, s.data.Blocks[columns[0].Modality].HasGaps(columns[0].Column)
		}
		how, before := query.Never, s.data.Presence.Count(m)
		if gaps || before < s.data.Records() {
			how |= query.Itself
		}
		if s.presence.Count(m) < before {
			how |= query.Masked
		}
		return how
	}}
}
