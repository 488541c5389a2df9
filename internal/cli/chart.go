package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/charts"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/project"
)

var _ = register(newChart)

type chartFlags struct {
	out, strata, measure, a, b, stratum string
	page                                charts.Page
	from                                dataFlags
	look                                lookFlags
}

func newChart(a *app) *cobra.Command {
	var flags chartFlags
	cmd := &cobra.Command{
		Use:   "chart STUDY|DATA NAME",
		Short: "Write a chart as PNG, SVG, PDF, CSV or text",
		Long: "Write a chart as PNG, SVG, PDF, CSV or text.\n\n" + chartList() + `
The chart generated hides modalities (three tenths of each, or what --rates or
--mask says), fits the imputer --method on the rest and shows what it makes of them.`,
		Args: exactly("STUDY|DATA", "NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := charts.Find(args[1]); err != nil {
				return usageError{err}
			}
			if err := flags.check(args[0]); err != nil {
				return err
			}
			if err := checkLook(cmd, args[1], flags.look); err != nil {
				return err
			}
			input := a.chartInput
			if args[1] == lookChart {
				input = a.lookInput
			}
			in, err := input(cmd.Context(), args[0], flags)
			if err != nil {
				return err
			}
			return a.writeChart(args[1], in, flags)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&flags.out, "output", "o", "", "file to write, .png .svg .pdf .csv or .txt; default: text on standard output")
	f.Float64Var(&flags.page.Width, "width", 16, "width in centimetres")
	f.Float64Var(&flags.page.Height, "height", 0, "height in centimetres; default: what the rows need, 10 to 24")
	f.BoolVar(&flags.page.Bare, "bare", false, "leave out title and caption")
	f.BoolVar(&flags.page.Grey, "grey", false, "greyscale proof")
	f.StringVar(&flags.a, "a", "", "chart difference: first method")
	f.StringVar(&flags.b, "b", "", "chart difference: second method")
	f.StringVar(&flags.stratum, "stratum", "", "chart calibration: stratum by its name, such as without:image or pattern:a+b; default: all")
	byFlag(cmd, &flags.strata)
	metricFlag(cmd, &flags.measure)
	flags.look.add(cmd)
	flags.from.add(cmd, nil)
	flags.from.addStrict(cmd)
	return cmd
}

// The sizes of a page in centimetres: below, nothing can be read; above, a
// picture takes gigabytes.
const (
	leastPage = 2.0
	mostPage  = 60.0
)

// check looks at the flags before any work is done.
func (f chartFlags) check(source string) error {
	if !(f.page.Width >= leastPage && f.page.Width <= mostPage) {
		return usagef("--width %g: a chart is %g to %g cm wide", f.page.Width, leastPage, mostPage)
	}
	if !(f.page.Height == 0 || f.page.Height >= leastPage && f.page.Height <= mostPage) {
		return usagef("--height %g: a chart is %g to %g cm high", f.page.Height, leastPage, mostPage)
	}
	if f.out == "" {
		return nil
	}
	if filepath.Ext(source) == project.Extension {
		source = ""
	}
	var endings []string
	for _, x := range charts.Formats() {
		endings = append(endings, "."+string(x))
	}
	return target("-o", f.out, source, "a chart", endings...)
}

func chartList() string {
	text := "Charts:\n"
	for _, i := range charts.All() {
		text += fmt.Sprintf("  %-19s %s\n", i.Name, i.Help)
	}
	return text
}

// chartInput opens a project with its results, or just a dataset.
func (a *app) chartInput(ctx context.Context, path string, flags chartFlags) (charts.Input, error) {
	if filepath.Ext(path) != project.Extension {
		data, err := openData(ctx, path, &flags.from)
		if err == nil {
			a.remarkedBriefly(project.NewRemarks(data.Problems), path)
		}
		return charts.Input{Data: data}, err
	}
	if flags.from.decided() {
		return charts.Input{}, errOfProject(path)
	}
	s, err := a.openResults(ctx, path)
	if err != nil {
		return charts.Input{}, err
	}
	a.remarkedBriefly(s.remarks, s.file)
	return s.chartInput(ctx, a, flags)
}

func (s *study) chartInput(ctx context.Context, a *app, flags chartFlags) (charts.Input, error) {
	in := charts.Input{Data: s.data, Metric: charts.Metric(flags.measure), A: flags.a, B: flags.b, Stratum: flags.stratum}
	if s.data != nil {
		jobs, err := experiment.Plan(s.data, s.spec, s.masks(ctx))
		if err != nil {
			return in, err
		}
		in.Mask, in.Split = jobs[0].Mask, &jobs[0].Split
	}
	found, err := s.finished(ctx, a)
	if err != nil {
		return in, err
	}
	strata, err := s.by(found, flags.strata)
	if err != nil {
		return in, err
	}
	m, err := metric.MeasureNamed(flags.measure)
	if err != nil {
		return in, usageError{err}
	}
	table := metric.WithIntervals(found, metric.Stratify(found, strata), m)
	in.Study, in.Table = &found, &table
	return in, nil
}

func (a *app) writeChart(name string, in charts.Input, flags chartFlags) error {
	figure, err := charts.New(name, in)
	if err != nil {
		return err
	}
	if flags.out == "" {
		var text bytes.Buffer
		if err := charts.Write(&text, figure, charts.TXT, flags.page); err != nil {
			return err
		}
		_, err := io.WriteString(a.Out, plain(text.String()))
		return err
	}
	if err := charts.Export(flags.out, figure, flags.page); err != nil {
		return err
	}
	if lacking := charts.Lacking(figure); len(lacking) > 0 && slices.Contains([]string{".png", ".pdf", ".svg"}, strings.ToLower(filepath.Ext(flags.out))) {
		a.tell("%s in names are drawn by no font here and are written as codes in %s (%s); CSV and text have them", numbered(len(lacking), "character"), flags.out, string(lacking[:min(len(lacking), 10)]))
	}
	return nil
}
