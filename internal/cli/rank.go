package cli

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/spf13/cobra"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

var _ = register(newRank)

func newRank(a *app) *cobra.Command {
	var flags chartFlags
	cmd := &cobra.Command{
		Use:   "rank STUDY...",
		Short: "Rank methods over data sets, or over the runs of one (Friedman, Nemenyi)",
		Long: `Rank methods over data sets, or over the runs of one project.

Of several projects, each is a block: methods that all of them have are ranked by
the metric on all test records of each. Of one project, each run (repetition and
fold) is a block; repetitions share test records, so that p is too small, and nothing is claimed of them.
Friedman's test, by permutation of the ranks and with its F by Iman and Davenport,
asks whether any method ranks apart, Nemenyi's critical difference which ones do (Demšar 2006). With -o the
critical-difference diagram is written as picture, CSV or text.`,
		Example: "  lacuna rank a.lacuna b.lacuna c.lacuna -o ranks.svg\n  lacuna rank study.lacuna --metric auroc",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("rank needs the projects to rank over: rank STUDY...")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			m, err := metric.MeasureNamed(flags.measure)
			if err != nil {
				return usageError{err}
			}
			if flags.out != "" {
				if err := flags.check(""); err != nil {
					return err
				}
			}
			return a.unlessStopped(cmd.Context(), func(a *app) error {
				studies, err := a.finishedAll(cmd.Context(), args)
				if err != nil {
					return err
				}
				return a.rank(cmd.Context(), studies, m, flags)
			})
		},
	}
	a.jsonFlag(cmd)
	metricFlag(cmd, &flags.measure)
	cmd.Flags().StringVarP(&flags.out, "output", "o", "", "file for the diagram, .png .svg .pdf .csv or .txt")
	flags.page.Width = 16
	return cmd
}

// finishedAll opens projects and returns what each has results of.
func (a *app) finishedAll(ctx context.Context, files []string) ([]result.Study, error) {
	var studies []result.Study
	for _, file := range files {
		s, err := a.openResults(ctx, file)
		if err != nil {
			return nil, err
		}
		found, err := s.finished(ctx, a)
		if err != nil {
			return nil, err
		}
		studies = append(studies, found)
	}
	return studies, nil
}

// rankDocument is the JSON of rank.
type rankDocument struct {
	Metric  string        `json:"metric"`
	Blocks  []string      `json:"blocks"`
	Methods []rankedEntry `json:"methods"` // the best first
	Chi     number        `json:"friedman_chi2"`
	ChiP    number        `json:"friedman_p"`
	F       number        `json:"iman_davenport_f"`
	FP      number        `json:"iman_davenport_p"`
	P       number        `json:"permutation_p"` // of friedman_chi2
	CD      number        `json:"critical_difference"`
	Alike   [][2]int      `json:"not_apart"` // from which place to which
	Words   string        `json:"words"`
}

type rankedEntry struct {
	Name string `json:"name"`
	Rank number `json:"mean_rank"`
}

func (a *app) rank(ctx context.Context, studies []result.Study, m metric.Measure, flags chartFlags) error {
	r, err := metric.RankStudies(ctx, studies, m)
	if err != nil {
		return err
	}
	if flags.out != "" {
		about := studies[0]
		for _, other := range studies[1:] { // its context names all data sets
			about.Dataset, about.Hash = about.Dataset+", "+other.Dataset, about.Hash+", "+other.Hash
			about.Runs = append(slices.Clone(about.Runs), other.Runs...)
		}
		figure, err := charts.New("critical-difference", charts.Input{Study: &about, Ranking: &r})
		if err != nil {
			return err
		}
		if err := canvas.Export(flags.out, figure, flags.page); err != nil {
			return err
		}
	}
	if a.json {
		doc := rankDocument{
			Metric: r.Metric, Blocks: r.Blocks, Chi: number(r.Chi), ChiP: number(r.ChiP), F: number(r.F), FP: number(r.FP), P: number(r.P), CD: number(r.CD),
			Alike: r.Alike(), Words: r.Words(),
		}
		for i, name := range r.Methods {
			doc.Methods = append(doc.Methods, rankedEntry{name, number(r.Ranks[i])})
		}
		return a.document(doc)
	}
	rows := [][]string{{"method", "mean rank in " + m.Name}}
	for i, name := range r.Methods {
		rows = append(rows, []string{name, fmt.Sprintf("%.3f", r.Ranks[i])})
	}
	a.table(rows)
	a.say("")
	for _, part := range r.Alike() {
		a.say("not apart: %s to %s", r.Methods[part[0]], r.Methods[part[1]])
	}
	if !math.IsNaN(r.CD) {
		a.say("critical difference %.3f (Nemenyi, 5 %% level, %s)", r.CD, numbered(len(r.Blocks), "block"))
	}
	a.say("%s", r.Words())
	return nil
}
