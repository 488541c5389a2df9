package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"lacuna/experiment"
)

// budget is how long a comparison may take, and whether that is asked alone.
type budget struct {
	limit    time.Duration
	estimate bool
}

func (b *budget) add(cmd *cobra.Command) {
	cmd.Flags().DurationVar(&b.limit, "time-limit", 0, "stop after so long, such as 90s, 20m or 8h; what is finished is kept and shown")
	cmd.Flags().BoolVar(&b.estimate, "estimate", false, "only say how long it will take, after short trials on some of the records")
}

// check refuses a limit that leaves no time.
func (b *budget) check() error {
	if b.limit < 0 {
		return usagef("--time-limit %v is no time to do anything in; write such as 90s, 20m or 8h", b.limit)
	}
	return nil
}

// outOfTime is the error of a comparison that its time limit stopped.
type outOfTime struct {
	limit       time.Duration
	left, total int
}

func (e outOfTime) Error() string {
	return fmt.Sprintf("the time limit of %v is over: %d of %d jobs have no result yet; the same command goes on from there", e.limit, e.left, e.total)
}

var errLimit = errors.New("time limit")

// within runs work that may take no longer than the limit, if there is one, and
// says whether it was the limit that ended it.
func (b *budget) within(ctx context.Context, work func(context.Context) error) (err error, ended bool) {
	if b.limit == 0 {
		return work(ctx), false
	}
	limited, cancel := context.WithTimeoutCause(ctx, b.limit, errLimit)
	defer cancel()
	err = work(limited)
	return err, err != nil && ctx.Err() == nil && errors.Is(context.Cause(limited), errLimit)
}

// estimateDocument is the JSON of --estimate.
type estimateDocument struct {
	Seconds number          `json:"seconds"`
	Workers int             `json:"workers"`
	Methods []forecastEntry `json:"methods"`
}

type forecastEntry struct {
	Name    string `json:"name"`
	Jobs    int    `json:"jobs"`
	Seconds number `json:"seconds_each"`
	From    string `json:"from"`
}

// foretell says how long the jobs without a result will take.
func (a *app) foretell(ctx context.Context, s *study, workers int) error {
	jobs, err := experiment.Plan(s.data, s.spec, s.masks(ctx))
	if err != nil {
		return err
	}
	runner := experiment.Runner{Store: s.store, Workers: workers, Clock: a.Now, Masks: s.masks(ctx), Programs: s.programs}
	found, err := runner.Estimate(ctx, s.data, jobs)
	if err != nil {
		return err
	}
	doc := estimateDocument{Seconds: number(found.Wall.Seconds()), Workers: workers}
	rows := [][]string{{"method", "jobs", "each", "from"}}
	for _, f := range found.Methods {
		from := fmt.Sprintf("a trial with %d records", f.Trained)
		if f.Known {
			from = "finished jobs"
		}
		doc.Methods = append(doc.Methods, forecastEntry{f.Method, f.Jobs, number(f.Each.Seconds()), from})
		rows = append(rows, []string{f.Method, fmt.Sprint(f.Jobs), roughly(f.Each), from})
	}
	if a.json {
		return a.document(doc)
	}
	a.say("about %s with %s", roughly(found.Wall), numbered(workers, "worker"))
	if len(found.Methods) > 0 {
		a.table(rows)
	}
	return nil
}

// roughly writes a duration in two digits or so.
func roughly(d time.Duration) string {
	switch {
	case d < time.Second:
		return d.Round(10 * time.Millisecond).String()
	case d < time.Minute:
		return d.Round(time.Second).String()
	}
	return d.Round(time.Minute / 2).String()
}
