package feature_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"lacuna/dataset"
	"lacuna/dataset/feature"
)

// TestPictureShape: spots in pictures of 8 × 12 are found as such, whatever their
// scale; a smooth curve and numbers without an order are none.
func TestPictureShape(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	spot := func(height, width int) []float64 {
		row := make([]float64, 0, height*width)
		y, x := r.Float64()*float64(height), r.Float64()*float64(width)
		for i := range height {
			for j := range width {
				row = append(row, 40*math.Exp(-(math.Pow(float64(i)-y, 2)+math.Pow(float64(j)-x, 2))/8))
			}
		}
		return row
	}
	curve := func() []float64 {
		phase, row := 6*r.Float64(), make([]float64, 96)
		for k := range row {
			row[k] = math.Sin(phase + float64(k)/30)
		}
		return row
	}
	disorder := func() []float64 {
		row := make([]float64, 96)
		for k := range row {
			row[k] = r.Float64()
		}
		return row
	}
	for _, c := range []struct {
		name string
		row  func() []float64
		want []int
	}{
		{"wide", func() []float64 { return spot(8, 12) }, []int{8, 12}},
		{"high", func() []float64 { return spot(12, 8) }, []int{12, 8}},
		{"square", func() []float64 { return spot(9, 9) }, []int{9, 9}},
		{"curve", curve, nil},
		{"no order", disorder, nil},
	} {
		x := dataset.NewMatrix(60, len(c.row()))
		about := dataset.Modality{Name: "m", Kind: dataset.Table}
		for j := range x.Cols {
			about.Columns = append(about.Columns, fmt.Sprint("c", j))
		}
		d := dataset.Dataset{Blocks: []dataset.Block{{Modality: about, Numbers: x, Causes: make([]dataset.Cause, x.Rows)}}}
		for i := range x.Rows {
			d.IDs = append(d.IDs, fmt.Sprint(i))
			copy(x.Row(i), c.row())
		}
		made, err := dataset.New(d)
		if err != nil {
			t.Fatal(err)
		}
		if got := feature.PictureShape(made.All(), 0); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
