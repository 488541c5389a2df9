package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/fitted"
	"lacuna/internal/job"
	"lacuna/project"
)

var _ = register(newExport)

// methodFlags choose a fitted method of a project.
type methodFlags struct {
	method     string
	seed, fold int
}

func (f *methodFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.method, "method", "", "of a project: which method, as tables call it; default: the only one that is no baseline")
	cmd.Flags().IntVar(&f.seed, "seed", 0, "of a project: which repetition, from 0")
	cmd.Flags().IntVar(&f.fold, "fold", 0, "of a project: which split of it, from 0")
}

func newExport(a *app) *cobra.Command {
	var which methodFlags
	out := ""
	workers := runtime.GOMAXPROCS(0)
	cmd := &cobra.Command{
		Use:   "export STUDY",
		Short: "Write a fitted method of a project as a model file",
		Long: `Write a fitted method of a project as a model file: features, imputer and model,
with all that is needed to predict other records (lacuna predict MODEL DATA).

The file holds data only, in the safetensors layout; docs/models.md says what is
in it and how other programs read it. It is written as it was kept
(compare --keep-models), or fitted again as in the study. Methods that fill gaps
from records that are alike, and some others, keep features of the training
records: docs/models.md lists them.`,
		Example: "  lacuna export study.lacuna --method attention -o attention.safetensors",
		Args:    exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return usagef("export needs a file to write: -o MODEL.safetensors")
			}
			if err := errors.Join(enough(workers), target("-o", out, "", "a model", ".safetensors")); err != nil {
				return err
			}
			return a.export(cmd.Context(), args[0], which, out, workers)
		},
	}
	which.add(cmd)
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write: MODEL.safetensors")
	workersFlag(cmd, &workers)
	return cmd
}

func (a *app) export(ctx context.Context, study string, which methodFlags, out string, workers int) error {
	p, err := a.studyMethod(ctx, study, which, workers)
	if err != nil {
		return err
	}
	if err := writeModel(ctx, p, out, workers); err != nil {
		return err
	}
	a.say("%s, fitted on %s of %s, written to %s", p.About.Method, numbered(p.About.Records, "record"), p.About.Dataset, out)
	return nil
}

// writeModel writes a fitted method to a file.
func writeModel(ctx context.Context, p *fitted.Pipeline, out string, workers int) error {
	return writeFile(out, func(w io.Writer) error { return p.Write(ctx, w, job.Env{Workers: workers}) })
}

// method reads a fitted method from a model file, or takes it from a project.
func (a *app) method(ctx context.Context, path string, which methodFlags, workers int) (*fitted.Pipeline, error) {
	if filepath.Ext(path) == project.Extension {
		return a.studyMethod(ctx, path, which, workers)
	}
	if which != (methodFlags{}) {
		return nil, usagef("--method, --seed and --fold choose among the methods of a project; %s is none", path)
	}
	return modelFile(path)
}

// studyMethod takes a fitted method from a project: as it was kept, or fitted
// again, which gives the same bits.
func (a *app) studyMethod(ctx context.Context, file string, which methodFlags, workers int) (*fitted.Pipeline, error) {
	s, err := openStudy(ctx, file)
	if err != nil {
		return nil, err
	}
	j, err := s.chosenJob(ctx, which)
	if err != nil {
		return nil, err
	}
	p, err := experiment.Kept(s.store, j)
	var newer *fitted.NewerError
	switch {
	case err == nil || errors.As(err, &newer):
		return p, err
	case errors.Is(err, fs.ErrNotExist):
		a.tell("%s was not kept and is fitted again, as in the study (compare --keep-models keeps it)", j.Label)
	default:
		a.tell("%s was kept, but cannot be used (%v); it is fitted again, as in the study", j.Label, err)
	}
	runner := experiment.Runner{Workers: workers, Masks: s.masks(ctx)}
	return runner.Refit(ctx, s.data, j, nil)
}

// chosenJob is the job of a project that flags name.
func (s *study) chosenJob(ctx context.Context, which methodFlags) (experiment.Job, error) {
	jobs, err := experiment.Plan(s.data, s.spec, s.masks(ctx))
	if err != nil {
		return experiment.Job{}, err
	}
	jobs = slices.DeleteFunc(jobs, func(j experiment.Job) bool { return j.Beside || j.Imported != "" })
	if which.method == "" {
		if which.method, err = onlyMethod(jobs); err != nil {
			return experiment.Job{}, err
		}
	}
	var labels []string
	for _, j := range jobs {
		if j.Label == which.method && j.Seed == which.seed && j.Fold == which.fold {
			return j, nil
		}
		if !slices.Contains(labels, j.Label) {
			labels = append(labels, j.Label)
		}
	}
	if !slices.Contains(labels, which.method) {
		return experiment.Job{}, usageError{&dataset.UserError{What: fmt.Sprintf("no method %q in %s", which.method, s.file), Why: "its methods are " + strings.Join(labels, ", "), Try: "Name one of them"}}
	}
	return experiment.Job{}, usagef("%s has no repetition %d with a split %d; both count from 0", s.file, which.seed, which.fold)
}

// onlyMethod is the method of a comparison that has just one beside the
// baselines.
func onlyMethod(jobs []experiment.Job) (string, error) {
	var labels []string
	for _, j := range jobs {
		baseline := slices.ContainsFunc(experiment.Baselines(), func(m experiment.Method) bool { return m.Name == j.Method.Name })
		if !baseline && !slices.Contains(labels, j.Label) {
			labels = append(labels, j.Label)
		}
	}
	if len(labels) == 1 {
		return labels[0], nil
	}
	return "", usagef("the project has several methods; choose one with --method: %s", strings.Join(labels, ", "))
}
