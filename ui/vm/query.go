package vm

import (
	"fmt"
	"math/bits"
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
	column := q.Bits(d, p)
	n := 0
	for _, word := range column {
		n += bits.OnesCount64(word)
	}
	rows := make([]int, 0, n)
	for k, word := range column {
		for ; word != 0; word &= word - 1 {
			rows = append(rows, 64*k+bits.TrailingZeros64(word))
		}
	}
	return rows
}

// Bits are the same rows as a bit column, as that of a modality is; nil where
// there is no selection.
func (q Query) Bits(d *dataset.Dataset, p *dataset.Presence) []uint64 {
	if q.Empty() {
		return nil
	}
	out := allBits(d.Records())
	for _, t := range q.Terms {
		for k, word := range t.bits(d, p) {
			out[k] &= word
		}
	}
	return out
}

// allBits is the bit column of all records.
func allBits(records int) []uint64 {
	out := make([]uint64, (records+63)/64)
	for k := range out {
		out[k] = ^uint64(0)
	}
	if rest := records % 64; rest > 0 {
		out[len(out)-1] = 1<<rest - 1
	}
	return out
}

// bits is the bit column of one rule; bits beyond the last record mean nothing.
// What the dataset does not know matches nothing.
func (t Term) bits(d *dataset.Dataset, p *dataset.Presence) []uint64 {
	m, err := d.ModalityIndex(t.Modality)
	known := err == nil
	switch {
	case t.Kind == HasPattern && len(t.Pattern) == p.Modalities():
		return patternBits(p, t.Pattern)
	case t.Kind == Incomplete:
		return inverted(patternBits(p, dataset.Complete(p.Modalities())))
	case t.Kind == Has && known:
		return p.Column(m)
	case t.Kind == Lacks && known:
		return inverted(p.Column(m))
	}
	return t.listed(d, p, m, known)
}

// listed is the bit column of a rule that is not about presence alone.
func (t Term) listed(d *dataset.Dataset, p *dataset.Presence, m int, known bool) []uint64 {
	out := make([]uint64, (d.Records()+63)/64)
	set := func(i int) { out[i/64] |= 1 << (i % 64) }
	switch {
	case t.Kind == Because && known:
		for i := range d.Records() {
			if p.Cause(i, m) == t.Cause {
				set(i)
			}
		}
	case t.Kind == InGroup && d.Groups[t.Column] != nil:
		for i, value := range d.Groups[t.Column] {
			if value == t.Value {
				set(i)
			}
		}
	case t.Kind == Among:
		for _, i := range t.Records {
			if i >= 0 && i < d.Records() {
				set(i)
			}
		}
	}
	return out
}

// patternBits are the records that have exactly the modalities of a pattern.
func patternBits(p *dataset.Presence, pattern dataset.Pattern) []uint64 {
	out := allBits(p.Records())
	for m := range p.Modalities() {
		for k, word := range p.Column(m) {
			if !pattern.Has(m) {
				word = ^word
			}
			out[k] &= word
		}
	}
	return out
}

func inverted(column []uint64) []uint64 {
	out := make([]uint64, len(column))
	for k, word := range column {
		out[k] = ^word
	}
	return out
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
