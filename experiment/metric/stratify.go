package metric

import (
	"context"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Stratify scores every method of a study in every stratum. With one repetition
// (one seed; its folds are pooled) the intervals are Wilson's; with several
// they come from the spread over repetitions and records, and where groups are
// left out in turn, from that over groups. The same study gives the same table.
func Stratify(study result.Study, strata []Stratum) Table {
	t, _ := new(Scorer).Stratify(context.Background(), study, strata) // which does not end
	return t
}

// scoreOf scores a method in a stratum from the tallies of its runs.
func (x index) scoreOf(runs []result.Run, list []tally) Score {
	numbered, units := make([]tally, len(runs)), make([]int, len(runs))
	points := make(sample, len(x.units))
	for i, run := range runs {
		u := x.units[x.design.unit(run)]
		numbered[i], units[i] = list[i], u
		own := x.numbered(list[i].points)
		numbered[i].points = own
		if points[u] == nil { // the only run of a unit, mostly: nothing is copied
			points[u] = slices.Clip(own)
			continue
		}
		points[u] = append(points[u], own...)
	}
	out := x.score(numbered, units)
	out.CI95 = x.intervalOf(out, points)
	return out
}

// numbered are points by the numbers of their records.
func (x index) numbered(points []point) []point {
	out := make([]point, len(points))
	for i, p := range points {
		out[i] = point{x.records[p.record], p.value}
	}
	return out
}

// estimateWords says what the values of a table are where there is more than
// one run.
func (x index) estimateWords() string {
	if len(x.units) < 2 {
		return ""
	}
	return say.Form("accuracy is that of all predictions together, every other metric the mean of its values in %s", x.design.units(len(x.units)))
}

// countWords says what the numbers of records count where there are several
// runs, so that nobody wonders why they do not add up.
func countWords(study result.Study, x index) string {
	train := say.Text("n_dev is the mean over the runs that test the stratum, rounded")
	switch {
	case len(x.trials) < 2:
		return ""
	case x.design != repetitions && !patternsVary(study):
		return say.Form("Over several runs, %s", train)
	}
	text := say.Form("Over several runs, n_test counts distinct test records, and %s", train)
	if patternsVary(study) {
		text += say.Text("; a record may be complete in one run and incomplete in another, so the n of strata need not add up")
	}
	return text
}

// patternsVary says whether some test record is seen with different patterns
// in different runs, as where each repetition draws a mask of its own.
func patternsVary(study result.Study) bool {
	seen := map[int]dataset.Pattern{}
	for _, run := range firstOfEach(study.Runs) {
		for _, row := range run.Rows {
			if row.Series != result.Observed {
				continue
			}
			if p, ok := seen[row.Record]; ok && p != row.Pattern {
				return true
			}
			seen[row.Record] = row.Pattern
		}
	}
	return false
}

// trial names what a run has in common with the runs of other methods on the
// same split under the same mask.
type trial struct {
	seed        int
	split, mask string
}

func trialOf(run result.Run) trial { return trial{run.Seed, run.Split, run.Mask} }

func chance(study result.Study) float64 {
	if len(study.Classes) == 0 {
		return math.NaN()
	}
	return 1 / float64(len(study.Classes))
}

// majority is the accuracy of always naming the class that is most frequent
// among the test records: the line that every method must be above.
func majority(study result.Study) float64 {
	counts := make([]int, len(study.Classes))
	n, most := 0, 0
	for _, run := range firstOfEach(study.Runs) {
		for _, row := range run.Rows {
			if row.Series == result.Observed {
				counts[row.Label]++
				n++
				most = max(most, counts[row.Label])
			}
		}
	}
	return ratio(most, n)
}

// ratio is NaN where there is nothing to divide by.
func ratio(part, whole int) float64 {
	if whole == 0 {
		return math.NaN()
	}
	return float64(part) / float64(whole)
}
