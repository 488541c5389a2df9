package metric

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Pair compares two methods on the same test records of a stratum. Where they
// share none, every number is NaN.
type Pair struct {
	A, B       string
	Stratum    string  // name
	N          int     // distinct test records that both have
	Runs       int     // trials that both have
	Units      int     // what the design repeats that both have: seeds, folds of one seed, or groups
	Difference float64 // accuracy of A minus accuracy of B
	CI95       Interval
	P          float64 // of no difference; see Test
	PHolm      float64 // adjusted for being one of many (Holm 1979), never below P; see Family
	PABetter   float64 // probability that A is better; see ahead and Estimate.Above
	Discordant float64 // share of predictions of which just one of the two is correct
	Test       string  // how P was made, in words
	Family     string  // what PHolm is adjusted for, in words
}

// Told says whether the study shows which of the two is ahead: the p that is
// adjusted over all pairs of methods is below 0.05, and there are three or more
// repetitions, folds or groups. One run speaks of its own models only.
func (p Pair) Told() bool { return p.Repeated() && p.PHolm < significance }

// Repeated reports whether the pair was compared in repetitions, folds or groups
// enough to be told apart.
func (p Pair) Repeated() bool { return p.Units >= leastRepetitions }

// Pairs compares two methods in every stratum. Intervals of one run are the
// adjusted Wald intervals of a paired difference (Agresti and Min 2005); over
// several they are t intervals by the spread over what the design repeats. The
// same study gives the same numbers.
func Pairs(study result.Study, a, b string, strata []Stratum) ([]Pair, error) {
	if err := known(study, a, b); err != nil {
		return nil, err
	}
	return pairs(context.Background(), study, [][2]string{{a, b}}, strata), nil
}

// known is an error for methods that the study does not have.
func known(study result.Study, methods ...string) error {
	for _, m := range methods {
		if !slices.Contains(study.Methods, m) {
			return say.Errorf("no method %q in the study; there are %v", m, study.Methods)
		}
	}
	return nil
}

// Against compares one method with every other of the study, in the order of
// the methods, stratum by stratum.
func Against(study result.Study, method string, strata []Stratum) []Pair {
	return pairs(context.Background(), study, withEachOther(study, method), strata)
}

// withEachOther pairs one method with every other.
func withEachOther(study result.Study, method string) [][2]string {
	var couples [][2]string
	for _, m := range study.Methods {
		if m != method {
			couples = append(couples, [2]string{method, m})
		}
	}
	return couples
}

// AllPairs compares every two methods of the study in every stratum: the pairs
// of one stratum after those of the other, in the order of the methods.
func AllPairs(study result.Study, strata []Stratum) []Pair {
	return pairs(context.Background(), study, couples(study.Methods), strata)
}

// AllPairsUntil is AllPairs for who may no longer want them: of a context that ends
// before, the error is returned within a second.
func AllPairsUntil(ctx context.Context, study result.Study, strata []Stratum) ([]Pair, error) {
	list := pairs(ctx, study, couples(study.Methods), strata)
	return list, ctx.Err()
}

// pairs compares couples of methods and adjusts what it finds.
func pairs(ctx context.Context, study result.Study, couples [][2]string, strata []Stratum) []Pair {
	x := newIndex(study).until(ctx)
	out, _ := x.paired(study, couples, strata)
	x.adjust(study, out, strata)
	return out
}

// paired compares couples of methods, and returns with each pair what its
// interval and p are made of over several units.
func (x index) paired(study result.Study, couples [][2]string, strata []Stratum) ([]Pair, []spread) {
	var out []Pair
	var spreads []spread
	for _, s := range strata {
		correct := map[string]answers{}
		for _, c := range couples {
			if x.ended() { // what is adjusted counts on every pair
				out, spreads = append(out, Pair{A: c[0], B: c[1], Stratum: s.Name, P: math.NaN(), PHolm: math.NaN()}), append(spreads, spread{})
				continue
			}
			for _, method := range c {
				if _, ok := correct[method]; !ok {
					correct[method] = x.answers(study.RunsOf(method), s)
				}
			}
			p, d := x.pair(correct[c[0]], correct[c[1]])
			p.A, p.B, p.Stratum = c[0], c[1], s.Name
			of := x.spreadOf(d)
			p.judge(x, d, of)
			out, spreads = append(out, p), append(spreads, of)
		}
	}
	return out, spreads
}

// occasion is one prediction that two methods may share: a record in a trial,
// shown in one way.
type occasion struct {
	trial, unit int
	record      int32
	series      result.Series
	pattern     dataset.Pattern
}

// answers says which predictions are correct, in the order in which they are
// stored.
type answers struct {
	order []occasion
	right []bool
}

func (x index) answers(runs []result.Run, s Stratum) answers {
	var a answers
	for _, run := range runs {
		t, unit := x.trials[trialOf(run)], x.units[x.design.unit(run)]
		for i := range run.Rows {
			if row := &run.Rows[i]; s.Match(*row) {
				a.order = append(a.order, occasion{t, unit, x.records[row.Record], row.Series, row.Pattern})
				a.right = append(a.right, row.Correct())
			}
		}
	}
	return a
}

// to finds the answers to the occasions of others: right says for each whether
// it is correct, both whether there is one. Methods that were tested on the same
// records have them in the same order in each trial, and nothing is looked up.
func (a answers) to(order []occasion) (right, both []bool) {
	starts := map[int]int{}
	for k := len(a.order) - 1; k >= 0; k-- {
		if k == 0 || a.order[k-1].trial != a.order[k].trial {
			starts[a.order[k].trial] = k
		}
	}
	right, both = make([]bool, len(order)), make([]bool, len(order))
	at, there := 0, false
	for i, o := range order {
		if i == 0 || o.trial != order[i-1].trial {
			at, there = starts[o.trial]
		}
		if !there {
			continue
		}
		if at >= len(a.order) || a.order[at] != o {
			return a.lookedUp(order)
		}
		right[i], both[i] = a.right[at], true
		at++
	}
	return right, both
}

// lookedUp is what to finds in whatever order.
func (a answers) lookedUp(order []occasion) (right, both []bool) {
	correct := make(map[occasion]bool, len(a.order))
	for i, o := range a.order {
		correct[o] = a.right[i]
	}
	right, both = make([]bool, len(order)), make([]bool, len(order))
	for i, o := range order {
		right[i], both[i] = correct[o]
	}
	return right, both
}

// pair collects the differences on the predictions that both methods made.
func (x index) pair(a, b answers) (Pair, sample) {
	diff := make(sample, len(x.units))
	seen, n := make([]bool, x.n), 0
	runs, units, last := map[int]bool{}, map[int]bool{}, -1
	right, both := b.to(a.order)
	for i, o := range a.order {
		if !both[i] {
			continue
		}
		if !seen[o.record] {
			seen[o.record] = true
			n++
		}
		if o.trial != last {
			runs[o.trial], units[o.unit], last = true, true, o.trial
		}
		diff[o.unit] = append(diff[o.unit], point{o.record, sign(a.right[i], right[i])})
	}
	return Pair{N: n, Runs: len(runs), Units: len(units), Difference: diff.mean()}, diff
}

func sign(a, b bool) int8 {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// judge fills in what follows from the differences.
func (p *Pair) judge(x index, diff sample, of spread) {
	ahead, behind, n := diff.discordant()
	p.Discordant = ratio(ahead+behind, n)
	wald := adjustedWald(ratio(ahead, n), ratio(behind, n), float64(p.N))
	defer p.few()
	if p.Units < 2 && x.cluster == nil {
		p.CI95, p.P, p.Test = wald, p.mcNemar(ahead, behind, n), oneRun.method(1)
		p.PABetter = p.ahead(ahead, behind, n)
		return
	}
	p.CI95, p.P, p.Test = of.around(p.Difference), of.p(p.Difference), x.method(p.Units)
	p.PABetter = betterBy(p.P, p.Difference)
	if ahead+behind < fewDiscordant { // too few to see how far they spread
		p.CI95, p.P = p.CI95.hull(wald), max(p.P, p.mcNemar(ahead, behind, n))
		p.PABetter = lessSure(p.PABetter, p.ahead(ahead, behind, n))
	}
}

// ahead is the probability that A is right more often where just one of the two
// is right: that a share with a uniform prior, of which ahead and behind were
// seen, is above one half; 0.5 where nothing was seen. Where a record is tested
// in several repetitions, its answers count in part.
func (p *Pair) ahead(ahead, behind, n int) float64 {
	if n == 0 {
		return math.NaN()
	}
	records := func(count int) float64 { return float64(count) / float64(n) * float64(p.N) }
	return distuv.Beta{Alpha: 1 + records(ahead), Beta: 1 + records(behind)}.Survival(0.5)
}

// lessSure is the probability that is nearer to one half.
func lessSure(p, q float64) float64 {
	if math.IsNaN(p) || math.Abs(q-0.5) < math.Abs(p-0.5) {
		return q
	}
	return p
}

// few takes the interval away where there are too few records for one.
func (p *Pair) few() {
	if p.N < leastRecords {
		p.CI95 = unknown()
	}
}

// fewDiscordant is how many predictions must be right by one method alone for
// their spread to be trusted.
const fewDiscordant = 10

// betterBy is the probability that a difference is above zero by the symmetric
// distribution around it of which its interval and its two-sided p are made.
func betterBy(p, difference float64) float64 {
	switch {
	case math.IsNaN(p) || math.IsNaN(difference):
		return math.NaN()
	case difference < 0:
		return p / 2
	case difference == 0:
		return 0.5
	}
	return 1 - p/2
}

// mcNemar tests on as many records as there are: where a record is tested in
// several repetitions, its answers count in part.
func (p *Pair) mcNemar(ahead, behind, n int) float64 {
	if n == 0 {
		return math.NaN()
	}
	records := func(count int) int { return int(math.Round(float64(count) / float64(n) * float64(p.N))) }
	return mcNemarP(records(ahead), records(behind))
}

// discordant counts the predictions of which one method alone is correct.
func (s sample) discordant() (ahead, behind, n int) {
	for _, points := range s {
		for _, p := range points {
			n++
			switch p.value {
			case 1:
				ahead++
			case -1:
				behind++
			}
		}
	}
	return ahead, behind, n
}

// adjustedWald is the 95 % interval of a paired difference of proportions with
// half a record added to each discordant cell (Agresti and Min 2005).
func adjustedWald(ahead, behind, n float64) Interval {
	if n == 0 {
		return Interval{math.NaN(), math.NaN()}
	}
	b, c, size := ahead*n+0.5, behind*n+0.5, n+2
	d := (b - c) / size
	half := z95 * math.Sqrt(b+c-(b-c)*(b-c)/size) / size
	return Interval{max(-1, d-half), min(1, d+half)}
}
