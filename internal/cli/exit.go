package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/fitted"
	"lacuna/project"
)

// The exit codes that scripts may rely on; exitWords says what they mean.
const (
	ExitDone        = 0
	ExitFailed      = 1
	ExitUsage       = 2
	ExitSomeFailed  = 3
	ExitNewer       = 4
	ExitStopped     = 75
	ExitInterrupted = 130
)

// exitWords is the list of exit codes, for lacuna help exit-codes and, as a
// test sees to, docs/scripting.md.
var exitWords = []struct {
	code  int
	words string
}{
	{ExitDone, "done"},
	{ExitFailed, "failed: standard error says what, why and what to try"},
	{ExitUsage, "wrong call: an unknown flag, a value that is not allowed, an argument too few; nothing was done"},
	{ExitSomeFailed, "some jobs failed or, for collect, have no result; the others are finished and kept"},
	{ExitNewer, "the file is from a newer version of the program"},
	{ExitStopped, "stopped early by SIGTERM, SIGUSR1 or a time limit; finished jobs are kept, and the same command goes on from there"},
	{ExitInterrupted, "interrupted (Ctrl-C); finished jobs are kept, and the same command goes on from there"},
}

// exitTopic is the page of the help on exit codes.
func exitTopic() *cobra.Command {
	text := "Every command ends with one of these codes:\n\n"
	for _, e := range exitWords {
		text += fmt.Sprintf("  %-4d %s\n", e.code, e.words)
	}
	return &cobra.Command{Use: "exit-codes", Short: "What the exit codes mean", Long: text}
}

// usageError marks a wrong call, as opposed to work that failed.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// unfit marks the error of a plan or mask as one of usage: what the flags ask
// for does not fit the data that have just been opened, such as a modality that is
// not there. An error of the mask file is one of that file, and a stopped context
// none of anybody.
func unfit(ctx context.Context, err error, read *error) error {
	if err == nil || ctx.Err() != nil || *read != nil {
		return err
	}
	return usageError{err}
}

// watched is a reader of mask files that keeps its error where unfit finds it.
func watched(reader experiment.MaskReader) (experiment.MaskReader, *error) {
	var failed error
	return func(file string) (mask *dataset.Mask, err error) {
		mask, failed = reader(file)
		return mask, failed
	}, &failed
}

// keptError is the error of work that goes on from where it was stopped.
type keptError struct{ error }

func (e keptError) Unwrap() error { return e.error }

// exitCode maps an error to the code that it ends with. A context that was
// stopped decides over the error that stopping caused.
func exitCode(ctx context.Context, err error) int {
	var usage usageError
	var some *experiment.FailedJobs
	var newer *project.NewerError
	var newerModel *fitted.NewerError
	var trials someFailed
	var late outOfTime
	var lacking incomplete
	switch {
	case err == nil:
		return ExitDone
	case errors.As(err, &usage):
		return ExitUsage
	case errors.As(err, &newer), errors.As(err, &newerModel):
		return ExitNewer
	case ctx.Err() != nil && errors.Is(context.Cause(ctx), ErrTerminated):
		return ExitStopped
	case ctx.Err() != nil:
		return ExitInterrupted
	case errors.As(err, &late), errors.Is(err, experiment.ErrDrained):
		return ExitStopped
	case errors.As(err, &some), errors.As(err, &trials), errors.As(err, &lacking):
		return ExitSomeFailed
	}
	return ExitFailed
}

// ErrTerminated is the cause of a context that a termination signal ended.
var ErrTerminated = errors.New("terminated")

func printError(ctx context.Context, w io.Writer, err error) {
	var kept keptError
	var filled experiment.PartlyWrittenError
	var look lookError
	switch {
	case ctx.Err() != nil && errors.As(err, &filled):
		_, _ = fmt.Fprintf(w, "lacuna: stopped; the filled data in %s are kept, %s was not written\n", filled.Folder, experiment.GeneratedFolder(filled.Folder))
		return
	case ctx.Err() != nil && errors.As(err, &kept):
		_, _ = fmt.Fprintln(w, "lacuna: stopped; finished jobs are kept, the same command goes on from there")
		return
	case ctx.Err() != nil && errors.As(err, &look):
		_, _ = fmt.Fprintln(w, "lacuna: stopped; nothing was changed")
		return
	case ctx.Err() != nil:
		_, _ = fmt.Fprintln(w, "lacuna: stopped; nothing was kept")
		return
	case errors.Is(err, experiment.ErrDrained):
		_, _ = fmt.Fprintln(w, "lacuna: stopped before the time was over; finished jobs are kept, the same command goes on from there")
		return
	}
	_, _ = io.WriteString(w, plain(fmt.Sprintf("lacuna: %v\n", err)))
	if errors.As(err, &filled) {
		_, _ = fmt.Fprintf(w, "lacuna: the filled data in %s are kept, %s was not written; to have both, remove %[1]s and try again\n", filled.Folder, experiment.GeneratedFolder(filled.Folder))
	}
}
