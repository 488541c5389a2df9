package metric

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// significance is the level below which an adjusted p counts as a difference.
const significance = 0.05

// Negligible is the default band within which two accuracies are the same for
// practical purposes: one point either side.
const Negligible = 0.01

// Verdict says in plain words what a study shows: which method is ahead on all
// test records, which others cannot be told apart from it, whether it is better
// than those that every comparison carries, and what missing modalities cost
// it. Claims rest on paired tests, adjusted over all pairs of methods, and on
// three or more repetitions, folds or groups: of one run it is only said what
// came out in it. Where runs are missing it says so and compares on the runs
// that both methods have.
func Verdict(study result.Study) string {
	return VerdictIn(study, Accuracy())
}

// VerdictIn is the verdict by another metric than accuracy: which method is
// best in it, with its interval and tests.
func VerdictIn(study result.Study, m Measure) string {
	return strings.Join(Findings(study, m), " ")
}

// Findings are the parts of the verdict, a subject each, for where there is room
// for a paragraph of each.
func Findings(study result.Study, m Measure) []string {
	list, _ := FindingsUntil(context.Background(), study, m) // which does not end
	return list
}

// FindingsUntil is Findings for who may no longer want them: of a context that ends
// before, the error is returned within a second.
func FindingsUntil(ctx context.Context, study result.Study, m Measure) ([]string, error) {
	v, err := verdictUntil(ctx, study, m)
	switch {
	case err != nil:
		return nil, err
	case v.best == "":
		return []string{say.Text("No result yet: no method has a finished run with test records.")}, nil
	}
	sentences := []string{MissingRuns(study), v.soFar(), v.leader(), v.rivals(), v.floor(), v.leak(), v.cost()}
	return slices.DeleteFunc(sentences, func(s string) bool { return s == "" }), nil
}

// verdict is what the sentences are made from.
type verdict struct {
	study      result.Study
	m          Measure
	ranked     result.Study     // its runs on which methods are ranked
	all        map[string]Score // by ranked method
	contenders []string         // ranked methods that not every comparison carries, best first
	carried    []string         // the same for those that every comparison carries
	late       []string         // contenders with too few runs to be ranked
	best       string
	pairs      map[string]Pair // best against every other method
}

func newVerdict(study result.Study, m Measure) verdict {
	v, _ := verdictUntil(context.Background(), study, m) // which does not end
	return v
}

// verdictUntil is the same, wanted until a context ends.
func verdictUntil(ctx context.Context, study result.Study, m Measure) (verdict, error) {
	v := verdict{study: study, m: m, ranked: ranked(study), all: map[string]Score{}, pairs: map[string]Pair{}}
	strata := ByMissing(v.ranked)
	if len(strata) == 0 {
		return v, nil
	}
	table, err := tabulated(ctx, v.ranked, strata[:1], m)
	if err != nil {
		return v, err
	}
	v.sort(table)
	v.best = v.contenders[0]
	for _, p := range v.against(ctx, strata[0]) {
		v.pairs[p.B] = p
	}
	return v, ctx.Err()
}

// sort puts the methods in their lists, given their scores on all records.
func (v *verdict) sort(table Table) {
	for m, method := range v.study.Methods {
		score, carried := table.Scores[0][m], slices.Contains(v.study.Baselines, method)
		switch {
		case score.N == 0 && !carried && len(v.study.RunsOf(method)) > 0:
			v.late = append(v.late, method)
		case score.N == 0:
		case carried:
			v.carried = append(v.carried, method)
		default:
			v.contenders = append(v.contenders, method)
		}
		if score.N > 0 {
			v.all[method] = score
		}
	}
	v.byValue(v.contenders)
	v.byValue(v.carried)
	if len(v.contenders) == 0 {
		v.contenders = v.carried
	}
}

// soFar says how many methods have results while others have none yet.
func (v verdict) soFar() string {
	have, _ := trialsByMethod(v.study)
	methods, done := 0, 0
	for _, m := range v.study.Methods {
		if slices.Contains(v.study.Baselines, m) {
			continue
		}
		if methods++; len(have[m]) > 0 {
			done++
		}
	}
	if done == methods || done == 0 {
		return ""
	}
	if done == 1 {
		return say.Form("So far, 1 of %s has results.", say.Count(methods, "method", "methods"))
	}
	return say.Form("So far, %d of %s have results.", done, say.Count(methods, "method", "methods"))
}

// byValue puts the best first, and methods without a value last.
func (v verdict) byValue(methods []string) {
	sign := -1.0
	if v.m.Falling {
		sign = 1
	}
	slices.SortStableFunc(methods, func(a, b string) int {
		return compareFloat(sign*v.m.Of(v.all[a]), sign*v.m.Of(v.all[b]))
	})
}

// compareFloat orders numbers from the least, and what is none behind all of them.
func compareFloat(a, b float64) int {
	switch {
	case a < b || !math.IsNaN(a) && math.IsNaN(b):
		return -1
	case b < a || !math.IsNaN(b) && math.IsNaN(a):
		return 1
	}
	return 0
}

func (v verdict) leader() string {
	s := v.all[v.best]
	text := fmt.Sprintf(v.leads(), v.best, v.m.Title, v.inThisRun(), v.equals(), v.value(v.m.Of(s)), v.interval(s.Interval(v.m)),
		say.Count(s.N, "test record", "test records")+v.inClusters(), say.Count(s.Runs, "run", "runs"))
	if asides := v.asides(); len(asides) > 0 {
		return capital(strings.Join(asides, ", ")) + ", " + text
	}
	return text
}

// equals names the methods whose value is the very same, so that none is called
// best for standing first.
func (v verdict) equals() string {
	best := v.m.Of(v.all[v.best])
	same := slices.DeleteFunc(slices.Clone(v.study.Methods), func(m string) bool {
		s, ranked := v.all[m]
		return m == v.best || !ranked || v.m.Of(s) != best
	})
	if len(same) == 0 {
		return ""
	}
	if len(same) == 1 {
		return say.Form(", and so has %s", same[0])
	}
	return say.Form(", and so have %s", say.List(same))
}

// inClusters says as how many the test records count, since some are kin; ""
// where every record stands by itself.
func (v verdict) inClusters() string {
	x := newIndex(v.ranked)
	if x.cluster == nil {
		return ""
	}
	return say.Form(" (counted as %s, because some %s)", say.Grouped(x.kin), say.Again(x.alike))
}

// inThisRun says that nothing was repeated.
func (v verdict) inThisRun() string {
	if v.repeated() {
		return ""
	}
	return say.Text(" in this run")
}

// repeated says whether the study repeats anything.
func (v verdict) repeated() bool { return designOf(v.study) != oneRun }

// asides say among which methods and on which runs the leader leads.
func (v verdict) asides() []string {
	var asides []string
	if len(v.late) > 0 {
		asides = append(asides, say.Text("of the methods with most runs"))
	}
	if _, total := trialsByMethod(v.study); v.all[v.best].Runs < len(total) {
		asides = append(asides, say.Form("on the %s that they share", say.Count(v.all[v.best].Runs, "run", "runs")))
	}
	if len(v.carried) > 0 && v.m.better(v.m.Of(v.all[v.carried[0]]), v.m.Of(v.all[v.best])) {
		asides = append(asides, say.Form("%s aside", say.List(v.inOrder(v.carried))))
	}
	return asides
}

// inOrder lists methods as the study does.
func (v verdict) inOrder(methods []string) []string {
	return slices.DeleteFunc(slices.Clone(v.study.Methods), func(m string) bool { return !slices.Contains(methods, m) })
}

// rivals says which methods may be as good.
func (v verdict) rivals() string {
	others := append(slices.Clone(v.contenders[1:]), v.late...)
	if len(others) == 0 {
		return ""
	}
	var alike, ahead []string
	for _, m := range others {
		switch p := v.pairs[m]; {
		case !p.Told():
			alike = append(alike, m)
		case p.Difference < 0:
			ahead = append(ahead, m)
		}
	}
	text := say.Form("It is ahead of %s.", say.List(others))
	switch {
	case v.units() < leastRepetitions:
		text = v.tooFew()
	case len(alike)+len(ahead) == 0 && v.clears():
		text = say.Text("It is ahead of every other method.")
	case len(alike) == len(others):
		text = say.Form("The methods cannot be told apart: %s %s.", say.List(alike), say.Plural(len(alike), "may be as good", "may be as good"))
	case len(alike) > 0:
		text = say.Form("It cannot be told apart from %s, but is ahead of the other methods.", say.List(alike))
	}
	if len(ahead) > 0 { // possible only where runs are missing
		text = say.Form("On the runs that both have, %s did better.", say.List(ahead))
	}
	return text + " " + v.distance(v.pairs[others[0]])
}

// units counts what the design repeats.
func (v verdict) units() int {
	most := 0
	for _, p := range v.pairs {
		most = max(most, p.Units)
	}
	return most
}

// tooFew says why nothing is claimed.
func (v verdict) tooFew() string {
	if !v.repeated() {
		return say.Text("One run shows what these models did, not which method is better: repeat it, five times or more (--seeds 5).")
	}
	return say.Form("%s are too few to say which method is better: three or more show how far results vary.", capital(designOf(v.study).units(v.units())))
}

// distance describes how far the best is from another method.
func (v verdict) distance(p Pair) string {
	if p.N == 0 {
		return say.Form("%s has no run in common with it.", p.B)
	}
	way := say.Text("%s behind")
	if p.Difference < 0 {
		way, p.Difference, p.CI95 = say.Text("%s ahead"), -p.Difference, Interval{-p.CI95.High, -p.CI95.Low}
	}
	where := fmt.Sprintf(way, v.amount(p.Difference))
	if p.Difference == 0 {
		where = say.Text("level with it")
	}
	text := say.Form("%s is %s (%s, adjusted %s", p.B, where, v.around(p), PValue(p.PHolm))
	if p.Runs < len(v.study.RunsOf(v.best)) {
		text += say.Form(", on the %s that both have", say.Count(p.Runs, "run", "runs"))
	}
	needed := 0
	if d := designOf(v.study); v.m.Name == AccuracyName && v.inClusters() == "" && (d == oneRun || d == folds) { // elsewhere more repetitions or groups are needed, too
		needed = recordsNeeded(stated, p.Discordant)
	}
	switch {
	case v.m.Name == AccuracyName && p.CI95.Low > -Negligible && p.CI95.High < Negligible:
		return say.Form("%s), which is within one point either way.", text)
	case !p.Told() && needed > p.N:
		return text + say.Form("); to tell a difference of %s points apart takes about %s test records.", points(stated), about(needed))
	}
	return text + ")."
}

// about rounds a number to two digits: the estimate is no better than that.
func about(n int) string {
	step := 1
	for n/step >= 100 {
		step *= 10
	}
	return say.Grouped((n + step/2) / step * step)
}

// stated is the difference for which the number of records is said that would
// tell it: one that matters in most studies, whatever was seen.
const stated = 0.02

// uncleared lists those that every comparison carries than which the best method
// is not shown to be better, best first.
func (v verdict) uncleared() []string {
	return slices.DeleteFunc(slices.Clone(v.carried), func(m string) bool {
		p := v.pairs[m]
		return p.Told() && p.Difference > 0
	})
}

// clears says whether the best method is better than those that every
// comparison carries.
func (v verdict) clears() bool { return len(v.uncleared()) == 0 }

// floor compares the best method with those that every comparison carries.
func (v verdict) floor() string {
	if len(v.carried) == 0 || slices.Contains(v.carried, v.best) {
		return ""
	}
	top := v.carried[0]
	reached := v.value(v.m.Of(v.all[top]))
	if v.units() < leastRepetitions {
		return say.Form("%s, which every comparison carries, reaches %s.", capital(top), reached)
	}
	if rest := v.uncleared(); len(rest) > 0 {
		reached = v.value(v.m.Of(v.all[rest[0]]))
		return say.Form("%s is not shown to be better than %s (%s), which every comparison carries.", v.best, rest[0], reached)
	}
	if len(v.carried) > 1 {
		bound := say.Text("at most %s")
		if v.m.Falling {
			bound = say.Text("at least %s")
		}
		reached = fmt.Sprintf(bound, reached)
	}
	return say.Form("%s is ahead of %s (%s), which every comparison carries.", v.best, say.List(v.inOrder(v.carried)), reached)
}

// leak warns where the pattern of missing modalities tells the class.
func (v verdict) leak() string {
	text := studyTells(v.study).Words()
	if pattern, majority := v.all["pattern"], v.all["majority"]; text != "" && pattern.N > 0 && majority.N > 0 {
		text += say.Form(" The pattern alone reaches an accuracy of %s, the most frequent class %s.", percent(pattern.Accuracy), percent(majority.Accuracy))
	}
	return text
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func percent(x float64) string { return fmt.Sprintf("%.1f %%", say.Percent(x, 1)) }

// points writes a difference of accuracies in percentage points.
func points(x float64) string {
	text := fmt.Sprintf("%.1f", math.Abs(say.Percent(x, 1)))
	if x < 0 && text != "0.0" {
		return "−" + text
	}
	return text
}

// PValue writes a p value as people do: "p = 0.031", or "p < 0.001"; and that
// there is none, of too few records.
func PValue(p float64) string {
	if math.IsNaN(p) {
		return say.Text("p not known")
	}
	if p < 0.001 {
		return "p < 0.001"
	}
	return fmt.Sprintf("p = %.3f", p)
}
