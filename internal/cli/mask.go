package cli

import (
	"io"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/experiment"
	"lacuna/project"
)

var _ = register(newMask)

// maskFlags are the flags by which a command is told what to hide.
type maskFlags struct {
	mechanism, kind, modality, file, on string
	rate                                float64
}

func (f *maskFlags) add(cmd *cobra.Command) {
	s := cmd.Flags()
	s.StringVar(&f.mechanism, "mechanism", "natural", "natural (hide nothing more) or mcar (completely at random)")
	s.Float64Var(&f.rate, "rate", 0, "share to hide, 0 to 1")
	s.StringVar(&f.kind, "rate-kind", "cell", "what the rate is a share of: cell, record or modality")
}

func newMask(a *app) *cobra.Command {
	var flags maskFlags
	var from dataFlags
	var root uint64
	seed, out := 0, ""
	cmd := &cobra.Command{
		Use:   "mask DATA",
		Short: "Draw a mask that hides modalities, as a small CSV file",
		Long: `Draw a mask that hides modalities, as a small CSV file.

It is the mask that compare draws for the same mechanism, rate and root in the
repetition that --seed counts, from 0.`,
		Args: exactly("DATA"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out != "" {
				if err := target("-o", out, args[0], "a mask", ".csv"); err != nil {
					return err
				}
			}
			d, err := openData(cmd.Context(), args[0], &from)
			if err != nil {
				return err
			}
			a.remarked(project.NewRemarks(d.Problems), args[0])
			return a.writeMask(d, flags, root, seed, out)
		},
	}
	flags.add(cmd)
	from.add(cmd, &flags.modality)
	from.addStrict(cmd)
	cmd.Flags().IntVar(&seed, "seed", 0, "repetition whose mask to draw")
	cmd.Flags().Uint64Var(&root, "root", 0, "root of all random numbers")
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write; default: standard output")
	return cmd
}

func (a *app) writeMask(d *dataset.Dataset, flags maskFlags, root uint64, seed int, out string) error {
	spec, err := flags.spec()
	if err != nil {
		return err
	}
	if spec.Mechanism == experiment.Natural {
		return usagef("mask needs --mechanism mcar; got %q", flags.mechanism)
	}
	mask, err := spec.Draw(d, experiment.Spec{Root: root}.Repetition(seed), nil)
	if err != nil {
		return err
	}
	meta := format.MaskMeta{Mechanism: mask.Name, Seed: uint64(seed)}
	write := func(w io.Writer) error { return format.WriteMask(w, d, mask, meta) }
	if out == "" {
		return write(a.Out)
	}
	if err := writeFile(out, write); err != nil {
		return err
	}
	rates := mask.Apply(d.Presence).Rates(nil)
	a.tell("%s: hides %d of %d pairs; missing now: cell rate %s, record rate %s",
		out, mask.Count(), d.Records()*len(d.Blocks), percent(rates.Cell), percent(rates.Record))
	return nil
}
