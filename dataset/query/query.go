package query

import (
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
)

// Query chooses records by terms that must all hold. The zero Query chooses
// nothing in particular: it is no selection.
type Query struct{ Terms []Term }

// Kind is the kind of a term.
type Kind string

// The kinds of terms. What of a Term counts depends on it.
const (
	Missing    Kind = "missing"           // the modality or column Name is not there
	Present    Kind = "present"           // it is there
	Because    Kind = "because"           // modality Name is missing for the cause Value
	Exactly    Kind = "pattern"           // just the modalities in Value, joined by +, are there
	Incomplete Kind = "something missing" // a modality is missing
	Complete   Kind = "nothing missing"   // none is
	Compared   Kind = "compared"          // column Name stands in relation Op to Value
	Numbered   Kind = "row"               // its place in the data is in one of Rows
	Found      Kind = "find"              // Value occurs in it, see Find
	Right      Kind = "right"             // method Name predicts its class
	Wrong      Kind = "wrong"             // method Name predicts another class
	Not        Kind = "not"               // the one of Terms does not hold
	All        Kind = "and"               // all of Terms hold
	Any        Kind = "or"                // one of Terms holds
)

// Span is a stretch of records as they stand in the data, counted from 0; the
// record at To is not in it.
type Span struct{ From, To int }

// Term is one condition.
type Term struct {
	Kind  Kind
	Name  string
	Op    string // = != < <= > >= or contains
	Value string
	Rows  []Span
	Terms []Term
	at    int // the character at which Parse found it, from 1
}

// Of returns the query of the terms given.
func Of(terms ...Term) Query { return Query{terms} }

// Empty says whether the query chooses nothing in particular.
func (q Query) Empty() bool { return len(q.Terms) == 0 }

// Without returns the query without its k-th term.
func (q Query) Without(k int) Query { return Query{slices.Delete(slices.Clone(q.Terms), k, k+1)} }

// And returns what both choose; one that is empty does not narrow.
func (q Query) And(other Query) Query {
	out := slices.Clone(q.Terms)
	for _, t := range other.Terms {
		if !slices.ContainsFunc(out, func(o Term) bool { return o.String() == t.String() }) {
			out = append(out, t)
		}
	}
	return Query{out}
}

// Or returns what either of them chooses; one that is empty adds nothing.
func (q Query) Or(other Query) Query {
	switch {
	case q.Empty():
		return other
	case other.Empty():
		return q
	}
	return Of(Either(append(q.alternatives(), other.alternatives()...)...))
}

// Xor returns what just one of them chooses; of one that is empty, the other.
func (q Query) Xor(other Query) Query {
	switch {
	case q.Empty():
		return other
	case other.Empty():
		return q
	}
	both := func(a, b Query) Term { return Term{Kind: All, Terms: a.And(b.Inverted()).Terms} }
	return Of(Either(both(q, other), both(other, q)))
}

// Inverted returns the query that chooses the other records.
func (q Query) Inverted() Query {
	if len(q.Terms) == 1 && q.Terms[0].Kind == Not {
		return Of(q.Terms[0].Terms[0]).flat()
	}
	return Of(Term{Kind: Not, Terms: []Term{q.whole()}})
}

// whole is the query as one term.
func (q Query) whole() Term {
	if len(q.Terms) == 1 {
		return q.Terms[0]
	}
	return Term{Kind: All, Terms: q.Terms}
}

// flat lets the terms of a sole conjunction be those of the query.
func (q Query) flat() Query {
	if len(q.Terms) == 1 && q.Terms[0].Kind == All {
		return Query{q.Terms[0].Terms}
	}
	return q
}

// alternatives are the terms of which one must hold.
func (q Query) alternatives() []Term {
	if len(q.Terms) == 1 && q.Terms[0].Kind == Any {
		return slices.Clone(q.Terms[0].Terms)
	}
	return []Term{q.whole()}
}

// Lacks is the term of the records without a modality.
func Lacks(modality string) Term { return Term{Kind: Missing, Name: modality} }

// Has is the term of those with it.
func Has(modality string) Term { return Term{Kind: Present, Name: modality} }

// Pattern is the term of the records that have exactly the modalities of a
// pattern.
func Pattern(p dataset.Pattern, modalities []string) Term {
	return Term{Kind: Exactly, Value: p.Label(modalities)}
}

// Is is the term of the records whose column has a value.
func Is(column, value string) Term { return Term{Kind: Compared, Name: column, Op: "=", Value: value} }

// Either is the term of the records that one of the terms chooses, each taken
// once.
func Either(terms ...Term) Term {
	var once []Term
	for _, t := range terms {
		if !slices.ContainsFunc(once, func(o Term) bool { return o.String() == t.String() }) {
			once = append(once, t)
		}
	}
	if len(once) == 1 {
		return once[0]
	}
	return Term{Kind: Any, Terms: once}
}

// Rows is the term of the records of a bit column.
func Rows(bits []uint64, records int) Term {
	t := Term{Kind: Numbered}
	for i := range records {
		switch n := len(t.Rows); {
		case bits[i/64]>>(i%64)&1 == 0:
		case n > 0 && t.Rows[n-1].To == i:
			t.Rows[n-1].To++
		default:
			t.Rows = append(t.Rows, Span{i, i + 1})
		}
	}
	return t
}

// String writes the query so that Parse reads it back.
func (q Query) String() string {
	parts := make([]string, len(q.Terms))
	for k, t := range q.Terms {
		parts[k] = t.within()
	}
	return strings.Join(parts, " and ")
}

// String writes one term.
func (t Term) String() string {
	switch t.Kind {
	case Missing, Present:
		return name(t.Name) + " " + string(t.Kind)
	case Because:
		return strings.Join([]string{name(t.Name), "missing because", value(t.Value)}, " ")
	case Exactly:
		return strings.Join([]string{"pattern =", value(t.Value)}, " ")
	case Incomplete, Complete:
		return string(t.Kind)
	case Compared:
		return name(t.Name) + " " + t.Op + " " + value(t.Value)
	case Numbered:
		return strings.Join([]string{"row in", t.spans()}, " ")
	case Found:
		return "find " + value(t.Value)
	case Right, Wrong:
		return string(t.Kind) + " by " + value(t.Name)
	case Not:
		return "not " + t.Terms[0].within()
	}
	parts := make([]string, len(t.Terms))
	for k, u := range t.Terms {
		parts[k] = u.within()
	}
	return strings.Join(parts, " "+string(t.Kind)+" ")
}

// within writes a term as part of another, in parentheses where it needs them.
func (t Term) within() string {
	inner := t.String()
	if t.Kind == All || t.Kind == Any {
		return "(" + inner + ")"
	}
	return inner
}

func (t Term) spans() string {
	parts := make([]string, len(t.Rows))
	for k, s := range t.Rows {
		parts[k] = strconv.Itoa(s.From + 1)
		if s.To > s.From+1 {
			parts[k] += "-" + strconv.Itoa(s.To)
		}
	}
	return strings.Join(parts, ", ")
}

func (t Term) count() int {
	n := 0
	for _, s := range t.Rows {
		n += s.To - s.From
	}
	return n
}
