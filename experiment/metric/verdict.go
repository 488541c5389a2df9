package metric

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lacuna/experiment/result"
)

// significance is the level below which an adjusted p counts as a difference.
const significance = 0.05

// Negligible is the default band within which two accuracies are the same for
// practical purposes: one point either side.
const Negligible = 0.01

// Verdict says in plain words what a study shows: which method is ahead on all
// test records, which others cannot be told apart from it, whether it is
// better than the baselines, and what missing modalities cost it. Claims rest
// on paired tests, adjusted for their number (Holm 1979).
func Verdict(study result.Study) string {
	v := newVerdict(study)
	if len(v.contenders) == 0 {
		return "No result yet: no method has a finished run with test records."
	}
	sentences := []string{v.leader(), v.rivals(), v.floor(), v.leak(), v.cost()}
	return strings.Join(slices.DeleteFunc(sentences, func(s string) bool { return s == "" }), " ")
}

// verdict is what the sentences are made from.
type verdict struct {
	study      result.Study
	all        map[string]Score // by method
	contenders []string         // methods with results that are not baselines, best first
	baselines  []string         // the same for baselines
	best       string
	pairs      []Pair // best against every other contender
}

func newVerdict(study result.Study) verdict {
	v := verdict{study: study, all: map[string]Score{}}
	strata := ByMissing(study)
	if len(strata) == 0 {
		return v
	}
	table := Stratify(study, strata[:1])
	for m, method := range study.Methods {
		score := table.Scores[0][m]
		if score.N == 0 {
			continue
		}
		v.all[method] = score
		if slices.Contains(study.Baselines, method) {
			v.baselines = append(v.baselines, method)
		} else {
			v.contenders = append(v.contenders, method)
		}
	}
	if len(v.contenders) == 0 {
		v.contenders = v.baselines
	}
	v.byAccuracy(v.contenders)
	v.byAccuracy(v.baselines)
	if len(v.contenders) > 0 {
		v.best = v.contenders[0]
		v.pairs = v.against(v.contenders[1:])
	}
	return v
}

func (v verdict) byAccuracy(methods []string) {
	slices.SortStableFunc(methods, func(a, b string) int {
		return -compareFloat(v.all[a].Accuracy, v.all[b].Accuracy)
	})
}

func compareFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// against compares the best method with others on all records and adjusts for
// their number.
func (v verdict) against(others []string) []Pair {
	var couples [][2]string
	for _, m := range others {
		couples = append(couples, [2]string{v.best, m})
	}
	out := pairs(v.study, couples, ByMissing(v.study)[:1])
	ps := make([]float64, len(out))
	for i, p := range out {
		ps[i] = p.P
	}
	for i, p := range Holm(ps) {
		out[i].PHolm = p
	}
	return out
}

func (v verdict) leader() string {
	s := v.all[v.best]
	aside := ""
	if len(v.baselines) > 0 && v.all[v.baselines[0]].Accuracy > s.Accuracy {
		aside = "Baselines aside, "
	}
	return aside + fmt.Sprintf("%s has the highest accuracy: %s (95 %% interval %s to %s, %d test records%s).",
		v.best, percent(s.Accuracy), percent(s.CI95.Low), percent(s.CI95.High), s.N, inRuns(s.Runs))
}

func inRuns(n int) string {
	if n == 1 {
		return ", one run"
	}
	return fmt.Sprintf(", %d runs", n)
}

// rivals says which methods may be as good.
func (v verdict) rivals() string {
	if len(v.pairs) == 0 {
		return ""
	}
	var alike []string
	for _, p := range v.pairs {
		if !(p.PHolm < significance) {
			alike = append(alike, p.B)
		}
	}
	next := v.pairs[0]
	switch {
	case len(alike) == len(v.pairs):
		return "Nothing can be told apart: " + join(alike) + " may be as good. " + nextWords(next)
	case len(alike) > 0:
		return "It cannot be told apart from " + join(alike) + ", but is ahead of the other methods. " + nextWords(next)
	}
	return "It is ahead of every other method. " + nextWords(next)
}

// nextWords describes the distance to the runner-up.
func nextWords(p Pair) string {
	text := fmt.Sprintf("%s is %s points behind (95 %% interval %s to %s, %s)",
		p.B, points(p.Difference), points(p.CI95.Low), points(p.CI95.High), pValue(p.PHolm))
	needed := RecordsNeeded(p.Difference, p.Discordant)
	switch {
	case p.CI95.Low > -Negligible && p.CI95.High < Negligible:
		return text + ", which is within one point either way."
	case !(p.PHolm < significance) && needed > p.N:
		return text + fmt.Sprintf("; to confirm a difference of this size takes about %s test records.", about(needed))
	}
	return text + "."
}

// about rounds a number to two digits: the estimate is no better than that.
func about(n int) string {
	step := 1
	for n/step >= 100 {
		step *= 10
	}
	return strconv.Itoa((n + step/2) / step * step)
}

// floor compares the best method with the best baseline.
func (v verdict) floor() string {
	if len(v.baselines) == 0 || slices.Contains(v.baselines, v.best) {
		return ""
	}
	p := v.against(v.baselines[:1])[0]
	if p.P < significance && p.Difference > 0 {
		return fmt.Sprintf("The best baseline, %s, reaches %s.", p.B, percent(v.all[p.B].Accuracy))
	}
	return fmt.Sprintf("No method is shown to be better than the baseline %s (%s).", p.B, percent(v.all[p.B].Accuracy))
}

// leak warns where the pattern of missing modalities tells the class.
func (v verdict) leak() string {
	pattern, majority := v.all["pattern"], v.all["majority"]
	if pattern.N == 0 || majority.N == 0 {
		return ""
	}
	p := pairs(v.study, [][2]string{{"pattern", "majority"}}, ByMissing(v.study)[:1])[0]
	if !(p.P < significance && p.Difference > 0) {
		return ""
	}
	return fmt.Sprintf("What is missing tells the class by itself: the pattern alone reaches %s, the most frequent class %s.",
		percent(pattern.Accuracy), percent(majority.Accuracy))
}

// cost sets the best method's accuracy with and without missing modalities
// side by side. They are of different records, and that is said.
func (v verdict) cost() string {
	scores := map[StratumKind]Score{}
	strata := ByMissing(v.study)
	table := Stratify(v.study, strata)
	at := slices.Index(v.study.Methods, v.best)
	for i, s := range strata {
		scores[s.Kind] = table.Scores[i][at]
	}
	complete, missing := scores[CompleteOnly], scores[AnyMissing]
	if complete.N == 0 || missing.N == 0 {
		return ""
	}
	return fmt.Sprintf("With nothing missing %s reaches %s (n = %d), with anything missing %s (n = %d; other records).",
		v.best, percent(complete.Accuracy), complete.N, percent(missing.Accuracy), missing.N)
}

func join(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

func percent(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }

// points writes a difference of accuracies in percentage points.
func points(x float64) string {
	text := fmt.Sprintf("%.1f", math.Abs(100*x))
	if x < 0 && text != "0.0" {
		return "−" + text
	}
	return text
}

func pValue(p float64) string {
	if p < 0.001 {
		return "p < 0.001"
	}
	return fmt.Sprintf("p = %.3f", p)
}
