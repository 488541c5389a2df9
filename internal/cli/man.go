package cli

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

var _ = register(newMan)

// newMan makes the command that packages are made with. Pages are made from the
// commands, so that they cannot say anything else than --help does.
func newMan(a *app) *cobra.Command {
	var out, date string
	cmd := &cobra.Command{
		Use:    "man",
		Short:  "Write a manual page for every command",
		Args:   exactly(),
		Hidden: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" {
				return usagef("man needs a folder to write: -o DIR")
			}
			day := a.Now().UTC()
			if date != "" {
				var err error
				if day, err = time.Parse(time.DateOnly, date); err != nil {
					return usagef("--date %q is no day; write it as %s", date, time.DateOnly)
				}
			}
			if err := os.MkdirAll(out, 0o755); err != nil {
				return fmt.Errorf("cannot make the folder for the manual pages: %w", err)
			}
			return a.manual(cmd.Root(), out, day)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "folder to write")
	cmd.Flags().StringVar(&date, "date", "", "day that the pages bear; default: today")
	return cmd
}

func (a *app) manual(root *cobra.Command, folder string, day time.Time) error {
	root.DisableAutoGenTag = true
	about := &doc.GenManHeader{Section: "1", Date: &day, Source: "Lacuna " + Version, Manual: "Lacuna"}
	if err := doc.GenManTree(root, about, folder); err != nil {
		return fmt.Errorf("cannot write the manual pages: %w", err)
	}
	return nil
}
