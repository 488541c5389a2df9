package report

import (
	"context"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/missingness"
	"lacuna/experiment/result"
)

// Finished is a comparison that has been run, as a face has it.
type Finished struct {
	Data     *dataset.Dataset // nil where they are not at hand
	Records  int
	Spec     experiment.Spec
	Jobs     []experiment.Job
	Study    result.Study
	Remarks  []dataset.Problem // the worst from reading the data
	Count    int               // of all remarks
	Commands []string
	Program  string // its version
	Go       string // version of the compiler
}

// Gather scores a comparison and draws what a report of it shows, by up to so
// many workers. It ends with the context.
func Gather(ctx context.Context, f Finished, workers int) (Input, error) {
	strata := metric.DefaultStrata(f.Study)
	table := metric.Tabulate(f.Study, strata, metric.Accuracy())
	if err := ctx.Err(); err != nil {
		return Input{}, err
	}
	in := charts.Input{Data: f.Data, Study: &f.Study, Table: &table, Metric: charts.Accuracy}
	if f.Data != nil && len(f.Jobs) > 0 {
		in.Mask, in.Split = f.Jobs[0].Mask, &f.Jobs[0].Split
	}
	figures, err := charts.Fitting(in)
	if err != nil {
		return Input{}, err
	}
	return Draw(ctx, f, table, figures, workers)
}

// Draw is Gather where the scores and the figures are at hand.
func Draw(ctx context.Context, f Finished, table metric.Table, figures []canvas.Figure, workers int) (Input, error) {
	in := Input{
		Data: f.Data, Records: f.Records, Spec: f.Spec, Jobs: f.Jobs, Study: f.Study, Table: table, Figures: figures,
		RemarkCount: f.Count, Warnings: metric.Notes(f.Study), Commands: f.Commands,
		Software: Software{Program: f.Program, Go: f.Go, Arithmetic: experiment.ArithmeticWords(f.Study)},
	}
	for _, p := range f.Remarks {
		in.Remarks = append(in.Remarks, p.String())
	}
	if words := metric.MissingRuns(f.Study); words != "" {
		in.Warnings = append([]string{words}, in.Warnings...)
	}
	if f.Data == nil {
		return in, ctx.Err()
	}
	var err error
	in.Missing, err = missingness.Diagnose(ctx, f.Data, workers)
	return in, err
}
