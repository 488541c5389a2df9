package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/experiment"
	"lacuna/internal/cluster"
	"lacuna/project"
)

var _ = register(newSlurm)

// clusterFlags say how a project is given to a scheduler.
type clusterFlags struct {
	work    cluster.Work
	kind    string
	out     string
	moved   []string
	submit  bool
	test    bool
	watch   bool
	cancel  bool
	rewrite bool
}

// mostShares is how many tasks an array has where nobody says.
const mostShares = 8

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
			c := &clustered{app: a, flags: f, study: s, outline: outline}
			return c.do(cmd.Context())
		},
	}
	f.add(cmd)
	return cmd
}

func (f *clusterFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.kind, "for", "slurm", "scheduler to write for: "+strings.Join(cluster.Kinds(), ", "))
	flags.StringVarP(&f.out, "output", "o", "", "file to write the script to; default: standard output")
	flags.IntVar(&f.work.Shares, "tasks", 0, fmt.Sprintf("tasks of the array; 0: one for each job, %d at most", mostShares))
	flags.IntVar(&f.work.Cores, "cores", 2, "cores of each task")
	flags.StringVar(&f.work.Memory, "memory", "4G", "memory of each task")
	flags.StringVar(&f.work.Time, "time", "04:00:00", "time limit of each task, hours:minutes:seconds")
	flags.StringVar(&f.work.Queue, "partition", "", "partition or queue")
	flags.StringVar(&f.work.Program, "program", "", "path of lacuna where the tasks run; default: this program")
	flags.StringArrayVar(&f.moved, "map", nil, "HERE=THERE: what a path begins with here and where the tasks run; again for each")
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

var (
	memorySize = regexp.MustCompile(`^[1-9][0-9]*[KMGT]$`)
	timeLimit  = regexp.MustCompile(`^([0-9]{1,5}):([0-5][0-9]):[0-5][0-9]$`)
	queueName  = regexp.MustCompile(`^[A-Za-z0-9._,@-]*$`)
)

func (f *clusterFlags) check() error {
	switch {
	case f.deeds() > 1:
		return usagef("--cancel, --test-only and --submit (or --watch) are three things to do; ask for one of them")
	case f.work.Shares < 0:
		return usagef("--tasks %d: an array has one task or more", f.work.Shares)
	case f.work.Cores < 1:
		return usagef("--cores %d: a task needs a core", f.work.Cores)
	case !memorySize.MatchString(f.work.Memory):
		return usagef("--memory %q: write a number and K, M, G or T, such as 4G", f.work.Memory)
	case !timeLimit.MatchString(f.work.Time):
		return usagef("--time %q: write hours:minutes:seconds, such as 04:00:00", f.work.Time)
	case shorter(f.work.Time):
		return usagef("--time %s: a task is told to stop two minutes before its time is over; give it %d minutes or more", f.work.Time, leastMinutes)
	case !queueName.MatchString(f.work.Queue):
		return usagef("--partition %q is no name of a partition", f.work.Queue)
	case !slices.Contains(cluster.Kinds(), f.kind):
		return usagef("--for %q: scripts are written for %s", f.kind, strings.Join(cluster.Kinds(), ", "))
	case f.kind != "slurm" && (f.submit || f.test || f.watch || f.cancel):
		return usagef("only Slurm is submitted to; write the script with --for %s -o FILE and submit it yourself", f.kind)
	}
	for _, m := range f.moved {
		if here, there, ok := strings.Cut(m, "="); !ok || here == "" || there == "" {
			return usagef("--map %q: write HERE=THERE", m)
		}
	}
	return f.target()
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

// leastMinutes is the shortest time of a task: shorter ones would be told to stop
// before they have begun.
const leastMinutes = 5

func shorter(limit string) bool {
	parts := timeLimit.FindStringSubmatch(limit)
	hours, err1 := strconv.Atoi(parts[1])
	minutes, err2 := strconv.Atoi(parts[2])
	return err1 == nil && err2 == nil && 60*hours+minutes < leastMinutes
}

// clustered is a project on its way to a cluster.
type clustered struct {
	app     *app
	flags   *clusterFlags
	study   *study
	outline experiment.Outline
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
		array, _, err := c.scripts()
		if err != nil {
			return err
		}
		said, err := cluster.Test(ctx, array)
		if err == nil {
			c.app.say("%s", said)
		}
		return err
	}
	return c.write()
}

// write writes the script for people to submit themselves.
func (c *clustered) write() error {
	w, err := c.work()
	if err != nil {
		return err
	}
	text, err := w.Script(c.flags.kind)
	if err != nil {
		return err
	}
	if c.flags.out == "" {
		_, err = fmt.Fprint(c.app.Out, text)
		return err
	}
	if err := os.WriteFile(c.flags.out, []byte(text), 0o755); err != nil {
		return err
	}
	c.app.say("written to %s: %s in %s", c.flags.out, numbered(len(c.outline.Jobs), "job"), numbered(w.Shares, "task"))
	return nil
}

// work says how the project is to be run, with paths as they are where it runs.
func (c *clustered) work() (cluster.Work, error) {
	w := c.flags.work
	if w.Shares == 0 {
		w.Shares = max(1, min(mostShares, len(c.outline.Jobs)))
	}
	file, err := filepath.Abs(c.study.file)
	if err != nil {
		return w, err
	}
	if w.Program == "" {
		if w.Program, err = os.Executable(); err != nil {
			return w, err
		}
	}
	w.Name = jobName(file)
	for _, m := range c.flags.moved {
		if here, _, _ := strings.Cut(m, "="); !below(w.Program, here) && !below(file, here) {
			return w, usagef("--map %s: neither %s nor %s lies there", m, file, w.Program)
		}
	}
	w.Program, w.Study = c.there(w.Program), c.there(file)
	w.Logs = c.there(project.RunsFolder(file)) + "/.slurm"
	return w, nil
}

// jobName makes a name that every scheduler takes of that of a project file:
// letters, digits and dashes within, and short enough for Kubernetes to put the
// number of a task behind it.
func jobName(file string) string {
	name := strings.ToLower(strings.TrimSuffix(filepath.Base(file), project.Extension))
	name = "lacuna-" + strings.Trim(unnamed.ReplaceAllString(name, "-"), "-")
	return strings.Trim(name[:min(len(name), longestName)], "-")
}

const longestName = 48

// unnamed are the letters that no scheduler takes in a name.
var unnamed = regexp.MustCompile(`[^a-z0-9]+`)

// there maps a path of this machine to where the tasks run, by the longest
// beginning that was given.
func (c *clustered) there(path string) string {
	from, to := "", ""
	for _, m := range c.flags.moved {
		if here, there, _ := strings.Cut(m, "="); below(path, here) && len(here) > len(from) {
			from, to = here, there
		}
	}
	return to + strings.TrimPrefix(path, from)
}

// below says whether a path begins with another one, and not only with its
// letters: /data/ab is not below /data/a.
func below(path, folder string) bool {
	rest, ok := strings.CutPrefix(path, folder)
	return ok && (rest == "" || os.IsPathSeparator(rest[0]) || os.IsPathSeparator(folder[len(folder)-1]))
}

// kept is the folder of the scripts, the ids and the output of the tasks.
func (c *clustered) kept() string { return filepath.Join(project.RunsFolder(c.study.file), ".slurm") }

// scripts returns the files of the two scripts. Those that are there stay as
// they are, since somebody may have edited them.
func (c *clustered) scripts() (array, collect string, err error) {
	w, err := c.work()
	if err != nil {
		return "", "", err
	}
	if err := os.MkdirAll(c.kept(), 0o755); err != nil {
		return "", "", err
	}
	text, err := w.Script("slurm")
	if err != nil {
		return "", "", err
	}
	array, collect = filepath.Join(c.kept(), fmt.Sprintf("array-%d.sh", w.Shares)), filepath.Join(c.kept(), "collect.sh")
	for file, text := range map[string]string{array: text, collect: w.Collecting()} {
		if old, err := os.ReadFile(file); err == nil && !c.flags.rewrite {
			if string(old) != text {
				c.app.tell("%s is taken as it is; --rewrite writes it anew", file)
			}
			continue
		}
		if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
			return "", "", err
		}
	}
	return array, collect, nil
}
