package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lacuna/dataset"
	"lacuna/project"
)

// Surroundings is what a command gets from the process it runs in.
type Surroundings struct {
	Out, Err io.Writer
	// Terminal says that Err is a terminal: progress is a bar, not a line.
	Terminal bool
	// Typed says that Out is a terminal: what only files are good for is not
	// written there.
	Typed bool
	// Now is the clock: for durations, never for results.
	Now func() time.Time
	// Drain, if not nil, is closed when no further job is to be started: those
	// that run have a little time to finish.
	Drain <-chan struct{}
	// Window opens the workbench and returns when it is closed.
	Window func(context.Context, WindowRequest) error
}

// WindowRequest says what the window should show first.
type WindowRequest struct {
	Path    string         // dataset or project; "" for the start card
	Import  dataset.Import // how the dataset is read
	Sample  bool           // the embedded sample
	Compare bool           // start the suggested comparison at once
	Size    string         // "1280x800"; "" for the last size
	Theme   string         // one of ui.Themes; "" for the one chosen last, else the system's
	// Language is one of ui.Languages; "" for the one chosen last, else the system's.
	Language string
	Events   string // file for the window's events as JSON lines; for tests
	Select   string // pattern to select before the picture: "image+audio"
}

// app carries the surroundings to the commands.
type app struct {
	Surroundings
	json       bool
	progressAs progressKind
	told       []string // lines on standard error
}

// commands lists the constructors; each command's file adds itself.
var commands []func(*app) *cobra.Command

// register adds a command; each command's file calls it once.
func register(make func(*app) *cobra.Command) bool {
	commands = append(commands, make)
	return true
}

// Main runs one command line and returns the exit code.
func Main(ctx context.Context, args []string, s Surroundings) int {
	out := &watchedWriter{w: s.Out}
	s.Out = out
	root := newRoot(&app{Surroundings: s})
	root.SetArgs(args)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	err := root.ExecuteContext(ctx)
	if err == nil && out.failed != nil {
		err = fmt.Errorf("not all of the output could be written: %w", out.failed)
	}
	if err != nil {
		printError(ctx, s.Err, err)
	}
	return exitCode(ctx, err)
}

func newRoot(a *app) *cobra.Command {
	var request WindowRequest
	var from dataFlags
	root := &cobra.Command{
		Use:   "lacuna [PATH]",
		Short: "A research workbench for missing modalities in multimodal data",
		Long: `Lacuna shows which modalities of a dataset are missing, lets you choose what to
do about it, and shows whether that worked: accuracy with and without missing
data, per missingness pattern, with intervals.

With no command it opens the window, on a dataset or project if PATH is given.`,
		Version:       Build(),
		Args:          oneArgument("PATH"),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				request.Path = args[0]
				if _, err := os.Stat(request.Path); err != nil {
					return usagef("%q is neither a command nor a file or folder (lacuna --help lists the commands)", args[0])
				}
			}
			if err := request.decide(&from); err != nil {
				return err
			}
			return a.Window(cmd.Context(), request)
		},
	}
	windowFlags(root, &request)
	from.add(root, nil)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	for _, make := range commands {
		cmd := make(a)
		cmd.RunE = prompt(cmd.RunE)
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.DefValue == "[]" { // an empty list is no default to tell
				f.DefValue = ""
			}
		})
		root.AddCommand(cmd)
	}
	root.AddCommand(exitTopic())
	completeAll(root)
	strict(root)
	return root
}

// strict makes the commands that cobra adds refuse words that they do not know:
// by themselves they print their help and call it done.
func strict(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Run, cmd.RunE = nil, func(_ *cobra.Command, words []string) error {
				about, rest, err := root.Find(words)
				if err != nil || len(rest) > 0 {
					return usagef("there is no help on %q (lacuna --help lists the commands)", strings.Join(words, " "))
				}
				return about.Help()
			}
		case "completion":
			cmd.Args, cmd.RunE = nil, func(_ *cobra.Command, words []string) error {
				return usagef("completion needs the name of a shell: bash, zsh, fish or powershell; got %q", strings.Join(words, " "))
			}
		}
	}
}

func windowFlags(root *cobra.Command, r *WindowRequest) {
	f := root.Flags()
	f.BoolVar(&r.Sample, "sample", false, "open the embedded sample dataset")
	f.BoolVar(&r.Compare, "compare", false, "start the suggested comparison at once")
	f.StringVar(&r.Size, "size", "", "size of the window, for example 1280x800")
	f.StringVar(&r.Theme, "theme", "", "light, dark, contrast-light or contrast-dark; default: as chosen last, else as the system")
	f.StringVar(&r.Language, "language", "", "en or es; default: as chosen last, else as the system")
	f.StringVar(&r.Events, "events", "", "write what happens in the window to a file, as JSON lines")
	_ = f.MarkHidden("events") // fails for an unknown flag only
	f.StringVar(&r.Select, "select", "", "pattern to select at first, for example image+audio")
}

// decide takes decisions about the data that the window opens.
func (r *WindowRequest) decide(from *dataFlags) (err error) {
	if from.decided() && filepath.Ext(r.Path) == project.Extension {
		return errOfProject(r.Path)
	}
	if from.decided() && r.Path == "" {
		return usagef("--reader, --label and the like need the PATH of data to read")
	}
	r.Import, err = from.decisions()
	return err
}

// oneArgument allows at most one argument that is not a command. Something
// that looks like a mistyped command is better called so.
func oneArgument(name string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > 1 {
			return usagef("unknown command or too many arguments: %q; expected one %s (lacuna --help lists the commands)", args, name)
		}
		return nil
	}
}

// exactly demands the named arguments.
func exactly(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != len(names) {
			return usagef("%s needs %d argument(s): %s; got %d (lacuna %s --help)", cmd.Name(), len(names), cmd.Use, len(args), cmd.Name())
		}
		return nil
	}
}
