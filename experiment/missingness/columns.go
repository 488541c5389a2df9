package missingness

import (
	"cmp"
	"context"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// differing lists the columns of tables, the words of texts and the presence of
// modalities that differ most between records with and without what is
// predicted, each by itself. It describes all records; the adjustment is for all
// columns that were looked at.
func differing(ctx context.Context, d *dataset.Dataset) ([]Column, error) {
	absent := func(i int) bool { return d.Labels[i] == 1 }
	var all []Column
	add := func(name string, values []float64) {
		if above, p, n := mannWhitney(values, absent); !math.IsNaN(p) {
			all = append(all, Column{name, n, above, p})
		}
	}
	features, err := feature.Fit(d.All(), feature.Options{})
	if err != nil {
		return nil, err
	}
	v, err := features.Apply(d.All())
	if err != nil {
		return nil, err
	}
	values := make([]float64, v.Len())
	for m, b := range d.Blocks {
		name := b.Modality.Name
		if kind := b.Modality.Kind; kind == dataset.Table || kind == dataset.Text {
			for j, column := range v.Modality(m).Columns {
				if err := ctx.Err(); err != nil {
					return nil, say.Errorf("the diagnosis was stopped: %w", err)
				}
				for i := range values {
					values[i] = math.NaN()
					if row := v.Row(i, m); row != nil {
						values[i] = row[j]
					}
				}
				add(name+"."+column, values)
			}
		}
		for i := range values {
			values[i] = 0
			if d.Presence.Has(i, m) {
				values[i] = 1
			}
		}
		add(say.Form("presence of %s", name), values)
	}
	return first(all), nil
}

// first adjusts for all columns and returns those that differ most.
func first(all []Column) []Column {
	ps := make([]float64, len(all))
	for k, c := range all {
		ps[k] = c.PHolm
	}
	for k, p := range metric.Holm(ps) {
		all[k].PHolm = p
	}
	order := make([]int, len(all))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(ps[a], ps[b]), cmp.Compare(distance(all[b]), distance(all[a])))
	})
	out := []Column{}
	for _, k := range order[:min(namedFirst, len(order))] {
		out = append(out, all[k])
	}
	return out
}

func distance(c Column) float64 { return math.Abs(c.AUC - 0.5) }
