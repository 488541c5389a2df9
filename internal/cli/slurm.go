package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/internal/away"
	"lacuna/internal/cluster"
)

var _ = register(newSlurm)

// clusterFlags say how a project is given to a scheduler.
type clusterFlags struct {
	settings away.Settings
	out      string
	submit   bool
	test     bool
	watch    bool
	cancel   bool
	rewrite  bool
}

func newSlurm(a *app) *cobra.Command {
	f := &clusterFlags{}
	cmd := &cobra.Command{
		Use:   "slurm STUDY",
		Short: "Write the script that runs a project on a cluster, or submit it to Slurm",
		Long: `Write the script that runs a project on a cluster, or submit it to Slurm.

The jobs are dealt out to the tasks of an array; a second job collects the results
when no task is left. With --submit the scripts are kept beside the runs, where they
can be edited: submitting again takes them as they are, and only for shares that
have something to do. So to resume is to submit again. --for writes the script of
another scheduler.`,
		Args: exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			s, outline, err := openOutline(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			c := &clustered{a, f, s, &away.Project{File: s.file, Store: s.store, Outline: outline}}
			return c.do(cmd.Context())
		},
	}
	f.add(cmd)
	return cmd
}

func (f *clusterFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	s := &f.settings
	*s = away.Defaults()
	flags.StringVar(&s.For, "for", s.For, "scheduler to write for: "+strings.Join(cluster.Kinds(), ", "))
	flags.StringVarP(&f.out, "output", "o", "", "file to write the script to; default: standard output")
	flags.IntVar(&s.Tasks, "tasks", s.Tasks, fmt.Sprintf("tasks of the array; 0: one for each job, %d at most", away.MostTasks))
	flags.IntVar(&s.Cores, "cores", s.Cores, "cores of each task")
	flags.StringVar(&s.Memory, "memory", s.Memory, "memory of each task")
	flags.StringVar(&s.Time, "time", s.Time, "time limit of each task, hours:minutes:seconds")
	flags.StringVar(&s.Queue, "partition", s.Queue, "partition or queue")
	flags.StringVar(&s.Program, "program", s.Program, "path of lacuna where the tasks run; default: this program")
	flags.StringArrayVar(&s.Moved, "map", s.Moved, "HERE=THERE: what a path begins with here and where the tasks run; again for each")
	flags.BoolVar(&f.submit, "submit", false, "submit to Slurm what is not done yet")
	flags.BoolVar(&f.test, "test-only", false, "ask Slurm whether it would take the script, and submit nothing")
	flags.BoolVar(&f.watch, "watch", false, "follow the submitted jobs until none is left")
	flags.BoolVar(&f.cancel, "cancel", false, "cancel the submitted jobs")
	flags.BoolVar(&f.rewrite, "rewrite", false, "with --submit or --test-only: write the kept scripts anew")
}

// deeds counts what the flags ask for; --submit and --watch go together.
func (f *clusterFlags) deeds() int {
	n := 0
	for _, asked := range []bool{f.submit || f.watch, f.cancel, f.test} {
		if asked {
			n++
		}
	}
	return n
}

func (f *clusterFlags) check() error {
	if f.deeds() > 1 {
		return usagef("--cancel, --test-only and --submit (or --watch) are three things to do; ask for one of them")
	}
	if err := f.settings.Check(); err != nil {
		return ofFlag(err)
	}
	if kind := f.settings.For; kind != away.Slurm && (f.submit || f.test || f.watch || f.cancel) {
		return usagef("only Slurm is submitted to; write the script with --for %s -o FILE and submit it yourself", kind)
	}
	return f.target()
}

// ofFlag says of a setting that cannot be which flag it is.
func ofFlag(err error) error {
	var f *away.Fault
	if !errors.As(err, &f) {
		return err
	}
	return usagef("--%s %q: %s", f.Setting, f.Value, f.Why)
}

// target looks at the file that the script is to be written to: whatever its name,
// it is no project and no folder.
func (f *clusterFlags) target() error {
	if f.out == "" {
		return nil
	}
	return target("-o", f.out, "", "a script", scriptEndings...)
}

// scriptEndings are those that people give to scripts for schedulers.
var scriptEndings = []string{".sh", ".yaml", ".yml", ".sbatch", ".slurm", ".pbs", ".sge", ".lsf", ".job", ".txt"}

// clustered is a project on its way to a cluster.
type clustered struct {
	app     *app
	flags   *clusterFlags
	study   *study
	project *away.Project
}

func (c *clustered) do(ctx context.Context) error {
	switch {
	case c.flags.cancel:
		return c.cancel(ctx)
	case c.flags.submit:
		if err := c.submit(ctx); err != nil || !c.flags.watch {
			return err
		}
		return c.watch(ctx)
	case c.flags.watch:
		return c.watch(ctx)
	case c.flags.test:
		return c.test(ctx)
	}
	return c.write()
}

func (c *clustered) test(ctx context.Context) error {
	scripts, err := c.scripts()
	if err != nil {
		return err
	}
	said, err := cluster.Test(ctx, scripts.Array)
	if err == nil {
		c.app.say("%s", said)
	}
	return err
}

// write writes the script for people to submit themselves.
func (c *clustered) write() error {
	text, err := c.project.Script(c.flags.settings)
	if err != nil {
		return ofFlag(err)
	}
	if c.flags.out == "" {
		_, err = fmt.Fprint(c.app.Out, text)
		return err
	}
	err = writeFile(c.flags.out, func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
	if err != nil {
		return err
	}
	if err := os.Chmod(c.flags.out, 0o755); err != nil {
		return err
	}
	c.app.say("written to %s: %s in %s", c.flags.out, numbered(len(c.project.Outline.Jobs), "job"), numbered(c.project.Shares(c.flags.settings), "task"))
	return nil
}

// scripts writes the scripts, and says which are taken as they are.
func (c *clustered) scripts() (away.Scripts, error) {
	scripts, err := c.project.Scripts(c.flags.settings, c.flags.rewrite)
	for _, file := range scripts.Kept {
		c.app.tell("%s is taken as it is; --rewrite writes it anew", file)
	}
	return scripts, ofFlag(err)
}
