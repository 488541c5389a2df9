package cli

import (
	"context"
	"errors"
	"runtime"

	"github.com/spf13/cobra"

	"lacuna/experiment"
	"lacuna/experiment/result"
)

var _ = register(newRun)

func newRun(a *app) *cobra.Command {
	workers := runtime.GOMAXPROCS(0)
	var keep, programs bool
	var limits budget
	cmd := &cobra.Command{
		Use:   "run STUDY",
		Short: "Run those jobs of a project that have no result yet",
		Args:  exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := errors.Join(enough(workers), limits.check()); err != nil {
				return err
			}
			s, err := openStudy(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			s.keep, s.programs = keep, programs
			a.remarkedBriefly(s.remarks, s.file)
			return a.runStudy(cmd.Context(), s, workers, limits)
		},
	}
	a.jsonFlag(cmd)
	a.progressFlag(cmd)
	limits.add(cmd)
	workersFlag(cmd, &workers)
	keepFlag(cmd, &keep)
	cmd.Flags().BoolVar(&programs, "programs", false, "start methods that are programs (exec:…): they may do whatever you may")
	return cmd
}

// runStudy runs what has no result yet, within its time limit, and shows what is
// finished; or only says how long it will take.
func (a *app) runStudy(ctx context.Context, s *study, workers int, limits budget) error {
	if limits.estimate {
		return a.foretell(ctx, s, workers)
	}
	var found result.Study
	err, late := limits.within(ctx, func(ctx context.Context) (err error) {
		found, err = s.run(ctx, a, workers)
		return err
	})
	if late {
		jobs, planErr := experiment.Plan(s.data, s.spec, s.masks(ctx))
		if err = planErr; err == nil && len(jobs) > len(found.Runs)+len(found.Beside) {
			err = outOfTime{limits.limit, len(jobs) - len(found.Runs) - len(found.Beside), len(jobs)}
		}
	}
	return a.present(s, found, err)
}
