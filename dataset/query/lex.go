package query

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"lacuna/internal/say"
)

// Error says what is wrong with a query, and where.
type Error struct {
	At   int // which character, from 1; 0 where the query was not read from text
	What string
}

// Error implements error.
func (e *Error) Error() string {
	if e.At == 0 {
		return e.What
	}
	return say.Form("character %d: %s", e.At, e.What)
}

// wrongAt is an error at a place in bytes.
func wrongAt(text string, at int, what string) error {
	return &Error{utf8.RuneCountInString(text[:at]) + 1, what}
}

// tokenKind is the kind of a token.
type tokenKind int

const (
	end    tokenKind = iota
	word             // as it is written
	quoted           // between quotes: never a keyword
	sign             // = != < <= > >= ( ) ,
)

type token struct {
	kind tokenKind
	text string
	at   int
}

// is says whether the token is a keyword, whatever its case, or a sign.
func (t token) is(text string) bool {
	return t.kind == word && strings.EqualFold(t.text, text) || t.kind == sign && t.text == text
}

// ends says whether a character ends a word.
func ends(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`()",=!<>`, r) }

var signs = []string{"!=", "<=", ">=", "=", "<", ">", "(", ")", ","}

// tokens divides a query.
func tokens(text string) ([]token, error) {
	var out []token
	for at := 0; ; {
		at += len(text[at:]) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
		if at == len(text) {
			return append(out, token{end, "", at}), nil
		}
		t, n, err := next(text, at)
		if err != nil {
			return nil, err
		}
		out, at = append(out, t), at+n
	}
}

// next reads the token at a place, and its length as written.
func next(text string, at int) (token, int, error) {
	rest := text[at:]
	if k := slices.IndexFunc(signs, func(s string) bool { return strings.HasPrefix(rest, s) }); k >= 0 {
		return token{sign, signs[k], at}, len(signs[k]), nil
	}
	if rest[0] == '"' {
		written, err := strconv.QuotedPrefix(rest)
		if err != nil {
			return token{}, 0, wrongAt(text, at, say.Text(`this quote has no end; write \" for a quote within`))
		}
		inner, err := strconv.Unquote(written)
		if err != nil {
			return token{}, 0, wrongAt(text, at, say.Text("what stands between these quotes cannot be read"))
		}
		return token{quoted, inner, at}, len(written), nil
	}
	n := strings.IndexFunc(rest, ends)
	if n < 0 {
		n = len(rest)
	}
	if n == 0 {
		return token{}, 0, wrongAt(text, at, say.Text("“!” stands before = only; not says the opposite"))
	}
	return token{word, rest[:n], at}, n, nil
}

// keywords mean something of their own where a name may stand.
var keywords = []string{"and", "or", "not", "something", "nothing", "find", "wrong", "right", "row", "pattern"}

// name writes the name of a column or modality, in quotes where it needs them.
func name(s string) string {
	if slices.ContainsFunc(keywords, func(k string) bool { return strings.EqualFold(k, s) }) && !strings.EqualFold(s, "row") {
		return strconv.Quote(s)
	}
	return value(s)
}

// value writes a value, in quotes where it needs them.
func value(s string) string {
	if s == "" || strings.IndexFunc(s, func(r rune) bool { return ends(r) || !unicode.IsPrint(r) || r == utf8.RuneError }) >= 0 {
		return strconv.Quote(s)
	}
	return s
}
