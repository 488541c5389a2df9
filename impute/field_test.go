package impute

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
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
	failer
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

// BenchmarkSpam fills spam with a fifth of its cells hidden, fitted on the same
// rows as in GAIN's paper, and reports the error there.
func BenchmarkSpam(b *testing.B) {
	truth, widths := readField(b, "spam", "words", "chars", "capitals")
	standardise(truth)
	for _, method := range []string{"mean", "knn", "ridge", "gain"} {
		b.Run(method, func(b *testing.B) {
			var sum, n float64
			for b.Loop() {
				seed := rng.New(uint64(n))
				seen := hideRandomCells(truth, 0.2, seed.Child("mask"))
				v := viewOf(b, seen, widths...)
				imputer := mustMake(b, method, settings(b))
				env := job.Env{Seed: seed, Workers: 2, Report: narrate(b)}
				if err := imputer.Fit(context.Background(), v, env); err != nil {
					b.Fatal(err)
				}
				sum += rangeRMSE(truth, seen, sideBySide(mustTransform(b, imputer, v, env)))
				n++
			}
			b.ReportMetric(sum/n, "rmse")
		})
	}
}

func narrate(b *testing.B) func(job.Event) {
	return func(ev job.Event) {
		if e, ok := ev.(job.Epoch); ok && os.Getenv("NARRATE") != "" && (e.Epoch%10 == 0 || e.Epoch < 8) {
			fmt.Printf("%+v\n", e)
		}
	}
}

func settings(b *testing.B) map[string]string {
	set := map[string]string{}
	for _, kv := range strings.Split(os.Getenv("SET"), ",") {
		if k, v, ok := strings.Cut(kv, "="); ok {
			set[k] = v
		}
	}
	return set
}

// hideModalitiesOf hides whole modalities at a cell rate, each row keeping one.
func hideBlocks(x dataset.Matrix, widths []int, rate float64, seed rng.Seed) dataset.Matrix {
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

// BenchmarkHandwritten hides half of the six modalities of mfeat, fits on four
// fifths of the rows and reports the error on the rest, columns of variance 1.
func BenchmarkHandwritten(b *testing.B) {
	truth, widths := readField(b, "mfeat", "fou", "fac", "kar", "pix", "zer", "mor")
	standardise(truth)
	for _, method := range []string{"mean", "knn", "ridge", "gain"} {
		b.Run(method, func(b *testing.B) {
			var sum, n float64
			for b.Loop() {
				seed := rng.New(uint64(n))
				seen := hideBlocks(truth, widths, 0.5, seed.Child("mask"))
				order := seed.Child("split").Rand().Perm(truth.Rows)
				v := viewOf(b, seen, widths...)
				imputer := mustMake(b, method, settings(b))
				env := job.Env{Seed: seed, Workers: 2, Report: narrate(b)}
				if err := imputer.Fit(context.Background(), v.Select(order[400:]), env); err != nil {
					b.Fatal(err)
				}
				filled := sideBySide(mustTransform(b, imputer, v.Select(order[:400]), env))
				var squares, cells float64
				for k, i := range order[:400] {
					for j, x := range seen.Row(i) {
						if math.IsNaN(x) {
							d := filled.At(k, j) - truth.At(i, j)
							squares, cells = squares+d*d, cells+1
						}
					}
				}
				sum += math.Sqrt(squares / cells)
				n++
			}
			b.ReportMetric(sum/n, "rmse")
		})
	}
}
