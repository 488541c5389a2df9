package metric

import "fmt"

// intervals fills in CI95 of every score, whose samples come in the same
// order, and says how it was made: Wilson's for as many records as would have
// the spread that is estimated, and with its degrees of freedom.
func intervals(scores [][]Score, samples []sample, x index) string {
	k := 0
	for i := range scores {
		for j := range scores[i] {
			s := &scores[i][j]
			s.CI95 = x.intervalOf(*s, samples[k])
			k++
		}
	}
	n := len(x.units)
	switch x.design {
	case repetitions:
		return fmt.Sprintf("95 %% intervals over %d repetitions (seeds) and %d test records, by components of variance, in Wilson's form", n, len(x.records))
	case leftOut:
		return fmt.Sprintf("95 %% intervals over %d groups, not over their records: what is said is about further groups", n)
	}
	return x.pooled()
}

// intervalOf is the interval of one score.
func (x index) intervalOf(s Score, points sample) Interval {
	switch x.design {
	case oneRun, folds:
		return wilson(s.Accuracy, float64(s.N))
	case leftOut:
		return effective(s, overGroups(points)).hull(wilson(s.Accuracy, float64(s.N)))
	}
	return effective(s, crossed(points, len(x.records)))
}

// effective is Wilson's interval for the number of independent predictions that
// would have the estimated spread. Where all predictions are right, or all
// wrong, there is no spread to see, and distinct records count.
func effective(s Score, of spread) Interval {
	p := s.Accuracy
	if s.N == 0 || !(of.se > 0) || p == 0 || p == 1 {
		return wilson(p, float64(s.N))
	}
	n := min(p*(1-p)/(of.se*of.se), float64(s.Scored))
	return scoreInterval(p, n, quantileT(0.975, of.df))
}

// pooled says how the intervals of a single repetition were made.
func (x index) pooled() string {
	const only = "so they show the uncertainty from the number of test records only"
	if len(x.trials) < 2 {
		return "95 % intervals by Wilson's method: one run, " + only
	}
	return fmt.Sprintf("95 %% intervals by Wilson's method for the pooled n: the %d splits of one seed are one repetition, %s", len(x.trials), only)
}
