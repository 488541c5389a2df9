package cli

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lacuna/internal/away"
	"lacuna/project"
)

// beside says that a project is run by a program of its own.
type beside struct {
	start    bool // start it
	stop     bool // stop it
	detached bool // be it
}

func (b *beside) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&b.start, "background", false, "start a program that runs the jobs and goes on when this terminal is closed; lacuna status says how far it is")
	cmd.Flags().BoolVar(&b.stop, "stop", false, "stop the program in the background; finished jobs are kept")
	cmd.Flags().BoolVar(&b.detached, away.Detached, false, "be the program in the background")
	_ = cmd.Flags().MarkHidden(away.Detached) // the flag is there
}

// check refuses what does not go together.
func (b beside) check(a *app, share string, limits budget) error {
	if b.start && b.stop {
		return usagef("--background and --stop are two things to do; ask for one of them")
	}
	if (b.start || b.stop) && (share != "" || a.json || limits.estimate) {
		return usagef("--background and --stop go without --shard, --json and --estimate")
	}
	return nil
}

// do starts or stops a program in the background. That it may be started is
// seen here: the project can be opened.
func (b beside) do(ctx context.Context, a *app, cmd *cobra.Command, file string) error {
	if _, _, err := openProject(file); err != nil {
		return err
	}
	if b.stop {
		if err := away.Stop(ctx, file); err != nil {
			return err
		}
		a.say("stopped; finished jobs are kept, lacuna run %s goes on from there", file)
		return nil
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	pid, err := away.Start(ctx, program, file, passedOn(cmd)...)
	if err != nil {
		return err
	}
	a.say("process %d runs %s in the background and writes to %s; lacuna status %s says how far it is, lacuna run %s --stop stops it", pid, file, away.LogFile(file), file, file)
	return nil
}

// passedOn are the flags of a command that its program in the background has,
// too.
func passedOn(cmd *cobra.Command) []string {
	var flags []string
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Name != "background" && f.Name != "data" { // the data are found already
			flags = append(flags, "--"+f.Name+"="+f.Value.String())
		}
	})
	return flags
}

// hold takes the study for the program in the background before anything is
// read. Whoever started it waits until it says that it runs the jobs.
func (b beside) hold(file string, work func(*project.Lock) error) (err error) {
	if !b.detached {
		return work(nil)
	}
	lock, err := project.Acquire(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	return work(lock)
}
