package query

import (
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
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

// Words says the query in plain words, short enough to be shown: long lists are
// counted.
func (q Query) Words(modalities []string) string {
	parts := make([]string, len(q.Terms))
	for k, t := range q.Terms {
		parts[k] = t.Words(modalities)
	}
	return joinedWords(All, parts)
}

// joinedWords says conditions of which all must hold, or one.
func joinedWords(kind Kind, parts []string) string {
	var words string
	for k, part := range parts {
		switch {
		case k == 0:
			words = part
		case kind == All:
			words = say.Form("%s and %s", words, part)
		default:
			words = say.Form("%s or %s", words, part)
		}
	}
	return words
}

// shownParts is how many parts of a term are said one by one.
const shownParts = 4

// Words says one term in plain words.
func (t Term) Words(modalities []string) string {
	switch {
	case t.Kind == Exactly:
		if p, err := dataset.ParsePattern(t.Value, modalities); err == nil {
			return patternWords(p, modalities)
		}
	case t.Kind == Found:
		return say.Form("“%s” in it", t.Value)
	case t.Kind == Numbered && len(t.Rows) > shownParts:
		return say.Form("%d records picked", t.count())
	case t.Kind == Not:
		return say.Form("not %s", t.Terms[0].wordsWithin(modalities))
	case t.Kind == All || t.Kind == Any:
		var parts []string
		for _, u := range t.Terms[:min(len(t.Terms), shownParts)] {
			parts = append(parts, u.wordsWithin(modalities))
		}
		if more := len(t.Terms) - len(parts); more > 0 {
			parts = append(parts, say.Form("%d more", more))
		}
		return joinedWords(t.Kind, parts)
	}
	return t.plain()
}

// plain says a term that has no others in it.
func (t Term) plain() string {
	switch t.Kind {
	case Missing:
		return say.Form("%s missing", name(t.Name))
	case Present:
		return say.Form("%s present", name(t.Name))
	case Because:
		return say.Form("%s missing because %s", name(t.Name), value(t.Value))
	case Exactly:
		return say.Form("pattern = %s", value(t.Value))
	case Incomplete, Complete:
		return say.Text(string(t.Kind))
	case Numbered:
		return say.Form("row in %s", t.spans())
	case Right:
		return say.Form("right by %s", value(t.Name))
	case Wrong:
		return say.Form("wrong by %s", value(t.Name))
	}
	if t.Op == "contains" {
		return say.Form("%s contains %s", name(t.Name), value(t.Value))
	}
	return t.String()
}

func (t Term) wordsWithin(modalities []string) string {
	if words := t.Words(modalities); t.Kind != All && t.Kind != Any {
		return words
	} else {
		return "(" + words + ")"
	}
}

func (t Term) count() int {
	n := 0
	for _, s := range t.Rows {
		n += s.To - s.From
	}
	return n
}

// patternWords says a pattern by what it lacks or by what it has, whichever is
// shorter.
func patternWords(p dataset.Pattern, modalities []string) string {
	lacks := p.Lacks(modalities)
	switch {
	case len(lacks) == 0:
		return say.Text("nothing missing")
	case 2*len(lacks) > len(modalities):
		return say.Form("only %s present", strings.ReplaceAll(say.Text(p.Label(modalities)), "+", " + "))
	}
	return say.Form("just %s missing", strings.Join(lacks, " + "))
}
