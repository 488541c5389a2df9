package cli

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"lacuna/charts"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

var _ = register(newResults)

func newResults(a *app) *cobra.Command {
	var strata, measure, where string
	var ask questions
	stored := false
	cmd := &cobra.Command{
		Use:   "results STUDY",
		Short: "Print the results of a project by stratum",
		Args:  exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := ask.check(cmd.Flags().Changed); err != nil {
				return err
			}
			open := a.openResults
			if stored {
				open = func(_ context.Context, file string) (*study, error) { return a.openStored(file) }
			}
			s, err := open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			a.remarkedBriefly(s.remarks, s.file)
			return a.unlessStopped(cmd.Context(), func(a *app) error {
				return a.look(cmd.Context(), s, strata, measure, where, ask)
			})
		},
	}
	a.jsonFlag(cmd)
	byFlag(cmd, &strata)
	cmd.Flag("by").Usage += ", or sweep: the conditions of --stress and --sweep-…"
	metricFlag(cmd, &measure)
	whereFlag(cmd, &where, "a stratum of the test records that it chooses, before the others")
	ask.add(cmd)
	cmd.Flags().BoolVar(&stored, "stored", false, "the results as they were stored, without the data: also those of an earlier version of the methods")
	return cmd
}

// look scores what is finished and writes it, by conditions of a sweep or by
// stratum.
func (a *app) look(ctx context.Context, s *study, strata, measure, where string, ask questions) error {
	found, err := s.finished(ctx, a)
	if err != nil {
		return err
	}
	m, err := metric.MeasureNamed(measure)
	if err != nil {
		return usageError{err}
	}
	if s.bySweep(strata) {
		if where != "" {
			return usagef("--where chooses a stratum; --by sweep has conditions instead")
		}
		if swept := metric.NewSweep(found, m); len(swept.Conditions) == 0 {
			return errNoSweep(s.file)
		} else if !a.json {
			a.printSweep(swept, true)
			said, err := ask.answer(a, s, found, m)
			said.print(a, m)
			return err
		}
		strata = "default"
	}
	own, _, err := s.whereStratum(ctx, where, found, division{})
	if err != nil {
		return err
	}
	return a.results(s, found, strata, m, ask, own...)
}

// results writes the scores of a study by stratum, and the answers to what else
// was asked. Strata of records that were chosen stand before the others.
func (a *app) results(s *study, found result.Study, strata string, m metric.Measure, ask questions, own ...metric.Stratum) error {
	list, err := s.by(found, strata)
	if err != nil {
		return err
	}
	table := metric.WithIntervals(found, metric.Stratify(found, append(own, list...)), m)
	said, err := ask.answer(a, s, found, m)
	if err != nil {
		return err
	}
	if a.json {
		doc := newResultDocument(found, table, m, s)
		doc.answers = said
		return a.document(doc)
	}
	shown := foldedPatterns
	if strata != "default" {
		shown = len(table.Strata)
	}
	if err := a.printResults(s, found, table, m, shown); err != nil {
		return err
	}
	said.print(a, m)
	return nil
}

func byFlag(cmd *cobra.Command, strata *string) {
	cmd.Flags().StringVar(strata, "by", "default", "strata: default, pattern, missing, modality, present or a column of the data such as site (column:NAME, where that is such a word)")
}

func metricFlag(cmd *cobra.Command, measure *string) {
	cmd.Flags().StringVar(measure, "metric", string(charts.Accuracy), "accuracy, balanced_accuracy, macro_f1, weighted_f1, auroc, log_loss, brier or ece")
}

// foldedPatterns is how many patterns a table for people lists; --by pattern
// and --json have them all.
const foldedPatterns = 12

// printResults writes strata on rows and methods on columns, with the number
// of records beside every stratum and the interval beside every value. A
// method that was tested on another number of records says so in its cell. The
// rarer patterns are folded into one line that counts them.
func (a *app) printResults(s *study, found result.Study, table metric.Table, m metric.Measure, patterns int) error {
	a.say("%s: %s by stratum; %s", found.Dataset, m.Name, numbered(len(found.Runs), "run"))
	rows := [][]string{append([]string{"stratum", "n_test", "n_dev"}, table.Methods...)}
	fold := folding{most: patterns}
	for k, stratum := range table.Strata {
		test, train := metric.Shared(table.Scores[k])
		if fold.away(stratum, test) {
			continue
		}
		rows = append(rows, append([]string{stratum.Title, fmt.Sprint(test), fmt.Sprint(train)}, scoreCells(table.Scores[k], m)...))
	}
	a.table(rows)
	if fold.patterns > 0 {
		a.say("and %s with %s (results --by pattern, or --json)", numbered(fold.patterns, "more pattern"), numbered(fold.records, "test record"))
	}
	a.say("")
	if m.Name == metric.AccuracyName {
		a.say("chance %s, most frequent class %s.", percent(table.Chance), percent(table.Majority))
	}
	a.say("%s.", table.IntervalWords(m))
	for _, words := range []string{table.Counts, table.Estimate} {
		if words != "" {
			a.say("%s.", upperFirst(words))
		}
	}
	a.printMeasure(found, table, m)
	a.printImputations(found, table, m, s.spec)
	a.printShifts(metric.NewShifts(found, m))
	a.say("%s", metric.VerdictIn(found, m))
	for _, line := range metric.MissingWords(found) {
		a.say("%s.", line)
	}
	for _, line := range metric.UncertaintyWords(found) {
		a.say("%s", line)
	}
	for _, line := range experiment.FeatureWords(found) {
		a.say("features: %s", line)
	}
	a.say("arithmetic: %s", experiment.ArithmeticWords(found))
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

// scoreCells writes the scores of one stratum; where a method lacks runs and
// so has another n than the rest, its cell tells it.
func scoreCells(scores []metric.Score, m metric.Measure) []string {
	shared, _ := metric.Shared(scores)
	cells := make([]string, len(scores))
	for k, s := range scores {
		cells[k] = scoreCell(s, m)
		if s.N > 0 && s.N != shared {
			cells[k] += fmt.Sprintf(" n=%d", s.N)
		}
	}
	return cells
}

// scoreCell writes "93.2 [91.0 95.1]", accuracy in percent, or says that there is
// no interval.
func scoreCell(s metric.Score, m metric.Measure) string {
	if s.N == 0 {
		return "–"
	}
	return valueCell(m.Of(s), s.Interval(m), m)
}

// valueCell writes a value with its interval, accuracy in percent.
func valueCell(x float64, i metric.Interval, m metric.Measure) string {
	digits := 3
	if math.IsNaN(x) {
		return "–"
	}
	if m.Name == metric.AccuracyName {
		x, i, digits = say.Percent(x, 1), metric.Interval{Low: say.Percent(i.Low, 1), High: say.Percent(i.High, 1)}, 1
	}
	if math.IsNaN(i.Low) {
		return fmt.Sprintf("%.*f (no interval)", digits, x)
	}
	return fmt.Sprintf("%.*f [%.*f %.*f]", digits, x, digits, i.Low, digits, i.High)
}

// printWarnings says what all runs warned of, but for what was told before them.
func (a *app) printWarnings(found result.Study) {
	for _, line := range metric.Notes(found) {
		if !slices.Contains(a.told, plain(line)) {
			a.say("note: %s", line)
		}
	}
}

// upperFirst begins a sentence.
func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// numbered writes a number with its noun: "1 run", "3 runs".
func numbered(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "s") {
		noun += "e"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// pairEntries are all pairs in accuracy.
func pairEntries(found result.Study) []pairEntry {
	return entriesOf(metric.AllPairs(found, metric.DefaultStrata(found)))
}

func entriesOf(pairs []metric.Pair) []pairEntry {
	list := []pairEntry{}
	for _, p := range pairs {
		list = append(list, pairEntry{
			A: p.A, B: p.B, Stratum: p.Stratum, N: p.N, Difference: number(p.Difference),
			CI95: interval(p.CI95), P: number(p.P), PHolm: number(p.PHolm), Better: number(p.PABetter), Test: p.Test, Family: p.Family,
		})
	}
	return list
}
