package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/rng"
)

var _ = register(newVerify)

// verifyDocument is the JSON of verify.
type verifyDocument struct {
	Same bool         `json:"same"`
	Jobs []checkEntry `json:"jobs"`
}

type checkEntry struct {
	Job        string `json:"job"`
	Method     string `json:"method"`
	Seed       int    `json:"seed"`
	Fold       int    `json:"fold"`
	Rows       int    `json:"predictions"`
	Differ     int    `json:"different"`
	Difference number `json:"largest_difference"`
	Record     string `json:"record,omitempty"`
	Damaged    string `json:"damaged,omitempty"` // of --stored: what is not as it was written
}

// verifyFlags say what is verified.
type verifyFlags struct {
	jobs, workers int
	seed          uint64
	stored        bool
}

func newVerify(a *app) *cobra.Command {
	flags := verifyFlags{workers: runtime.GOMAXPROCS(0)}
	cmd := &cobra.Command{
		Use:   "verify STUDY",
		Short: "Do finished jobs of a project once more and compare the predictions",
		Long: `Do finished jobs of a project once more and compare the predictions with those that are stored.

The data must be the same (their SHA-256 is checked), and so must be every
probability, to the last bit. Nothing in the project changes. What differs ends
with code 1. With --stored, the files of all finished jobs are compared with the
sums that were written down with them instead; that needs no data.`,
		Args: exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !flags.stored {
				return a.verify(cmd.Context(), args[0], flags)
			}
			if cmd.Flags().Changed("jobs") || cmd.Flags().Changed("seed") {
				return usagef("--stored looks at all finished jobs; leave out --jobs and --seed")
			}
			return a.verifyStored(cmd.Context(), args[0])
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().IntVarP(&flags.jobs, "jobs", "k", 3, "how many jobs, drawn at random; 0 means all")
	cmd.Flags().Uint64Var(&flags.seed, "seed", 0, "another seed draws other jobs")
	cmd.Flags().BoolVar(&flags.stored, "stored", false, "do no job, only look whether the files of all finished ones are as they were written")
	workersFlag(cmd, &flags.workers)
	return cmd
}

// undone says of data that are not there what can be verified without them.
func undone(file string, err error) error {
	user := new(dataset.UserError)
	if _, lost := os.Stat(file); lost != nil || !errors.As(err, &user) || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	more := *user
	more.Try += ". Without data: lacuna verify " + file + " --stored looks whether the files of all finished jobs are as they were written"
	return &more
}

func (a *app) verify(ctx context.Context, file string, flags verifyFlags) error {
	if flags.jobs < 0 {
		return usagef("-k %d; 1 or more jobs can be done once more, and 0 means all", flags.jobs)
	}
	if err := enough(flags.workers); err != nil {
		return err
	}
	s, err := openStudy(ctx, file)
	if err != nil {
		return undone(file, err)
	}
	jobs, finished, err := s.drawn(ctx, a, flags)
	if err != nil {
		return err
	}
	runner := experiment.Runner{Store: s.store, Workers: flags.workers, Masks: s.masks(ctx)}
	doc := verifyDocument{Same: true}
	for _, j := range jobs {
		c, err := runner.Verify(ctx, s.data, j, nil)
		if err != nil {
			return err
		}
		if doc.add(c); !a.json {
			a.say("%s", c)
		}
	}
	if len(jobs) < finished {
		a.tell("%d of %d finished jobs were done once more; -k 0 does all, --seed draws others", len(jobs), finished)
	}
	if err := a.verified(doc, file); err != nil || len(s.damaged) == 0 {
		return err
	}
	return s.ofDamaged()
}

// drawn draws some of the finished jobs, in the order of the plan, and counts all.
func (s *study) drawn(ctx context.Context, a *app, flags verifyFlags) (jobs []experiment.Job, of int, err error) {
	found, err := s.finished(ctx, a)
	if err != nil {
		return nil, 0, err
	}
	all, err := experiment.Plan(s.data, s.spec, s.masks(ctx))
	if err != nil {
		return nil, 0, err
	}
	have := map[string]bool{}
	for _, r := range found.Runs {
		have[r.Job] = true
	}
	var finished []experiment.Job
	for _, j := range all {
		if have[j.ID] && j.Imported == "" && !experiment.IsProgram(j.Method) {
			finished = append(finished, j)
		}
	}
	if flags.jobs == 0 || flags.jobs >= len(finished) {
		return finished, len(finished), nil
	}
	take := map[int]bool{}
	for _, k := range rng.New(flags.seed).Child("verify").Rand().Perm(len(finished))[:flags.jobs] {
		take[k] = true
	}
	for k, j := range finished {
		if take[k] {
			jobs = append(jobs, j)
		}
	}
	return jobs, len(finished), nil
}

func (d *verifyDocument) add(c experiment.Check) {
	d.Same = d.Same && c.Same()
	d.Jobs = append(d.Jobs, checkEntry{Job: c.Job.ID, Method: c.Job.Label, Seed: c.Job.Seed, Fold: c.Job.Fold,
		Rows: c.Rows, Differ: c.Differ, Difference: number(c.Largest), Record: c.Record})
}

// verified ends with an error where something differs.
func (a *app) verified(doc verifyDocument, file string) error {
	if a.json {
		if err := a.document(doc); err != nil {
			return err
		}
	}
	differ := 0
	for _, j := range doc.Jobs {
		if j.Differ > 0 {
			differ++
		}
	}
	if differ == 0 {
		return nil
	}
	return &dataset.UserError{What: fmt.Sprintf("%d of %d jobs of %s came out otherwise", differ, len(doc.Jobs), file),
		Why: "its runs were made by another version or on another kind of processor, or have been changed since",
		Try: "Compare the versions; a comparison saved under another name makes its runs anew."}
}
