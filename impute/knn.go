package impute

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/neighbours"
	"lacuna/internal/param"
)

var _ = register(Info{
	Name:  "knn",
	Title: "Nearest neighbours",
	Help: "Fills each gap with the average of the nearest training records that have a value there. " +
		"The distance runs over the cells that both records have, so an absent modality is borrowed from records alike in the others.",
	Paper: "Troyanskaya et al., Missing value estimation methods for DNA microarrays, Bioinformatics 2001",
	Params: []param.Spec{
		{Name: "k", Title: "Neighbours", Type: param.Int, Default: 10, Min: 1, Max: 1000, Tries: []any{3, 5, 20},
			Help: "So many records are averaged; fewer where not as many have a value."},
		{Name: "weights", Title: "Weights", Type: param.Choice, Default: "distance", Choices: []string{"distance", "uniform"},
			Help: "Whether a nearer record counts for more (1/distance) or all count alike."},
	},
	New: func(p param.Values) Imputer {
		return &knn{donorRows{name: "knn"}, p.Int("k"), p.String("weights") == "distance"}
	},
})

// knn averages the nearest donors of each missing cell. Its results are those
// of scikit-learn's KNNImputer, except that donors at the same distance are
// taken in the order of their ids, and that a donor that shares no cell with
// the record has no vote where that leaves fewer than k.
type knn struct {
	donorRows
	k          int
	byDistance bool
}

// Transform fills the gaps of v.
func (n *knn) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	return n.fillFromDonors(ctx, v, env, func(search *neighbours.Search, values []dataset.Matrix) func([]int) {
		f := &knnFiller{knn: n, values: values, voters: voters{search: search}}
		return func(rows []int) { f.fill(v, rows) }
	})
}

// knnFiller is the work of one goroutine.
type knnFiller struct {
	knn    *knn
	values []dataset.Matrix
	voters voters
}

// fill completes a block of rows.
func (f *knnFiller) fill(v dataset.View, rows []int) {
	f.voters.search.Compute(learn.NewTable(v, rows))
	for i, row := range rows {
		f.voters.search.Begin(i, 2*f.knn.k+8)
		for m, block := range f.values {
			f.fillModality(m, block.Row(row))
		}
	}
}

// fillModality completes one modality of the receiver at hand. Of a modality
// that no donor has in part, all cells have the same voters.
func (f *knnFiller) fillModality(m int, out []float64) {
	donors := f.knn.donors
	start, chosen := donors.Start[m], false
	for j, x := range out {
		if !math.IsNaN(x) {
			continue
		}
		column := start + j
		if !chosen || !donors.Whole[m] {
			f.voters.choose(f.knn.k, f.knn.byDistance, func(donor int) bool { return donors.Has(donor, column) })
			chosen = true
		}
		out[j] = f.voters.average(func(donor int) float64 { return donors.Row(donor)[column] }, f.knn.means[column])
	}
}
