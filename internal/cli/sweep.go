package cli

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment/metric"
)

// bySweep is the word of --by for the conditions of a sweep.
const bySweep = "sweep"

// bySweep says whether strata are to be the conditions of a sweep, and not those of
// a column that is called so.
func (s *study) bySweep(strata string) bool {
	return strata == bySweep && s.columns()[bySweep] == nil
}

// errNoSweep is what becomes of --by sweep where there was none.
func errNoSweep(file string) error {
	return usageError{&dataset.UserError{
		What: file + " has no sweep", Why: "its methods were tested on the test records as they are",
		Try: "Compare with --stress, or with --sweep-rates or --sweep-patterns (docs/sweeps.md)",
	}}
}

// printSweep writes the scores of a sweep by training and condition, how robust
// the methods are, and what was tested beyond training. Where not all is asked
// for, of the patterns those are listed that have all modalities, all but one, or
// one.
func (a *app) printSweep(s metric.Sweep, all bool) {
	if len(s.Conditions) == 0 {
		return
	}
	for t := range s.Trainings {
		a.printConditions(s, t, all)
	}
	a.printMatrices(s)
	a.printRobustness(s)
	for _, words := range s.Warnings() {
		a.say("warning: %s.", words)
	}
}

// printConditions writes one training's scores, conditions on rows.
func (a *app) printConditions(s metric.Sweep, t int, all bool) {
	training := s.Trainings[t]
	a.say("\nsweep: %s of methods trained on %s (development n %d, %s of modalities missing), tested in %s",
		s.Measure.Title, training.Name, training.Dev.N, percent(training.Dev.Rates.Cell), numbered(len(s.Conditions), "condition"))
	rows := [][]string{append([]string{"condition", "missing", "n_test", "n_dev"}, s.Methods...)}
	more := 0
	for i, c := range s.Conditions {
		if k := len(s.Study.Modalities); !all && c.Pattern != "" && c.Pattern.Count() != 1 && c.Pattern.Count() < k-1 {
			more++
			continue
		}
		test, dev := metric.Shared(s.Scores[t][i])
		rows = append(rows, append([]string{c.Name, percent(s.Tested[i].Rates.Cell), fmt.Sprint(test), fmt.Sprint(dev)}, scoreCells(s.Scores[t][i], s.Measure)...))
	}
	a.table(rows)
	if more > 0 {
		a.say("and %s (results --by sweep, or --json)", numbered(more, "more pattern"))
	}
	if t == 0 {
		a.say("missing: share of the pairs of test record and modality that is absent, over all runs. A pattern (only …) is tested on all test records that have its modalities; n_dev counts development records with just these. %s.", s.Intervals)
	}
}

// printMatrices writes for each method how it does by training (rows) and test
// (columns), where it was trained in several ways.
func (a *app) printMatrices(s metric.Sweep) {
	if len(s.Trainings) < 2 {
		return
	}
	for m, method := range s.Methods {
		if slices.Contains(s.Study.Baselines, method) {
			continue
		}
		rows := [][]string{{"trained on"}}
		for t, training := range s.Trainings {
			row := []string{training.Name}
			for i, c := range s.Conditions {
				if c.Pattern != "" {
					continue
				}
				if t == 0 {
					rows[0] = append(rows[0], c.Name)
				}
				row = append(row, scoreCell(s.Scores[t][i][m], s.Measure))
			}
			rows = append(rows, row)
		}
		if len(rows[0]) > 1 {
			a.say("\n%s: %s by training (rows) and test (columns)", method, s.Measure.Title)
			a.table(rows)
		}
	}
}

// printRobustness writes τ and ρ of every curve, and which methods differ in τ.
func (a *app) printRobustness(s metric.Sweep) {
	list := s.Robustness()
	if len(list) == 0 {
		return
	}
	a.say("\nrobustness over the rates, by MultiBench's definitions, not scaled to the other methods")
	rows := [][]string{{"trained on", "mechanism", "rates", "method", "tau", "rho", "n_test"}}
	for _, r := range list {
		rows = append(rows, []string{r.Training, r.Mechanism, rateWords(r.Rates), r.Method, estimateCell(r.Tau), estimateCell(r.Rho), fmt.Sprint(r.Tau.N)})
	}
	a.table(rows)
	side := "above"
	if s.Measure.Falling {
		side = "below"
	}
	a.say("tau: relative robustness, the area under the %s over the rates asked for, divided by their range. rho: effective robustness, the sum over the rates of what the method has above late-fusion, less what it has above it at rate 0: %s 0 where it loses less. Intervals by a bootstrap of %d draws of the test records, the same at all rates; over repetitions, folds or groups by Student's t of their values beside it.",
		s.Measure.Title, side, metric.Draws)
	if !slices.Contains(s.Methods, metric.LateFusion) {
		a.say("rho needs late-fusion among the methods (--method late-fusion).")
	}
	differences := s.RobustnessDifferences()
	for _, d := range differences[:min(len(differences), mostDifferences)] {
		a.say("tau of %s minus %s (%s, trained on %s): %.3f [%.3f %.3f], n = %d, %s",
			d.A, d.B, d.Mechanism, d.Training, d.Value, d.CI95.Low, d.CI95.High, d.N, tauWords(d))
	}
	if more := len(differences) - mostDifferences; more > 0 {
		a.say("and %s more (--json)", numbered(more, "pair"))
	}
}

// tauWords says how sure a difference is: of a single run p would be about these
// trained models, not about the methods.
func tauWords(d metric.RobustnessDifference) string {
	if d.Units < 2 {
		return "one run: of these models, not of the methods (--seeds 5)"
	}
	return "adjusted for all pairs " + metric.PValue(d.PHolm)
}

func rateWords(rates []float64) string {
	words := make([]string, len(rates))
	for i, r := range rates {
		words[i] = fmt.Sprint(r)
	}
	return strings.Join(words, " ")
}

func estimateCell(e metric.Estimate) string {
	switch {
	case math.IsNaN(e.Value):
		return "–"
	case math.IsNaN(e.CI95.Low):
		return fmt.Sprintf("%.3f", e.Value)
	}
	return fmt.Sprintf("%.3f [%.3f %.3f]", e.Value, e.CI95.Low, e.CI95.High)
}
