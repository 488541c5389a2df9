package experiment

import (
	"context"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
	"lacuna/models"
)

// maxMaskedPatterns bounds the masked-complete series: the patterns with the
// most records stand for the rest.
const maxMaskedPatterns = 12

// test asks the fitted pipeline about the test records: as they are, where the
// job wants it once per pattern with the complete ones masked, and in all
// conditions of a sweep.
func (t *trial) test(ctx context.Context) (result.Run, error) {
	blind := t.blind()
	rows, err := t.rows(ctx, blind)
	if err != nil {
		return result.Run{}, err
	}
	swept, err := t.sweep(ctx, blind)
	if err != nil {
		return result.Run{}, err
	}
	run := t.run(rows)
	run.Swept = swept
	return run, nil
}

// rows makes the rows of the comparison itself.
func (t *trial) rows(ctx context.Context, blind *dataset.Dataset) ([]result.Row, error) {
	rows, err := t.predict(ctx, blind.View(t.job.Split.Test, t.job.Mask), result.Observed)
	t.counted = true
	if err != nil || !t.job.MaskedComplete {
		return rows, err
	}
	complete, patterns := t.completeTest(), t.maskedPatterns()
	if len(complete) == 0 {
		return rows, nil
	}
	rows = slices.Grow(rows, len(complete)*len(patterns)) // of large data they take tens of megabytes
	for _, p := range patterns {
		masked, err := t.predict(ctx, blind.View(complete, nil).WithPattern(p), result.MaskedComplete)
		if err != nil {
			return nil, say.Errorf("complete records masked to %s: %w", p.Label(t.data.Names()), err)
		}
		rows = append(rows, masked...)
	}
	return rows, nil
}

// blind returns the dataset without the labels of the test records, so that
// not even a faulty model can look at them.
func (t *trial) blind() *dataset.Dataset {
	d := *t.data
	d.Labels = slices.Clone(d.Labels)
	for _, i := range t.job.Split.Test {
		d.Labels[i] = dataset.NoLabel
	}
	return &d
}

// completeTest lists the test records with nothing missing before the mask.
func (t *trial) completeTest() []int {
	var rows []int
	for _, i := range t.job.Split.Test {
		if t.data.Presence.Pattern(i).Complete() {
			rows = append(rows, i)
		}
	}
	return rows
}

// maskedPatterns lists the patterns of all records of the split as they are
// seen, the complete one first, then the most frequent. Where nothing is ever
// missing there is nothing to mask.
func (t *trial) maskedPatterns() []dataset.Pattern {
	var list []dataset.Pattern
	incomplete := false
	for _, p := range t.data.View(t.job.records(), t.job.Mask).Patterns() {
		if p.Pattern.Count() == 0 || len(list) == maxMaskedPatterns {
			continue
		}
		list = append(list, p.Pattern)
		incomplete = incomplete || !p.Pattern.Complete()
	}
	if !incomplete {
		return nil
	}
	return list
}

// predict makes one row per record of the view.
func (t *trial) predict(ctx context.Context, v dataset.View, series result.Series) ([]result.Row, error) {
	p, err := t.ask(ctx, v)
	if err != nil {
		return nil, err
	}
	rows := make([]result.Row, v.Len())
	for i := range rows {
		record := v.Record(i)
		rows[i] = result.Row{
			ID: v.ID(i), Record: record, Label: t.data.Labels[record], Series: series,
			Pattern: v.Pattern(i), Natural: t.data.Presence.Pattern(record),
			Probabilities: p.Probabilities.Row(i), Completed: p.row(i),
		}
		if p.Uncertainty != nil {
			rows[i].Uncertainty = &p.Uncertainty[i]
		}
		if p.Attention.Data != nil {
			rows[i].Attention = p.Attention.Row(i)
		}
	}
	return rows, nil
}

// ask shows a view to the fitted pipeline.
func (t *trial) ask(ctx context.Context, v dataset.View) (*answer, error) {
	numbers, err := t.numbers(v)
	if err != nil {
		return nil, err
	}
	list := make([]*models.Prediction, len(t.models))
	for k, m := range t.models {
		complete, err := t.completed(ctx, numbers, k)
		if err != nil {
			return nil, err
		}
		if list[k], err = m.Predict(ctx, complete, t.modelEnv()); err != nil {
			return nil, err
		}
		if err := list[k].Check(v, len(v.Classes())); err != nil {
			return nil, err
		}
	}
	p := pooled(list)
	p.Attention = inDataOrder(p.Attention, v)
	return p, nil
}

// inDataOrder brings columns that are modalities in the order of their names
// back to the order that the data have.
func inDataOrder(x dataset.Matrix, v dataset.View) dataset.Matrix {
	_, order := v.ByName()
	if x.Data == nil || slices.IsSorted(order) {
		return x
	}
	out := dataset.NewMatrix(x.Rows, x.Cols)
	for i := range x.Rows {
		for k, m := range order {
			out.Set(i, m, x.At(i, k))
		}
	}
	return out
}
