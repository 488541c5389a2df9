package metric

import (
	"lacuna/internal/say"
)

// leastRecords is how many test records an interval needs: of fewer it says
// nothing that the records themselves would not.
const leastRecords = 5

// intervalWords says how the intervals of scores were made.
func (x index) intervalWords(scores [][]Score) string {
	text, n := "", len(x.units)
	switch x.design {
	case repetitions:
		text = say.Form("95 %% intervals over %d repetitions (seeds) and %s test records, by components of variance, in Wilson's form", n, say.Grouped(x.n))
		if x.cluster != nil {
			text = say.Form("95 %% intervals over %d repetitions (seeds) and %s, in Wilson's form for so many independent records as would have their spread", n, x.clusterWords())
		}
	case leftOut:
		text = say.Form("95 %% intervals over %d groups, not over their records: what is said is about further groups; a stratum that lies in one group has none", n)
	default:
		text = x.pooled()
	}
	for _, row := range scores {
		for _, s := range row {
			if s.N > 0 && s.N < leastRecords {
				return text + say.Form("; fewer than %d test records are too few for one", leastRecords)
			}
		}
	}
	return text
}

// intervalOf is the interval of one score.
func (x index) intervalOf(s Score, points sample) Interval {
	switch {
	case s.N < leastRecords:
		return unknown()
	case x.design == leftOut:
		return betweenGroups(s, points)
	case x.cluster != nil:
		return x.ofClusters(s, points)
	case x.design == repetitions:
		return effective(s, crossed(points, x.n))
	}
	return wilson(s.Accuracy, float64(s.N))
}

// ofClusters is the interval of a score over clusters that are drawn whole, and
// over repetitions. Where all answers are right, or all wrong, each cluster counts
// as one.
func (x index) ofClusters(s Score, points sample) Interval {
	of := x.clustered(points)
	if of.clusters < 2 {
		return unknown()
	}
	if p := s.Accuracy; p == 0 || p == 1 || !(of.se > 0) {
		return scoreInterval(p, of.clusters, quantileT(0.975, of.clusters-1))
	}
	return effective(s, of)
}

// betweenGroups is the interval of a score over groups that are drawn whole;
// one group shows nothing of others. Where all answers are right, or all wrong,
// each group counts as one.
func betweenGroups(s Score, groups sample) Interval {
	k := 0
	for _, points := range groups {
		k += bit(len(points) > 0)
	}
	of := overGroups(groups)
	switch p := s.Accuracy; {
	case k < 2:
		return unknown()
	case p == 0 || p == 1 || !(of.se > 0):
		return scoreInterval(p, float64(k), quantileT(0.975, float64(k-1)))
	default:
		return scoreInterval(p, min(p*(1-p)/(of.se*of.se), float64(s.N)), quantileT(0.975, of.df))
	}
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
	only := say.Text("so they show the uncertainty from the number of test records only")
	if x.cluster != nil {
		return say.Form("95 %% intervals over %s, in Wilson's form for so many independent records as would have their spread: one repetition, %s", x.clusterWords(), only)
	}
	if len(x.trials) < 2 {
		return say.Form("95 %% intervals by Wilson's method: one run, %s", only)
	}
	return say.Form("95 %% intervals by Wilson's method for the pooled n: the %d splits of one seed are one repetition, %s", len(x.trials), only)
}
