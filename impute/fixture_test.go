package impute

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"

	"lacuna/dataset"
	"lacuna/internal/job"
)

// failer is *testing.T, *testing.B or *rapid.T.
type failer interface {
	Helper()
	Fatal(args ...any)
}

// readTable reads testdata/name.csv; an empty field is a missing cell.
func readTable(t failer, name string) dataset.Matrix {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	x := dataset.NewMissing(len(records), len(records[0]))
	for i, record := range records {
		for j, field := range record {
			if field == "" {
				continue
			}
			value, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			x.Set(i, j, value)
		}
	}
	return x
}

// viewOf cuts the columns of a table into modalities of the given widths. A row
// without any cell of a modality lacks it.
func viewOf(t failer, x dataset.Matrix, widths ...int) dataset.View {
	t.Helper()
	d := dataset.Dataset{Name: "table"}
	for i := range x.Rows {
		d.IDs = append(d.IDs, fmt.Sprintf("r%04d", i))
	}
	start := 0
	for m, width := range widths {
		d.Blocks = append(d.Blocks, blockOf(x, fmt.Sprintf("m%d", m), start, width))
		start += width
	}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return made.All()
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

func mustMake(t failer, name string, set map[string]string) Imputer {
	t.Helper()
	info, err := Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	imputer, err := info.Make(set)
	if err != nil {
		t.Fatal(err)
	}
	return imputer
}

func mustTransform(t failer, imputer Imputer, v dataset.View, env job.Env) *dataset.Filled {
	t.Helper()
	f, err := imputer.Transform(context.Background(), v, env)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// sideBySide joins the modalities of a filled view again.
func sideBySide(f *dataset.Filled) dataset.Matrix {
	v := f.Source()
	l := layoutOf(v)
	x := dataset.NewMatrix(v.Len(), l.width())
	for m := range l.names {
		for i := range v.Len() {
			copy(x.Row(i)[l.start[m]:], f.Values(m).Row(i))
		}
	}
	return x
}
