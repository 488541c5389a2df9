package cli

import (
	"context"
	"errors"
	"runtime"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/rng"
	"lacuna/project"
)

var _ = register(newCompare)

func newCompare(a *app) *cobra.Command {
	var flags specFlags
	var from dataFlags
	var out, like string
	var keep bool
	var limits budget
	workers := runtime.GOMAXPROCS(0)
	cmd := &cobra.Command{
		Use:   "compare DATA",
		Short: "Compare methods on a dataset and print accuracy by stratum",
		Long: `Compare methods on a dataset and print accuracy by stratum.

A method is a pipeline: an imputer and a classifier (knn+mlp), a robust model
alone (attention), or a baseline. majority and pattern are always added.
Finished jobs are kept: the same command goes on where it was stopped.

With --like the comparison is that of another project: methods with their
settings, protocol and masks. What does not fit DATA is left out, and said.`,
		Example: `  lacuna compare DATA --method mean+logistic --method attention --seeds 3
  lacuna compare DATA --method knn+mlp --mechanism mcar --rate 0.3 -o study.lacuna
  lacuna compare OTHER --like study.lacuna -o other.lacuna`,
		Args: exactly("DATA"),
		RunE: func(cmd *cobra.Command, args []string) error {
			spec, err := flags.specOrLike(cmd, like)
			if err == nil {
				err = errors.Join(projectTarget(out), enough(workers), limits.check())
			}
			if err != nil {
				return err
			}
			data, err := openData(cmd.Context(), args[0], &from)
			if err != nil {
				return err
			}
			a.remarked(project.NewRemarks(data.Problems), args[0])
			spec = a.suited(cmd, &flags, like, spec, data, from.given.Groups)
			if spec.Mask.File, err = project.Relative(out, spec.Mask.File); err != nil {
				return err
			}
			s := &study{file: out, data: data, remarks: project.NewRemarks(data.Problems), spec: spec, keep: keep, programs: true}
			if err := a.place(cmd.Context(), s, args[0]); err != nil {
				return err
			}
			return a.runStudy(cmd.Context(), s, workers, limits)
		},
	}
	limits.add(cmd)
	flags.add(cmd)
	a.jsonFlag(cmd)
	a.progressFlag(cmd)
	from.add(cmd, &flags.mask.modality)
	from.addStrict(cmd)
	workersFlag(cmd, &workers)
	keepFlag(cmd, &keep)
	cmd.Flags().StringVar(&like, "like", "", "project whose comparison is made on DATA, as far as it fits: STUDY.lacuna")
	cmd.Flags().StringVarP(&out, "output", "o", "", "save as a project: STUDY.lacuna, with its runs beside it")
	return cmd
}

// suited is the comparison with what depends on the data: which records stay in
// one part, which tests they can be put to, and what of another project's fits. It says so.
func (a *app) suited(cmd *cobra.Command, flags *specFlags, like string, spec experiment.Spec, d *dataset.Dataset, groups []string) experiment.Spec {
	if like != "" {
		spec.Split = grouped(spec.Split, d, groups)
		return a.carried(cmd.Context(), like, spec, d)
	}
	if !cmd.Flags().Changed("split") {
		a.mentionSplit(d)
	}
	spec.Split = flags.together(spec.Split, d, groups)
	if words := spec.Split.TogetherWords(d); words != "" {
		a.tell("%s", words)
	}
	spec.Sweep = a.reachable(spec, d, flags.sweep.stress)
	return spec
}

// mentionSplit tells who did not ask for a split that the data bring one.
func (a *app) mentionSplit(d *dataset.Dataset) {
	if hasOwnSplit(d) {
		a.tell("the data bring a split of their own, which is not used; use it with --split file")
	}
}

// hasOwnSplit says whether the data bring a split that --split file can use.
func hasOwnSplit(d *dataset.Dataset) bool {
	_, err := d.Given(experiment.DefaultValidationShare, nil, rng.New(0))
	return err == nil
}

// enough checks the number of workers.
func enough(workers int) error {
	if workers < 1 {
		return usagef("--workers %d: one or more are needed", workers)
	}
	return nil
}

func workersFlag(cmd *cobra.Command, workers *int) {
	cmd.Flags().IntVar(workers, "workers", *workers, "goroutines that compute at once; results do not depend on it")
}

func keepFlag(cmd *cobra.Command, keep *bool) {
	cmd.Flags().BoolVar(keep, "keep-models", false, "keep fitted methods as model.safetensors in their run folders, for lacuna predict and export")
}

// place checks the comparison and gives it a store: beside its project file,
// or in the cache.
func (a *app) place(ctx context.Context, s *study, source string) error {
	masks, read := watched(s.masks(ctx))
	jobs, err := experiment.Plan(s.data, s.spec, masks)
	if err != nil {
		return unfit(ctx, err, read)
	}
	if err := experiment.Feasible(s.data, jobs); err != nil {
		return err
	}
	if s.file == "" {
		store, folder, err := cachedStore()
		if err != nil {
			return err
		}
		s.store = store
		a.tell("finished jobs are kept in %s; save them as a project with -o STUDY.lacuna", folder)
		return nil
	}
	s.store = project.NewStore(project.RunsFolder(s.file))
	from := origin(source)
	s.fresh = &from
	return nil
}

// present prints the finished runs. An error of single jobs comes after what
// the others found; one that stopped everything comes instead.
func (a *app) present(s *study, found result.Study, err error) error {
	var some *experiment.FailedJobs
	var late outOfTime
	if err != nil && !errors.As(err, &some) && !errors.As(err, &late) {
		return err
	}
	if len(found.Runs) == 0 {
		return err
	}
	table, accuracy := metric.Stratify(found, metric.DefaultStrata(found)), metric.Accuracy()
	if a.json {
		return errors.Join(a.document(newResultDocument(found, table, accuracy, s)), err)
	}
	if err2 := a.printResults(s, found, table, accuracy, foldedPatterns); err2 != nil {
		return err2
	}
	a.printSweep(metric.NewSweep(found, accuracy), false)
	if s.file != "" {
		a.say("\nsaved as %s", s.file)
	}
	return err
}
