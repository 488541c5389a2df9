package cli

import (
	"fmt"
	"math"

	"github.com/spf13/cobra"

	"lacuna/charts"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

var _ = register(newResults)

func newResults(a *app) *cobra.Command {
	var strata, measure string
	cmd := &cobra.Command{
		Use:   "results STUDY",
		Short: "Print the results of a project by stratum",
		Args:  exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := openStudy(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			found, err := s.finished(a)
			if err != nil {
				return err
			}
			list, err := by(found, s.data, strata)
			if err != nil {
				return err
			}
			table := metric.Stratify(found, list)
			if a.json {
				return a.document(newResultDocument(found, table))
			}
			shown := foldedPatterns
			if strata != "default" {
				shown = len(table.Strata)
			}
			return a.printResults(found, table, charts.Metric(measure), shown)
		},
	}
	a.jsonFlag(cmd)
	byFlag(cmd, &strata)
	metricFlag(cmd, &measure)
	return cmd
}

func byFlag(cmd *cobra.Command, strata *string) {
	cmd.Flags().StringVar(strata, "by", "default", "strata: default, pattern, missing, modality, present or a column of the data such as site")
}

func metricFlag(cmd *cobra.Command, measure *string) {
	cmd.Flags().StringVar(measure, "metric", string(charts.Accuracy), "accuracy, balanced_accuracy, macro_f1, auroc, log_loss, brier or ece")
}

// foldedPatterns is how many patterns a table for people lists; --by pattern
// and --json have them all.
const foldedPatterns = 12

// printResults writes strata on rows and methods on columns, with the number
// of records beside every stratum and the interval beside every accuracy. The
// rarer patterns are folded into one line that counts them.
func (a *app) printResults(found result.Study, table metric.Table, measure charts.Metric, patterns int) error {
	a.say("%s: %s by stratum; %d runs", found.Dataset, measure, len(found.Runs))
	rows := [][]string{append([]string{"stratum", "n_test", "n_train"}, table.Methods...)}
	fold := folding{most: patterns}
	for s, stratum := range table.Strata {
		first := table.Scores[s][0]
		if fold.away(stratum, first.N) {
			continue
		}
		row := []string{stratum.Title, fmt.Sprint(first.N), fmt.Sprint(first.NTrain)}
		for _, score := range table.Scores[s] {
			cell, err := scoreCell(score, measure)
			if err != nil {
				return usageError{err}
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	a.table(rows)
	if fold.patterns > 0 {
		a.say("and %d more patterns with %d test records (results --by pattern, or --json)", fold.patterns, fold.records)
	}
	a.say("\nchance %s, majority %s. %s", percent(table.Chance), percent(table.Majority), table.Intervals)
	a.say("%s", metric.Verdict(found))
	for _, line := range found.Runs[0].Features {
		a.say("features: %s", line)
	}
	a.printSearches(found)
	a.printWarnings(found)
	return nil
}

// printSearches says which settings the searches have chosen.
func (a *app) printSearches(found result.Study) {
	for _, r := range found.Runs {
		if words := experiment.SearchWords(r); words != "" {
			a.say("searched: %s", words)
		}
	}
}

// folding counts the patterns that a table leaves out.
type folding struct{ most, listed, patterns, records int }

// away says whether the stratum is left out. Strata of masked records go with
// their patterns.
func (f *folding) away(s metric.Stratum, n int) bool {
	if s.Kind != metric.OnePattern && s.Kind != metric.MaskedPattern {
		return false
	}
	if s.Kind == metric.OnePattern {
		f.listed++
	}
	if f.listed <= f.most {
		return false
	}
	if s.Kind == metric.OnePattern {
		f.patterns++
		f.records += n
	}
	return true
}

// scoreCell writes "93.2 [91.0 95.1]", or the bare number for a metric
// without an interval.
func scoreCell(s metric.Score, measure charts.Metric) (string, error) {
	x, err := measure.Of(s)
	if err != nil {
		return "", err
	}
	switch {
	case s.N == 0 || math.IsNaN(x):
		return "–", nil
	case measure == charts.Accuracy:
		return fmt.Sprintf("%.1f [%.1f %.1f]", 100*x, 100*s.CI95.Low, 100*s.CI95.High), nil
	}
	return fmt.Sprintf("%.3f", x), nil
}

func (a *app) printWarnings(found result.Study) {
	var list []string
	for _, r := range found.Runs {
		for _, w := range r.Warnings {
			list = appendNew(list, []string{r.Method + ": " + w})
		}
	}
	for _, w := range list {
		a.say("note: %s", w)
	}
}

func pairEntries(found result.Study) []pairEntry {
	list := []pairEntry{}
	for _, p := range metric.AllPairs(found, metric.DefaultStrata(found)) {
		list = append(list, pairEntry{
			A: p.A, B: p.B, Stratum: p.Stratum, N: p.N, Difference: number(p.Difference),
			CI95: interval(p.CI95), P: number(p.P), PHolm: number(p.PHolm), Better: number(p.PABetter), Test: p.Test,
		})
	}
	return list
}
