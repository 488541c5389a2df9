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
		f := &knnFiller{knn: n, search: search, values: values}
		return func(rows []int) { f.fill(v, rows) }
	})
}

// knnFiller is the work of one goroutine.
type knnFiller struct {
	knn     *knn
	search  *neighbours.Search
	values  []dataset.Matrix
	voters  []neighbours.Neighbour
	weights []float64 // of the voters; they sum to 1
}

// fill completes a block of rows.
func (f *knnFiller) fill(v dataset.View, rows []int) {
	f.search.Compute(learn.NewTable(v, rows))
	for i, row := range rows {
		f.search.Begin(i, 2*f.knn.k+8)
		for m, block := range f.values {
			f.fillModality(m, block.Row(row))
		}
	}
}

// fillModality completes one modality of the receiver at hand. Of a modality
// that no donor has in part, all cells have the same voters.
func (f *knnFiller) fillModality(m int, out []float64) {
	start, chosen := f.knn.donors.Start[m], false
	for j, x := range out {
		if !math.IsNaN(x) {
			continue
		}
		if !chosen || !f.knn.donors.Whole[m] {
			f.choose(start + j)
			chosen = true
		}
		out[j] = f.average(start + j)
	}
}

// choose finds the k nearest donors that have the column, and their weights.
func (f *knnFiller) choose(column int) {
	for f.vote(column); len(f.voters) < f.knn.k && !f.search.Complete(); f.vote(column) {
		f.search.More()
	}
	if f.knn.byDistance {
		f.weighByDistance()
	} else {
		f.weighEvenly()
	}
}

// vote takes the donors that have the column in the order of their distance, as
// far as that is certain.
func (f *knnFiller) vote(column int) {
	f.voters = f.voters[:0]
	for _, n := range f.search.Nearest() {
		if len(f.voters) == f.knn.k {
			return
		}
		if f.knn.donors.Has(int(n.Donor), column) {
			f.voters = append(f.voters, n)
		}
	}
}

func (f *knnFiller) weighEvenly() {
	f.weights = f.weights[:0]
	for range f.voters {
		f.weights = append(f.weights, 1/float64(len(f.voters)))
	}
}

// weighByDistance gives each voter a weight in proportion to 1/distance. Donors
// at distance 0 share all of it.
func (f *knnFiller) weighByDistance() {
	if len(f.voters) == 0 || math.IsInf(f.voters[0].Distance, 1) {
		f.weighEvenly()
		return
	}
	f.weights = f.weights[:0]
	nearest, sum := f.voters[0].Distance, 0.0
	for _, n := range f.voters {
		w := 1.0
		if n.Distance > nearest {
			w = math.Sqrt(nearest / n.Distance)
		}
		f.weights = append(f.weights, w)
		sum += w
	}
	for i := range f.weights {
		f.weights[i] /= sum
	}
}

// average returns the weighted mean of the voters' values of a column, the mean
// of all donors where nobody votes.
func (f *knnFiller) average(column int) float64 {
	if len(f.voters) == 0 {
		return f.knn.means[column]
	}
	var x float64
	for i, n := range f.voters {
		x += f.weights[i] * f.knn.donors.Row(int(n.Donor))[column]
	}
	return x
}
