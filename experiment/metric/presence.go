package metric

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"lacuna/experiment/result"
	"lacuna/internal/rng"
	"lacuna/internal/say"
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
	NaiveCI, CI95    Interval // by a bootstrap of what Drawn says, the propensity estimated anew in every draw
	Drawn            string   // "test records", "groups" where they are left out in turn, or groups of kin
	Overlap          Overlap
	Refused          string // why nothing is said of the weighted difference
}

// Covariates are what is known of records, by row of the dataset; NaN never.
type Covariates struct {
	Names []string
	Of    func(record int) []float64
}

// PresenceDraws is how many draws the interval of a presence effect rests on.
const PresenceDraws = 300

// observation is a test record for a presence effect: over its runs.
type observation struct {
	x       []float64
	unit    int // group that was left out with it
	record  int // its number
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
		return PresenceEffect{}, say.Errorf("no modality %q; there are %v", modality, study.Modalities)
	}
	out := PresenceEffect{Method: method, Modality: modality, Given: slices.Clone(known.Names)}
	index := newIndex(study)
	list := index.observations(study.RunsOf(method), at, known)
	for m, name := range study.Modalities {
		if m != at {
			out.Given = append(out.Given, say.Form("presence of %s", name))
		}
	}
	out.Naive, out.Weighted, out.NaiveCI, out.CI95 = math.NaN(), math.NaN(), unknown(), unknown()
	if len(list) == 0 {
		return out, say.Errorf("no test records of %s", method)
	}
	p := profilesOf(list)
	naive, weighted, overlap, certain := p.weigh(slices.Repeat([]float64{1}, len(list)))
	out.Naive, out.Overlap = naive, overlap
	naiveCI, weightedCI, drawn := p.intervals(index)
	if out.Drawn = drawn; min(overlap.With, overlap.Without) >= leastRecords {
		out.NaiveCI = naiveCI
	}
	if err := overlap.refusal(certain); err != nil {
		out.Refused = err.Error()
		return out, nil
	}
	out.Weighted, out.CI95 = weighted, weightedCI
	return out, nil
}

// leastGroups is how many groups a bootstrap of them needs: the draws of fewer
// vary too little.
const leastGroups = 5

// intervals draws the records anew, or the groups where those are left out in
// turn, since the records of a group are alike.
func (p profiles) intervals(x index) (naive, weighted Interval, drawn string) {
	drawn = say.Text("test records")
	clusters := x.kin
	switch {
	case x.design == leftOut:
		drawn, clusters = say.Text("groups"), len(x.units)
	case x.cluster != nil:
		drawn = x.clusterWords()
	}
	if clusters > 0 && clusters < leastGroups {
		return unknown(), unknown(), drawn
	}
	draws := make([][2]float64, PresenceDraws)
	root := rng.New(0).Child("presence effect")
	each(len(draws), func(d int) {
		weights, r := make([]float64, len(p.list)), root.Block(d).Rand()
		if x.design == leftOut {
			groups := make([]float64, len(x.units))
			drawWeights(groups, r)
			for i, o := range p.list {
				weights[i] = groups[o.unit]
			}
		} else {
			records := make([]float64, x.n)
			x.drawRecords(records, r)
			for i, o := range p.list {
				weights[i] = records[o.record]
			}
		}
		draws[d][0], draws[d][1], _, _ = p.weigh(weights)
	})
	return middle(draws, 0, clusters), middle(draws, 1, clusters), drawn
}

// middle is where the middle 95 % of the draws of a number lie, of those in
// which it is defined. Of clusters, which are few, draws vary too little: there it
// is Student's t times their deviation, around their mean.
func middle(draws [][2]float64, k, clusters int) Interval {
	var values []float64
	for _, d := range draws {
		if !math.IsNaN(d[k]) {
			values = append(values, d[k])
		}
	}
	if len(values) == 0 {
		return unknown()
	}
	if clusters > 0 {
		mean, deviation := stat.MeanStdDev(values, nil)
		half := quantileT(0.975, float64(clusters-1)) * deviation * math.Sqrt(float64(clusters)/float64(clusters-1))
		return Interval{mean - half, mean + half}
	}
	slices.Sort(values)
	return Interval{stat.Quantile(0.025, stat.Empirical, values, nil), stat.Quantile(0.975, stat.Empirical, values, nil)}
}

func (x index) observations(runs []result.Run, modality int, known Covariates) []observation {
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
				o := observation{unit: x.units[x.design.unit(run)], record: int(x.records[row.Record]), present: row.Pattern.Has(modality)}
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

// profiles are observations by what is known of them and whether they have the
// modality: those of one profile have one propensity, and are reckoned together.
type profiles struct {
	list    []observation
	of      []int // profile of each observation
	x       [][]float64
	present []bool
}

func profilesOf(list []observation) profiles {
	p := profiles{list: list, of: make([]int, len(list))}
	at := map[string]int{}
	for i, o := range list {
		key := fmt.Sprint(o.present, o.x)
		k, seen := at[key]
		if !seen {
			k = len(p.x)
			at[key] = k
			p.x, p.present = append(p.x, o.x), append(p.present, o.present)
		}
		p.of[i] = k
	}
	return p
}

// weigh estimates the differences on observations that count so often, and
// returns the share of them whose propensity is almost 0 or 1.
func (p profiles) weigh(weights []float64) (naive, weighted float64, o Overlap, certain float64) {
	counts, right := make([]float64, len(p.x)), make([]float64, len(p.x))
	n, present := 0.0, 0.0
	for i, k := range p.of {
		counts[k] += weights[i]
		right[k] += weights[i] * p.list[i].right
		n += weights[i]
		present += weights[i] * float64(bit(p.present[k]))
	}
	model := fitLogit(p.x, p.present, counts)
	var sides [2]weighing
	for k, x := range p.x {
		if counts[k] == 0 {
			continue
		}
		propensity := model.probability(x)
		if propensity < leastChance || propensity > 1-leastChance {
			certain += counts[k] / n
		}
		w := (present / n) / propensity
		if !p.present[k] {
			w = (1 - present/n) / (1 - propensity)
		}
		sides[bit(p.present[k])].add(propensity, w, counts[k], right[k])
	}
	without, with := sides[0].sum(), sides[1].sum()
	return with.bare - without.bare, with.mean - without.mean, Overlap{
		With: int(with.n), Without: int(without.n), PropensityWith: with.ends, Otherwise: without.ends,
		EffectiveWith: with.effective, EffectiveW: without.effective, Truncated: with.cut + without.cut,
	}, certain
}
