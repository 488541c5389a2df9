package vm

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lacuna/dataset"
	"lacuna/dataset/query"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// hint says what selecting a query would choose.
func (s *Scene) hint(q query.Query) string {
	if q.Empty() {
		return ""
	}
	on := s.selection
	column, err := q.Bits(on.source())
	if err != nil {
		return ""
	}
	n := query.Count(on.within(column))
	return say.Form("Click: select the %s with %s.", say.Count(n, "record", "records"), q.Words(on.naming()))
}

func (s *Scene) stratumHint(name string) string {
	t := s.comparison.table
	i := slices.IndexFunc(t.Strata, func(x metric.Stratum) bool { return x.Name == name })
	if i < 0 {
		return ""
	}
	return s.hint(stratumQuery(t.Strata[i], s.selection.data))
}

// scoreWords says one method's score in one stratum with its context.
func (s *Scene) scoreWords(method, stratum string) string {
	t := s.comparison.table
	row := slices.IndexFunc(t.Strata, func(x metric.Stratum) bool { return x.Name == stratum })
	m := slices.Index(t.Methods, method)
	if row < 0 || m < 0 {
		return ""
	}
	score, by := t.Scores[row][m], s.display.Metric()
	value, err := by.Of(score)
	if err != nil || math.IsNaN(value) {
		return say.Form("undefined in %s", t.Strata[row].Title)
	}
	text := fmt.Sprintf("%s %.3f", s.display.MetricTitle(), value)
	if i := by.Interval(score); !math.IsNaN(i.Low) {
		text = say.Form("%s (95 %% interval %.3f to %.3f)", text, i.Low, i.High)
	}
	return say.Form("%s, %s, n = %s, %s", text, t.Strata[row].Title, Grouped(score.N), say.Count(score.Runs, "run", "runs"))
}

// Failure says an error for a dialog: what went wrong as its title, and below
// it why, and what to try.
func Failure(err error) (title, words string) {
	var u *dataset.UserError
	if !errors.As(err, &u) {
		return say.Text("This did not work"), InWindow(capital(err.Error()))
	}
	var parts []string
	for _, p := range []string{u.Why, u.Try} {
		if p != "" {
			parts = append(parts, InWindow(strings.TrimSuffix(capital(say.Again(p)), ".")+"."))
		}
	}
	return InWindow(capital(say.Again(u.What))), strings.Join(parts, "\n\n")
}

// Sentence begins words with a capital letter.
func Sentence(s string) string { return capital(s) }

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// Grouped writes a count with its thousands apart, as the charts do.
func Grouped(n int) string { return say.Grouped(n) }
