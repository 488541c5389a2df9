package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/internal/report"
	"lacuna/project"
)

var (
	_ = register(newImportPredictions)
	_ = register(newExportPredictions)
)

func newImportPredictions(a *app) *cobra.Command {
	var method, name string
	cmd := &cobra.Command{
		Use:   "import-predictions STUDY FILE.csv",
		Short: "Put the predictions of a program of your own beside the methods of a project",
		Long: `Put the predictions of a program of your own beside the methods of a project.

FILE.csv has a line per test record: its id, the repetition and split in which it
was tested (columns seed and fold, from 0; without fold, the split whose test has
the record), and the probability of each class (columns p:CLASS). Every test
record of a split must be there, and none that is not in its test. The method
then stands in all strata, intervals, tests and charts, but not in sweeps: lines
with a condition are left out, and counted.

"lacuna export-predictions" shows what such a file looks like and, as the column
split and the files job.json in the runs folder do, which records are tested when.`,
		Example: "  lacuna import-predictions study.lacuna mine.csv --name forest",
		Args:    exactly("STUDY", "FILE.csv"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := openStudy(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return a.importPredictions(cmd.Context(), s, args[1], method, name)
		},
	}
	cmd.Flags().StringVar(&method, "method", "", "which method of a file that holds several")
	cmd.Flags().StringVar(&name, "name", "", "what to call it; default: the name in the file, or of the file")
	return cmd
}

// importPredictions reads a file into the runs of a project and writes down in
// the project that it is there.
func (a *app) importPredictions(ctx context.Context, s *study, file, method, name string) (err error) {
	in, err := os.Open(file)
	if err != nil {
		return unopened(file, "a table of predictions (.csv)", "lacuna export-predictions STUDY shows what it looks like", err)
	}
	p, err := experiment.ReadPredictions(in, s.data.Classes, method)
	if err := errors.Join(err, in.Close()); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if name == "" {
		name = strings.Join(p.Methods, "")
	}
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	}
	lock, err := project.Acquire(s.file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	if err := s.renew(); err != nil { // another import may have ended in between
		return err
	}
	spec, runs, err := experiment.Import(s.data, s.spec, s.masks(ctx), name, p, s.store)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if err := replaceSpec(s.file, spec); err != nil {
		return err
	}
	n := 0
	for _, r := range runs {
		n += len(r.Rows)
	}
	a.say("%s: %s with %s stand beside the methods (lacuna results %s)", name, numbered(len(runs), "run"), numbered(n, "prediction"), s.file)
	if p.Swept > 0 {
		a.tell("%s of a sweep (columns condition and trained_on) left out: %s is in no table of the sweep", numbered(p.Swept, "line"), name)
	}
	return nil
}

// renew reads the newest comparison of the project again.
func (s *study) renew() error {
	p, err := project.Open(s.file)
	if err == nil {
		s.spec = p.Specs[len(p.Specs)-1]
	}
	return err
}

// replaceSpec writes the newest comparison of a project anew.
func replaceSpec(file string, spec experiment.Spec) error {
	p, err := project.Open(file)
	if err != nil {
		return err
	}
	p.Specs[len(p.Specs)-1] = spec
	return project.Save(file, p)
}

func newExportPredictions(a *app) *cobra.Command {
	out := ""
	var methods []string
	cmd := &cobra.Command{
		Use:   "export-predictions STUDY",
		Short: "Write the stored predictions of a project as CSV or Parquet, one line per test record",
		Long: `Write the stored predictions of a project as CSV, one line per test record of
every run, with the probability of each class to the last digit. A file that ends
in .parquet is written as Parquet, with the weights of attention beside them.

  method, seed, fold  which run; seed and fold count from 0 (seed: the repetition)
  split               the split in words, such as holdout or "fold 1 of 5"
  id, label           the record and its true class
  series              observed: as it is; masked: a complete record, masked on purpose
  pattern             what the method saw of it: 1 or 0 per modality, in inspect's order
  natural             what the data have of it, before any mask
  uncertainty         of methods that state one (tmc), else empty
  condition           of a sweep: how the test records were shown, else empty
  trained_on          of a sweep: the mask of the development records where it is
                      not the comparison's own, else empty
  p:CLASS             probability of each class`,
		Args: exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out != "" {
				if err := target("-o", out, "", "a table of predictions", ".csv", ".parquet"); err != nil {
					return err
				}
			}
			s, err := a.openResults(cmd.Context(), args[0])
			if err == nil && out != "" {
				err = target("-o", out, s.source, "a table of predictions", ".csv", ".parquet")
			}
			if err != nil {
				return err
			}
			return a.exportPredictions(cmd.Context(), s, methods, out)
		},
	}
	cmd.Flags().StringArrayVar(&methods, "method", nil, "only this method, as tables call it; again for each")
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write; default: standard output")
	return cmd
}

func (a *app) exportPredictions(ctx context.Context, s *study, methods []string, out string) error {
	found, err := s.finished(ctx, a)
	if err != nil {
		return err
	}
	jobs, err := s.chosenJobs(ctx, found, methods)
	if err != nil {
		return err
	}
	chosen := ofMethods(found, methods)
	switch strings.ToLower(filepath.Ext(out)) {
	case "":
		return s.writePredictions(a.Out, jobs)
	case ".parquet":
		err = writeFile(out, func(w io.Writer) error { return report.WriteParquet(w, chosen) })
	default:
		err = writeFile(out, func(w io.Writer) error { return s.writePredictions(w, jobs) })
	}
	if err == nil {
		a.tell("the predictions of %s written to %s", numbered(len(chosen.Runs)+len(chosen.Beside), "run"), out)
	}
	return err
}

// ofMethods is a study with the runs of some methods, or of all.
func ofMethods(study result.Study, methods []string) result.Study {
	if len(methods) == 0 {
		return study
	}
	other := func(r result.Run) bool { return !slices.Contains(methods, r.Method) }
	study.Runs = slices.DeleteFunc(slices.Clone(study.Runs), other)
	study.Beside = slices.DeleteFunc(slices.Clone(study.Beside), other)
	return study
}

// chosenJobs are the jobs of a project, or those of some methods.
func (s *study) chosenJobs(ctx context.Context, found result.Study, methods []string) ([]experiment.Job, error) {
	for _, m := range methods {
		if !slices.Contains(found.Methods, m) {
			return nil, usageError{&dataset.UserError{
				What: fmt.Sprintf("no method %q in %s", m, s.file), Why: "its methods are " + strings.Join(found.Methods, ", "), Try: "Name one of them",
			}}
		}
	}
	jobs, err := s.jobs(ctx)
	if err != nil || len(methods) == 0 {
		return jobs, err
	}
	return slices.DeleteFunc(jobs, func(j experiment.Job) bool { return !slices.Contains(methods, j.Label) }), nil
}
