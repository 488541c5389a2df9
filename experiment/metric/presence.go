package metric

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"lacuna/experiment/result"
	"lacuna/internal/rng"
)

// PresenceEffect compares a method's accuracy on records that have a modality
// with that on records that lack it: as they are, and weighted so that both are
// like all test records in what else is known of them (inverse-probability
// weighting, Robins, Hernán and Brumback 2000; stabilised, and cut at the 99 %
// point). What is not known of the records is not corrected for.
type PresenceEffect struct {
	Method, Modality string
	Given            []string // what the propensity was estimated from
	Naive, Weighted  float64  // accuracy with it less accuracy without it
	NaiveCI, CI95    Interval // by a bootstrap of the records, the propensity estimated anew in every draw
	Overlap          Overlap
	Refused          string // why nothing is said of the weighted difference
}

// Covariates are what is known of records, by row of the dataset; NaN never.
type Covariates struct {
	Names []string
	Of    func(record int) []float64
}

// presenceDraws is how many draws the interval of a presence effect rests on.
const presenceDraws = 300

// observation is a test record for a presence effect: over its runs.
type observation struct {
	record  int
	x       []float64
	present bool
	right   float64 // share of its runs in which the method was right
}

// PresenceEffectOf estimates what having a modality changes for a method among
// the test records as observed. known adds covariates to the presence of the
// other modalities; its zero value adds none. A record that has the modality in
// one run and lacks it in another is counted by its first.
func PresenceEffectOf(study result.Study, method, modality string, known Covariates) (PresenceEffect, error) {
	at := slices.Index(study.Modalities, modality)
	if at < 0 {
		return PresenceEffect{}, fmt.Errorf("no modality %q; there are %v", modality, study.Modalities)
	}
	out := PresenceEffect{Method: method, Modality: modality, Given: slices.Clone(known.Names)}
	list := observations(study.RunsOf(method), at, known)
	for m, name := range study.Modalities {
		if m != at {
			out.Given = append(out.Given, "presence of "+name)
		}
	}
	out.Naive, out.Weighted, out.NaiveCI, out.CI95 = math.NaN(), math.NaN(), unknown(), unknown()
	if len(list) == 0 {
		return out, fmt.Errorf("no test records of %s", method)
	}
	ones := make([]float64, len(list))
	for i := range ones {
		ones[i] = 1
	}
	naive, weighted, overlap, certain := weigh(list, ones)
	out.Naive, out.Overlap = naive, overlap
	if err := overlap.refusal(certain); err != nil {
		out.Refused = err.Error()
		return out, nil
	}
	out.Weighted = weighted
	out.NaiveCI, out.CI95 = presenceIntervals(list)
	return out, nil
}

// presenceIntervals draws the records anew.
func presenceIntervals(list []observation) (naive, weighted Interval) {
	draws := make([][2]float64, presenceDraws)
	root := rng.New(0).Child("presence effect")
	each(len(draws), func(d int) {
		weights := make([]float64, len(list))
		drawWeights(weights, root.Block(d).Rand())
		draws[d][0], draws[d][1], _, _ = weigh(list, weights)
	})
	var ends [2]Interval
	for k := range ends {
		var values []float64
		for _, d := range draws {
			if !math.IsNaN(d[k]) {
				values = append(values, d[k])
			}
		}
		slices.Sort(values)
		ends[k] = Interval{stat.Quantile(0.025, stat.Empirical, values, nil), stat.Quantile(0.975, stat.Empirical, values, nil)}
	}
	return ends[0], ends[1]
}

func observations(runs []result.Run, modality int, known Covariates) []observation {
	at := map[int]int{}
	var list []observation
	var times []float64
	for _, run := range runs {
		for _, row := range run.Rows {
			if row.Series != result.Observed {
				continue
			}
			k, seen := at[row.Record]
			if !seen {
				k = len(list)
				at[row.Record] = k
				o := observation{record: row.Record, present: row.Pattern.Has(modality)}
				if known.Of != nil {
					o.x = append(o.x, known.Of(row.Record)...)
				}
				for m := range row.Pattern {
					if m != modality {
						o.x = append(o.x, float64(bit(row.Pattern.Has(m))))
					}
				}
				list, times = append(list, o), append(times, 0)
			}
			if list[k].present == row.Pattern.Has(modality) {
				list[k].right += float64(bit(row.Correct()))
				times[k]++
			}
		}
	}
	for k := range list {
		list[k].right /= times[k]
	}
	return list
}

// weigh estimates the differences on records that count so often, and returns
// the share of records whose propensity is almost 0 or 1.
func weigh(list []observation, counts []float64) (naive, weighted float64, o Overlap, certain float64) {
	x, y := make([][]float64, len(list)), make([]bool, len(list))
	n, present := 0.0, 0.0
	for i, obs := range list {
		x[i], y[i] = obs.x, obs.present
		n += counts[i]
		present += counts[i] * float64(bit(obs.present))
	}
	model := fitLogit(x, y, counts)
	var side [2]struct {
		propensity, weights, right, counts []float64
	}
	for i, obs := range list {
		p := model.probability(obs.x)
		if p < leastChance || p > 1-leastChance {
			certain += counts[i] / n
		}
		w := (present / n) / p
		if !obs.present {
			w = (1 - present/n) / (1 - p)
		}
		s := &side[bit(obs.present)]
		s.propensity, s.weights, s.right, s.counts = append(s.propensity, p), append(s.weights, w), append(s.right, obs.right), append(s.counts, counts[i])
	}
	if len(side[0].weights) == 0 || len(side[1].weights) == 0 {
		return math.NaN(), math.NaN(), Overlap{With: len(side[1].weights), Without: len(side[0].weights)}, certain
	}
	var means, plain, effective [2]float64
	for k := range side {
		s := side[k]
		limit := quantileOf(s.weights, 0.99)
		sum, squares, value, count, bare := 0.0, 0.0, 0.0, 0.0, 0.0
		for i, w := range s.weights {
			if w > limit {
				w = limit
				o.Truncated++
			}
			sum += s.counts[i] * w
			squares += s.counts[i] * w * w
			value += s.counts[i] * w * s.right[i]
			count += s.counts[i]
			bare += s.counts[i] * s.right[i]
		}
		means[k], plain[k], effective[k] = value/sum, bare/count, sum*sum/squares
	}
	o.Without, o.With, o.EffectiveW, o.EffectiveWith = len(side[0].weights), len(side[1].weights), effective[0], effective[1]
	o.PropensityWith = [2]float64{quantileOf(side[1].propensity, 0.05), quantileOf(side[1].propensity, 0.95)}
	o.Otherwise = [2]float64{quantileOf(side[0].propensity, 0.05), quantileOf(side[0].propensity, 0.95)}
	return plain[1] - plain[0], means[1] - means[0], o, certain
}

func quantileOf(values []float64, p float64) float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return stat.Quantile(p, stat.Empirical, sorted, nil)
}
