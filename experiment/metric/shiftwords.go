package metric

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"lacuna/experiment/result"
	"lacuna/internal/say"
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
	at := func(i int) Pair { return a.Pairs[i][k] }
	if first := at(a.None); first.N == 0 {
		return say.Form("%s and %s have no test record in common so far.", first.A, first.B)
	}
	return notShifted(at(a.None)) + a.standing(at(a.None)) +
		a.tipping(at, ahead(at(a.None)), func(i int) string { return a.standing(at(i)) }, say.Text("that stands at every shift"))
}

// notShifted begins what is said of no shift: of few repetitions only what came
// out in them.
func notShifted(p Pair) string {
	if p.N > 0 && p.Units < leastRepetitions {
		return say.Text("In this run, not shifted, ")
	}
	return say.Text("Not shifted, ")
}

// standing says how two methods compare.
func (a Shifts) standing(p Pair) string {
	v := verdict{m: a.Measure}
	if ahead(p) < 0 {
		p = p.Mirrored()
	}
	if ahead(p) == 0 {
		return say.Form("%s and %s are not told apart (%s minus %s: %s, %s)", p.A, p.B, p.A, p.B, v.amount(p.Difference), v.around(p))
	}
	return say.Form("%s is ahead of %s by %s (%s)", p.A, p.B, v.amount(p.Difference), v.around(p))
}

// changeWords says from which shift on the score of a method is another.
func (a Shifts) changeWords(k int, method string) string {
	v := verdict{m: a.Measure}
	value, ci, n := a.Value(a.None, k)
	at := func(i int) Pair { return a.Changes[i][k] }
	moved := slices.IndexFunc(a.Shifts, func(s result.Shift) bool { return !s.None() }) // all have the same repetitions
	words := say.Form("%s%s has %s %s (%s, n = %s)", notShifted(at(moved)), method, a.Measure.Title, v.value(value), v.interval(ci), say.Grouped(n))
	return words + a.tipping(at, 0,
		func(i int) string {
			value, _, _ := a.Value(i, k)
			words := say.Text("it has %s, a change for the better by %s (%s)")
			if ahead(at(i)) < 0 {
				words = say.Text("it has %s, a change for the worse by %s (%s)")
			}
			return fmt.Sprintf(words, v.value(value), v.amount(math.Abs(at(i).Difference)), v.around(outward(at(i))))
		}, say.Text("that changes by no more than chance shows at any shift"))
}

// outward is a pair whose difference is positive.
func outward(p Pair) Pair {
	if p.Difference < 0 {
		return p.mirrored()
	}
	return p
}

// tipping says where a conclusion turns, which of no shift is first: from there
// outwards every stretch of shifts with another one. never says that there is
// none; shifts without results are counted.
func (a Shifts) tipping(at func(i int) Pair, first int, words func(i int) string, never string) string {
	var below, above []int // from no shift outwards
	for i := range a.Shifts {
		switch {
		case i == a.None || at(i).N == 0:
		case i < a.None:
			below = append([]int{i}, below...)
		default:
			above = append(above, i)
		}
	}
	text := a.turns(below, at, first, words) + a.turns(above, at, first, words)
	known := slices.Concat(below, []int{a.None}, above)
	if text == "" && len(known) > 1 {
		text = say.Form("; %s from %s to %s", never, a.Shifts[slices.Min(known)].Short(), a.Shifts[slices.Max(known)].Short())
	}
	if open := len(a.Shifts) - len(known); open > 0 {
		text += say.Form("; shifts without results so far: %d", open)
	}
	return strings.TrimSuffix(text, ".") + "."
}

// turns says what is concluded on one side, a list of shifts outwards.
func (a Shifts) turns(side []int, at func(i int) Pair, first int, words func(i int) string) string {
	text := ""
	for low := 0; low < len(side); {
		is, high := ahead(at(side[low])), low+1
		for high < len(side) && ahead(at(side[high])) == is {
			high++
		}
		from, to := a.Shifts[side[low]].Short(), a.Shifts[side[high-1]].Short()
		switch {
		case is == first && text != "":
			text += say.Form("; at %s as not shifted", from)
		case is == first:
		case high == low+1:
			text += say.Form("; at %s, %s", from, words(side[low]))
		case high == len(side):
			text += say.Form("; from %s on, %s", from, words(side[low]))
		default:
			text += say.Form("; from %s to %s, %s", from, to, words(side[low]))
		}
		low = high
	}
	return text
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
		pooled = say.Text(". Values are pooled by Rubin's rules over the fillings; differences are of the mean predictions")
	}
	return say.Form("Sensitivity to values that are missing because of what they are (delta adjustment): what imputers fill in, in training and test alike, is moved before the classifier learns; "+
		"a standard deviation is that of the column over training records. Numbers moved, over all methods and runs: %s. "+
		"Conclusions go by p below 0.05, adjusted (Holm) over all pairs of methods at each shift by itself, and for a method's own change over its shifts; "+
		"of many shifts one may turn a pair by chance. "+
		"No data show which shift is the true one%s", most, pooled)
}
