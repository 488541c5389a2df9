package missingness

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Predictor tells how well the absence of a modality can be predicted. Every AUC
// is the mean over five folds, stratified by absence, with kin in one fold;
// means, scales and weights are those of the other folds.
type Predictor struct {
	Modality  string
	N, Absent int // records that were looked at, and of them those that lack it
	// Values is the AUC of a logistic regression with an L2 penalty on all
	// columns of the other modalities and their presence; Presence that of their
	// pattern alone; Label that of the class alone. N is 0 where there is none.
	Values, Presence, Label metric.Estimate
	Columns                 []Column // that differ most, the three first
	Refused                 string   // why there is no prediction; "" where there is one
	Notes                   []string
}

// Column is one column of another modality, or the presence of one, by itself.
type Column struct {
	Name  string
	N     int     // records that have it
	AUC   float64 // probability that it is higher in a record that lacks the modality
	PHolm float64 // Mann and Whitney 1947, adjusted for all columns that were looked at (Holm 1979)
}

// Bounds of what is fitted: records, and cells (records × columns).
const (
	mostFitted  = 4000
	mostCells   = 5_000_000
	fewestDrawn = 400
	textColumns = 2000 // what a text counts for
	namedFirst  = 3
	parts       = 5 // folds
)

// Predictors looks at every modality that some records lack. The error is that
// of ctx.
func Predictors(ctx context.Context, d *dataset.Dataset, workers int) ([]Predictor, error) {
	var list []Predictor
	for m := range d.Blocks {
		if d.Presence.Count(m) == d.Records() {
			continue
		}
		x, err := predictorOf(ctx, d, m, workers)
		if err != nil {
			return list, err
		}
		list = append(list, x)
	}
	return list, nil
}

func predictorOf(ctx context.Context, d *dataset.Dataset, m, workers int) (Predictor, error) {
	present := d.Presence.Count(m)
	x := Predictor{Modality: d.Blocks[m].Modality.Name, N: d.Records(), Absent: d.Records() - present}
	if x.Refused = tooFew(x.Absent, present); x.Refused != "" {
		return x, nil
	}
	labels := make([]int, d.Records())
	for i := range labels {
		if !d.Presence.Has(i, m) {
			labels[i] = 1
		}
	}
	others := slices.Delete(slices.Clone(d.Blocks), m, m+1)
	rows := drawnOf(d.ByID(), labels, recordsFor(others), rng.New(0).Child("predict/"+x.Modality))
	if len(rows) < d.Records() {
		x.Notes = append(x.Notes, say.Form("%s, in which those without it are more frequent than in all where they are few", partWords(len(rows), d.Records())))
	}
	if err := x.byOthers(ctx, d, others, rows, labels, workers); err != nil {
		return x, err
	}
	return x, x.byLabel(ctx, d, rows, labels, workers)
}

// recordsFor is how many records can be fitted in seconds.
func recordsFor(blocks []dataset.Block) int {
	columns := 1
	for _, b := range blocks {
		columns += len(b.Modality.Columns)
		if b.Texts != nil {
			columns += textColumns
		}
	}
	return min(mostFitted, max(fewestDrawn, mostCells/columns))
}

// drawnOf draws of both classes, of the smaller one up to half of all that are
// wanted: an AUC does not depend on how frequent they are.
func drawnOf(rows, labels []int, most int, seed rng.Seed) []int {
	var of [2][]int
	for _, i := range rows {
		of[labels[i]] = append(of[labels[i]], i)
	}
	if len(labels) > most {
		sizes := [2]int{len(of[0]), len(of[1])}
		for l := range of {
			of[l] = drawn(of[l], max(most-sizes[1-l], most/2), seed.Child(classes[l]))
		}
	}
	chosen := slices.Concat(of[0], of[1])
	slices.Sort(chosen)
	return chosen
}

// classes of a dataset whose label is absence.
var classes = []string{"has it", "lacks it"}

func (x *Predictor) byOthers(ctx context.Context, d *dataset.Dataset, others []dataset.Block, rows, labels []int, workers int) error {
	if len(others) == 0 {
		x.Notes = append(x.Notes, say.Text("there is no other modality to predict from"))
		return nil
	}
	made, err := part(d, others, rows, classes, labels)
	if err != nil {
		return err
	}
	x.N, x.Absent = len(rows), countOf(made.Labels)
	study, err := x.crossValidate(ctx, made, workers)
	if err != nil {
		return err
	}
	x.Values, x.Presence = areaOf(study, predicting), areaOf(study, "pattern")
	if x.Columns, err = differing(ctx, made); err != nil && ctx.Err() == nil {
		x.Notes, err = append(x.Notes, say.Form("columns were not compared: %s", err.Error())), nil
	}
	return err
}

func countOf(labels []int) int {
	n := 0
	for _, l := range labels {
		n += l
	}
	return n
}

// byLabel predicts absence from the class alone, of the labelled records.
func (x *Predictor) byLabel(ctx context.Context, d *dataset.Dataset, rows, labels []int, workers int) error {
	var known []int
	for _, i := range rows {
		if d.Labels[i] != dataset.NoLabel {
			known = append(known, i)
		}
	}
	absent := countOf(pick(labels, known))
	if len(d.Classes) < 2 || tooFew(absent, len(known)-absent) != "" {
		return nil
	}
	b := dataset.Block{Modality: dataset.Modality{Name: "class", Kind: dataset.Table, Columns: d.Classes},
		Numbers: dataset.NewMatrix(d.Records(), len(d.Classes)), Causes: make([]dataset.Cause, d.Records())}
	for i, c := range d.Labels {
		if c != dataset.NoLabel {
			b.Numbers.Set(i, c, 1)
		}
	}
	made, err := part(d, []dataset.Block{b}, known, classes, labels)
	if err != nil {
		return err
	}
	made.Same = nil // records of one class are not the same record
	study, err := x.crossValidate(ctx, made, workers)
	x.Label = areaOf(study, predicting)
	return err
}

// predicting is the method that predicts absence.
const predicting = "mean+logistic"

// crossValidate runs the comparison whose label is absence. What cannot be
// fitted is noted.
func (x *Predictor) crossValidate(ctx context.Context, d *dataset.Dataset, workers int) (result.Study, error) {
	spec := experiment.Spec{
		Methods: []experiment.Method{{Name: predicting}},
		Split:   experiment.SplitSpec{Kind: experiment.KFold, Folds: parts}.Careful(d),
	}
	study, err := experiment.Runner{Workers: workers}.Run(ctx, d, spec, nil)
	if stopped := ctx.Err(); stopped != nil {
		return study, say.Errorf("the diagnosis was stopped: %w", stopped)
	}
	if err != nil {
		var failed *experiment.FailedJobs
		if errors.As(err, &failed) {
			err = failed.Failures[0].Err // one says why
		}
		x.Notes = append(x.Notes, say.Form("not all of it could be predicted: %s", err.Error()))
	}
	return study, nil
}

func areaOf(study result.Study, method string) metric.Estimate {
	area, err := metric.MeasureNamed("auroc")
	if err != nil || len(study.Runs) == 0 {
		return metric.Estimate{Value: math.NaN(), CI95: metric.Interval{Low: math.NaN(), High: math.NaN()}, P: math.NaN()}
	}
	return metric.MeasureOf(study, method, metric.ByMissing(study)[0], area)
}

// Words says what came out.
func (x Predictor) Words() string {
	if x.Refused != "" {
		return fmt.Sprintf("%s: %s.", x.Modality, x.Refused)
	}
	var of []string
	for _, a := range []struct {
		what string
		area metric.Estimate
	}{{say.Text("the other modalities"), x.Values}, {say.Text("their presence alone"), x.Presence}, {say.Text("the class alone"), x.Label}} {
		if a.area.N > 0 && !math.IsNaN(a.area.Value) {
			of = append(of, fmt.Sprintf("%s AUC %.2f [%.2f %.2f]", a.what, a.area.Value, a.area.CI95.Low, a.area.CI95.High))
		}
	}
	if len(of) == 0 {
		return say.Form("%s: nothing to predict its absence from.", x.Modality)
	}
	words := say.Form("%s: its absence is predicted by %s (5 folds, n = %s, %s absent)", x.Modality, strings.Join(of, say.Text(", by ")), say.Grouped(x.N), say.Grouped(x.Absent))
	var names []string
	for _, c := range x.Columns {
		names = append(names, fmt.Sprintf("%s (AUC %.2f, %s, n = %s)", c.Name, c.AUC, metric.PValue(c.PHolm), say.Grouped(c.N)))
	}
	if len(names) > 0 {
		words += say.Form("; what differs most by itself: %s", strings.Join(names, ", "))
	}
	return words + "."
}
