package metric

import (
	"math"

	"lacuna/experiment/result"
)

// Stratify scores every method of a study in every stratum. With one repetition
// (one seed; its folds or groups are pooled) the intervals are Wilson's; with
// several they come from a bootstrap over repetitions and records and are at
// least as wide as Wilson's for N records. The same study gives the same table.
func Stratify(study result.Study, strata []Stratum) Table {
	t := Table{
		Modalities: study.Modalities, Methods: study.Methods, Strata: strata,
		Chance: chance(study), Majority: majority(study),
	}
	index := newIndex(study)
	var samples []sample
	for _, s := range strata {
		scores := make([]Score, len(study.Methods))
		for m, method := range study.Methods {
			runs := study.RunsOf(method)
			scores[m] = score(runs, s, len(study.Classes))
			samples = append(samples, index.correctness(runs, s))
		}
		t.Scores = append(t.Scores, scores)
	}
	t.Intervals = intervals(t.Scores, samples, index)
	return t
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
