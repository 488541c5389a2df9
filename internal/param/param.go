// Package param describes the parameters of methods as data. One Spec makes
// the form in the window, the --set flag, validation, the search for
// settings and the line in `lacuna methods`.
package param

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"lacuna/internal/say"
)

// Type is the kind of value that a parameter takes.
type Type string

// The types of parameters.
const (
	Int    Type = "int"
	Float  Type = "float"
	Bool   Type = "bool"
	Choice Type = "choice"
)

// Spec describes one parameter of a method.
type Spec struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	Type    Type     `json:"type"`
	Default any      `json:"default"` // int, float64, bool or string, after Type
	Min     float64  `json:"min"`     // Int and Float only; inclusive
	Max     float64  `json:"max"`
	Choices []string `json:"choices,omitempty"`
	Tries   []any    `json:"tries,omitempty"` // what a search tries besides the default; none leaves it alone
	// Presets are, for some choices, the values of other parameters that are
	// not set themselves.
	Presets map[string]map[string]any `json:"presets,omitempty"`
	Help    string                    `json:"help"`
}

// Values holds one checked value for each Spec of a method, by name. Int
// values are int, Float float64, Bool bool, Choice string.
type Values map[string]any

// Int returns the value of an Int parameter. It panics on an unknown name,
// which is a programming error: Values come from Resolve.
func (v Values) Int(name string) int { return v[name].(int) }

// Float returns the value of a Float parameter.
func (v Values) Float(name string) float64 { return v[name].(float64) }

// Bool returns the value of a Bool parameter.
func (v Values) Bool(name string) bool { return v[name].(bool) }

// String returns the value of a Choice parameter.
func (v Values) String(name string) string { return v[name].(string) }

// Resolve checks the given settings against the specs and fills in what presets
// say, then the defaults. An unknown name, a value of the wrong type or out of range is an
// error that says what is allowed.
func Resolve(specs []Spec, set map[string]string) (Values, error) {
	v := make(Values, len(specs))
	for _, s := range specs {
		v[s.Name] = s.Default
	}
	for _, name := range sortedKeys(set) {
		i := slices.IndexFunc(specs, func(s Spec) bool { return s.Name == name })
		if i < 0 {
			return nil, say.Errorf("no parameter %q; there are %s", name, names(specs))
		}
		x, err := specs[i].Parse(set[name])
		if err != nil {
			return nil, err
		}
		v[name] = x
	}
	for _, s := range specs {
		for name, x := range s.Presets[Format(v[s.Name])] {
			if _, given := set[name]; !given {
				v[name] = x
			}
		}
	}
	return v, nil
}

// Parse reads one value of the parameter from text and checks it.
func (s Spec) Parse(text string) (any, error) {
	text = strings.TrimSpace(text)
	switch s.Type {
	case Int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, say.Errorf("parameter %s: %q is not a whole number", s.Name, text)
		}
		return n, s.inRange(float64(n))
	case Float:
		x, err := Number(text)
		if err != nil {
			return nil, say.Errorf("parameter %s: %w", s.Name, err)
		}
		return x, s.inRange(x)
	case Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return nil, say.Errorf("parameter %s: %q is neither true nor false", s.Name, text)
		}
		return b, nil
	case Choice:
		if !slices.Contains(s.Choices, text) {
			return nil, say.Errorf("parameter %s: %q is none of %s", s.Name, text, strings.Join(s.Choices, ", "))
		}
		return text, nil
	}
	return nil, say.Errorf("parameter %s has the unknown type %q", s.Name, s.Type)
}

// Number reads a finite number as people type it: with a decimal point or a
// decimal comma. What may be a comma between thousands, as in 1,000, is an error.
func Number(text string) (float64, error) {
	text = strings.TrimSpace(text)
	if whole, rest, comma := strings.Cut(text, ","); comma {
		if len(rest) == 3 && strings.Trim(whole, "+-0") != "" || strings.ContainsAny(whole+rest, ".,") {
			return 0, say.Errorf("%q may be meant in two ways: write a decimal point, and nothing between thousands", text)
		}
		text = whole + "." + rest
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, say.Errorf("%q is not a number", text)
	}
	return x, nil
}

// Format writes a value the way Parse reads it.
func Format(x any) string {
	if f, ok := x.(float64); ok {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	return fmt.Sprint(x)
}

func (s Spec) inRange(x float64) error {
	if x < s.Min || x > s.Max {
		return say.Errorf("parameter %s: %g is outside %g to %g", s.Name, x, s.Min, s.Max)
	}
	return nil
}

func names(specs []Spec) string {
	if len(specs) == 0 {
		return say.Text("none")
	}
	out := make([]string, len(specs))
	for i, s := range specs {
		out[i] = s.Name
	}
	return strings.Join(out, ", ")
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
