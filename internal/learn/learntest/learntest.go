// Package learntest holds made-up tables for tests of learners, and what
// scikit-learn makes of them; testdata/*/make.py wrote both.
package learntest

import (
	"embed"
	"encoding/csv"
	"math"
	"strconv"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
)

//go:embed testdata/*/*.csv
var tables embed.FS

// ReadCells reads testdata/name.csv; an empty field is a missing cell.
func ReadCells(t testing.TB, name string) dataset.Matrix {
	t.Helper()
	file, err := tables.Open("testdata/" + name + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	x := dataset.NewMissing(len(lines), len(lines[0]))
	for i, line := range lines {
		for j, field := range line {
			if field == "" {
				continue
			}
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			x.Set(i, j, v)
		}
	}
	return x
}

// Standardised returns the columns of a table after the first, which is the
// class, standardised by its first rows.
func Standardised(x dataset.Matrix, first int) learn.Samples {
	out := learn.NewSamples(x.Rows, x.Cols-1)
	for j := range out.Cols {
		var sum, squares float64
		for i := range first {
			sum += x.At(i, j+1) / float64(first)
		}
		for i := range first {
			squares += math.Pow(x.At(i, j+1)-sum, 2) / float64(first)
		}
		for i := range out.Rows {
			out.Row(i)[j] = float32((x.At(i, j+1) - sum) / math.Sqrt(squares))
			out.Labels[i] = int(x.At(i, 0))
		}
	}
	return out
}

// Clusters draws labelled samples around one centre per class; features beyond
// the informative ones are noise.
func Clusters(seed uint64, rows, cols, informative, classes int, spread float64) learn.Samples {
	r := rng.New(seed).Rand()
	s := learn.NewSamples(rows, cols)
	for i := range rows {
		s.Labels[i] = i % classes
		for j := range cols {
			x := spread * r.NormFloat64()
			if j < informative && j%classes == s.Labels[i] {
				x++
			}
			s.Row(i)[j] = float32(x)
		}
	}
	return s
}

// Span lists low…high-1.
func Span(low, high int) []int {
	rows := make([]int, high-low)
	for i := range rows {
		rows[i] = low + i
	}
	return rows
}
