package array

import (
	"strconv"
	"strings"
	"unicode"

	"lacuna/internal/say"
)

// literal reads the Python literal that heads an NPY file: a dictionary of
// strings, numbers, truth values, tuples and lists. Tuples and lists become
// []any.
type literal struct {
	text  string
	depth int
}

var errLiteral = say.Error("the header is no dictionary")

// deepest is how deeply a header may be nested.
const deepest = 8

func readLiteral(text string) (any, error) {
	l := &literal{text: text}
	v, err := l.value()
	if err != nil {
		return nil, err
	}
	if l.space(); l.text != "" {
		return nil, errLiteral
	}
	return v, nil
}

func (l *literal) space() { l.text = strings.TrimLeft(l.text, " \t\r\n\x00") }

// next passes over a mark, if it is the next.
func (l *literal) next(mark string) bool {
	l.space()
	rest, ok := strings.CutPrefix(l.text, mark)
	if ok {
		l.text = rest
	}
	return ok
}

func (l *literal) value() (any, error) {
	if l.depth++; l.depth > deepest {
		return nil, errLiteral
	}
	defer func() { l.depth-- }()
	switch {
	case l.next("{"):
		return l.dictionary()
	case l.next("("):
		return l.list(")")
	case l.next("["):
		return l.list("]")
	}
	for word, v := range map[string]any{"True": true, "False": false, "None": nil} {
		if l.next(word) {
			return v, nil
		}
	}
	if s, ok := l.quoted(); ok {
		return s, nil
	}
	return l.number()
}

func (l *literal) dictionary() (any, error) {
	out := map[string]any{}
	for !l.next("}") {
		key, ok := l.quoted()
		if !ok || !l.next(":") {
			return nil, errLiteral
		}
		v, err := l.value()
		if err != nil {
			return nil, err
		}
		out[key] = v
		if !l.next(",") && !strings.HasPrefix(l.text, "}") {
			return nil, errLiteral
		}
	}
	return out, nil
}

func (l *literal) list(end string) (any, error) {
	out := []any{}
	for !l.next(end) {
		v, err := l.value()
		if err != nil {
			return nil, err
		}
		out = append(out, v)
		if !l.next(",") && !strings.HasPrefix(l.text, end) {
			return nil, errLiteral
		}
	}
	return out, nil
}

// quoted reads a string; a backslash keeps the character behind it.
func (l *literal) quoted() (string, bool) {
	l.space()
	rest := strings.TrimLeft(l.text, "ub") // u'…' and b'…' of Python 2
	if rest == "" || rest[0] != '\'' && rest[0] != '"' {
		return "", false
	}
	var out strings.Builder
	for i := 1; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == rest[0]:
			l.text = rest[i+1:]
			return out.String(), true
		case c == '\\' && i+1 < len(rest):
			i++
			out.WriteByte(rest[i])
		default:
			out.WriteByte(c)
		}
	}
	return "", false
}

func (l *literal) number() (any, error) {
	l.space()
	end := strings.IndexFunc(l.text, func(r rune) bool { return !unicode.IsDigit(r) && r != '-' })
	if end < 0 {
		end = len(l.text)
	}
	n, err := strconv.Atoi(l.text[:end])
	if err != nil {
		return nil, errLiteral
	}
	l.text = strings.TrimPrefix(l.text[end:], "L") // long whole numbers of Python 2
	return n, nil
}
