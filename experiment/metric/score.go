package metric

import (
	"math"

	"lacuna/experiment/result"
)

// tally is what the scores of a stratum need to know of one run: sums over its
// predictions, so that those of runs can be added up.
type tally struct {
	points   []point // correct or not, by record
	correct  int
	dev      int // development records of the run that belong to the stratum
	classes  margins
	loss     float64
	brier    float64
	surplus  surpluses
	auroc    float64
	evaluate bool // there is a prediction
}

// tallies looks at every prediction of a run once, and sorts it once for each
// class, whatever the number of strata. The points are by the records' rows in
// the dataset.
func tallies(run result.Run, strata []Stratum, classes int) []tally {
	list, member := make([]tally, len(strata)), make([][]bool, len(strata))
	for s, stratum := range strata {
		in, n := membersOf(run.Rows, stratum)
		member[s] = in
		list[s] = tally{classes: newMargins(classes), auroc: math.NaN(), points: make([]point, 0, n), evaluate: n > 0}
	}
	for i := range run.Rows {
		row := &run.Rows[i]
		predicted, loss, square := row.Predicted(), logLoss(*row), brier(*row)
		bin, surplus := surplusOf(*row)
		p := point{record: int32(row.Record), value: int8(bit(predicted == row.Label))}
		for s := range strata {
			if !member[s][i] {
				continue
			}
			t := &list[s]
			t.points = append(t.points, p)
			t.correct += int(p.value)
			t.classes.add(row.Label, predicted, 1)
			t.loss, t.brier = t.loss+loss, t.brier+square
			t.surplus[bin] += surplus
		}
	}
	addAreas(list, member, run.Rows, classes)
	for s := range list {
		if list[s].evaluate {
			list[s].dev = devIn(run, strata[s])
		}
	}
	return list
}

// membersOf says which predictions belong to a stratum, and how many do.
func membersOf(rows []result.Row, s Stratum) (in []bool, n int) {
	in = make([]bool, len(rows))
	for i := range rows {
		in[i] = s.Match(rows[i])
		n += bit(in[i])
	}
	return in, n
}

// addAreas fills in AUROC: the predictions are sorted once for each class.
func addAreas(list []tally, member [][]bool, rows []result.Row, classes int) {
	values := make([][]float64, len(list))
	var a ascent
	for _, c := range curves(classes) {
		a.sort(rows, c)
		for s, in := range member {
			values[s] = append(values[s], a.area(func(i int32) float64 {
				if in[i] {
					return 1
				}
				return 0
			}))
		}
	}
	for s := range list {
		list[s].auroc = meanDefined(values[s])
	}
}

// score computes the numbers of one method in one stratum from those of its
// runs, in order, and the units that these belong to. Accuracy is that of all
// predictions together, every other metric the mean over the units. The
// interval is left to those who know how many there are.
func (x index) score(runs []tally, units []int) Score {
	out := Score{PerRun: make([]float64, len(runs))}
	seen, dev := make([]bool, x.n), 0
	var each measured
	for _, unit := range grouped(units) {
		var of unitTally
		for _, r := range unit {
			of.add(runs[r])
		}
		each.add(of)
	}
	for r, t := range runs {
		out.PerRun[r] = ratio(t.correct, len(t.points))
		out.Correct += t.correct
		out.Scored += len(t.points)
		if t.evaluate {
			out.Runs++
			dev += t.dev
		}
		for _, p := range t.points {
			if !seen[p.record] {
				seen[p.record] = true
				out.N++
			}
		}
	}
	if out.Runs > 0 {
		out.NDev = int(math.Round(float64(dev) / float64(out.Runs)))
	}
	out.Accuracy = ratio(out.Correct, out.Scored)
	each.into(&out)
	return out
}

// grouped lists the places of equal numbers together, in order of their first.
func grouped(units []int) [][]int {
	at := map[int]int{}
	var out [][]int
	for r, u := range units {
		if k, ok := at[u]; ok {
			out[k] = append(out[k], r)
			continue
		}
		at[u] = len(out)
		out = append(out, []int{r})
	}
	return out
}

// unitTally adds up the runs of a unit: the folds of a seed, say.
type unitTally struct {
	n           int
	classes     margins
	loss, brier float64
	surplus     surpluses
	auroc       []float64
}

func (u *unitTally) add(t tally) {
	if u.classes == nil {
		u.classes = newMargins(len(t.classes))
	}
	u.n += len(t.points)
	u.classes.merge(t.classes)
	u.loss, u.brier = u.loss+t.loss, u.brier+t.brier
	for b, x := range t.surplus {
		u.surplus[b] += x
	}
	u.auroc = append(u.auroc, t.auroc)
}

// measured are the values of the metrics in the units that have predictions.
type measured struct{ balanced, macro, weighted, auroc, loss, brier, ece []float64 }

func (m *measured) add(u unitTally) {
	if u.n == 0 {
		return
	}
	n := float64(u.n)
	m.balanced, m.macro, m.weighted = append(m.balanced, u.classes.balanced()), append(m.macro, u.classes.macroF1()), append(m.weighted, u.classes.weightedF1())
	m.auroc = append(m.auroc, meanDefined(u.auroc))
	m.loss, m.brier, m.ece = append(m.loss, u.loss/n), append(m.brier, u.brier/n), append(m.ece, u.surplus.total()/n)
}

func (m measured) into(s *Score) {
	s.Balanced, s.MacroF1, s.Weighted, s.AUROC = meanDefined(m.balanced), meanDefined(m.macro), meanDefined(m.weighted), meanDefined(m.auroc)
	s.LogLoss, s.Brier, s.ECE = meanDefined(m.loss), meanDefined(m.brier), meanDefined(m.ece)
}

// devIn counts the development records of a run that belong to a stratum.
func devIn(run result.Run, s Stratum) int {
	n := 0
	if s.Trained != nil {
		for p, count := range run.DevPatterns {
			if s.Trained(p) {
				n += count
			}
		}
		return n
	}
	for _, record := range run.DevRecords {
		if s.DevRecord != nil && s.DevRecord(record) {
			n++
		}
	}
	return n
}

// meanDefined is the mean of the values that are not NaN, or NaN.
func meanDefined(values []float64) float64 {
	sum, n := 0.0, 0.0
	for _, x := range values {
		if !math.IsNaN(x) {
			sum += x
			n++
		}
	}
	return quotient(sum, n)
}
