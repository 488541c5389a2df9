package feature_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
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

// TestSeriesOf: columns named by time are lines in any case, others where
// neighbours are alike; numbers without an order are none, and wavelengths stand
// where their names say.
func TestSeriesOf(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	wave := func(columns []string) []float64 {
		phase, row := 6*r.Float64(), make([]float64, len(columns))
		for k := range row {
			row[k] = math.Sin(phase+float64(k)/3) + r.Float64()/5
		}
		return row
	}
	disorder := func(columns []string) []float64 {
		row := make([]float64, len(columns))
		for k := range row {
			row[k] = r.Float64()
		}
		return row
	}
	named := func(form string, first, step, n int) []string {
		out := make([]string, n)
		for k := range out {
			out[k] = fmt.Sprintf(form, first+k*step)
		}
		return out
	}
	for name, c := range map[string]struct {
		columns []string
		row     func([]string) []float64
		want    string
	}{
		"time":       {named("t%d", 0, 1, 12), disorder, "/t/12/0-11"},
		"channels":   {slices.Concat(named("ax.t%d", 1, 1, 10), named("ay.t%d", 1, 1, 10), []string{"age"}), disorder, "ax/t/10/1-10 ay/t/10/1-10"},
		"numbered":   {named("x_%03d", 1, 1, 40), wave, "x//40/1-40"},
		"wavelength": {named("%d nm", 700, -5, 40), wave, "//40/700-505"},
		"features":   {named("f%d", 0, 1, 40), disorder, ""},
		"few":        {named("t%d", 0, 1, 5), wave, ""},
		"mostly not": {append(named("t%d", 0, 1, 8), "a", "b", "c", "d", "e", "f", "g", "h", "i"), disorder, ""},
		"no order":   {[]string{"t3", "t1", "t2", "t9", "t8", "t7", "t6", "t5"}, wave, ""},
	} {
		d := dataset.Dataset{Blocks: []dataset.Block{{Modality: dataset.Modality{Name: "m", Kind: dataset.Table, Columns: c.columns},
			Numbers: dataset.NewMatrix(60, len(c.columns)), Causes: make([]dataset.Cause, 60)}}}
		for i := range 60 {
			d.IDs = append(d.IDs, fmt.Sprint(i))
			copy(d.Blocks[0].Numbers.Row(i), c.row(c.columns))
		}
		made, err := dataset.New(d)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range feature.SeriesOf(made.All(), 0) {
			got = append(got, fmt.Sprintf("%s/%s/%d/%g-%g", s.Name, s.Axis, len(s.Columns), s.At[0], s.At[len(s.At)-1]))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
