package vm

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"lacuna/dataset"
	"lacuna/experiment/metric"
)

// hint says what selecting a query would choose.
func (w *Workbench) hint(q Query) string {
	if q.Empty() {
		return ""
	}
	n := len(q.Records(w.data, w.presence))
	return fmt.Sprintf("Click: select the %d records with %s.", n, q.Words(w.data.Names()))
}

func (w *Workbench) stratumHint(name string) string {
	i := slices.IndexFunc(w.table.Strata, func(s metric.Stratum) bool { return s.Name == name })
	if i < 0 {
		return ""
	}
	return w.hint(stratumQuery(w.table.Strata[i], w.data))
}

// scoreWords says one method's score in one stratum with its context.
func (w *Workbench) scoreWords(method, stratum string) string {
	s := slices.IndexFunc(w.table.Strata, func(s metric.Stratum) bool { return s.Name == stratum })
	m := slices.Index(w.table.Methods, method)
	if s < 0 || m < 0 {
		return ""
	}
	score := w.table.Scores[s][m]
	value, err := w.metric.Of(score)
	if err != nil || math.IsNaN(value) {
		return "undefined in " + w.table.Strata[s].Title
	}
	text := fmt.Sprintf("%s %.3f", w.View(StrataPane).Title, value)
	if i := w.metric.Interval(score); !math.IsNaN(i.Low) {
		text += fmt.Sprintf(" (95 %% interval %.3f to %.3f)", i.Low, i.High)
	}
	return fmt.Sprintf("%s, %s, n = %d, %s", text, w.table.Strata[s].Title, score.N, plural(score.Runs, "run"))
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Failure says an error for a dialog: what went wrong as its title, and below
// it why, and what to try.
func Failure(err error) (title, words string) {
	var u *dataset.UserError
	if !errors.As(err, &u) {
		return "This did not work", capital(err.Error())
	}
	var parts []string
	for _, p := range []string{u.Why, u.Try} {
		if p != "" {
			parts = append(parts, strings.TrimSuffix(capital(p), ".")+".")
		}
	}
	return capital(u.What), strings.Join(parts, "\n\n")
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// Readable shortens the numbers of a table to what is read on a screen; files
// keep all digits.
func Readable(rows [][]string) [][]string {
	out := make([][]string, len(rows))
	for i, row := range rows {
		out[i] = slices.Clone(row)
		for j, cell := range row {
			if x, err := strconv.ParseFloat(cell, 64); err == nil && len(cell) > 6 && strings.Contains(cell, ".") {
				out[i][j] = strconv.FormatFloat(x, 'g', 4, 64)
			}
		}
	}
	return out
}
