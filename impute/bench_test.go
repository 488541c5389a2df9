package impute

import (
	"context"
	"fmt"
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"
)

// lowRank draws rows × columns numbers of ten factors with noise and hides a
// fifth of the cells, as the scripts that time other programs do.
func lowRankTable(rows, columns int) dataset.Matrix {
	const factors, noise, hidden = 10, 0.3, 0.2
	r := rng.New(0).Rand()
	loadings := dataset.NewMatrix(factors, columns)
	for i := range loadings.Data {
		loadings.Data[i] = r.NormFloat64() / math.Sqrt(factors)
	}
	x := dataset.NewMatrix(rows, columns)
	for i := range rows {
		row := x.Row(i)
		for f := range factors {
			score := r.NormFloat64()
			for j, l := range loadings.Row(f) {
				row[j] += score * l
			}
		}
		for j := range row {
			row[j] += noise * r.NormFloat64()
			if r.Float64() < hidden {
				row[j] = math.NaN()
			}
		}
	}
	return x
}

func BenchmarkTransform(b *testing.B) {
	for _, size := range [][2]int{{2000, 100}, {10000, 50}} {
		v := learntest.ViewOf(b, lowRankTable(size[0], size[1]), size[1])
		for _, c := range []struct {
			method  string
			workers int
		}{{"mean", 1}, {"knn", 1}, {"knn", 2}, {"ice", 1}, {"ice", 2}} {
			b.Run(fmt.Sprintf("%s/%dx%d/workers=%d", c.method, size[0], size[1], c.workers), func(b *testing.B) {
				benchmark(b, c.method, v, job.Env{Workers: c.workers})
			})
		}
	}
}

func benchmark(b *testing.B, method string, v dataset.View, env job.Env) {
	for b.Loop() {
		imputer := mustMake(b, method, nil)
		if err := imputer.Fit(context.Background(), v, env); err != nil {
			b.Fatal(err)
		}
		mustTransform(b, imputer, v, env)
	}
}
