package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/experiment"
	"lacuna/project"
)

// specOrLike is the comparison that the flags describe, or that of another
// project, which says all of it.
func (f *specFlags) specOrLike(cmd *cobra.Command, like string) (experiment.Spec, error) {
	if like == "" {
		return f.spec()
	}
	spoken, others := &cobra.Command{}, []string(nil)
	new(specFlags).add(spoken)
	spoken.Flags().VisitAll(func(described *pflag.Flag) {
		if cmd.Flags().Changed(described.Name) {
			others = append(others, "--"+described.Name)
		}
	})
	if len(others) > 0 {
		return experiment.Spec{}, usagef("--like %s says all of the comparison; leave out %s", like, strings.Join(others, ", "))
	}
	s, _, err := openProject(like)
	if err != nil {
		return experiment.Spec{}, err
	}
	return s.spec, nil
}

// carried takes a comparison over from another project, whose mask files are
// relative to it, and says what of it does not fit the data.
func (a *app) carried(ctx context.Context, like string, spec experiment.Spec, d *dataset.Dataset) experiment.Spec {
	spec, notes := spec.For(d, func(file string) (*dataset.Mask, error) {
		return format.ReadMask(ctx, project.Resolved(like, file), d)
	})
	for _, note := range notes {
		a.tell("%s", note)
	}
	spec.Mask.File = project.Resolved(like, spec.Mask.File)
	return spec
}
