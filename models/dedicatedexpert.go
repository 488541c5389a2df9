package models

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// expert is the model of one pattern: a classifier on the features of the
// pattern's modalities.
type expert struct {
	pattern dataset.Pattern
	blocks  map[int]block // by modality
	model   Model
}

// group collects the rows of a view by the pattern of the expert that is to
// answer for them: what they have, as far as it can be learned from.
func (d *dedicated) group(v dataset.View) []dataset.PatternCount {
	reduced := map[dataset.Pattern]dataset.Pattern{}
	return dataset.GroupByPattern(v.Len(), func(i int) dataset.Pattern {
		p := v.Pattern(i)
		if _, known := reduced[p]; !known {
			reduced[p] = d.reduce(p)
		}
		return reduced[p]
	})
}

// reduce takes from a pattern what no training record has, and then, as long as
// too few training records have all of it, the modality without which most do,
// the first of equals.
func (d *dedicated) reduce(p dataset.Pattern) dataset.Pattern {
	for m := range len(p) {
		if d.train.Columns(m) == 0 || d.supply(dataset.Only(len(p), m)) == 0 {
			p = without(p, m)
		}
	}
	enough := min(d.fewest, len(d.rows))
	for p.Count() > 1 && d.supply(p) < enough {
		best, most := 0, -1
		for m := range len(p) {
			if !p.Has(m) {
				continue
			}
			if n := d.supply(without(p, m)); n > most {
				best, most = m, n
			}
		}
		p = without(p, best)
	}
	return p
}

// supply counts the labelled training records that have a pattern at least.
func (d *dedicated) supply(p dataset.Pattern) int {
	return len(supersets(d.train, d.rows, p))
}

// supersets lists those of the rows that have a pattern at least.
func supersets(v dataset.View, rows []int, p dataset.Pattern) []int {
	var out []int
	for _, i := range rows {
		if hasAll(v, i, p) {
			out = append(out, i)
		}
	}
	return out
}

func hasAll(v dataset.View, i int, p dataset.Pattern) bool {
	for m := range len(p) {
		if p.Has(m) && !v.Has(i, m) {
			return false
		}
	}
	return true
}

func without(p dataset.Pattern, m int) dataset.Pattern { return p[:m] + "0" + p[m+1:] }

// fit trains the expert on the records that have its pattern at least.
func (e *expert) fit(ctx context.Context, d *dedicated, env job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("stopped: %w", err)
	}
	rows := supersets(d.train, d.rows, e.pattern)
	e.blocks = map[int]block{}
	for m := range len(e.pattern) {
		if e.pattern.Has(m) {
			e.blocks[m] = fitBlock(d.train, rows, m)
		}
	}
	train, err := e.cut(d.train, rows)
	if err != nil {
		return err
	}
	validation, err := e.cut(d.validation, supersets(d.validation, labelled(d.validation), e.pattern))
	if err != nil {
		return err
	}
	info, err := Lookup(d.classifier)
	if err != nil {
		return err
	}
	if e.model, err = info.Make(nil); err != nil {
		return err
	}
	return e.model.Fit(ctx, train, validation, env)
}

// predict answers for some rows of a view.
func (e *expert) predict(ctx context.Context, v dataset.View, rows []int, env job.Env) (*Prediction, error) {
	cut, err := e.cut(v, rows)
	if err != nil {
		return nil, err
	}
	return e.model.Predict(ctx, cut, env)
}

// cut returns some rows with the features of the pattern's modalities, gaps
// filled and marked; the other modalities have no column left.
func (e *expert) cut(v dataset.View, rows []int) (dataset.View, error) {
	v = v.Select(rows).WithPattern(e.pattern)
	modalities, values := make([]dataset.Modality, v.Modalities()), make([]dataset.Matrix, v.Modalities())
	for m := range modalities {
		in := v.Modality(m)
		modalities[m] = dataset.Modality{Name: in.Name, Kind: dataset.Table}
		values[m] = dataset.NewMatrix(v.Len(), 0)
		if b, ok := e.blocks[m]; ok {
			modalities[m].Columns = b.names(in.Columns)
			values[m] = b.dense(v)
		}
	}
	derived, err := v.Derive(modalities, values)
	if err != nil {
		return dataset.View{}, err
	}
	filled, err := dataset.NewFilled(derived, values)
	if err != nil {
		return dataset.View{}, err
	}
	return filled.View(), nil
}

// dense returns the features of a view whose rows all have the modality.
func (b block) dense(v dataset.View) dataset.Matrix {
	out := dataset.NewMatrix(v.Len(), b.width())
	features := make([]float32, b.width())
	for i := range v.Len() {
		b.write(features, v.Row(i, b.modality))
		for j, x := range features {
			out.Set(i, j, float64(x))
		}
	}
	return out
}

// names names the features after the columns that they come from.
func (b block) names(columns []string) []string {
	out := append([]string(nil), columns...)
	for _, j := range b.gaps {
		out = append(out, say.Code(columns[j]+" is missing"))
	}
	return out
}
