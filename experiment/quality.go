package experiment

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/metric"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// WholeQuality says how good a modality is that was hidden as a whole and made
// again.
type WholeQuality struct {
	Modality string
	What     string // FilledIn or SingleDraw
	metric.WholeScore
	Read Reading
}

// What of a method is judged: what it fills in, often a mean of several draws,
// and, where it draws, one draw.
const (
	FilledIn   = "filled in"
	SingleDraw = "a draw"
)

// Limits of what is judged, evenly over the records: distances between all that
// was made and all that was learned from are the product of the two numbers.
const (
	mostJudged  = 1000
	mostLearned = 5000
)

// Judge scores the modalities that were hidden as a whole, where there are some:
// of each what was filled in and a draw, if the imputer draws.
func (h Hidden) Judge(ctx context.Context, done *Imputation, env job.Env) ([]WholeQuality, error) {
	var out []WholeQuality
	if h.mask == nil {
		return nil, nil
	}
	truth, err := done.made.truth(h)
	if err != nil {
		return nil, err
	}
	var draw *dataset.Filled
	if d, ok := done.made.imputer.(impute.Drawer); ok {
		if draw, err = d.Draw(ctx, done.made.scaled, done.made.env.Child("shown"), 0); err != nil {
			return nil, err
		}
	}
	for k, m := range done.made.order {
		j := judged{madeFrom: done.made, truth: truth, m: k}
		if j.choose(h, m); len(j.rows) == 0 || truth.Columns(k) == 0 {
			continue
		}
		both, err := j.both(ctx, draw, env)
		if err != nil {
			return nil, say.Errorf("judging %s: %w", truth.Modality(k).Name, err)
		}
		out = append(out, both...)
	}
	return out, nil
}

// both judges what was filled in and a draw, if there is one.
func (j *judged) both(ctx context.Context, draw *dataset.Filled, env job.Env) ([]WholeQuality, error) {
	filled := j.filled.Values(j.m)
	by, err := newReader(ctx, pick(filled, j.learnt), j.labelsOf(j.learnt), j.truth.Classes(), env.Child("reader"))
	if err != nil {
		return nil, err
	}
	q, err := j.quality(ctx, FilledIn, filled, by)
	if err != nil || draw == nil {
		return []WholeQuality{q}, err
	}
	drawn, err := j.quality(ctx, SingleDraw, draw.Values(j.m), by)
	return []WholeQuality{q, drawn}, err
}

func (j *judged) labelsOf(rows []int) []int {
	out := make([]int, len(rows))
	for k, i := range rows {
		out[k] = j.truth.Label(i)
	}
	return out
}

// truth are the features of all records as they are, nothing hidden.
func (p madeFrom) truth(h Hidden) (dataset.View, error) {
	all, _ := h.truth.All().ByName()
	return p.features.Apply(all)
}

// judged is a modality that was hidden in some records.
type judged struct {
	madeFrom
	truth  dataset.View // features of all records, nothing hidden
	m      int
	rows   []int // hidden and made
	learnt []int // of records that were fitted on and have it
}

// choose picks the records that are compared; m is the place of the modality in
// the data.
func (j *judged) choose(h Hidden, m int) {
	for _, i := range h.truth.ByID() { // of many, some are taken: the same in any order of the rows
		if h.mask.Hides(i, m) && j.truth.Has(i, j.m) {
			j.rows = append(j.rows, i)
		}
	}
	for k := range j.seen.Len() {
		if i := j.seen.Record(k); j.all.Has(i, j.m) {
			j.learnt = append(j.learnt, i)
		}
	}
	j.rows, j.learnt = evenly(j.rows, mostJudged), evenly(j.learnt, mostLearned)
}

// evenly returns at most n of the rows.
func evenly(rows []int, n int) []int {
	if len(rows) <= n {
		return rows
	}
	out := make([]int, n)
	for k := range out {
		out[k] = rows[k*len(rows)/n]
	}
	return out
}

// quality compares values of the modality, all records, with the truth.
func (j *judged) quality(ctx context.Context, what string, values dataset.Matrix, by *reader) (WholeQuality, error) {
	q := WholeQuality{Modality: j.truth.Modality(j.m).Name, What: what}
	w := metric.Whole{Made: pick(values, j.rows), Real: j.real(values, j.rows), Learned: pick(values, j.learnt)}
	if shape := feature.PictureShape(j.seen, j.m); len(shape) >= 2 {
		w.MadePixels, w.RealPixels = j.features.Unscale(j.m, w.Made), j.features.Unscale(j.m, w.Real)
		w.Picture = metric.Picture{Height: shape[0], Width: shape[1], Channels: w.MadePixels.Cols / (shape[0] * shape[1]),
			Span: metric.SpanOf(j.features.Unscale(j.m, w.Learned).Data)}
	}
	var err error
	if q.WholeScore, err = w.Score(); err != nil {
		return q, err
	}
	q.Read, err = by.read(ctx, w, j.labelsOf(j.rows))
	return q, err
}

// real returns rows as they are, with what was made where nobody knows.
func (j *judged) real(values dataset.Matrix, rows []int) dataset.Matrix {
	out := pick(values, rows)
	for k, i := range rows {
		row := out.Row(k)
		for c, x := range j.truth.Row(i, j.m) {
			if !math.IsNaN(x) {
				row[c] = x
			}
		}
	}
	return out
}

func pick(x dataset.Matrix, rows []int) dataset.Matrix {
	out := dataset.NewMatrix(len(rows), x.Cols)
	for k, i := range rows {
		copy(out.Row(k), x.Row(i))
	}
	return out
}
