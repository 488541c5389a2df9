package experiment

import (
	"context"
	"fmt"
	"math"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/models"
)

// Reading is what a classifier makes of a modality. It learned from the real ones
// of labelled records that the imputer was fitted on, and is asked about what was
// made and about the real ones in its place.
type Reading struct {
	Learned int        // records; 0 where there are too few, or no labels
	Records int        // labelled, that it is asked about
	Made    ReadRight  // of what was made
	Real    ReadRight  // of what is real
	Drop    DropOfRead // the one less the other
}

// ReadRight is a share of records that are read as their class, with Wilson's
// interval.
type ReadRight struct {
	Share float64
	metric.Interval
}

// DropOfRead is the difference of two shares on the same records, with its 95 %
// interval by the normal approximation of paired differences. There is none where
// all records differ alike, or none does: that shows nothing of others.
type DropOfRead struct {
	Share float64
	metric.Interval
}

// readBy is the classifier of a Reading; on more records it would take long.
const (
	readBy       = "svm"
	mostReadFrom = 2000
	leastToRead  = 20 // records that it needs to learn from
)

// reader is a classifier of one modality.
type reader struct {
	model   models.Model // nil where nothing could be learned
	learned int
	classes []string
	env     job.Env
}

// newReader learns from rows without gaps.
func newReader(ctx context.Context, rows dataset.Matrix, labels []int, classes []string, env job.Env) (*reader, error) {
	r := &reader{classes: classes, env: env}
	labelled := evenly(withLabel(labels), mostReadFrom)
	seen := map[int]bool{}
	for _, i := range labelled {
		seen[labels[i]] = true
	}
	if len(labelled) < leastToRead || len(seen) < 2 {
		return r, nil
	}
	r.learned = len(labelled)
	return r, r.learn(ctx, readBy, pick(rows, labelled), pickLabels(labels, labelled))
}

// learn fits a classifier, named as in the registry, on rows with labels.
func (r *reader) learn(ctx context.Context, by string, rows dataset.Matrix, labels []int) error {
	v, err := r.view(rows, labels)
	if err != nil {
		return err
	}
	info, err := models.Lookup(by)
	if err != nil {
		return err
	}
	if r.model, err = info.Make(nil); err != nil {
		return err
	}
	return r.model.Fit(ctx, v, v.Select(nil), r.env)
}

func withLabel(labels []int) []int {
	var rows []int
	for i, l := range labels {
		if l != dataset.NoLabel {
			rows = append(rows, i)
		}
	}
	return rows
}

func pickLabels(labels, rows []int) []int {
	out := make([]int, len(rows))
	for k, i := range rows {
		out[k] = labels[i]
	}
	return out
}

// view shows rows as the only modality of a dataset.
func (r *reader) view(x dataset.Matrix, labels []int) (dataset.View, error) {
	about := dataset.Modality{Name: "read", Kind: dataset.Table}
	for j := range x.Cols {
		about.Columns = append(about.Columns, fmt.Sprint("column ", j+1))
	}
	d := dataset.Dataset{Name: "read", Classes: r.classes, Labels: labels, Blocks: []dataset.Block{{Modality: about, Numbers: x, Causes: make([]dataset.Cause, x.Rows)}}}
	for i := range x.Rows {
		d.IDs = append(d.IDs, fmt.Sprintf("%06d", i))
	}
	made, err := dataset.New(d)
	if err != nil {
		return dataset.View{}, err
	}
	return made.All(), nil
}

// read asks about what was made and what is real of records with the given
// labels.
func (r *reader) read(ctx context.Context, w metric.Whole, labels []int) (Reading, error) {
	out := Reading{Learned: r.learned}
	rows := withLabel(labels)
	if out.Records = len(rows); r.model == nil || len(rows) == 0 {
		out.Learned = 0
		return out, nil
	}
	labels = pickLabels(labels, rows)
	made, err := r.right(ctx, pick(w.Made, rows), labels)
	if err != nil {
		return out, err
	}
	real, err := r.right(ctx, pick(w.Real, rows), labels)
	if err != nil {
		return out, err
	}
	out.Made, out.Real, out.Drop = shareOf(made), shareOf(real), dropOf(made, real)
	return out, nil
}

// right says of each row whether it is read as its class.
func (r *reader) right(ctx context.Context, x dataset.Matrix, labels []int) ([]bool, error) {
	v, err := r.view(x, labels)
	if err != nil {
		return nil, err
	}
	p, err := r.model.Predict(ctx, v, r.env)
	if err != nil {
		return nil, err
	}
	out := make([]bool, x.Rows)
	for i := range out {
		out[i] = result.Row{Label: labels[i], Probabilities: p.Probabilities.Row(i)}.Correct()
	}
	return out, nil
}

func shareOf(right []bool) ReadRight {
	n := 0
	for _, r := range right {
		if r {
			n++
		}
	}
	return ReadRight{float64(n) / float64(len(right)), metric.Wilson(n, len(right))}
}

func dropOf(made, real []bool) DropOfRead {
	var sum, squares float64
	for k := range made {
		switch {
		case made[k] && !real[k]:
			sum, squares = sum+1, squares+1
		case real[k] && !made[k]:
			sum, squares = sum-1, squares+1
		}
	}
	n := float64(len(made))
	mean := sum / n
	half := 1.96 * math.Sqrt(max(squares/n-mean*mean, 0)/n)
	if half == 0 {
		half = math.NaN()
	}
	return DropOfRead{mean, metric.Interval{Low: mean - half, High: mean + half}}
}
