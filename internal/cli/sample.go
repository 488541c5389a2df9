package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"lacuna/assets/sample"
	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/report"
	"lacuna/project"
)

var _ = register(newSample)

func newSample(a *app) *cobra.Command {
	out := ""
	study := false
	workers := runtime.GOMAXPROCS(0)
	cmd := &cobra.Command{
		Use:   "sample",
		Short: "Write the embedded sample dataset, or run its study",
		Long: `Write the embedded sample dataset: 600 records with a table, an image, a tone and
a sentence, some of them missing.

With --study, compare three ways to deal with what is missing in it, print the
accuracy by stratum, and write project, charts and report to the folder.`,
		Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" {
				return usagef("sample needs a folder to write: -o DIR")
			}
			if study {
				return a.sampleStudy(cmd.Context(), out, workers)
			}
			if err := sample.Write(out); err != nil {
				return err
			}
			a.say("the sample is in %s; look at it with: lacuna inspect %s", out, out)
			return nil
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "folder to write")
	cmd.Flags().BoolVar(&study, "study", false, "run the sample's study instead")
	workersFlag(cmd, &workers)
	return cmd
}

// sampleStudy runs the suggested comparison of the sample and writes all that
// a study leaves behind.
func (a *app) sampleStudy(ctx context.Context, folder string, workers int) error {
	file := filepath.Join(folder, "sample"+project.Extension)
	if err := studyTarget(folder, file); err != nil {
		return err
	}
	data, err := sample.Open(ctx)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("cannot make the folder for the results: %w", err)
	}
	s := &study{
		file: file, fresh: new(origin), data: data, remarks: project.NewRemarks(data.Problems), spec: experiment.Suggested(data),
		store: project.NewStore(project.RunsFolder(file)), records: data.Records(),
	}
	found, err := s.run(ctx, a, workers)
	var some *experiment.FailedJobs
	if err != nil && !errors.As(err, &some) {
		return err
	}
	table := metric.Stratify(found, metric.DefaultStrata(found))
	if err := a.printResults(s, found, table, metric.Accuracy(), foldedPatterns); err != nil {
		return err
	}
	written, writeErr := s.writeAll(ctx, folder, found, table)
	a.say("\nwritten to %s: sample.lacuna, report.html and %d charts as PNG, SVG, PDF and CSV", folder, written)
	return errors.Join(err, writeErr)
}

// writeAll writes the report and every chart that can be drawn, in every
// format, and returns the number of charts.
func (s *study) writeAll(ctx context.Context, folder string, found result.Study, table metric.Table) (int, error) {
	in := charts.Input{Data: s.data, Study: &found, Table: &table}
	if jobs, err := experiment.Plan(s.data, s.spec, s.masks(ctx)); err == nil {
		in.Mask, in.Split = jobs[0].Mask, &jobs[0].Split
	}
	figures, err := charts.Fitting(in)
	if err != nil {
		return 0, err
	}
	if err := exportAll(ctx, folder, figures); err != nil {
		return 0, err
	}
	f, err := s.toReport(ctx, found)
	if err != nil {
		return 0, err
	}
	input, err := report.Draw(ctx, f, table, figures, runtime.GOMAXPROCS(0))
	if err != nil {
		return 0, err
	}
	return len(figures), writeReport(filepath.Join(folder, "report.html"), input)
}

// exportAll writes the figures in every format, several figures at a time.
func exportAll(ctx context.Context, folder string, figures []canvas.Figure) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, figure := range figures {
		group.Go(func() error {
			for _, f := range canvas.Formats() {
				if err := ctx.Err(); err != nil {
					return fmt.Errorf("the charts are not all written: %w", err)
				}
				if err := canvas.Export(filepath.Join(folder, figure.Name()+"."+string(f)), figure, canvas.Page{}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}
