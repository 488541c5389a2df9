package cli

import (
	"encoding/csv"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/spf13/cobra"

	"lacuna/experiment"
)

var _ = register(newExportSplits)

func newExportSplits(a *app) *cobra.Command {
	out := ""
	cmd := &cobra.Command{
		Use:   "export-splits STUDY",
		Short: "Write the splits of a project as CSV or Parquet, one line per record and split",
		Long: `Write the splits of a project as CSV, or as Parquet to a file that ends in
.parquet: a line for each record in a part of each split. Nothing needs to have
been run; the data are needed.

  seed, fold  which split; both count from 0 (seed: the repetition)
  split       the split in words, such as holdout or "fold 1 of 5"
  id          the record
  part        train, validation or test`,
		Example: "  lacuna export-splits study.lacuna -o splits.parquet",
		Args:    exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := openStudy(cmd.Context(), args[0])
			if err == nil && out != "" {
				err = target("-o", out, s.source, "a table of splits", ".csv", ".parquet")
			}
			if err != nil {
				return err
			}
			jobs, err := s.jobs(cmd.Context())
			switch {
			case err != nil:
				return err
			case out == "":
				return s.writeSplits(a.Out, jobs)
			case strings.EqualFold(filepath.Ext(out), ".parquet"):
				err = writeFile(out, func(w io.Writer) error { return s.splitsParquet(w, jobs) })
			default:
				err = writeFile(out, func(w io.Writer) error { return s.writeSplits(w, jobs) })
			}
			if err == nil {
				a.tell("%s written to %s", numbered(len(experiment.Divisions(jobs)), "split"), out)
			}
			return err
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write, .csv or .parquet; default: standard output")
	return cmd
}

// placed is a record in a part of a split.
type placed struct {
	Seed  int64  `parquet:"seed"`
	Fold  int64  `parquet:"fold"`
	Split string `parquet:"split,dict"`
	ID    string `parquet:"id"`
	Part  string `parquet:"part,dict"`
}

// placements are the records of each split, part by part.
func (s *study) placements(jobs []experiment.Job) []placed {
	var list []placed
	for _, j := range experiment.Divisions(jobs) {
		for _, part := range []struct {
			name string
			rows []int
		}{{"train", j.Split.Train}, {"validation", j.Split.Validation}, {"test", j.Split.Test}} {
			for _, i := range part.rows {
				list = append(list, placed{int64(j.Seed), int64(j.Fold), j.Split.Name, s.data.IDs[i], part.name})
			}
		}
	}
	return list
}

// writeSplits writes them as CSV.
func (s *study) writeSplits(w io.Writer, jobs []experiment.Job) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"seed", "fold", "split", "id", "part"}) // errors stay until Flush
	for _, p := range s.placements(jobs) {
		_ = out.Write([]string{strconv.FormatInt(p.Seed, 10), strconv.FormatInt(p.Fold, 10), p.Split, p.ID, p.Part})
	}
	out.Flush()
	return out.Error()
}

func (s *study) splitsParquet(w io.Writer, jobs []experiment.Job) error {
	return parquet.Write(w, s.placements(jobs), parquet.Compression(&parquet.Snappy))
}
