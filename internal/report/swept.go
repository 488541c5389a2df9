package report

import (
	"fmt"
	"strings"

	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// sweepTables are the scores of a sweep by condition and how robust each method
// is over the rates; without rows where there was no sweep.
func sweepTables(in Input) []Table {
	s := metric.NewSweep(in.Study, metric.Accuracy())
	return []Table{conditions(s), robustness(s)}
}

// conditions has a row for each method under each condition of each training.
func conditions(s metric.Sweep) Table {
	t := Table{
		Name: "sweep", Caption: say.Mark("Accuracy under other missing rates, mechanisms and patterns, in percent"), Left: 3,
		Header: []string{say.Mark("Trained on"), say.Mark("Tested on"), say.Mark("Method"), say.Mark("Missing"), say.Mark("n test"), say.Mark("n dev"), say.Mark("Accuracy"), intervalHead},
	}
	for k, training := range s.Trainings {
		for c, condition := range s.Conditions {
			for m, score := range s.Scores[k][c] {
				t.Rows = append(t.Rows, []string{training.Name, condition.Name, s.Methods[m], percent(s.Tested[c].Rates.Cell),
					fmt.Sprint(score.N), fmt.Sprint(score.NDev), percent(score.Accuracy), between(score.CI95, percent)})
			}
		}
	}
	t.Note = say.Kept("Missing: absent pairs of test record and modality, in percent. A pattern (only …) is tested on all test records that have its modalities; n dev counts development records with just these. %s.", s.Intervals)
	for _, words := range s.Warnings() {
		t.Note = say.Kept("%s Warning: %s.", t.Note, words)
	}
	return t
}

// robustness has a row for each method on each curve over rates.
func robustness(s metric.Sweep) Table {
	t := Table{
		Name: "robustness", Caption: say.Mark("Robustness over the missing rates"), Left: 4,
		Header: []string{say.Mark("Trained on"), say.Mark("Mechanism"), say.Mark("Rates"), say.Mark("Method"), say.Mark("n test"), say.Mark("Relative (tau)"), intervalHead, say.Mark("Effective (rho)"), intervalHead},
		Note:   say.Kept("By MultiBench's definitions (Liang et al. 2021), not scaled to the other methods. tau: mean of the accuracy over the range of the rates. rho: what the method keeps above late-fusion, less what it has above it at rate 0, summed over the rates; it needs late-fusion among the methods. %s", say.Kept("Intervals by a bootstrap of %d draws of the test records, the same at all rates; over repetitions, folds or groups by Student's t of their values beside it.", metric.Draws)),
	}
	for _, r := range s.Robustness() {
		rates := make([]string, len(r.Rates))
		for k, x := range r.Rates {
			rates[k] = fmt.Sprint(x)
		}
		t.Rows = append(t.Rows, []string{r.Training, r.Mechanism, strings.Join(rates, " "), r.Method,
			fmt.Sprint(r.Tau.N), three(r.Tau.Value), between(r.Tau.CI95, three), three(r.Rho.Value), between(r.Rho.CI95, three)})
	}
	return t
}
