package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/missingness"
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
	in, err := s.chartInput(ctx, a, charts.NeedsTable, chartFlags{strata: "default", measure: string(charts.Accuracy)})
	if err != nil {
		return report.Input{}, err
	}
	figures, err := charts.Fitting(in)
	if err != nil {
		return report.Input{}, err
	}
	return s.reportOf(ctx, in, figures)
}

// reportOf is what a report of a study with these figures is made from.
func (s *study) reportOf(ctx context.Context, in charts.Input, figures []canvas.Figure) (report.Input, error) {
	jobs, err := s.jobs(ctx)
	if err != nil {
		return report.Input{}, err
	}
	var remarks []string
	for _, p := range s.remarks.List {
		remarks = append(remarks, p.String())
	}
	warnings := notes(*in.Study)
	if words := metric.MissingRuns(*in.Study); words != "" {
		warnings = append([]string{words}, warnings...)
	}
	var why missingness.Diagnosis
	if s.data != nil {
		if why, err = missingness.Diagnose(ctx, s.data, runtime.GOMAXPROCS(0)); err != nil {
			return report.Input{}, err
		}
	}
	return report.Input{
		Data: s.data, Records: s.records, Spec: s.spec, Jobs: jobs, Study: *in.Study, Table: *in.Table, Figures: figures, Missing: why,
		RemarkCount: s.remarks.Count, Remarks: remarks, Warnings: warnings, Commands: s.redo(),
		Software: report.Software{Program: build(), Go: runtime.Version(), Arithmetic: experiment.ArithmeticWords(*in.Study)},
	}, nil
}
