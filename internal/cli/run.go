package cli

import (
	"runtime"

	"github.com/spf13/cobra"
)

var _ = register(newRun)

func newRun(a *app) *cobra.Command {
	workers := runtime.GOMAXPROCS(0)
	var keep bool
	cmd := &cobra.Command{
		Use:   "run STUDY",
		Short: "Run those jobs of a project that have no result yet",
		Args:  exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := enough(workers); err != nil {
				return err
			}
			s, err := openStudy(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			s.keep = keep
			a.remarked(s.remarks, s.file)
			found, err := s.run(cmd.Context(), a, workers)
			return a.present(s, found, err)
		},
	}
	a.jsonFlag(cmd)
	workersFlag(cmd, &workers)
	keepFlag(cmd, &keep)
	return cmd
}
