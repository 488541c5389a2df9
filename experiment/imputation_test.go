package experiment

import (
	"context"
	"math"
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
