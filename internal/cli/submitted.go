package cli

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lacuna/experiment"
	"lacuna/internal/cluster"
)

// unfinished lists the shares that have a job without a result.
func (c *clustered) unfinished(shares int) []int {
	var open []int
	for i := range shares {
		share := experiment.Shard{Index: i, Of: shares}
		if slices.ContainsFunc(share.Places(c.outline.Labels()), func(at int) bool {
			_, done := c.outline.Jobs[at].Done(c.study.store)
			return !done
		}) {
			open = append(open, i)
		}
	}
	return open
}

func (c *clustered) submit(ctx context.Context) error {
	w, err := c.work()
	if err != nil {
		return err
	}
	open := c.unfinished(w.Shares)
	if len(open) == 0 {
		c.app.say("all %s are done; nothing is submitted", numbered(len(c.outline.Jobs), "job"))
		return nil
	}
	most, err := cluster.MostTasks(ctx)
	if err != nil {
		return err
	}
	if w.Shares >= most {
		return usagef("--tasks %d: arrays here have fewer than %d tasks; each may do many jobs", w.Shares, most)
	}
	array, collect, err := c.scripts()
	if err != nil {
		return err
	}
	id, err := cluster.Submit(ctx, array, open)
	if err != nil {
		return err
	}
	if err := c.note(id); err != nil {
		return err
	}
	after, err := cluster.SubmitAfter(ctx, collect, id)
	if err != nil {
		return fmt.Errorf("job %s is submitted, but not the one that collects its results (lacuna collect does the same): %w", id, err)
	}
	c.app.say("job %s: tasks %s of %d; job %s collects. lacuna status %s says how far it is, --watch follows it, --cancel ends it", id, cluster.List(open), w.Shares, after, c.study.file)
	return c.note(after)
}

// note keeps the id of a submitted job.
func (c *clustered) note(id string) error {
	f, err := os.OpenFile(filepath.Join(c.kept(), "jobs"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // the write below is what counts
	_, err = fmt.Fprintln(f, id)
	return err
}

// submitted are the ids of all jobs that were submitted for the project.
func (c *clustered) submitted() ([]string, error) {
	text, err := os.ReadFile(filepath.Join(c.kept(), "jobs"))
	ids := strings.Fields(string(text))
	if err != nil || len(ids) == 0 {
		return nil, usagef("nothing was submitted for %s; submit it with: lacuna slurm %s --submit", c.study.file, c.study.file)
	}
	return ids, nil
}

func (c *clustered) cancel(ctx context.Context) error {
	ids, err := c.submitted()
	if err != nil {
		return err
	}
	if err := cluster.Cancel(ctx, ids...); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(c.kept(), "jobs")); err != nil {
		return err
	}
	c.app.say("cancelled; what is finished is kept, and submitting again goes on")
	return nil
}

// watchEvery is how often Slurm and the run folders are looked at.
const watchEvery = 15 * time.Second

// watch says how far the submitted jobs are, until none is left.
func (c *clustered) watch(ctx context.Context) error {
	ids, err := c.submitted()
	if err != nil {
		return err
	}
	for said := ""; ; {
		states, err := cluster.Queue(ctx, ids...)
		if err != nil {
			return err
		}
		now := newStatusDocument(c.study, c.outline)
		line := fmt.Sprintf("%d of %s done", now.Done, numbered(now.Total, "job"))
		for _, state := range slices.Sorted(maps.Keys(states)) {
			line += fmt.Sprintf(", %s %s", numbered(states[state], "task"), strings.ToLower(state))
		}
		if line != said {
			c.app.say("%s", line)
			said = line
		}
		if len(states) == 0 {
			return c.app.status(now)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(watchEvery):
		}
	}
}
