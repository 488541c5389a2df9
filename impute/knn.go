package impute

import (
	"context"
	"fmt"
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
		return &knn{k: p.Int("k"), byDistance: p.String("weights") == "distance"}
	},
})

// knn averages the nearest donors of each missing cell. Its results are those
// of scikit-learn's KNNImputer, except that donors at the same distance are
// taken in the order of their ids, and that a donor that shares no cell with
// the record has no vote where that leaves fewer than k.
type knn struct {
	k          int
	byDistance bool
	donors     *learn.Table // in the order of ids
	means      []float64
	warnings   []string
}

// Fit keeps the training rows.
func (n *knn) Fit(ctx context.Context, train dataset.View, _ job.Env) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("impute knn: stopped: %w", err)
	}
	train = learn.Canonical(train)
	donors := learn.NewTable(train, learn.AllRows(train.Len()))
	means, count := donors.Means()
	n.donors, n.means = donors, means
	n.warnings = donors.Unobserved(func(j int) bool { return count[j] > 0 })
	return nil
}

// Warnings names the columns that no training record has.
func (n *knn) Warnings() []string { return n.warnings }

// knnBlock is the number of records whose donors are sought together.
const knnBlock = 240

// Transform fills the gaps of v.
func (n *knn) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	if n.donors == nil {
		return nil, fmt.Errorf("impute knn: %w", ErrNotFitted)
	}
	if err := check(n.donors.Layout, v); err != nil {
		return nil, fmt.Errorf("impute knn: %w", err)
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
	}
	receivers, whole := incomplete(values)
	for m := range whole {
		whole[m] = whole[m] && n.donors.Whole[m]
	}
	s := neighbours.NewScreen(n.donors, whole, n.means)
	err := eachBlock(ctx, env, "knn", len(receivers), knnBlock, func() func(low, high int) {
		f := &knnFiller{knn: n, search: s.NewSearch(), values: values}
		return func(low, high int) { f.fill(v, receivers[low:high]) }
	})
	if err != nil {
		return nil, err
	}
	return filled("knn", v, values)
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
