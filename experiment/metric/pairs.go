package metric

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"lacuna/experiment/result"
)

// Pair compares two methods on the same test records of a stratum. Where they
// share none, every number is NaN.
type Pair struct {
	A, B       string
	Stratum    string  // name
	N          int     // distinct test records that both have
	Runs       int     // trials that both have
	Seeds      int     // repetitions that both have; all splits of a seed are one
	Difference float64 // accuracy of A minus accuracy of B
	CI95       Interval
	P          float64 // of no difference; see Test
	PHolm      float64 // P adjusted for being one of many (Holm 1979); see Family
	PABetter   float64 // share of bootstrap draws in which A is ahead, ties half
	Discordant float64 // share of predictions of which just one of the two is correct
	Test       string  // how P was made, in words
	Family     string  // what PHolm is adjusted for, in words
}

// Pairs compares two methods in every stratum. Intervals come from a paired
// bootstrap over repetitions and records, at least as wide as the adjusted Wald
// interval of a paired difference (Agresti and Min 2005), which also holds for
// few records. The same study gives the same numbers.
func Pairs(study result.Study, a, b string, strata []Stratum) ([]Pair, error) {
	for _, m := range []string{a, b} {
		if !slices.Contains(study.Methods, m) {
			return nil, fmt.Errorf("no method %q in the study; there are %v", m, study.Methods)
		}
	}
	return pairs(study, [][2]string{{a, b}}, strata), nil
}

// Against compares one method with every other of the study, in the order of
// the methods, stratum by stratum.
func Against(study result.Study, method string, strata []Stratum) []Pair {
	var couples [][2]string
	for _, m := range study.Methods {
		if m != method {
			couples = append(couples, [2]string{method, m})
		}
	}
	return pairs(study, couples, strata)
}

// AllPairs compares every two methods of the study in every stratum: the pairs
// of one stratum after those of the other, in the order of the methods.
func AllPairs(study result.Study, strata []Stratum) []Pair {
	var couples [][2]string
	for i, a := range study.Methods {
		for _, b := range study.Methods[i+1:] {
			couples = append(couples, [2]string{a, b})
		}
	}
	return pairs(study, couples, strata)
}

// pairs compares couples of methods and adjusts what it finds.
func pairs(study result.Study, couples [][2]string, strata []Stratum) []Pair {
	x := newIndex(study)
	out := x.paired(study, couples, strata)
	x.adjust(study, out, strata)
	return out
}

// paired compares couples of methods with one bootstrap for all.
func (x index) paired(study result.Study, couples [][2]string, strata []Stratum) []Pair {
	var out []Pair
	var samples []sample
	for _, s := range strata {
		correct := map[string]answers{}
		for _, method := range study.Methods {
			correct[method] = x.answers(study.RunsOf(method), s)
		}
		for _, c := range couples {
			p, d := x.pair(correct[c[0]], correct[c[1]])
			p.A, p.B, p.Stratum = c[0], c[1], s.Name
			out = append(out, p)
			samples = append(samples, d)
		}
	}
	means := x.bootstrap(samples, pairDraws(study))
	for i := range out {
		out[i].judge(samples[i], means[i])
	}
	return out
}

// pairDraws is the number of bootstrap draws for pairs. It depends on the study
// alone, as if all its methods were compared in the usual strata, of which a
// record is in about five: so a pair has the same p whoever asks for it.
func pairDraws(study result.Study) int {
	rows := 0
	for _, run := range study.Runs {
		rows += len(run.Rows)
	}
	return drawsFor(rows * 5 * len(study.Methods) / 2)
}

// occasion is one prediction that two methods may share: a record in a trial,
// shown in one way.
type occasion struct {
	trial, repetition int
	record            int32
	shown             string // series and pattern
}

// answers says which predictions are correct; order keeps them as stored.
type answers struct {
	order   []occasion
	correct map[occasion]bool
}

func (x index) answers(runs []result.Run, s Stratum) answers {
	a := answers{correct: map[occasion]bool{}}
	for _, run := range runs {
		t, repetition := x.trials[trialOf(run)], x.repetitions[run.Seed]
		for _, row := range run.Rows {
			if s.Match(row) {
				o := occasion{t, repetition, x.records[row.Record], string(row.Series) + string(row.Pattern)}
				a.order = append(a.order, o)
				a.correct[o] = row.Correct()
			}
		}
	}
	return a
}

// pair collects the differences on the predictions that both methods made.
func (x index) pair(a, b answers) (Pair, sample) {
	diff := make(sample, len(x.repetitions))
	records, runs, seeds := map[int32]bool{}, map[int]bool{}, map[int]bool{}
	for _, o := range a.order {
		right, both := b.correct[o]
		if !both {
			continue
		}
		records[o.record], runs[o.trial], seeds[o.repetition] = true, true, true
		diff[o.repetition] = append(diff[o.repetition], point{o.record, sign(a.correct[o], right)})
	}
	return Pair{N: len(records), Runs: len(runs), Seeds: len(seeds), Difference: diff.mean()}, diff
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

// judge fills in what follows from the differences and their draws.
func (p *Pair) judge(diff sample, means []float64) {
	ahead, behind, n := diff.discordant()
	p.Discordant = ratio(ahead+behind, n)
	p.CI95 = middle(means).hull(adjustedWald(ratio(ahead, n), ratio(behind, n), float64(p.N)))
	p.PABetter = shareAbove(means)
	p.P, p.Test = p.mcNemar(ahead, behind, n), "McNemar's exact test"
	if p.Seeds > 1 {
		p.P = max(p.P, spreadP(p.Difference, means))
		p.Test = "the larger of McNemar's exact test on n records and the paired bootstrap over repetitions and records"
	}
}

// mcNemar tests on as many records as there are: where a record is tested in
// several repetitions, its answers count in part.
func (p *Pair) mcNemar(ahead, behind, n int) float64 {
	if n == 0 {
		return math.NaN()
	}
	records := func(count int) int { return int(math.Round(float64(count) / float64(n) * float64(p.N))) }
	return McNemar(records(ahead), records(behind))
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

func shareAbove(means []float64) float64 {
	values := defined(means)
	twice := 0
	for _, v := range values {
		switch {
		case v > 0:
			twice += 2
		case v == 0:
			twice++
		}
	}
	return ratio(twice, 2*len(values))
}

// spreadP is the two-sided p value of a difference of which the draws show the
// standard error. Counting draws beyond zero could not show a p below one in so
// many draws, which is too coarse for many strata.
func spreadP(difference float64, means []float64) float64 {
	spread := stat.StdDev(defined(means), nil)
	switch {
	case math.IsNaN(spread) || math.IsNaN(difference):
		return math.NaN()
	case difference == 0:
		return 1
	}
	return math.Erfc(math.Abs(difference) / spread / math.Sqrt2)
}
