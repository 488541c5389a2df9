package vm

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
)

// Query chooses records by rules that must all hold. The zero Query chooses
// nothing in particular: it is no selection.
type Query struct{ Terms []Term }

// TermKind is the kind of one rule.
type TermKind string

// The rules.
const (
	HasPattern TermKind = "pattern" // the record has exactly these modalities
	Lacks      TermKind = "missing" // the modality is absent
	Has        TermKind = "present" // the modality is there
	Because    TermKind = "cause"   // the modality is absent for this cause
	InGroup    TermKind = "group"   // a column of the data has this value
	Incomplete TermKind = "any-missing"
	Among      TermKind = "records" // an explicit list, from a brush
)

// Term is one rule. Which fields count depends on Kind.
type Term struct {
	Kind     TermKind
	Pattern  dataset.Pattern
	Modality string // Lacks, Has, Because
	Cause    dataset.Cause
	Column   string // InGroup
	Value    string
	Records  []int // Among; rising
}

// Empty says whether there is no selection.
func (q Query) Empty() bool { return len(q.Terms) == 0 }

// Records lists the rows of d, seen as presence p, that the query chooses.
func (q Query) Records(d *dataset.Dataset, p *dataset.Presence) []int {
	if q.Empty() {
		return nil
	}
	rules := make([]func(int) bool, len(q.Terms))
	for k, t := range q.Terms {
		rules[k] = t.rule(d, p)
	}
	rows := []int{}
	for i := range d.Records() {
		if !slices.ContainsFunc(rules, func(rule func(int) bool) bool { return !rule(i) }) {
			rows = append(rows, i)
		}
	}
	return rows
}

// rule compiles the term. What the dataset does not know matches nothing.
func (t Term) rule(d *dataset.Dataset, p *dataset.Presence) func(int) bool {
	never := func(int) bool { return false }
	m, err := d.ModalityIndex(t.Modality)
	known := err == nil
	switch {
	case t.Kind == HasPattern && len(t.Pattern) == p.Modalities():
		return func(i int) bool { return matches(p, i, t.Pattern) }
	case t.Kind == Incomplete:
		complete := dataset.Complete(p.Modalities())
		return func(i int) bool { return !matches(p, i, complete) }
	case t.Kind == Lacks && known:
		return func(i int) bool { return !p.Has(i, m) }
	case t.Kind == Has && known:
		return func(i int) bool { return p.Has(i, m) }
	case t.Kind == Because && known:
		return func(i int) bool { return p.Cause(i, m) == t.Cause }
	case t.Kind == InGroup && d.Groups[t.Column] != nil:
		return func(i int) bool { return d.Groups[t.Column][i] == t.Value }
	case t.Kind == Among:
		in := make(map[int]bool, len(t.Records))
		for _, i := range t.Records {
			in[i] = true
		}
		return func(i int) bool { return in[i] }
	}
	return never
}

// matches says whether a record has a pattern, without writing its own down.
func matches(p *dataset.Presence, i int, pattern dataset.Pattern) bool {
	for m := range p.Modalities() {
		if p.Has(i, m) != pattern.Has(m) {
			return false
		}
	}
	return true
}

// Words says the query in plain words: "image missing and site = north".
func (q Query) Words(modalities []string) string {
	parts := make([]string, len(q.Terms))
	for k, t := range q.Terms {
		parts[k] = t.words(modalities)
	}
	return strings.Join(parts, " and ")
}

func (t Term) words(modalities []string) string {
	switch t.Kind {
	case HasPattern:
		return patternWords(t.Pattern, modalities)
	case Incomplete:
		return "something missing"
	case Lacks:
		return t.Modality + " missing"
	case Has:
		return t.Modality + " present"
	case Because:
		return t.Modality + " missing because " + t.Cause.String()
	case InGroup:
		return t.Column + " = " + t.Value
	}
	return fmt.Sprintf("%d records picked", len(t.Records))
}

// patternWords says a pattern by what it lacks or by what it has, whichever is
// shorter.
func patternWords(p dataset.Pattern, modalities []string) string {
	var lacks []string
	for m, name := range modalities {
		if m < len(p) && !p.Has(m) {
			lacks = append(lacks, name)
		}
	}
	switch {
	case len(lacks) == 0:
		return "nothing missing"
	case 2*len(lacks) > len(modalities):
		return "only " + strings.ReplaceAll(p.Label(modalities), "+", " + ") + " present"
	}
	return "just " + strings.Join(lacks, " + ") + " missing"
}

// String writes the query so that ParseQuery reads it back: terms joined by
// " AND ", as in a project file.
func (q Query) String() string {
	parts := make([]string, len(q.Terms))
	for k, t := range q.Terms {
		parts[k] = t.String()
	}
	return strings.Join(parts, " AND ")
}

// String writes one term: its kind and its arguments, quoted.
func (t Term) String() string {
	var args []string
	switch t.Kind {
	case HasPattern:
		args = []string{string(t.Pattern)}
	case Lacks, Has:
		args = []string{t.Modality}
	case Because:
		args = []string{t.Modality, t.Cause.String()}
	case InGroup:
		args = []string{t.Column, t.Value}
	case Among:
		for _, i := range t.Records {
			args = append(args, strconv.Itoa(i))
		}
	}
	s := string(t.Kind)
	for _, a := range args {
		s += " " + strconv.Quote(a)
	}
	return s
}

// ParseQuery reads what String wrote. The error says what is not understood.
func ParseQuery(s string) (Query, error) {
	var q Query
	if strings.TrimSpace(s) == "" {
		return q, nil
	}
	for rest := s; rest != ""; {
		t, after, err := parseTerm(rest)
		if err != nil {
			return Query{}, fmt.Errorf("selection %q: %w", s, err)
		}
		q.Terms = append(q.Terms, t)
		rest = after
	}
	return q, nil
}

// parseTerm reads one term and the " AND " behind it.
func parseTerm(s string) (Term, string, error) {
	kind, rest := s, ""
	if at := strings.IndexByte(s, ' '); at >= 0 {
		kind, rest = s[:at], s[at:]
	}
	var args []string
	for strings.HasPrefix(rest, ` "`) {
		quoted, err := strconv.QuotedPrefix(rest[1:])
		if err != nil {
			return Term{}, "", err
		}
		text, err := strconv.Unquote(quoted)
		if err != nil {
			return Term{}, "", err
		}
		args = append(args, text)
		rest = rest[1+len(quoted):]
	}
	if rest != "" {
		after, ok := strings.CutPrefix(rest, " AND ")
		if !ok {
			return Term{}, "", fmt.Errorf("expected AND at %q", rest)
		}
		rest = after
	}
	t, err := makeTerm(TermKind(kind), args)
	return t, rest, err
}

func makeTerm(kind TermKind, args []string) (Term, error) {
	t := Term{Kind: kind}
	var err error
	switch {
	case kind == Incomplete && len(args) == 0:
	case kind == HasPattern && len(args) == 1:
		t.Pattern = dataset.Pattern(args[0])
	case (kind == Lacks || kind == Has) && len(args) == 1:
		t.Modality = args[0]
	case kind == Because && len(args) == 2:
		t.Modality = args[0]
		t.Cause, err = dataset.ParseCause(args[1])
	case kind == InGroup && len(args) == 2:
		t.Column, t.Value = args[0], args[1]
	case kind == Among:
		for _, a := range args {
			i, bad := strconv.Atoi(a)
			if bad != nil {
				return t, bad
			}
			t.Records = append(t.Records, i)
		}
	default:
		err = fmt.Errorf("no rule %q with %d arguments", kind, len(args))
	}
	return t, err
}
