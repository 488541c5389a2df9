package metric

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Words says which conclusions stand under every shift that was tried, and from
// which shift on the others change: their tipping points.
func (a Shifts) Words() []string {
	if len(a.Shifts) == 0 {
		return nil
	}
	var out []string
	for k := range a.Pairs[a.None] {
		out = append(out, a.pairWords(k))
	}
	for k, method := range a.Methods {
		if a.Moved[k] {
			out = append(out, a.changeWords(k, method))
		}
	}
	return out
}

// ahead is 1 where the first of a pair is shown to be better, −1 where the second
// is, and 0 where they are not told apart.
func ahead(p Pair) int {
	switch {
	case p.N == 0 || !(p.PHolm < significance):
		return 0
	case p.Difference < 0:
		return -1
	}
	return 1
}

// pairWords says what becomes of the difference of two methods.
func (a Shifts) pairWords(k int) string {
	first := a.Pairs[a.None][k]
	if first.N == 0 {
		return fmt.Sprintf("%s and %s have no test record in common so far.", first.A, first.B)
	}
	words := "Not shifted, " + a.standing(first)
	if first.Units < leastRepetitions {
		words = "In this run, not shifted, " + a.standing(first)
	}
	at := func(i int) Pair { return a.Pairs[i][k] }
	turned := func(i int) bool { return at(i).N > 0 && ahead(at(i)) != ahead(first) }
	return words + a.tipping(turned, func(i int) string { return a.standing(at(i)) }, "that stands at every shift")
}

// standing says how two methods compare.
func (a Shifts) standing(p Pair) string {
	v := verdict{m: a.Measure}
	if ahead(p) < 0 {
		p = p.Mirrored()
	}
	if ahead(p) == 0 {
		return fmt.Sprintf("%s and %s are not told apart (%s minus %s: %s, %s)", p.A, p.B, p.A, p.B, v.amount(p.Difference), v.around(p))
	}
	return fmt.Sprintf("%s is ahead of %s by %s (%s)", p.A, p.B, v.amount(p.Difference), v.around(p))
}

// changeWords says from which shift on the score of a method is another.
func (a Shifts) changeWords(k int, method string) string {
	v := verdict{m: a.Measure}
	value, ci, n := a.Value(a.None, k)
	words := fmt.Sprintf("Not shifted, %s has %s %s (%s, n = %d)", method, a.Measure.Title, v.value(value), v.interval(ci), n)
	at := func(i int) Pair { return a.Changes[i][k] }
	return words + a.tipping(
		func(i int) bool { return ahead(at(i)) != 0 },
		func(i int) string {
			value, _, _ := a.Value(i, k)
			return fmt.Sprintf("it has %s, a change for the %s by %s (%s)", v.value(value),
				map[int]string{1: "better", -1: "worse"}[ahead(at(i))], v.amount(math.Abs(at(i).Difference)), v.around(outward(at(i))))
		}, "that changes by no more than chance shows at any shift")
}

// outward is a pair whose difference is positive.
func outward(p Pair) Pair {
	if p.Difference < 0 {
		return p.mirrored()
	}
	return p
}

// tipping says where a conclusion turns: on either side of no shift the first
// place at which it does; never says that it does nowhere.
func (a Shifts) tipping(turned func(i int) bool, words func(i int) string, never string) string {
	var below, above []int // from no shift outwards
	for i := range a.Shifts {
		if i < a.None {
			below = append([]int{i}, below...)
		} else if i > a.None {
			above = append(above, i)
		}
	}
	text := ""
	for _, side := range [][]int{below, above} {
		k := slices.IndexFunc(side, turned)
		if k < 0 {
			continue
		}
		from := "from " + a.Shifts[side[k]].Short() + " on"
		if slices.ContainsFunc(side[k:], func(i int) bool { return !turned(i) }) {
			from = "at " + a.Shifts[side[k]].Short() + ", and not at every shift beyond"
		}
		text += fmt.Sprintf("; %s, %s", from, words(side[k]))
	}
	if text == "" {
		text = fmt.Sprintf("; %s from %s to %s", never, a.Shifts[0].Short(), a.Shifts[len(a.Shifts)-1].Short())
	}
	return strings.TrimSuffix(text, ".") + "."
}

// Meaning says what a shift is and what was moved.
func (a Shifts) Meaning() string {
	if len(a.Shifts) == 0 {
		return ""
	}
	most := a.Cells[0]
	for _, c := range a.Cells {
		if c.Dev+c.Test > most.Dev+most.Test {
			most = c
		}
	}
	pooled := ""
	if len(a.Pooled[a.None]) > 0 {
		pooled = ". Values are pooled by Rubin's rules over the fillings; differences are of the mean predictions"
	}
	return fmt.Sprintf("Sensitivity to values that are missing because of what they are (delta adjustment): what imputers fill in, in training and test alike, is moved before the classifier learns; "+
		"a standard deviation is that of the column over training records. Numbers moved, over all methods and runs: %s. "+
		"Conclusions go by p below 0.05, adjusted over all pairs of methods as in the comparison (Holm), for a method's own change over its shifts. "+
		"No data show which shift is the true one%s", most, pooled)
}
