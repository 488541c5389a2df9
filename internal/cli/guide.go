package cli

import (
	"github.com/spf13/cobra"

	"lacuna/docs/guide"
)

var _ = register(newGuide)

func newGuide(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "guide [PAGE]",
		Short: "List the pages of the user guide, or print one",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("guide takes one PAGE; without one it lists them")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				page, err := guide.Find(args[0])
				if err != nil {
					return usageError{err}
				}
				a.say("%s", page.Plain())
				return nil
			}
			var rows [][]string
			for _, p := range guide.Pages() {
				rows = append(rows, []string{p.Name, p.Title})
			}
			a.table(rows)
			a.say("\nRead one with: lacuna guide PAGE")
			return nil
		},
	}
}
