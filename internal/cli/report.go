package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/experiment/result"
	"lacuna/internal/report"
)

var _ = register(newReport)

func newReport(a *app) *cobra.Command {
	out := ""
	cmd := &cobra.Command{
		Use:   "report STUDY",
		Short: "Write the results of a project as one HTML page, or as a folder for a paper",
		Long: `Write the results of a project as one HTML page (-o report.html), or as a folder
(-o FOLDER/) with the page, tables as LaTeX and CSV, figures as PDF and SVG with
their numbers, a paragraph on methods, the record flow, what reporting guidelines
ask for, and all predictions as CSV and Parquet. A folder that was edited or that
holds anything else is not replaced. Where the data are not there, the report is
made of the stored results and says what it therefore lacks.`,
		Example: "  lacuna report study.lacuna -o report.html\n  lacuna report study.lacuna -o paper/",
		Args:    exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return usagef("report needs a file or a folder to write: -o report.html, or -o FOLDER/")
			}
			pack := isFolder(out)
			if !pack {
				if err := target("-o", out, "", "a report (or a folder with a / behind its name)", ".html", ".htm"); err != nil {
					return err
				}
			}
			s, err := a.openResults(cmd.Context(), args[0])
			if err == nil && pack {
				err = folderTarget(out, s.source)
			}
			if err != nil {
				return err
			}
			a.remarkedBriefly(s.remarks, s.file)
			var input report.Input
			err = a.unlessStopped(cmd.Context(), func(a *app) (err error) {
				input, err = a.reportInput(cmd.Context(), s)
				return err
			})
			if err != nil {
				return err
			}
			if pack {
				return a.writePack(cmd.Context(), out, s, input)
			}
			return a.unlessStopped(cmd.Context(), func(*app) error { return writeReport(out, input) })
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "file or folder/ to write")
	return cmd
}

// isFolder says whether a path names a folder: one that is there, or a name
// that ends as folders do.
func isFolder(path string) bool {
	about, err := os.Stat(path)
	return strings.HasSuffix(path, "/") || strings.HasSuffix(path, string(filepath.Separator)) || err == nil && about.IsDir()
}

// writePack writes the folder for a paper. It is not left behind when the context
// ends, since it must not leave half a folder.
func (a *app) writePack(ctx context.Context, folder string, s *study, input report.Input) error {
	err := report.WritePack(ctx, folder, input, func(w io.Writer) error {
		return s.writePredictions(w, input.Jobs)
	})
	if err == nil {
		a.say("written to %s", folder)
	}
	return err
}

// writeReport writes one page that stands alone.
func writeReport(path string, input report.Input) error {
	doc, err := report.New(input)
	if err != nil {
		return err
	}
	return writeFile(path, func(w io.Writer) error { return report.WriteHTML(w, doc) })
}

// reportInput scores a study and gathers what a report of it is made from.
func (a *app) reportInput(ctx context.Context, s *study) (report.Input, error) {
	found, err := s.finished(ctx, a)
	if err != nil {
		return report.Input{}, err
	}
	f, err := s.toReport(ctx, found)
	if err != nil {
		return report.Input{}, err
	}
	return report.Gather(ctx, f, runtime.GOMAXPROCS(0))
}

// toReport is what a report of a study with these runs is made from.
func (s *study) toReport(ctx context.Context, found result.Study) (report.Finished, error) {
	jobs, err := s.jobs(ctx)
	return report.Finished{
		Data: s.data, Records: s.records, Spec: s.spec, Jobs: jobs, Study: found, Remarks: s.remarks.List, Count: s.remarks.Count,
		Commands: Redo(s.file, s.source, s.spec), Program: Build(), Go: runtime.Version(),
	}, err
}
