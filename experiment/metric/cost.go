package metric

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Cost is what it costs a method not to see some modalities: the accuracy on
// complete test records shown with pattern From, minus that on the same records
// shown with To. Difference is positive where seeing more helps.
type Cost struct {
	Method   string
	From, To dataset.Pattern
	Lost     []string // modalities of From that To lacks
	Pair              // A and B are the names of From and To
}

// Costs lists what a method's missing modalities cost, as far as complete
// records were masked: from complete to each pattern, and from each pattern to
// those with one modality less, which is the value of that modality beside the
// others.
func Costs(study result.Study, method string) []Cost {
	x, runs := newIndex(study), study.RunsOf(method)
	shown := map[dataset.Pattern]answers{}
	for _, s := range maskedSeries(study) {
		shown[s.Pattern] = x.bare(runs, s)
	}
	var out []Cost
	for _, step := range steps(shown) {
		p, d := x.pair(shown[step[0]], shown[step[1]])
		if p.N == 0 {
			continue
		}
		p.A, p.B, p.Stratum = step[0].Label(study.Modalities), step[1].Label(study.Modalities), say.Text("complete records")
		p.judge(x, d, x.spreadOf(d))
		out = append(out, Cost{method, step[0], step[1], lost(step[0], step[1], study.Modalities), p})
	}
	adjustCosts(out)
	return out
}

// costsIn is Costs in another metric, by a paired bootstrap; Difference is
// positive where seeing more is better, also where less of the metric is. Only
// the costs from complete are computed.
func costsIn(study result.Study, method string, m Measure) []Cost {
	if m.Name == AccuracyName {
		return Costs(study, method)
	}
	x := newIndex(study)
	shown := map[dataset.Pattern]Stratum{}
	for _, s := range maskedSeries(study) {
		shown[s.Pattern] = s
	}
	var out []Cost
	for _, step := range steps(shown) {
		if !step[0].Complete() {
			continue
		}
		e := x.estimate(study, m, side{method, shown[step[0]]}, &side{method, shown[step[1]]})
		if e.N > 0 && !math.IsNaN(e.Value) {
			p := m.pair(step[0].Label(study.Modalities), step[1].Label(study.Modalities), say.Text("complete records"), e)
			out = append(out, Cost{method, step[0], step[1], lost(step[0], step[1], study.Modalities), p})
		}
	}
	adjustCosts(out)
	return out
}

// adjustCosts fills in PHolm: of what a single modality costs from complete,
// which is asked first, for the number of modalities, and of all else for its
// own number.
func adjustCosts(list []Cost) {
	families := map[bool][]int{}
	for i, c := range list {
		single := c.From.Complete() && len(c.Lost) == 1
		families[single] = append(families[single], i)
	}
	for single, members := range families {
		ps := make([]float64, len(members))
		for k, i := range members {
			ps[k] = list[i].P
		}
		family := say.Form("%s of missing modalities", say.Count(len(members), "further cost", "further costs"))
		if single {
			family = say.Count(len(members), "modality", "modalities")
		}
		for k, p := range Holm(ps) {
			list[members[k]].PHolm, list[members[k]].Family = p, family
		}
	}
}

// maskedSeries are the strata of complete records shown whole and masked. Where
// the study's own mask hides something, those shown whole are a series of their
// own: the records that the mask left complete may be a choice, by class or
// site, and fewer.
func maskedSeries(study result.Study) []Stratum {
	all := ByPattern(study)
	own := slices.ContainsFunc(all, func(s Stratum) bool { return s.Kind == MaskedPattern && s.Pattern.Complete() })
	return slices.DeleteFunc(all, func(s Stratum) bool { return s.Kind != MaskedPattern && (own || !s.Pattern.Complete()) })
}

// bare are the answers in a stratum without how the records were shown, so that
// those of one record with two patterns are a pair.
func (x index) bare(runs []result.Run, s Stratum) answers {
	a := x.answers(runs, s)
	for i := range a.order {
		a.order[i].series, a.order[i].pattern = "", ""
	}
	return a
}

// steps lists from which pattern to which: from complete, and down by one.
func steps[T any](shown map[dataset.Pattern]T) [][2]dataset.Pattern {
	var list [][2]dataset.Pattern
	for from := range shown {
		for to := range shown {
			if from != to && from.Contains(to) && (from.Complete() || from.Count() == to.Count()+1) {
				list = append(list, [2]dataset.Pattern{from, to})
			}
		}
	}
	slices.SortFunc(list, func(a, b [2]dataset.Pattern) int {
		return cmp.Or(b[0].Count()-a[0].Count(), b[1].Count()-a[1].Count(), -strings.Compare(string(a[0]+a[1]), string(b[0]+b[1])))
	})
	return list
}

// lost names the modalities that from has and to has not.
func lost(from, to dataset.Pattern, names []string) []string {
	var out []string
	for m, name := range names {
		if from.Has(m) && !to.Has(m) {
			out = append(out, name)
		}
	}
	return out
}

// cost says what missing modalities cost the best method: on the same records
// where complete ones were masked, else side by side on others, which is said.
func (v verdict) cost() string {
	costs := slices.DeleteFunc(costsIn(v.study, v.best, v.m), func(c Cost) bool { return !c.From.Complete() })
	if len(costs) == 0 {
		return v.sideBySide()
	}
	if one := slices.IndexFunc(costs, func(c Cost) bool { return len(c.Lost) > 1 }); one > 0 {
		costs = costs[:one] // those of one modality come first
	}
	slices.SortStableFunc(costs, func(a, b Cost) int { return compareFloat(b.Difference, a.Difference) })
	var parts []string
	for _, c := range costs[:min(len(costs), toldCosts)] {
		parts = append(parts, say.Form("%s %s (%s, adjusted %s)", say.List(c.Lost), v.amount(c.Difference), v.around(c.Pair), PValue(c.PHolm)))
	}
	text := say.Form("What it costs %s to miss a modality%s, on the same %s: %s.", v.best, v.inMetric(),
		say.Count(costs[0].N, "complete test record", "complete test records"), strings.Join(parts, "; "))
	return text + v.harm(costs)
}

// toldCosts is how many costs a verdict lists, the largest first.
const toldCosts = 4

// harm says which modalities a method is better without.
func (v verdict) harm(costs []Cost) string {
	var worse []string
	for _, c := range costs {
		if len(c.Lost) == 1 && c.PHolm < significance && c.Difference < 0 {
			worse = append(worse, c.Lost[0])
		}
	}
	if len(worse) == 0 {
		return ""
	}
	return say.Form(" Adding %s hurts: %s does better on the same records without it.", say.List(worse), v.best)
}

// sideBySide sets the best method's value with and without missing modalities
// side by side. They are of different records, and that is said.
func (v verdict) sideBySide() string {
	scores := map[StratumKind]Score{}
	strata := ByMissing(v.ranked)
	table := Stratify(v.ranked, strata)
	at := slices.Index(v.study.Methods, v.best)
	for i, s := range strata {
		scores[s.Kind] = table.Scores[i][at]
	}
	complete, missing := scores[CompleteOnly], scores[AnyMissing]
	if complete.N == 0 || missing.N == 0 {
		return ""
	}
	return say.Form("With nothing missing %s reaches %s (n = %s), with anything missing %s (n = %s; other records).",
		v.best, v.value(v.m.Of(complete)), say.Grouped(complete.N), v.value(v.m.Of(missing)), say.Grouped(missing.N))
}
