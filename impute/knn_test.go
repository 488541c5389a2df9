package impute

import (
	"context"
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/learn/neighbours"
	"lacuna/internal/rng"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// TestKNNEqualsScikit compares with tables that testdata/knn/make.py wrote.
func TestKNNEqualsScikit(t *testing.T) {
	train := learntest.ViewOf(t, readTable(t, "knn/train"), 5, 4, 3)
	for _, weights := range []string{"uniform", "distance"} {
		imputer := mustMake(t, "knn", map[string]string{"k": "5", "weights": weights})
		if err := imputer.Fit(context.Background(), train, job.Env{}); err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"train", "test"} {
			v := learntest.ViewOf(t, readTable(t, "knn/"+part), 5, 4, 3)
			want := readTable(t, "knn/"+weights+"_"+part)
			got := sideBySide(mustTransform(t, imputer, v, job.Env{}))
			if d := cmp.Diff(want.Data, got.Data, cmpopts.EquateApprox(0, 1e-9)); d != "" {
				t.Errorf("%s, %s rows: %s", weights, part, d)
			}
		}
	}
}

// TestKNNEqualsBruteForce draws tables in which the quick search has a hard
// time: ties, constant columns, rows with next to nothing in common, columns of
// wildly different scale, numbers that float32 cannot hold.
func TestKNNEqualsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := hardTables{t}
		train, test := draw.table("train", 2, 90), draw.table("test", 1, 12)
		k := rapid.IntRange(1, 6).Draw(t, "k")
		for _, byDistance := range []bool{false, true} {
			imputer := &knn{donorRows{name: "knn"}, k, byDistance}
			trainView, testView := learntest.ViewOf(t, train, 3, 1, 4), learntest.ViewOf(t, test, 3, 1, 4)
			if err := imputer.Fit(context.Background(), trainView, job.Env{}); err != nil {
				t.Fatal(err)
			}
			got := sideBySide(mustTransform(t, imputer, testView, job.Env{Workers: 2}))
			want := bruteForce(imputer, test)
			if d := cmp.Diff(want.Data, got.Data, cmpopts.EquateApprox(1e-9, 0)); d != "" {
				t.Fatal(d)
			}
		}
	})
}

// hardTables draws tables of 8 columns in modalities of 3, 1 and 4.
type hardTables struct{ *rapid.T }

func (h hardTables) table(name string, least, most int) dataset.Matrix {
	x := dataset.NewMatrix(rapid.IntRange(least, most).Draw(h.T, name+" rows"), 8)
	missing := rapid.SampledFrom([]float64{0, 0.2, 0.8}).Draw(h.T, name+" missing cells")
	absent := rapid.SampledFrom([]float64{0, 0.5}).Draw(h.T, name+" absent modalities")
	kind := rapid.SampledFrom([]string{"smooth", "ties", "constant", "scales", "offset", "huge", "tiny", "outlier"}).Draw(h.T, name+" kind")
	r := rng.New(rapid.Uint64().Draw(h.T, name+" seed")).Rand()
	for i := range x.Rows {
		for m, columns := range [][]int{{0, 1, 2}, {3}, {4, 5, 6, 7}} {
			gone := r.Float64() < absent
			for _, j := range columns {
				x.Set(i, j, learntest.HardNumber(kind, m, i, j, r.NormFloat64()))
				if gone || r.Float64() < missing {
					x.Set(i, j, math.NaN())
				}
			}
		}
	}
	return x
}

// bruteForce fills a table by the definition, in float64, donor by donor.
func bruteForce(n *knn, x dataset.Matrix) dataset.Matrix {
	out := x.Clone()
	for i := range x.Rows {
		for j, value := range x.Row(i) {
			if math.IsNaN(value) {
				out.Set(i, j, bruteForceCell(n, x.Row(i), j))
			}
		}
	}
	return out
}

func bruteForceCell(n *knn, x []float64, column int) float64 {
	f := &voters{}
	for len(f.list) < n.k {
		best := neighbours.Neighbour{Donor: -1, Distance: math.Inf(1)}
		for d := range n.donors.Rows {
			distance := bruteForceDistance(n.donors, d, x)
			if n.donors.Has(d, column) && !math.IsNaN(distance) && !voted(f.list, d) && (best.Donor < 0 || distance < best.Distance) {
				best = neighbours.Neighbour{Donor: int32(d), Distance: distance}
			}
		}
		if best.Donor < 0 {
			break
		}
		f.list = append(f.list, best)
	}
	if n.byDistance {
		f.weighByDistance()
	} else {
		f.weighEvenly()
	}
	return f.average(func(donor int) float64 { return n.donors.Row(donor)[column] }, n.means[column])
}

func voted(voters []neighbours.Neighbour, donor int) bool {
	for _, v := range voters {
		if int(v.Donor) == donor {
			return true
		}
	}
	return false
}

// bruteForceDistance is NaN where the rows share no cell.
func bruteForceDistance(donors *learn.Table, d int, x []float64) float64 {
	var seen [2][]uint64
	seen[1] = donors.SeenRow(d)
	seen[0] = make([]uint64, len(seen[1]))
	for j, value := range x {
		if !math.IsNaN(value) {
			seen[0][j/64] |= 1 << (j % 64)
		}
	}
	return neighbours.MeanSquare(x, donors.Row(d), seen[0], seen[1])
}
