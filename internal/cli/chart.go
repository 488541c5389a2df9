package cli

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/dataset/query"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/missingness"
	"lacuna/project"
)

var _ = register(newChart)

type chartFlags struct {
	out, strata, measure, a, b, stratum, size, order, where, only, rows, columns, matching string
	curves                                                                                 curveFlags
	negligible                                                                             float64
	fold                                                                                   int
	as                                                                                     string // that and --seed in words, where they are not the first
	page                                                                                   canvas.Page
	from                                                                                   dataFlags
	look                                                                                   lookFlags
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
			chart, err := charts.Find(args[1])
			if err != nil {
				return usageError{err}
			}
			err = cmp.Or(flags.onPaper(cmd.Flags().Changed("width")), flags.check(args[0]), flags.curves.check(cmd, args[1], flags.strata))
			if err != nil {
				return err
			}
			if err := cmp.Or(flags.checkWhere(args[1]), flags.checkColumns(args[1]), flags.checkOnly(args[1]), flags.checkRows(args[0], args[1])); err != nil {
				return err
			}
			if err := cmp.Or(checkLook(cmd, args[1], flags.look), flags.checkDivision(cmd, args[0], args[1])); err != nil {
				return err
			}
			return a.unlessStopped(cmd.Context(), func(a *app) error {
				in, err := a.inputOf(cmd.Context(), args[0], chart, flags)
				if err != nil {
					return err
				}
				return a.writeChart(args[1], in, flags)
			})
		},
	}
	f := cmd.Flags()
	f.StringVarP(&flags.out, "output", "o", "", "file to write, .png .svg .pdf .csv or .txt; default: text on standard output")
	f.Float64Var(&flags.page.Width, "width", 16, "width in centimetres")
	f.Float64Var(&flags.page.Height, "height", 0, "height in centimetres; default: what the rows need, 10 to 24 for most charts")
	f.StringVar(&flags.size, "size", "", "size on paper instead: single (85 mm wide), double (178 mm wide), slide (254x143), or WIDTHxHEIGHT in millimetres")
	f.BoolVar(&flags.page.Bare, "bare", false, "leave out title and caption")
	f.BoolVar(&flags.page.Grey, "grey", false, "greyscale proof")
	f.StringVar(&flags.a, "a", "", "chart difference, and --rows: first method")
	f.StringVar(&flags.b, "b", "", "chart difference, and --rows: second method")
	f.Float64Var(&flags.negligible, "negligible", 1, "chart difference: how many points of accuracy, hundredths of another metric, either way are negligible")
	f.StringVar(&flags.order, "order", "", "chart presence: order of the records: pattern, read, id, label, split, time or column:NAME (default pattern)")
	f.StringVar(&flags.columns, "columns", "", fmt.Sprintf("chart presence: the columns of this table in place of the modalities, the first %d", charts.MostColumns))
	f.StringVar(&flags.matching, "matching", "", "with --columns: only columns with this in their name")
	flags.curves.add(cmd)
	f.StringVar(&flags.stratum, "stratum", "", "chart calibration: stratum by its name, such as without:image or pattern:a+b; default: all")
	whereFlag(cmd, &flags.where, "charts presence and patterns: the records at full strength; charts strata and difference: a stratum before the others")
	f.StringVar(&flags.only, "only", "", "query, such as 'split = test': charts presence, patterns, comissing and joined draw and count just these records; strata and difference are of test records, and have their patterns in the order of these")
	f.IntVar(&flags.fold, "fold", 0, "with --only: fold or group of that repetition, from 0")
	f.StringVar(&flags.rows, "rows", "records", "charts patterns, strata, difference and joined: order of the patterns: records, missing, score (of --a) or difference (of --a and --b)")
	byFlag(cmd, &flags.strata)
	cmd.Flag("by").Usage += "; chart learning: pattern, the validation loss of each pattern of the validation records"
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

// onPaper sets the page to a size on paper.
func (f *chartFlags) onPaper(given bool) error {
	if f.size == "" {
		return nil
	}
	if given {
		return usagef("--size and --width both say how wide the chart is: give one")
	}
	for _, s := range canvas.Sizes() {
		if s.Name == f.size {
			f.page.Width, f.page.Height = s.Width, cmp.Or(s.Height, f.page.Height)
			return nil
		}
	}
	var width, height float64
	if n, err := fmt.Sscanf(f.size, "%gx%g", &width, &height); n != 2 || err != nil {
		return usagef("--size %q: give single, double, slide or WIDTHxHEIGHT in millimetres, such as 120x80", f.size)
	}
	f.page.Width, f.page.Height = width/10, height/10
	return nil
}

// check looks at the flags before any work is done.
func (f *chartFlags) check(source string) error {
	if !(f.negligible >= 0 && f.negligible <= 100) {
		return usagef("--negligible %g: points of accuracy, or hundredths of another metric, are 0 to 100", f.negligible)
	}
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
	return chartTarget("-o", f.out, source)
}

// checkColumns looks whether the chart can show columns.
func (f *chartFlags) checkColumns(chart string) error {
	switch {
	case f.columns != "" && chart != "presence":
		return usagef("--columns goes with chart presence, not with %s", chart)
	case f.columns == "" && f.matching != "":
		return usagef("--matching goes with --columns TABLE, whose columns it narrows down")
	}
	return nil
}

// shown are the columns of a table in place of the modalities.
func (f *chartFlags) shown() charts.Columns {
	return charts.Columns{Table: f.columns, Part: f.matching}
}

// chartTarget looks at the name of the file for a chart.
func chartTarget(flag, path, source string) error {
	var endings []string
	for _, x := range canvas.Formats() {
		endings = append(endings, "."+string(x))
	}
	return target(flag, path, source, "a chart", endings...)
}

func chartList() string {
	text := "Charts:\n"
	for _, i := range charts.All() {
		text += fmt.Sprintf("  %-19s %s\n", i.Name, i.Help)
	}
	return text
}

// inputOf gathers what a chart shows.
func (a *app) inputOf(ctx context.Context, path string, chart charts.Info, flags chartFlags) (charts.Input, error) {
	if chart.Name == lookChart {
		return a.lookInput(ctx, path, flags)
	}
	in, err := a.chartInput(ctx, path, chart.Needs, flags)
	if err == nil && in.Data != nil && slices.Contains(explained, chart.Name) {
		in.Why, err = why(ctx, in.Data)
	}
	return in, err
}

// chartInput opens a project, with its results where the chart needs them, or
// just a dataset.
func (a *app) chartInput(ctx context.Context, path string, needs charts.Needs, flags chartFlags) (charts.Input, error) {
	if filepath.Ext(path) != project.Extension {
		data, err := openData(ctx, path, &flags.from)
		if err == nil {
			a.remarkedBriefly(project.NewRemarks(data.Problems), path)
		}
		if err != nil {
			return charts.Input{}, err
		}
		in := charts.Input{Data: data, Order: charts.Order(flags.order), Columns: flags.shown(), Patterns: orderOfRows[flags.rows]}
		return in, flags.choose(&in, nil, query.Source{Data: data})
	}
	if flags.from.decided() {
		return charts.Input{}, errOfProject(path)
	}
	s, err := a.openResults(ctx, path)
	if err != nil {
		return charts.Input{}, err
	}
	a.remarkedBriefly(s.remarks, s.file)
	return s.chartInput(ctx, a, needs, flags)
}

func (s *study) chartInput(ctx context.Context, a *app, needs charts.Needs, flags chartFlags) (charts.Input, error) {
	in := charts.Input{Data: s.data, Metric: charts.Metric(flags.measure), A: flags.a, B: flags.b, Stratum: flags.stratum,
		Order: charts.Order(flags.order), Columns: flags.shown(), Curves: flags.curves.look, Negligible: flags.negligible / 100, Patterns: orderOfRows[flags.rows]}
	if s.data != nil {
		jobs, err := experiment.Plan(s.data, s.spec, s.masks(ctx))
		if err != nil {
			return in, err
		}
		j, err := flags.division().of(jobs)
		if err != nil {
			return in, err
		}
		if flags.division() != (division{}) {
			flags.as = experiment.DivisionWords(jobs, *j)
		}
		in.Mask, in.Split = j.Mask, &j.Split
		if needs == charts.NeedsPresence && !flags.ranked() {
			return in, s.chooseFor(ctx, &in, flags)
		}
	}
	found, err := s.finished(ctx, a)
	if err != nil {
		return in, err
	}
	if in.Unfolded, err = flags.curves.unfolded(found); err != nil {
		return in, err
	}
	strata, err := s.by(found, flags.strata)
	if err != nil {
		return in, err
	}
	if len(strata) > 0 && strata[0].Kind == metric.OneGroup { // as in the window: beside all records
		strata = append(metric.ByMissing(found)[:1], strata...)
	}
	own, selected, err := s.whereStratum(ctx, flags.where, found, flags.division())
	if err != nil {
		return in, err
	}
	strata, in.Selected = append(own, strata...), selected
	if flags.only != "" {
		if err := s.onlyFor(ctx, &in, flags, found); err != nil {
			return in, err
		}
	}
	m, err := metric.MeasureNamed(flags.measure)
	if err != nil {
		return in, usageError{err}
	}
	table := metric.Tabulate(found, strata, m)
	in.Study, in.Table = &found, &table
	return in, flags.checkMethods(table.Methods)
}

// explained are the charts at whose foot it is said why something is missing.
var explained = []string{"patterns"}

// why looks for what the absence of modalities goes with.
func why(ctx context.Context, d *dataset.Dataset) ([]string, error) {
	found, err := missingness.Diagnose(ctx, d, runtime.GOMAXPROCS(0))
	if err != nil {
		return nil, err
	}
	return found.Notes(), nil
}

func (a *app) writeChart(name string, in charts.Input, flags chartFlags) error {
	if name == "imputers" && in.Imputed == nil {
		return usagef("chart imputers draws the scores of several imputers, which are made and drawn by: lacuna impute DATA --grid --cells 0.2 --chart FILE")
	}
	figure, err := charts.New(name, in)
	if err != nil {
		return usageError{err} // it does not fit these data, or a flag names what they have not
	}
	if flags.out == "" {
		var text bytes.Buffer
		if err := canvas.Write(&text, figure, canvas.TXT, flags.page); err != nil {
			return err
		}
		_, err := io.WriteString(a.Out, plain(text.String()))
		return err
	}
	if err := canvas.Export(flags.out, figure, flags.page); err != nil {
		return err
	}
	if lacking := canvas.Lacking(figure); len(lacking) > 0 && slices.Contains([]string{".png", ".pdf", ".svg"}, strings.ToLower(filepath.Ext(flags.out))) {
		a.tell("%s in names are drawn by no font here and are written as codes in %s (%s); CSV and text have them", numbered(len(lacking), "character"), flags.out, string(lacking[:min(len(lacking), 10)]))
	}
	return nil
}
