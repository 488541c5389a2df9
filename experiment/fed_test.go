package experiment

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/param"
	"lacuna/models"
)

// witness registers a model that keeps what it was given of the test records:
// by record, then by modality.
func witness(kind models.Kind) (*catalogue, map[int][][]float64) {
	saw := map[int][][]float64{}
	predict := func(_ context.Context, v dataset.View, _ job.Env) (*models.Prediction, error) {
		for i := range v.Len() {
			for _, at := range []int{0, 1} {
				saw[v.Record(i)] = append(saw[v.Record(i)], v.Row(i, at))
			}
		}
		return guess(v, 0), nil
	}
	c := registered()
	c.models = append(c.models, models.Info{Name: "witness", Kind: kind, New: func(param.Values) models.Model { return fake{predict: predict} }})
	return &c, saw
}

// What is said to be given is what the model was given in the run, to the bit.
func TestFedIsWhatTheModelGot(t *testing.T) {
	d := fixture(t, 90)
	for _, c := range []struct {
		method string
		kind   models.Kind
	}{{"witness", models.Robust}, {"mean+witness", models.Classifier}, {"knn+witness", models.Classifier}} {
		methods, saw := witness(c.kind)
		r := Runner{methods: methods}
		jobs, err := methods.plan(d, Spec{Methods: []Method{{Name: c.method}}, Mask: MaskSpec{Mechanism: MCAR, Rate: 0.3}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		j := only(t, jobs, c.method)
		if _, err := r.RunJob(t.Context(), d, j, nil); err != nil {
			t.Fatal(err)
		}
		// A derived view numbers its own rows: those of the test part, in order.
		for k, record := range j.Split.Test {
			fed, err := r.Fed(t.Context(), d, j, record)
			if err != nil {
				t.Fatal(err)
			}
			if fed.Part != "test" || fed.ID != d.IDs[record] {
				t.Fatalf("%+v", fed)
			}
			for m, x := range fed.Modalities {
				if !slices.EqualFunc(x.Given.Values, saw[k][m], sameBits) {
					t.Errorf("%s, %s, %s: said %v, given %v", c.method, fed.ID, x.Name, x.Given.Values, saw[k][m])
				}
				checkFed(t, d, j, record, m, x, c.kind)
			}
		}
	}
}

// checkFed holds state, cells and words against dataset and mask.
func checkFed(t *testing.T, d *dataset.Dataset, j Job, record, m int, x FedModality, kind models.Kind) {
	t.Helper()
	want := "present"
	switch {
	case !d.Presence.Has(record, m):
		want = "absent"
	case j.Mask.Hides(record, m):
		want = "masked"
	}
	if x.State != want || (x.Read.Values != nil) != (want == "present") {
		t.Errorf("%s of record %d is %s with cells %v, want %s", x.Name, record, x.State, x.Read.Values, want)
	}
	if want == "present" {
		if x.Instead != "" || x.Imputed != nil {
			t.Errorf("%+v: nothing is missing", x)
		}
		return
	}
	imputed := len(x.Imputed) == len(d.Blocks[m].Modality.Columns) && !slices.Contains(x.Imputed, false)
	if x.Instead == "" || imputed != (kind == models.Classifier) || (x.Given.Values == nil) != (kind == models.Robust) {
		t.Errorf("%+v", x)
	}
}

// Features are those of the training records: (x − mean)/deviation by hand, and
// the mean, 0, for what is missing.
func TestFedByHand(t *testing.T) {
	d := fixture(t, 90)
	j := only(t, plan(t, d, Spec{Methods: methods("mean+logistic")}), "mean+logistic")
	var sum, squares, n float64
	for _, i := range j.Split.Train {
		if row := d.Blocks[0].Row(i); row != nil {
			sum, squares, n = sum+row[1], squares+row[1]*row[1], n+1
		}
	}
	mean := sum / n
	deviation := math.Sqrt(squares/n - mean*mean)
	for _, i := range j.Split.Test {
		fed, err := Runner{}.Fed(t.Context(), d, j, i)
		if err != nil {
			t.Fatal(err)
		}
		want := 0.0
		if row := d.Blocks[0].Row(i); row != nil {
			want = (row[1] - mean) / deviation
		}
		if got := fed.Modalities[0].Given.Values[1]; math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %g, want %g", fed.ID, got, want)
		}
	}
}

// A learned vector is said to be one; a search is that of the job.
func TestFedSaysWhatStandsIn(t *testing.T) {
	d := fixture(t, 90)
	for name, words := range map[string]string{"token": "learned vector", "bypass": "the embeddings that a record has", "gbt": "takes it as missing", "embracenet": "encoder is not run"} {
		j := only(t, plan(t, d, Spec{Methods: methods(name)}), name)
		record := slices.IndexFunc(d.Blocks[0].Causes, func(c dataset.Cause) bool { return c != dataset.Present })
		fed, err := Runner{}.Fed(t.Context(), d, j, record)
		if err != nil || !strings.Contains(fed.Modalities[0].Instead, words) {
			t.Errorf("%s: %q, %v", name, fed.Modalities[0].Instead, err)
		}
	}
}

func TestNumbersRange(t *testing.T) {
	low, mean, high := Numbers{Values: []float64{3, math.NaN(), -1, 4}}.Range()
	if low != -1 || mean != 2 || high != 4 {
		t.Error(low, mean, high)
	}
	if low, _, _ = (Numbers{}).Range(); !math.IsNaN(low) {
		t.Error(low)
	}
}
