package table

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"lacuna/internal/say"
)

// jsonKind says what a value of JSON is.
type jsonKind byte

const (
	jsonNull jsonKind = iota
	jsonNumber
	jsonWord // a string, true or false
	jsonList
	jsonObject
)

// jsonValue is a value of JSON. Numbers keep their digits.
type jsonValue struct {
	kind  jsonKind
	text  string      // of a number or a word; the source of a list
	keys  []string    // of an object
	items []jsonValue // of a list or an object
}

// jsonText is a text of JSON that is being read. It knows NaN and Infinity, as
// Python writes them, beside what the standard has.
type jsonText struct {
	text string
	at   int
}

var (
	errJSON     = say.Error("this is no JSON")
	errJSONDeep = say.Error("its values are nested too deeply")
)

// jsonDeepest is how deeply values may be nested.
const jsonDeepest = 64

func (p *jsonText) space() {
	for p.at < len(p.text) {
		switch p.text[p.at] {
		case ' ', '\t', '\r', '\n':
			p.at++
		default:
			return
		}
	}
}

// next passes over blanks and one mark, if it is the next.
func (p *jsonText) next(mark byte) bool {
	p.space()
	if p.at < len(p.text) && p.text[p.at] == mark {
		p.at++
		return true
	}
	return false
}

func (p *jsonText) value(depth int) (jsonValue, error) {
	if depth > jsonDeepest {
		return jsonValue{}, errJSONDeep
	}
	p.space()
	if p.at == len(p.text) {
		return jsonValue{}, errJSON
	}
	switch c := p.text[p.at]; c {
	case '{':
		return p.object(depth)
	case '[':
		return p.list(depth)
	case '"':
		s, err := p.quoted()
		return jsonValue{kind: jsonWord, text: s}, err
	default:
		return p.plain()
	}
}

func (p *jsonText) object(depth int) (jsonValue, error) {
	v := jsonValue{kind: jsonObject}
	p.at++
	for first := true; !p.next('}'); first = false {
		if !first && !p.next(',') {
			return v, errJSON
		}
		p.space()
		key, err := p.quoted()
		if err != nil {
			return v, err
		}
		if !p.next(':') {
			return v, errJSON
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return v, err
		}
		v.keys, v.items = append(v.keys, key), append(v.items, item)
	}
	return v, nil
}

func (p *jsonText) list(depth int) (jsonValue, error) {
	v := jsonValue{kind: jsonList}
	start := p.at
	p.at++
	for first := true; !p.next(']'); first = false {
		if !first && !p.next(',') {
			return v, errJSON
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return v, err
		}
		v.items = append(v.items, item)
	}
	v.text = p.text[start:p.at]
	return v, nil
}

// quoted reads a string.
func (p *jsonText) quoted() (string, error) {
	if p.at == len(p.text) || p.text[p.at] != '"' {
		return "", errJSON
	}
	start := p.at
	escaped := false
	for p.at++; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			if !escaped {
				return p.text[start+1 : p.at-1], nil
			}
			var s string
			if json.Unmarshal([]byte(p.text[start:p.at]), &s) != nil {
				return "", errJSON
			}
			return s, nil
		case c == '\\':
			escaped = true
			p.at++
		case c < ' ':
			return "", errJSON
		}
	}
	p.at = len(p.text)
	return "", errJSON
}

// plain reads a number or one of the words that stand without quotes.
func (p *jsonText) plain() (jsonValue, error) {
	start := p.at
	for p.at < len(p.text) && !strings.ContainsRune(" \t\r\n,]}:", rune(p.text[p.at])) {
		p.at++
	}
	switch word := p.text[start:p.at]; word {
	case "null":
		return jsonValue{}, nil
	case "true", "false":
		return jsonValue{kind: jsonWord, text: word}, nil
	case "NaN", "Infinity", "-Infinity":
		return jsonValue{kind: jsonNumber, text: word}, nil
	default:
		if strings.Trim(word, "+-0123456789.eE") != "" {
			return jsonValue{}, errJSON
		}
		if _, err := strconv.ParseFloat(word, 64); err != nil && !errors.Is(err, strconv.ErrRange) {
			return jsonValue{}, errJSON
		}
		return jsonValue{kind: jsonNumber, text: word}, nil
	}
}
