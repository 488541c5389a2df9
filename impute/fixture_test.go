package impute

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/learntest"
)

// readTable reads testdata/name.csv; an empty field is a missing cell.
func readTable(t learntest.Failer, name string) dataset.Matrix {
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

func mustMake(t learntest.Failer, name string, set map[string]string) Imputer {
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

func mustTransform(t learntest.Failer, imputer Imputer, v dataset.View, env job.Env) *dataset.Filled {
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
	l := learn.LayoutOf(v)
	x := dataset.NewMatrix(v.Len(), l.Width())
	for m := range l.Names {
		for i := range v.Len() {
			copy(x.Row(i)[l.Start[m]:], f.Values(m).Row(i))
		}
	}
	return x
}
