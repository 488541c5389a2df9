package cli

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/experiment"
	"lacuna/project"
)

var _ = register(newMask)

func newMask(a *app) *cobra.Command {
	var flags maskFlags
	var from dataFlags
	var root uint64
	seed, out := 0, ""
	cmd := &cobra.Command{
		Use:   "mask DATA",
		Short: "Draw a mask that hides modalities, as a small CSV or Parquet file",
		Long: `Draw a mask that hides modalities, as a small CSV or Parquet file.

It is the mask that compare draws for the same mechanism, rate and root in its
repetition --seed, counted from 0. compare --mask FILE reads it, for every
repetition alike, and other programs can.`,
		Example: `  lacuna mask DATA --mechanism mcar --rate 0.3 -o mask.csv
  lacuna mask DATA --mechanism mcar --rates text=.1,audio=.5 -o mask.csv
  lacuna mask DATA --mechanism mar --by text --rate 0.3 -o mask.csv
  lacuna mask DATA --mechanism group --by site --rate 0.3 -o mask.csv
  lacuna mask DATA --mechanism pattern --left text+audio -o mask.csv
  lacuna compare DATA --mask mask.csv --method mean+logistic --method attention`,
		Args: exactly("DATA"),
		RunE: func(cmd *cobra.Command, args []string) error {
			spec, err := flags.drawn(seed)
			if err != nil {
				return err
			}
			if out != "" {
				if err := target("-o", out, args[0], "a mask", ".csv", ".parquet"); err != nil {
					return err
				}
			}
			d, err := openData(cmd.Context(), args[0], &from)
			if err != nil {
				return err
			}
			a.remarkedBriefly(project.NewRemarks(d.Problems), args[0])
			return a.writeMask(d, spec, root, seed, out)
		},
	}
	flags.add(cmd)
	from.add(cmd, &flags.modality)
	from.addStrict(cmd)
	cmd.Flags().IntVar(&seed, "seed", 0, "repetition whose mask to draw")
	cmd.Flags().Uint64Var(&root, "root", 0, "root of all random numbers")
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write, .csv or .parquet; default: standard output, unless that is a terminal")
	return cmd
}

// drawn turns the flags into a mask that hides something.
func (f *maskFlags) drawn(seed int) (experiment.MaskSpec, error) {
	spec, err := f.spec()
	switch {
	case err != nil:
		return spec, err
	case spec.Mechanism == experiment.Natural:
		return spec, usagef("mask needs a mechanism that hides, for example --mechanism mcar; got %q", f.mechanism)
	case spec.Mechanism == experiment.Leaves && (f.modality != "" || f.kind != ""):
		return spec, usagef("--mechanism pattern says by --left what it hides; leave out --modality and --rate-kind")
	case seed < 0:
		return spec, usagef("--seed %d: repetitions count from 0", seed)
	}
	return spec, nil
}

func (a *app) writeMask(d *dataset.Dataset, spec experiment.MaskSpec, root uint64, seed int, out string) error {
	mask, err := spec.Draw(d, experiment.Spec{Root: root}.Repetition(seed), nil)
	if err != nil {
		return usageError{err}
	}
	rates := mask.Apply(d.Presence).Rates(nil)
	meta := format.MaskMeta{Mechanism: mask.Name, Root: root, Seed: uint64(seed), Rates: rates}
	write := func(w io.Writer) error {
		if strings.EqualFold(filepath.Ext(out), ".parquet") {
			return format.WriteMaskParquet(w, d, mask, meta)
		}
		return format.WriteMask(w, d, mask, meta)
	}
	name := out
	switch {
	case out != "":
		err = writeFile(out, write)
	case a.Typed:
		name = "not written, for want of -o FILE.csv"
	default:
		name, err = "standard output", write(a.Out)
	}
	if err != nil {
		return err
	}
	a.tell("%s: %s hides %d of %d pairs; missing now: cell rate %s, record rate %s%s", name, mask.Name,
		mask.Count(), d.Records()*len(d.Blocks), percent(rates.Cell), percent(rates.Record), byModality(d.Names(), rates.Modality))
	return nil
}

// byModality writes the missing rate of each modality behind the others.
func byModality(names []string, rates []float64) string {
	text := ""
	for m, name := range names {
		text += ", " + name + " " + percent(rates[m])
	}
	return text
}
