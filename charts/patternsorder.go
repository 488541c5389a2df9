package charts

import (
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// PatternOrder is an order of patterns, in the chart of patterns and in those of
// strata alike. The complete pattern stands first in all of them.
type PatternOrder string

// The orders. The last two need scores; patterns that have none, for want of
// test records, stand last, by their number of records.
const (
	ByRecords    PatternOrder = ""           // the most frequent first
	ByLack       PatternOrder = "lack"       // by how many modalities are lacking, with sums
	ByScore      PatternOrder = "score"      // by how Input.A does by Input.Metric, the best first
	ByDifference PatternOrder = "difference" // by how much better Input.A does than Input.B
)

// rank sorts patterns that stand by falling number of records.
func (in Input) rank(list []dataset.Pattern) {
	key := in.patternKey()
	slices.SortStableFunc(list, func(p, q dataset.Pattern) int {
		if c := gap(p) - gap(q); c != 0 {
			return c
		}
		a, b := key(p), key(q)
		switch {
		case math.IsNaN(a) || math.IsNaN(b):
			return lastly(a) - lastly(b)
		case a < b:
			return -1
		case a > b:
			return 1
		}
		return 0
	})
}

// gap is 1 for a pattern that lacks something.
func gap(p dataset.Pattern) int {
	if p.Complete() {
		return 0
	}
	return 1
}

// patternKey is what patterns are ordered by, rising; NaN where it is not known.
func (in Input) patternKey() func(p dataset.Pattern) float64 {
	switch in.Patterns {
	case ByLack:
		return func(p dataset.Pattern) float64 { return float64(len(p) - p.Count()) }
	case ByScore:
		return in.scored(func(of func(method string) float64) float64 { return -of(in.A) })
	case ByDifference:
		return in.scored(func(of func(method string) float64) float64 { return of(in.B) - of(in.A) })
	}
	return func(dataset.Pattern) float64 { return 0 }
}

// scored is a key made of what methods reach on a pattern, the more the better.
func (in Input) scored(key func(of func(method string) float64) float64) func(dataset.Pattern) float64 {
	m, err := in.Metric.measure()
	if err != nil || in.Table == nil {
		return func(dataset.Pattern) float64 { return 0 }
	}
	at := map[dataset.Pattern]int{}
	for i, s := range in.Table.Strata {
		if s.Kind == metric.OnePattern {
			at[s.Pattern] = i
		}
	}
	return func(p dataset.Pattern) float64 {
		i, ok := at[p]
		if !ok {
			return math.NaN()
		}
		return key(func(method string) float64 {
			k := slices.Index(in.Table.Methods, method)
			if k < 0 || in.Table.Scores[i][k].N < tooFewRecords {
				return math.NaN()
			}
			if m.falling {
				return -m.of(in.Table.Scores[i][k])
			}
			return m.of(in.Table.Scores[i][k])
		})
	}
}

// patternRank is the position of each pattern in the pattern chart: by falling
// count in the data where they are at hand, else as in the table, unless another
// order is asked for.
func patternRank(in Input) map[dataset.Pattern]int {
	var list []dataset.Pattern
	if in.Data != nil {
		groups := in.Groups
		if groups == nil {
			groups = in.Only.among(presenceOf(in).Patterns())
		}
		for _, g := range groups {
			list = append(list, g.Pattern)
		}
	}
	for _, s := range in.Table.Strata {
		if s.Kind == metric.OnePattern && !slices.Contains(list, s.Pattern) {
			list = append(list, s.Pattern)
		}
	}
	in.rank(list)
	rank := map[dataset.Pattern]int{}
	for k, p := range list {
		rank[p] = k
	}
	return rank
}

// orderWords says the order of patterns, where it is not that by records.
func (in Input) orderWords() string {
	m, err := in.Metric.measure()
	switch {
	case in.Patterns == ByLack:
		return say.Text("Rows by how many modalities are lacking.")
	case err != nil || in.A == "":
		return ""
	case in.Patterns == ByScore:
		return say.Form("Rows by the %s of %s, the best first; patterns with fewer than %d test records last.", m.title, in.A, tooFewRecords)
	case in.Patterns == ByDifference && in.B != "":
		return say.Form("Rows by the difference in %s of %s against %s, the most in favour of the first on top; patterns with fewer than %d test records last.", m.title, in.A, in.B, tooFewRecords)
	}
	return ""
}

// arranged is the same census with its groups in the order asked for.
func (c *census) arranged(in Input) *census {
	if in.Patterns == ByRecords {
		return c
	}
	patterns, place := make([]dataset.Pattern, len(c.groups)), map[dataset.Pattern]int{}
	for g, group := range c.groups {
		patterns[g], place[group.Pattern] = group.Pattern, g
	}
	in.rank(patterns)
	out, to := *c, make([]int32, len(c.groups))
	out.groups, out.groupOf, out.masked = make([]dataset.PatternCount, len(c.groups)), make([]int32, len(c.groupOf)), nil
	for g, p := range patterns {
		from := place[p]
		out.groups[g], to[from] = c.groups[from], int32(g)
		if c.masked != nil {
			out.masked = append(out.masked, c.masked[from])
		}
	}
	for i, g := range c.groupOf {
		out.groupOf[i] = to[g]
	}
	return &out
}
