package experiment

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// Generated says what an imputation made of whole modalities, beyond its values.
type Generated struct {
	// About describes the modalities as they were filled: a table of pixels may
	// be an image.
	About []dataset.Modality
	// Draws are the values of single draws, of a method that draws.
	Draws [][]dataset.Matrix
	// Nearest is, for each modality and record that lacks it, the record of those
	// that were fitted on whose features come nearest to what was made, by
	// Euclidean distance; −1 for the others.
	Nearest [][]int
}

// drawsShown is how many single draws of a method are shown.
const drawsShown = 3

// madeFrom is what an imputation was made from: all records and those that were
// fitted on, as they are and as features.
type madeFrom struct {
	order                    []int // of the modalities below: the place of each in the data
	all, seen, train, scaled dataset.View
	known                    [][]bool // by modality: columns that some fitted record has
	features                 *feature.Pipeline
	imputer                  impute.Imputer
	filled                   *dataset.Filled
	env                      job.Env
}

// Generate makes draws, and finds the nearest fitted record of those records
// and modalities that it is asked for, which takes the product of both numbers
// of records.
func (o *Imputation) Generate(ctx context.Context, near func(record, modality int) bool) (Generated, error) {
	var g Generated
	g.About, g.Nearest = make([]dataset.Modality, len(o.made.order)), make([][]int, len(o.made.order))
	for k, m := range o.made.order {
		g.About[m] = o.made.features.Modality(k)
		var err error
		if g.Nearest[m], err = o.made.nearest(ctx, k, func(record int) bool { return near(record, m) }); err != nil {
			return g, err
		}
	}
	if _, ok := o.made.imputer.(impute.Drawer); !ok || !pictures(o.Source, g.About) {
		return g, nil
	}
	draws, err := o.made.draws(ctx, o.made.scaled)
	if err != nil {
		return g, err
	}
	for _, draw := range draws {
		g.Draws = append(g.Draws, o.made.values(draw))
	}
	return g, nil
}

// values are the filled modalities in the units and the order of the data.
func (p madeFrom) values(filled *dataset.Filled) []dataset.Matrix {
	out := make([]dataset.Matrix, len(p.order))
	for k, m := range p.order {
		out[m] = valuesOf(p.all, k, p.known[k], p.features, filled.Values(k))
	}
	return out
}

// draws makes a few draws, by a method that draws.
func (p madeFrom) draws(ctx context.Context, v dataset.View) ([]*dataset.Filled, error) {
	var draws []*dataset.Filled
	for k := range drawsShown {
		draw, err := p.imputer.(impute.Drawer).Draw(ctx, v, p.env.Child("shown"), k)
		switch {
		case err != nil && k > 0 && ctx.Err() == nil: // a method may have fewer
			return draws, nil
		case err != nil:
			return nil, err
		}
		if draw, _, _, err = impute.Within(draw); err != nil {
			return nil, err
		}
		draws = append(draws, draw)
	}
	return draws, nil
}

// pictures says whether some record lacks an image or a spectrogram.
func pictures(v dataset.View, about []dataset.Modality) bool {
	for m, a := range about {
		if a.Kind != dataset.Table && a.Shape != nil && absent(v, m) > 0 {
			return true
		}
	}
	return false
}

// nearest finds for records that lack its modality m the fitted record with the
// nearest features.
func (p madeFrom) nearest(ctx context.Context, m int, near func(record int) bool) ([]int, error) {
	out := make([]int, p.all.Len())
	made := p.filled.Values(m)
	for i := range out {
		out[i] = -1
		if p.all.Has(i, m) || made.Cols == 0 || !near(i) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, say.Errorf("nearest records: stopped: %w", err)
		}
		least := math.Inf(1)
		for k := range p.train.Len() {
			if row := p.train.Row(k, m); row != nil {
				if d := squaredDistance(made.Row(i), row, least); d < least {
					least, out[i] = d, p.seen.Record(k)
				}
			}
		}
	}
	return out, nil
}

// squaredDistance adds up over the cells that both have, and stops beyond most.
func squaredDistance(a, b []float64, most float64) float64 {
	var sum float64
	for j, x := range a {
		if d := x - b[j]; !math.IsNaN(d) {
			if sum += d * d; sum >= most {
				return sum
			}
		}
	}
	return sum
}
