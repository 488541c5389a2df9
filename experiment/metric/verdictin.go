package metric

import (
	"context"
	"fmt"
	"math"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// pair is an estimated difference as a pair of methods or of ways to see
// records: positive where the first is better, in a metric of which less is
// better as well.
func (m Measure) pair(a, b, stratum string, e Estimate) Pair {
	p := Pair{
		A: a, B: b, Stratum: stratum, N: e.N, Runs: e.Runs, Units: e.Units, Difference: e.Value, CI95: e.CI95, P: e.P, PHolm: math.NaN(), PABetter: e.Above,
		Test: say.Text("a bootstrap of the test records"),
	}
	if e.Units > 1 {
		p.Test = say.Text("Student's t of the values in each repetition, fold or group, with a bootstrap of the test records")
	}
	if m.Falling {
		p = p.mirrored()
	}
	return p
}

// mirrored is the pair with the sign of its difference turned.
func (p Pair) mirrored() Pair {
	p.Difference, p.CI95 = -p.Difference, Interval{-p.CI95.High, -p.CI95.Low}
	p.PABetter = 1 - p.PABetter
	return p
}

// Mirrored is the same comparison, of B with A.
func (p Pair) Mirrored() Pair {
	p.A, p.B = p.B, p.A
	return p.mirrored()
}

// PairsIn is Pairs in another metric than accuracy, by a paired bootstrap: a
// difference is positive where A is better, also in a metric of which less is
// better. On all records p is adjusted for all pairs of methods, or with a
// baseline for all such pairs (Holm); in other strata for those strata (Holm),
// times as many pairs (Bonferroni). Of a context that ends before, the error is
// returned within a second.
func PairsIn(ctx context.Context, study result.Study, a, b string, strata []Stratum, m Measure) ([]Pair, error) {
	if err := known(study, a, b); err != nil {
		return nil, err
	}
	if m.Name == AccuracyName {
		list := pairs(ctx, study, [][2]string{{a, b}}, strata)
		return list, ctx.Err()
	}
	x, list := newIndex(study).until(ctx), make([]Pair, len(strata))
	var parts []int
	for i, s := range strata {
		if s.Kind == AllRecords {
			list[i] = x.amongMethods(study, a, b, s, m)
			continue
		}
		list[i] = m.pair(a, b, s.Name, x.estimate(study, m, side{a, s}, &side{b, s}))
		parts = append(parts, i)
	}
	adjustBeside(study, list, parts)
	return list, ctx.Err()
}

// amongMethods is the pair of a with b, adjusted for all pairs that ask the same.
func (x index) amongMethods(study result.Study, a, b string, s Stratum, m Measure) Pair {
	for _, d := range x.differences(study, s, m, withBaseline(study, Pair{A: a, B: b})) {
		switch p := m.adjusted(d, s); {
		case d.A == a && d.B == b:
			return p
		case d.A == b && d.B == a:
			return p.Mirrored()
		}
	}
	return m.pair(a, b, s.Name, x.estimate(study, m, side{a, s}, &side{b, s}))
}

// adjusted is a difference as a pair, with its adjusted p.
func (m Measure) adjusted(d Difference, s Stratum) Pair {
	p := m.pair(d.A, d.B, s.Name, d.Estimate)
	p.PHolm, p.Family = d.PHolm, d.Family
	return p
}

// against compares the best method with all others in the metric of the verdict.
func (v verdict) against(ctx context.Context, s Stratum) []Pair {
	if v.m.Name == AccuracyName {
		return pairs(ctx, v.study, withEachOther(v.study, v.best), []Stratum{s})
	}
	have := map[string]Pair{}
	for _, d := range measureDifferences(ctx, v.study, s, v.m) {
		p := v.m.adjusted(d, s)
		if d.B == v.best {
			p = p.Mirrored()
		}
		if p.A == v.best {
			have[p.B] = p
		}
	}
	var out []Pair
	for _, m := range v.study.Methods {
		if p, ok := have[m]; ok {
			out = append(out, p)
		} else if m != v.best {
			out = append(out, Pair{A: v.best, B: m, Stratum: s.Name, P: math.NaN(), PHolm: math.NaN()})
		}
	}
	return out
}

// leads is the sentence that names the best method: which end of the metric is
// the best.
func (v verdict) leads() string {
	if v.m.Falling {
		return say.Text("%s has the lowest %s%s%s: %s (%s, %s, %s).")
	}
	return say.Text("%s has the highest %s%s%s: %s (%s, %s, %s).")
}

// inMetric names the metric where it is not accuracy.
func (v verdict) inMetric() string {
	if v.m.Name == AccuracyName {
		return ""
	}
	return say.Form(" in %s", v.m.Title)
}

// value writes a value of the metric, amount a difference.
func (v verdict) value(x float64) string {
	if v.m.Name == AccuracyName {
		return percent(x)
	}
	return fmt.Sprintf("%.3f", x)
}

func (v verdict) amount(x float64) string {
	if v.m.Name == AccuracyName {
		return say.Form("%s points", points(x))
	}
	return v.bare(x)
}

func (v verdict) bare(x float64) string {
	if v.m.Name == AccuracyName {
		return points(x)
	}
	text := fmt.Sprintf("%.3f", math.Abs(x))
	if x < 0 && text != "0.000" {
		return "−" + text
	}
	return text
}

// interval writes the interval of a value, around that of a difference.
func (v verdict) interval(i Interval) string {
	if math.IsNaN(i.Low) {
		return say.Text("too few for an interval")
	}
	return say.Form("95 %% interval %s to %s", v.value(i.Low), v.value(i.High))
}

func (v verdict) around(p Pair) string {
	if math.IsNaN(p.CI95.Low) {
		return say.Text("too few for an interval")
	}
	return say.Form("95 %% interval %s to %s", v.bare(p.CI95.Low), v.bare(p.CI95.High))
}

// Leader is the method that a verdict by accuracy speaks of; empty where there
// are no results.
func Leader(study result.Study) string { return newVerdict(study, Accuracy()).best }
