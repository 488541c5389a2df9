package metric

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Mixture is how often patterns are expected where a method will be used.
type Mixture struct {
	Parts     []MixturePart
	Uncovered float64 // share of patterns that the study has too few test records of
	given     float64 // what the shares added up to
}

// MixturePart is one pattern of a mixture.
type MixturePart struct {
	Pattern dataset.Pattern
	Label   string  // modalities present
	Share   float64 // of records
	N       int     // test records that it is estimated from
	Source  string  // "observed", "masked" or "" where there are too few
}

// leastMixed is how many test records a pattern needs to count.
const leastMixed = 10

// shareError is how far rounded shares may add up beyond 1.
const shareError = 1e-3

// NewMixture takes shares by modalities present ("image+audio", "none"), each 0 to 1
// and together 1 at most; shares of less than everything are brought to a sum of
// 1. It looks for test records of each pattern: those
// observed with it, else complete ones masked to it. Patterns with fewer than
// ten of either are not covered; nothing is extrapolated.
func NewMixture(study result.Study, shares map[string]float64) (Mixture, error) {
	byPattern, total, err := sharesByPattern(shares, study.Modalities)
	if err != nil {
		return Mixture{}, err
	}
	out := Mixture{given: total}
	for _, p := range slices.Sorted(maps.Keys(byPattern)) {
		part := MixturePart{Pattern: p, Label: p.Label(study.Modalities), Share: byPattern[p] / total}
		for _, series := range []result.Series{result.Observed, result.MaskedComplete} {
			if n := recordsOf(study, series, p); n >= leastMixed {
				part.Source, part.N = string(series), n
				break
			}
		}
		if part.Source == "" {
			out.Uncovered += part.Share
		}
		out.Parts = append(out.Parts, part)
	}
	slices.SortFunc(out.Parts, func(a, b MixturePart) int {
		if c := compareFloat(b.Share, a.Share); c != 0 {
			return c
		}
		return strings.Compare(a.Label, b.Label)
	})
	return out, nil
}

// sharesByPattern reads the patterns of shares and adds these up.
func sharesByPattern(shares map[string]float64, modalities []string) (byPattern map[dataset.Pattern]float64, total float64, err error) {
	byPattern = map[dataset.Pattern]float64{}
	for _, label := range slices.Sorted(maps.Keys(shares)) { // in order: sums depend on it
		share := shares[label]
		p, err := dataset.ParsePattern(label, modalities)
		if err != nil {
			return nil, 0, err
		}
		if !(share >= 0 && share <= 1) {
			return nil, 0, say.Errorf("the share of %s is %g; a share is between 0 and 1 (write 30 %% as .3)", label, share)
		}
		if _, twice := byPattern[p]; twice {
			return nil, 0, say.Errorf("the pattern %s is there twice", label)
		}
		byPattern[p], total = share, total+share
	}
	switch {
	case total == 0:
		return nil, 0, say.Error("a mixture needs shares above 0")
	case total > 1+shareError:
		return nil, 0, say.Errorf("the shares add up to %g; all patterns together are 1 at most", total)
	}
	return byPattern, total, nil
}

func recordsOf(study result.Study, series result.Series, p dataset.Pattern) int {
	seen := map[int]bool{}
	for _, run := range firstOfEach(study.Runs) {
		for _, row := range run.Rows {
			if row.Series == series && row.Pattern == p {
				seen[row.Record] = true
			}
		}
	}
	return len(seen)
}

// Expect estimates what a method reaches in a metric on records with the
// patterns of the mixture: the mean of the values by pattern, weighted by their
// shares of what is covered. Records are drawn anew together, so that patterns
// that were seen on the same records vary together. A repetition that lacks a
// pattern counts the others.
func (x Mixture) Expect(study result.Study, method string, m Measure) Estimate {
	share := map[dataset.Pattern]MixturePart{}
	for _, p := range x.Parts {
		share[p.Pattern] = p
	}
	match := func(r result.Row) bool {
		p := share[r.Pattern]
		return p.Source == string(r.Series) && p.Share > 0
	}
	one := m
	one.prepare = func(rows []result.Row, classes int) func() func([]float64) float64 {
		return x.prepare(m, rows, classes)
	}
	return newIndex(study).estimate(study, one, side{method, Stratum{Name: "mixture", Match: match}}, nil)
}

// prepare divides predictions by pattern and mixes the values of the metric.
func (x Mixture) prepare(m Measure, rows []result.Row, classes int) func() func([]float64) float64 {
	type portion struct {
		share  float64
		places []int
		value  func() func([]float64) float64
	}
	var list []portion
	for _, part := range x.Parts {
		p := portion{share: part.Share}
		var own []result.Row
		for i, r := range rows {
			if r.Pattern == part.Pattern {
				p.places, own = append(p.places, i), append(own, r)
			}
		}
		if len(own) > 0 {
			p.value = m.prepare(own, classes)
			list = append(list, p)
		}
	}
	return func() func([]float64) float64 {
		values, own := make([]func([]float64) float64, len(list)), make([][]float64, len(list))
		for k, p := range list {
			values[k], own[k] = p.value(), make([]float64, len(p.places))
		}
		return func(weights []float64) float64 {
			sum, shares := 0.0, 0.0
			for k, p := range list {
				for j, i := range p.places {
					own[k][j] = weights[i]
				}
				if v := values[k](own[k]); !math.IsNaN(v) {
					sum, shares = sum+p.share*v, shares+p.share
				}
			}
			return quotient(sum, shares)
		}
	}
}

// Words say what the mixture is estimated from.
func (x Mixture) Words() []string {
	var lines []string
	for _, p := range x.Parts {
		source := say.Form("%s test records observed with it", say.Grouped(p.N))
		switch p.Source {
		case string(result.MaskedComplete):
			source = say.Form("%s complete test records masked to it (too few were observed with it)", say.Grouped(p.N))
		case "":
			source = say.Form("not covered: fewer than %d test records have it, observed or masked", leastMixed)
		}
		lines = append(lines, fmt.Sprintf("%s: %.1f %%, %s", p.Label, say.Percent(p.Share, 1), source))
	}
	if x.given < 1-shareError {
		lines = append(lines, say.Form("the shares add up to %g and are brought to 1: of patterns that are not named nothing is expected", x.given))
	}
	if x.Uncovered > 0 {
		lines = append(lines, say.Form("%.1f %% of the mixture is not covered: what is said is about the other %.1f %%. Compare with --masked-complete to cover more", say.Percent(x.Uncovered, 1), say.Percent(1-x.Uncovered, 1)))
	}
	return lines
}
