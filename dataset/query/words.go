package query

import (
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Naming is how queries are said in plain words: the modalities there are, and
// how one of them is lacking, by its name. A nil Lacking says "missing" of all.
type Naming struct {
	Modalities []string
	Lacking    func(modality string) Lack
}

// Lack is how a modality is lacking.
type Lack int

// The ways: of the data themselves, by what an experiment hides, or both.
const (
	Never  Lack = 0
	Itself Lack = 1
	Masked Lack = 2
	Both   Lack = Itself | Masked
)

// Words says the query in plain words, short enough to be shown: long lists are
// counted.
func (q Query) Words(by Naming) string {
	parts := make([]string, len(q.Terms))
	for k, t := range q.Terms {
		parts[k] = t.Words(by)
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
func (t Term) Words(by Naming) string {
	switch {
	case t.Kind == Exactly:
		if p, err := dataset.ParsePattern(t.Value, by.Modalities); err == nil {
			return by.pattern(p)
		}
	case t.Kind == Missing:
		return by.missing(name(t.Name), t.Name)
	case t.Kind == Incomplete:
		return by.something()
	case t.Kind == Complete:
		return by.nothing()
	case t.Kind == Found:
		return say.Form("“%s” in it", t.Value)
	case t.Kind == Numbered && len(t.Rows) > shownParts:
		return say.Form("%d records picked", t.count())
	case t.Kind == Not:
		return say.Form("not %s", t.Terms[0].wordsWithin(by))
	case t.Kind == All || t.Kind == Any:
		var parts []string
		for _, u := range t.Terms[:min(len(t.Terms), shownParts)] {
			parts = append(parts, u.wordsWithin(by))
		}
		if more := len(t.Terms) - len(parts); more > 0 {
			parts = append(parts, say.Form("%d more", more))
		}
		return joinedWords(t.Kind, parts)
	}
	return t.plain()
}

// plain says a term that has no others in it and names nothing that an
// experiment may hide.
func (t Term) plain() string {
	switch t.Kind {
	case Present:
		return say.Form("%s present", name(t.Name))
	case Because:
		return say.Form("%s missing because %s", name(t.Name), value(t.Value))
	case Exactly:
		return say.Form("pattern = %s", value(t.Value))
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

func (t Term) wordsWithin(by Naming) string {
	if words := t.Words(by); t.Kind != All && t.Kind != Any {
		return words
	} else {
		return "(" + words + ")"
	}
}

// lacking is how modalities are lacking, all of them together.
func (by Naming) lacking(modalities ...string) Lack {
	how := Never
	for _, m := range modalities {
		if by.Lacking != nil {
			how |= by.Lacking(m)
		}
	}
	return how
}

func (by Naming) missing(words, modality string) string {
	switch by.lacking(modality) {
	case Masked:
		return say.Form("%s masked", words)
	case Both:
		return say.Form("%s missing or masked", words)
	}
	return say.Form("%s missing", words)
}

func (by Naming) something() string {
	switch by.lacking(by.Modalities...) {
	case Masked:
		return say.Text("something masked")
	case Both:
		return say.Text("something missing or masked")
	}
	return say.Text("something missing")
}

func (by Naming) nothing() string {
	switch by.lacking(by.Modalities...) {
	case Masked:
		return say.Text("nothing masked")
	case Both:
		return say.Text("nothing missing or masked")
	}
	return say.Text("nothing missing")
}

// present joins the names of modalities, which are the same in every language.
func present(names []string) string {
	if len(names) == 0 {
		return say.Text("nothing")
	}
	return strings.Join(names, " + ")
}

// pattern says a pattern by what it lacks or by what it has, whichever is
// shorter.
func (by Naming) pattern(p dataset.Pattern) string {
	lacks := p.Lacks(by.Modalities)
	words := strings.Join(lacks, " + ")
	switch how := by.lacking(lacks...); {
	case len(lacks) == 0:
		return by.nothing()
	case 2*len(lacks) > len(by.Modalities):
		return say.Form("only %s present", present(p.Names(by.Modalities)))
	case how == Masked:
		return say.Form("just %s masked", words)
	case how == Both:
		return say.Form("just %s missing or masked", words)
	}
	return say.Form("just %s missing", words)
}
