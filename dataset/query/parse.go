package query

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// deepest is how deep parentheses and nots may stand within each other.
const deepest = 100

// Parse reads a query. No text is the empty query. An error is an *Error. Names
// are looked up when the query is asked, see Query.Bits.
func Parse(text string) (Query, error) {
	list, err := tokens(text)
	if err != nil || list[0].kind == end {
		return Query{}, err
	}
	p := &parser{text: text, list: list}
	t, err := p.either()
	if err != nil {
		return Query{}, err
	}
	if rest := p.peek(); rest.kind != end {
		return Query{}, p.wrong(rest, say.Text("here and, or or the end is expected"))
	}
	return Of(t).flat(), nil
}

// parser goes through the tokens of a query.
type parser struct {
	text  string
	list  []token
	depth int
}

func (p *parser) peek() token { return p.list[0] }

// take returns the next token and goes on; the end stays.
func (p *parser) take() token {
	t := p.list[0]
	if t.kind != end {
		p.list = p.list[1:]
	}
	return t
}

// takes goes on where the next token is that keyword or sign.
func (p *parser) takes(text string) bool {
	if !p.peek().is(text) {
		return false
	}
	p.take()
	return true
}

func (p *parser) wrong(t token, what string) error {
	if t.kind != end {
		what = fmt.Sprintf("“%s”: %s", t.text, what)
	} else {
		what = say.Form("the query ends, but %s", what)
	}
	return wrongAt(p.text, t.at, what)
}

// place is the character that comes next, from 1.
func (p *parser) place() int { return utf8.RuneCountInString(p.text[:p.peek().at]) + 1 }

// either reads terms with or between them.
func (p *parser) either() (Term, error) { return p.joined(Any, p.both) }

// both reads terms with and between them.
func (p *parser) both() (Term, error) { return p.joined(All, p.unit) }

func (p *parser) joined(kind Kind, part func() (Term, error)) (Term, error) {
	at := p.place()
	first, err := part()
	if err != nil {
		return first, err
	}
	terms := []Term{first}
	for p.takes(string(kind)) {
		t, err := part()
		if err != nil {
			return t, err
		}
		terms = append(terms, t)
	}
	if len(terms) == 1 {
		return first, nil
	}
	return Term{Kind: kind, Terms: terms, at: at}, nil
}

// unit reads a term, one in parentheses, or one that is not to hold.
func (p *parser) unit() (Term, error) {
	if p.depth++; p.depth > deepest {
		return Term{}, p.wrong(p.peek(), say.Form("more than %d parentheses or nots stand within each other", deepest))
	}
	defer func() { p.depth-- }()
	at := p.place()
	switch {
	case p.takes("not"):
		t, err := p.unit()
		return Term{Kind: Not, Terms: []Term{t}, at: at}, err
	case p.takes("("):
		t, err := p.either()
		if err == nil && !p.takes(")") {
			err = p.wrong(p.peek(), say.Text("a parenthesis is to be closed: )"))
		}
		return t, err
	}
	t, err := p.term()
	t.at = at
	return t, err
}

// term reads a single condition.
func (p *parser) term() (Term, error) {
	first, second := p.take(), p.peek()
	switch {
	case first.kind != word && first.kind != quoted:
		return Term{}, p.wrong(first, say.Text("a condition is expected here, such as: image missing, site = north"))
	case first.is("something") && second.is("missing"):
		p.take()
		return Term{Kind: Incomplete}, nil
	case first.is("nothing") && second.is("missing"):
		p.take()
		return Term{Kind: Complete}, nil
	case (first.is("wrong") || first.is("right")) && second.is("by"):
		p.take()
		method, err := p.value(say.Text("the name of a method is expected"))
		return Term{Kind: Kind(strings.ToLower(first.text)), Name: method}, err
	case first.is("row") && second.is("in"):
		p.take()
		return p.rows()
	case first.is("pattern") && second.is("="):
		p.take()
		label, err := p.value(say.Text("names of modalities joined by + are expected"))
		return Term{Kind: Exactly, Value: label}, err
	case first.is("find") && (second.kind == word || second.kind == quoted):
		return Term{Kind: Found, Value: p.take().text}, nil
	case slices.ContainsFunc([]string{"and", "or"}, first.is):
		return Term{}, p.wrong(first, say.Text("a condition is expected before it; a name that is such a word stands in quotes"))
	}
	return p.about(first.text)
}

// about reads what is said of a column or modality.
func (p *parser) about(name string) (Term, error) {
	t := p.take()
	switch {
	case t.is("missing") && p.takes("because"):
		at := p.peek()
		cause, err := p.value(say.Form("a cause is expected: %s", causes()))
		if err == nil {
			if c, bad := dataset.ParseCause(cause); bad != nil || c == dataset.Present {
				err = p.wrong(at, say.Form("there is no such cause; there are %s", causes()))
			}
		}
		return Term{Kind: Because, Name: name, Value: cause}, err
	case t.is("missing"):
		return Term{Kind: Missing, Name: name}, nil
	case t.is("present"):
		return Term{Kind: Present, Name: name}, nil
	case t.is("contains"), slices.ContainsFunc(signs[:6], t.is):
		v, err := p.value(say.Text("a value is expected; one of several words stands in quotes"))
		return Term{Kind: Compared, Name: name, Op: strings.ToLower(t.text), Value: v}, err
	}
	return Term{}, p.wrong(t, say.Form("after “%s”, one of missing, present, contains or = != < <= > >= is expected; a name of several words stands in quotes", name))
}

func (p *parser) value(what string) (string, error) {
	t := p.take()
	if t.kind != word && t.kind != quoted {
		return "", p.wrong(t, what)
	}
	return t.text, nil
}

// rows reads stretches of records: 1-40, 77.
func (p *parser) rows() (Term, error) {
	t := Term{Kind: Numbered}
	for {
		at := p.peek()
		text, err := p.value(say.Text("rows are expected, such as 1-40, 77"))
		if err != nil {
			return t, err
		}
		from, to, two := strings.Cut(text, "-")
		first, bad := strconv.Atoi(from)
		last := first
		if two && bad == nil {
			last, bad = strconv.Atoi(to)
		}
		if bad != nil || first < 1 || last < first {
			return t, p.wrong(at, say.Text("rows are counted from 1 and written as 7 or 1-40"))
		}
		t.Rows = append(t.Rows, Span{first - 1, last})
		if !p.takes(",") {
			return t, nil
		}
	}
}

// causes lists the words for why something is missing.
func causes() string {
	var list []string
	for c := dataset.NoRow; c <= dataset.Unsupported; c++ {
		list = append(list, c.String())
	}
	return strings.Join(list, ", ")
}
