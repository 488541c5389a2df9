package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/internal/rng"
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
	s.StringVar(&f.modality, "modality", "", "with --rate-kind modality: the one to hide; default: each")
}

func newMask(a *app) *cobra.Command {
	var flags maskFlags
	var seed uint64
	out := ""
	cmd := &cobra.Command{
		Use:   "mask DATA",
		Short: "Draw a mask that hides modalities, as a small CSV file",
		Args:  exactly("DATA"),
		RunE: func(cmd *cobra.Command, args []string) error {
			d, err := format.Open(cmd.Context(), args[0], format.Options{})
			if err != nil {
				return err
			}
			return a.writeMask(d, flags, seed, out)
		},
	}
	flags.add(cmd)
	cmd.Flags().Uint64Var(&seed, "seed", 0, "root of the random numbers")
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write; default: standard output")
	return cmd
}

func (a *app) writeMask(d *dataset.Dataset, flags maskFlags, seed uint64, out string) error {
	if flags.mechanism != "mcar" {
		return usagef("mask needs --mechanism mcar; got %q", flags.mechanism)
	}
	law := dataset.MCAR{Kind: dataset.RateKind(flags.kind), Rate: flags.rate, Modality: flags.modality}
	mask, err := law.Mask(d, rng.New(seed).Child("mask"))
	if err != nil {
		return err
	}
	meta := format.MaskMeta{Mechanism: mask.Name, Seed: seed}
	write := func(w io.Writer) error { return format.WriteMask(w, d, mask, meta) }
	if out == "" {
		return write(a.Out)
	}
	if err := writeFile(out, write); err != nil {
		return err
	}
	rates := mask.Apply(d.Presence).Rates(nil)
	_, _ = fmt.Fprintf(a.Err, "%s: hides %d of %d pairs; missing now: cell rate %s, record rate %s\n",
		out, mask.Count(), d.Records()*len(d.Blocks), percent(rates.Cell), percent(rates.Record))
	return nil
}
