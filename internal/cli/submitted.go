package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"lacuna/internal/away"
	"lacuna/internal/cluster"
)

func (c *clustered) submit(ctx context.Context) error {
	scripts, err := c.scripts()
	if err != nil {
		return err
	}
	to, err := c.project.Submit(ctx, c.flags.settings, scripts)
	if err != nil {
		return ofFlag(err)
	}
	if to.Job == "" {
		c.app.say("all %s are done; nothing is submitted", numbered(len(c.project.Outline.Jobs), "job"))
		return nil
	}
	c.app.say("job %s: tasks %s of %d; job %s collects. lacuna status %s says how far it is, --watch follows it, --cancel ends it", to.Job, cluster.List(to.Tasks), to.Of, to.Collect, c.study.file)
	return nil
}

// submitted says, as an error, that nothing was submitted.
func (c *clustered) submitted() error {
	if len(c.project.Submitted()) == 0 {
		return usagef("nothing was submitted for %s; submit it with: lacuna slurm %s --submit", c.study.file, c.study.file)
	}
	return nil
}

func (c *clustered) cancel(ctx context.Context) error {
	if err := c.submitted(); err != nil {
		return err
	}
	if err := c.project.Cancel(ctx); err != nil {
		return err
	}
	c.app.say("cancelled; what is finished is kept, and submitting again goes on")
	return nil
}

// watch says how far the submitted jobs are, until none is left.
func (c *clustered) watch(ctx context.Context) error {
	if err := c.submitted(); err != nil {
		return err
	}
	for said := ""; ; {
		states, err := c.project.Queue(ctx)
		if err != nil {
			return err
		}
		now := newStatusDocument(c.study, c.project.Outline)
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
		case <-time.After(away.Pace):
		}
	}
}
