package experiment

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/rng"
)

func imputer(t *testing.T, name string) impute.Imputer {
	t.Helper()
	info, err := impute.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	made, err := info.Make(nil)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// TestImputationKeepsWhatIsThere fills gaps of data with a split of their own:
// observed cells keep their very numbers, gaps get the mean of what the
// training records, and they alone, have there, in the units of the data.
func TestImputationKeepsWhatIsThere(t *testing.T) {
	d := fixture(t, 120)
	d.Blocks[0].Numbers.Set(3, 0, 1000) // far off, and not for training
	d.Splits[3] = "test"
	mean := imputer(t, "mean")
	done, err := Impute(context.Background(), d, nil, mean, job.Env{Seed: rng.New(1)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	sum, n := 0.0, 0
	for i, split := range d.Splits {
		if x := d.Blocks[0].Numbers.At(i, 0); split == "train" && !math.IsNaN(x) {
			sum, n = sum+x, n+1
		}
	}
	for i := range d.Records() {
		was, is := d.Blocks[0].Numbers.At(i, 0), done.Values[0].At(i, 0)
		if math.IsNaN(was) && math.Abs(is-sum/float64(n)) > 1e-5 {
			t.Fatalf("record %d is filled with %g, the training mean is %g", i, is, sum/float64(n))
		}
		if !math.IsNaN(was) && is != was {
			t.Fatalf("record %d was %g and became %g", i, was, is)
		}
	}
	if want := len(trainRows(d)); done.Fitted != want {
		t.Errorf("fitted on %d records, not on the %d training records", done.Fitted, want)
	}
}

// TestImputationUnderAMask hides a modality of one record and finds it filled.
func TestImputationUnderAMask(t *testing.T) {
	d := fixture(t, 60)
	d.Splits = nil
	mask := dataset.NewMask("one", d.Records(), len(d.Blocks), func(i, m int) bool { return i == 1 && m == 1 })
	median := imputer(t, "median")
	done, err := Impute(context.Background(), d, mask, median, job.Env{Seed: rng.New(1)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if was, is := d.Blocks[1].Numbers.At(1, 0), done.Values[1].At(1, 0); is == was || math.IsNaN(is) {
		t.Errorf("the hidden %g shows through as %g", was, is)
	}
	if done.Fitted != d.Records() {
		t.Errorf("fitted on %d of %d records although there is no split", done.Fitted, d.Records())
	}
}

// mixed is four records with a word, a whole number, a column and a modality
// that nobody has, and texts.
func mixed(t *testing.T) *dataset.Dataset {
	t.Helper()
	nan := math.NaN()
	d, err := dataset.New(dataset.Dataset{IDs: []string{"a", "b", "c", "d"}, Blocks: []dataset.Block{
		{
			Modality: dataset.Modality{Name: "t", Kind: dataset.Table, Columns: []string{"colour", "children", "empty"}, Fields: []dataset.Field{
				{Kind: dataset.Category, Levels: []string{"blue", "green", "red"}}, {Kind: dataset.Whole}, {}}},
			Numbers: dataset.Matrix{Rows: 4, Cols: 3, Data: []float64{0, 1, nan, 2, 3, nan, 2, nan, nan, nan, 2, nan}}, Causes: make([]dataset.Cause, 4),
		},
		{
			Modality: dataset.Modality{Name: "gone", Kind: dataset.Table, Columns: []string{"x"}},
			Numbers:  dataset.Matrix{Cols: 1}, Rows: []int{-1, -1, -1, -1}, Causes: slices.Repeat([]dataset.Cause{dataset.NoRow}, 4),
		},
		{
			Modality: dataset.Modality{Name: "note", Kind: dataset.Text},
			Texts:    []string{"one two", "two", "", "three"}, Causes: []dataset.Cause{dataset.Present, dataset.Present, dataset.Null, dataset.Present},
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Words come back as levels whatever the method, columns that nobody has stay
// empty, and texts are no numbers.
func TestImputationGivesBackWhatCameIn(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		method   string
		children float64
	}{{"mean", 2}, {"median", 2}, {"zero", 2}, {"knn", nan}, {"ridge", nan}} {
		done, err := Impute(t.Context(), mixed(t), nil, imputer(t, c.method), job.Env{Seed: rng.New(1)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		table := done.Values[0]
		if colour := table.At(3, 0); colour != 2 { // red is the most frequent
			t.Errorf("%s fills the colour with level %g", c.method, colour)
		}
		children := table.At(2, 1)
		if children < 1 || children > 3 || math.Abs(children-c.children) > 1e-9 {
			t.Errorf("%s fills the children with %g", c.method, children)
		}
		for i := range 4 {
			if !math.IsNaN(table.At(i, 2)) || !math.IsNaN(done.Values[1].At(i, 0)) {
				t.Errorf("%s invents %g and %g", c.method, table.At(i, 2), done.Values[1].At(i, 0))
			}
		}
		if done.Values[2].Cols != 0 {
			t.Errorf("%s makes %d numbers of a text", c.method, done.Values[2].Cols)
		}
		told := strings.Join(done.Warnings, "\n")
		for _, part := range []string{
			`modality "t": no record that is learned from has a value in empty; 4 cells`,
			`modality "gone": no record that is learned from has a value in any column; 4 cells are left empty`,
			`modality "note": 1 of 4 texts missing`,
		} {
			if !strings.Contains(told, part) {
				t.Errorf("%s does not tell %q but %s", c.method, part, told)
			}
		}
	}
}
