package cli

import (
	"context"
	"fmt"
	"math"
	"runtime"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"lacuna/experiment/leaks"
	"lacuna/experiment/metric"
)

var _ = register(newLeaks)

// leaksDocument is the JSON of leaks.
type leaksDocument struct {
	Records     int         `json:"records"`
	Metric      string      `json:"metric"`
	Definition  string      `json:"definition"`
	Repetitions int         `json:"repetitions"`
	Mask        string      `json:"mask"`
	Chance      number      `json:"largest_class"`
	Own         []leakEntry `json:"leaks"`
	Shuffled    []leakEntry `json:"leaks_on_shuffled_labels"`
	Notes       []string    `json:"notes"`
}

// leakEntry is what one leak would have claimed.
type leakEntry struct {
	Name       string    `json:"name"`
	Title      string    `json:"title"`
	Seen       string    `json:"seen_in"`
	Scope      string    `json:"fit_scope"`
	N          int       `json:"n_test"`
	Honest     number    `json:"honest"`
	HonestCI95 [2]number `json:"honest_ci95"`
	Leaky      number    `json:"leaky"`
	LeakyCI95  [2]number `json:"leaky_ci95"`
	Difference number    `json:"difference"`
	CI95       [2]number `json:"ci95"`
	PHolm      number    `json:"p_holm"`
}

func newLeaks(a *app) *cobra.Command {
	var from dataFlags
	var measure string
	seeds, workers := 10, runtime.GOMAXPROCS(0)
	cmd := &cobra.Command{
		Use:   "leaks DATA",
		Short: "Show what the classical leaks of test records would have claimed on these data",
		Long: `Show what the classical leaks of test records would have claimed on these data.

One pipeline, mean imputation and logistic regression, is fitted as compare fits
it, and beside it with one leak at a time, on the same test records. The
difference is paired, over repetitions. The same is done with labels that were
dealt out at random, where an honest score is that of guessing.

No command but this one can leak: compare has no such methods.`,
		Args: exactly("DATA"),
		RunE: func(cmd *cobra.Command, args []string) error {
			m, err := metric.MeasureNamed(measure)
			if err != nil {
				return usageError{err}
			}
			if err := enough(workers); err != nil {
				return err
			}
			if seeds < 3 {
				return usagef("--seeds %d: 3 or more repetitions show how far results vary", seeds)
			}
			d, err := openData(cmd.Context(), args[0], &from)
			if err != nil {
				return err
			}
			if len(from.given.Groups) > 0 { // whose records are of one subject, as in compare
				named := *d
				named.Subjects, d = from.given.Groups[0], &named
			}
			found, err := a.demonstrate(cmd.Context(), func(ctx context.Context, report func(done, of int)) (leaks.Demonstration, error) {
				return leaks.Demonstrate(ctx, d, m, seeds, workers, report)
			})
			if err != nil {
				return err
			}
			if a.json {
				return a.document(newLeaksDocument(found))
			}
			a.printLeaks(d.Name, found)
			return nil
		},
	}
	a.jsonFlag(cmd)
	from.add(cmd, nil)
	from.addStrict(cmd)
	metricFlag(cmd, &measure)
	cmd.Flags().IntVar(&seeds, "seeds", seeds, "repetitions, each with its own split")
	workersFlag(cmd, &workers)
	return cmd
}

// demonstrate shows on a terminal how far it has come.
func (a *app) demonstrate(ctx context.Context, run func(context.Context, func(done, of int)) (leaks.Demonstration, error)) (leaks.Demonstration, error) {
	if !a.Terminal {
		return run(ctx, nil)
	}
	var bar *progressbar.ProgressBar
	found, err := run(ctx, func(_, of int) {
		if bar == nil {
			bar = progressbar.NewOptions(of, progressbar.OptionSetWriter(a.Err), progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish())
		}
		_ = bar.Add(1) // progress that cannot be shown must not stop the work
	})
	if bar != nil {
		_ = bar.Clear()
	}
	return found, err
}

func newLeaksDocument(x leaks.Demonstration) leaksDocument {
	return leaksDocument{Records: x.Records, Metric: x.Measure.Name, Definition: x.Measure.Definition, Repetitions: x.Repetitions, Mask: x.Mask,
		Chance: number(x.Chance), Own: leakEntries(x.Own), Shuffled: leakEntries(x.Shuffled), Notes: append([]string{}, x.Notes...)}
}

func leakEntries(list []leaks.Finding) []leakEntry {
	out := []leakEntry{}
	for _, f := range list {
		out = append(out, leakEntry{Name: f.Name, Title: f.Title, Seen: f.Seen, Scope: string(f.Scope), N: f.Difference.N,
			Honest: number(f.Honest.Value), HonestCI95: interval(f.Honest.CI95), Leaky: number(f.Leaky.Value), LeakyCI95: interval(f.Leaky.CI95),
			Difference: number(f.Difference.Value), CI95: interval(f.Difference.CI95), PHolm: number(f.PHolm)})
	}
	return out
}

// printLeaks writes both tables and what each leak is.
func (a *app) printLeaks(name string, x leaks.Demonstration) {
	a.say("%s: what leaks would have claimed; %s, %s, mean+logistic, mask %s", name, numbered(x.Records, "labelled record"), numbered(x.Repetitions, "repetition"), x.Mask)
	a.say("\n%s on the labels as they are", x.Measure.Name)
	a.table(leakRows(x.Own))
	a.say("\n%s on labels dealt out at random: there is nothing to learn, and guessing the largest class is right in %s", x.Measure.Name, percent(x.Chance))
	a.table(leakRows(x.Shuffled))
	a.say("")
	for _, f := range x.Own {
		a.say("%s: %s (%s); seen in %s", f.Name, f.Title, f.Scope, f.Seen)
	}
	a.say("%s: %s. Differences are leaky less honest on the same test records, with 95 %% intervals over repetitions and p adjusted for all leaks (Holm).",
		x.Measure.Name, x.Measure.Definition)
	for _, note := range x.Notes {
		a.say("note: %s", note)
	}
	a.say("None of this can be chosen in compare: there, all that is fitted sees development records only.")
}

func leakRows(list []leaks.Finding) [][]string {
	rows := [][]string{{"leak", "honest", "leaky", "difference", "p", "n_test", "fit scope"}}
	for _, f := range list {
		rows = append(rows, []string{f.Name, estimateCell(f.Honest), estimateCell(f.Leaky), signedCell(f.Difference), metric.PValue(f.PHolm),
			fmt.Sprint(f.Difference.N), string(f.Scope)})
	}
	return rows
}

func signedCell(e metric.Estimate) string {
	switch {
	case math.IsNaN(e.Value):
		return "–"
	case math.IsNaN(e.CI95.Low):
		return fmt.Sprintf("%+.3f", e.Value)
	}
	return fmt.Sprintf("%+.3f [%+.3f %+.3f]", e.Value, e.CI95.Low, e.CI95.High)
}
