package cli

import (
	"context"
	"errors"
	"os"
	"runtime"

	"github.com/spf13/cobra"

	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/project"
)

var _ = register(newRun)

func newRun(a *app) *cobra.Command {
	workers := runtime.GOMAXPROCS(0)
	var keep, programs bool
	var share, moved string
	var limits budget
	var aside beside
	cmd := &cobra.Command{
		Use:   "run STUDY",
		Short: "Run those jobs of a project that have no result yet",
		Long: `Run those jobs of a project that have no result yet.

Programs on several machines share the work with --shard: each runs its own jobs,
and none waits for another. SIGTERM stops at the next step of a training and keeps
what is finished; SIGUSR1 starts no further job, and stops so after a minute.
Both end with code 75, and the same command goes on from there.`,
		Example: `  lacuna run study.lacuna
  lacuna run study.lacuna --shard 0/2 & lacuna run study.lacuna --shard 1/2
  lacuna run study.lacuna --data /where/they/are/now
  lacuna run study.lacuna --background; lacuna status study.lacuna; lacuna run study.lacuna --stop`,
		Args: exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := errors.Join(enough(workers), limits.check(), aside.check(a, share, limits)); err != nil {
				return err
			}
			shard, err := parseShard(share, os.Getenv)
			if err != nil {
				return usageError{err}
			}
			if moved != "" {
				if err := settle(cmd.Context(), args[0], moved); err != nil {
					return err
				}
			}
			if aside.start || aside.stop {
				return aside.do(cmd.Context(), a, cmd, args[0])
			}
			return aside.hold(args[0], func(lock *project.Lock) error {
				s, err := openStudy(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				s.keep, s.programs, s.shard, s.lock = keep, programs, shard, lock
				a.remarkedBriefly(s.remarks, s.file)
				return a.runStudy(cmd.Context(), s, workers, limits)
			})
		},
	}
	a.jsonFlag(cmd)
	a.progressFlag(cmd)
	limits.add(cmd)
	aside.add(cmd)
	workersFlag(cmd, &workers)
	keepFlag(cmd, &keep)
	cmd.Flags().StringVar(&share, "shard", "", "run one of several shares of the jobs: 0/4 to 3/4, or auto, as an array of Slurm, Kubernetes, PBS, SGE or LSF says (docs/clusters.md)")
	cmd.Flags().StringVar(&moved, "data", "", "where the data of the project are now; written into the project")
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
	if s.shard.Of > 0 {
		return a.shared(ctx, s, err, late, limits)
	}
	if late {
		jobs, planErr := experiment.Plan(s.data, s.spec, s.masks(ctx))
		if err = planErr; err == nil && len(jobs) > len(found.Runs)+len(found.Beside) {
			err = outOfTime{limits.limit, len(jobs) - len(found.Runs) - len(found.Beside), len(jobs)}
		}
	}
	if ctx.Err() != nil { // nothing is scored of what was stopped
		return a.present(s, found, err)
	}
	if stopped := a.unlessStopped(ctx, func(a *app) error { return a.present(s, found, err) }); ctx.Err() == nil {
		return stopped
	}
	return keptError{ctx.Err()}
}
