package learntest

import (
	"fmt"
	"math"
	"strconv"

	"lacuna/dataset"
)

// Failer is *testing.T, *testing.B or *rapid.T.
type Failer interface {
	Helper()
	Fatal(args ...any)
}

// ViewOf cuts the columns of a table into modalities of the given widths. A row
// without any cell of a modality lacks it.
func ViewOf(t Failer, x dataset.Matrix, widths ...int) dataset.View {
	t.Helper()
	return made(t, unlabelled(x, 0, widths))
}

// LabelledView is ViewOf for a table whose first column is the class, 0 to
// classes-1.
func LabelledView(t Failer, x dataset.Matrix, classes int, widths ...int) dataset.View {
	t.Helper()
	d := unlabelled(x, 1, widths)
	for c := range classes {
		d.Classes = append(d.Classes, strconv.Itoa(c))
	}
	for i := range x.Rows {
		d.Labels = append(d.Labels, int(x.At(i, 0)))
	}
	return made(t, d)
}

func made(t Failer, d dataset.Dataset) dataset.View {
	t.Helper()
	done, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return done.All()
}

// unlabelled cuts the columns from start on.
func unlabelled(x dataset.Matrix, start int, widths []int) dataset.Dataset {
	d := dataset.Dataset{Name: "table"}
	for i := range x.Rows {
		d.IDs = append(d.IDs, fmt.Sprintf("r%05d", i))
	}
	for m, width := range widths {
		d.Blocks = append(d.Blocks, blockOf(x, fmt.Sprintf("m%d", m), start, width))
		start += width
	}
	return d
}

func blockOf(x dataset.Matrix, name string, start, width int) dataset.Block {
	b := dataset.Block{
		Modality: dataset.Modality{Name: name, Kind: dataset.Table},
		Numbers:  dataset.NewMatrix(x.Rows, width), Causes: make([]dataset.Cause, x.Rows),
	}
	for j := range width {
		b.Modality.Columns = append(b.Modality.Columns, fmt.Sprintf("%s.%d", name, j))
	}
	for i := range x.Rows {
		b.Causes[i] = dataset.NoRow
		for j, value := range x.Row(i)[start : start+width] {
			b.Numbers.Set(i, j, value)
			if !math.IsNaN(value) {
				b.Causes[i] = dataset.Present
			}
		}
	}
	return b
}

// HardNumber makes of a draw z a number that is hard on float32: kind says how,
// for column j of modality m in row i.
func HardNumber(kind string, m, i, j int, z float64) float64 {
	switch kind {
	case "ties":
		return math.Round(z)
	case "constant":
		return float64(m)
	case "scales":
		return z * math.Pow(10, float64(3*j-12))
	case "offset":
		return 1e6 + z
	case "huge":
		return z * 1e30
	case "tiny":
		return z * 1e-30
	case "outlier":
		if i == 0 {
			return z * 1e12
		}
	}
	return z
}
