package impute

import (
	"context"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"
)

// fieldData is where the public data sets lie that methods are measured on;
// they are no part of the source.
const fieldData = "../../shared/data"

// readField reads numbers of a data set, one file for each modality, whose rows
// bear the same ids in the same order.
func readField(t skipper, name string, modalities ...string) (x dataset.Matrix, widths []int) {
	t.Helper()
	var blocks []dataset.Matrix
	for _, m := range modalities {
		file, err := os.Open(filepath.Join(fieldData, name, m+".csv"))
		if err != nil {
			t.Skip("the data set " + name + " is not here: " + err.Error())
		}
		defer file.Close()
		lines, err := csv.NewReader(file).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		b := dataset.NewMatrix(len(lines)-1, len(lines[0])-1)
		for i, line := range lines[1:] {
			for j, field := range line[1:] {
				v, err := strconv.ParseFloat(field, 64)
				if err != nil {
					t.Fatal(err)
				}
				b.Set(i, j, v)
			}
		}
		blocks, widths = append(blocks, b), append(widths, b.Cols)
	}
	return join(blocks), widths
}

type skipper interface {
	learntest.Failer
	Skip(args ...any)
}

func join(blocks []dataset.Matrix) dataset.Matrix {
	width := 0
	for _, b := range blocks {
		width += b.Cols
	}
	x := dataset.NewMatrix(blocks[0].Rows, width)
	for i := range x.Rows {
		at := 0
		for _, b := range blocks {
			at += copy(x.Row(i)[at:], b.Row(i))
		}
	}
	return x
}

// standardise scales the columns to mean 0 and variance 1 over the seen cells.
func standardise(x dataset.Matrix) {
	for j := range x.Cols {
		var sum, squares, n float64
		for i := range x.Rows {
			if v := x.At(i, j); !math.IsNaN(v) {
				sum, squares, n = sum+v, squares+v*v, n+1
			}
		}
		mean := sum / n
		deviation := math.Sqrt(max(squares/n-mean*mean, 0))
		for i := range x.Rows {
			if deviation > 0 {
				x.Set(i, j, (x.At(i, j)-mean)/deviation)
			} else if !math.IsNaN(x.At(i, j)) {
				x.Set(i, j, 0)
			}
		}
	}
}

// hideRandomCells hides a share of the cells.
func hideRandomCells(x dataset.Matrix, share float64, seed rng.Seed) dataset.Matrix {
	out, r := x.Clone(), seed.Rand()
	for k := range out.Data {
		if r.Float64() < share {
			out.Data[k] = math.NaN()
		}
	}
	return out
}

// rangeRMSE is the error of GAIN's paper: over the hidden cells, each column
// scaled to the range of its complete numbers.
func rangeRMSE(truth, seen, filled dataset.Matrix) float64 {
	var sum float64
	n := 0
	for j := range truth.Cols {
		low, high := math.Inf(1), math.Inf(-1)
		for i := range truth.Rows {
			low, high = min(low, truth.At(i, j)), max(high, truth.At(i, j))
		}
		for i := range truth.Rows {
			if math.IsNaN(seen.At(i, j)) && high > low {
				d := (filled.At(i, j) - truth.At(i, j)) / (high - low)
				sum += d * d
				n++
			}
		}
	}
	return math.Sqrt(sum / float64(n))
}

// hideRandomModalities hides whole modalities at a rate, each row keeping one.
func hideRandomModalities(x dataset.Matrix, widths []int, rate float64, seed rng.Seed) dataset.Matrix {
	out, r := x.Clone(), seed.Rand()
	k := len(widths)
	for i := range x.Rows {
		keep, start := r.IntN(k), 0
		for m, width := range widths {
			if m != keep && r.Float64() < rate*float64(k)/float64(k-1) {
				for j := start; j < start+width; j++ {
					out.Set(i, j, math.NaN())
				}
			}
			start += width
		}
	}
	return out
}

// BenchmarkSpam hides a fifth of the cells of spam, fits on all rows as GAIN's
// paper does, and reports the error on the hidden cells.
func BenchmarkSpam(b *testing.B) {
	truth, widths := readField(b, "spam", "words", "chars", "capitals")
	standardise(truth)
	compareMethods(b, func(imputer Imputer, env job.Env) (rmse float64, err error) {
		seen := hideRandomCells(truth, 0.2, env.Seed.Child("mask"))
		v := learntest.ViewOf(b, seen, widths...)
		filled, err := fitAndFill(imputer, v, v, env)
		if err != nil {
			return 0, err
		}
		return rangeRMSE(truth, seen, filled), nil
	})
}

// BenchmarkHandwritten hides half of the six modalities of mfeat, fits on four
// fifths of the rows and reports the error on the rest, columns of variance 1.
func BenchmarkHandwritten(b *testing.B) {
	truth, widths := readField(b, "mfeat", "fou", "fac", "kar", "pix", "zer", "mor")
	standardise(truth)
	compareMethods(b, func(imputer Imputer, env job.Env) (rmse float64, err error) {
		seen := hideRandomModalities(truth, widths, 0.5, env.Seed.Child("mask"))
		order := env.Seed.Child("split").Rand().Perm(truth.Rows)
		v := learntest.ViewOf(b, seen, widths...)
		test := order[:truth.Rows/5]
		filled, err := fitAndFill(imputer, v.Select(order[len(test):]), v.Select(test), env)
		if err != nil {
			return 0, err
		}
		var squares, cells float64
		for k, i := range test {
			for j, x := range seen.Row(i) {
				if math.IsNaN(x) {
					d := filled.At(k, j) - truth.At(i, j)
					squares, cells = squares+d*d, cells+1
				}
			}
		}
		return math.Sqrt(squares / cells), nil
	})
}

// compareMethods reports the mean error of each method over seeds 0, 1, ….
func compareMethods(b *testing.B, measure func(Imputer, job.Env) (float64, error)) {
	for _, method := range []string{"mean", "knn", "ridge", "ice", "gain"} {
		b.Run(method, func(b *testing.B) {
			var sum float64
			runs := 0
			for b.Loop() {
				rmse, err := measure(mustMake(b, method, nil), job.Env{Seed: rng.New(uint64(runs)), Workers: 2})
				if err != nil {
					b.Fatal(err)
				}
				sum, runs = sum+rmse, runs+1
			}
			b.ReportMetric(sum/float64(runs), "rmse")
		})
	}
}

func fitAndFill(imputer Imputer, train, v dataset.View, env job.Env) (dataset.Matrix, error) {
	if err := imputer.Fit(context.Background(), train, env); err != nil {
		return dataset.Matrix{}, err
	}
	f, err := imputer.Transform(context.Background(), v, env)
	if err != nil {
		return dataset.Matrix{}, err
	}
	return sideBySide(f), nil
}
