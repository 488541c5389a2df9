package leaks_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/leaks"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/impute"
	"lacuna/internal/rng"
	"lacuna/models"
)

// noise makes n records with two modalities of columns each, whose class depends
// on the first column by signal and on nothing else.
func noise(t *testing.T, n, columns int, signal float64) *dataset.Dataset {
	t.Helper()
	r := rng.New(11).Rand()
	d := dataset.Dataset{Name: "noise", Classes: []string{"a", "b"}, Labels: make([]int, n)}
	for i := range n {
		d.IDs, d.Labels[i] = append(d.IDs, fmt.Sprintf("r%d", i)), i%2
	}
	for m := range 2 {
		b := dataset.Block{Modality: dataset.Modality{Name: fmt.Sprintf("m%d", m), Kind: dataset.Table}, Numbers: dataset.NewMatrix(n, columns), Causes: make([]dataset.Cause, n)}
		for j := range columns {
			b.Modality.Columns = append(b.Modality.Columns, fmt.Sprintf("c%d", j))
		}
		for k := range b.Numbers.Data {
			b.Numbers.Data[k] = r.NormFloat64()
		}
		for i := range n {
			b.Numbers.Set(i, 0, b.Numbers.At(i, 0)+signal*float64(d.Labels[i]))
			if m == 1 && r.Float64() < 0.3 {
				b.Causes[i] = dataset.NoRow
			}
		}
		d.Blocks = append(d.Blocks, b)
	}
	out, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func demonstrate(t *testing.T, d *dataset.Dataset, workers int) map[string]leaks.Finding {
	t.Helper()
	accuracy, err := metric.MeasureNamed("accuracy")
	if err != nil {
		t.Fatal(err)
	}
	x, err := leaks.Demonstrate(t.Context(), d, accuracy, 6, workers, nil)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]leaks.Finding{}
	for _, f := range x.Own {
		out[f.Name] = f
	}
	for _, f := range x.Shuffled {
		out["shuffled "+f.Name] = f
	}
	return out
}

// The classic of Ambroise and McLachlan (2002): among many columns of pure noise
// some tell the classes apart, test records included, so that columns chosen
// before the split claim far more than one half, and columns chosen within the
// training part one half.
func TestSelectionBeforeTheSplitFindsSignalInNoise(t *testing.T) {
	for name, f := range demonstrate(t, noise(t, 80, 500, 0), 2) {
		switch name {
		case "selection", "shuffled selection":
			if f.Honest.Value < 0.35 || f.Honest.Value > 0.65 || f.Leaky.Value < 0.8 || f.Difference.CI95.Low <= 0.1 || f.Scope != result.Leaky {
				t.Errorf("%s: honest %.2f, leaky %.2f, difference %+v", name, f.Honest.Value, f.Leaky.Value, f.Difference.CI95)
			}
		case "scaling", "shuffled scaling":
			if f.Difference.CI95.Low > 0.05 || f.Leaky.Value > 0.65 || f.Scope != result.Transductive {
				t.Errorf("%s: %+v", name, f.Difference)
			}
		default: // the others see labels of the test
			if f.Leaky.Value < f.Honest.Value || f.Scope != result.Leaky {
				t.Errorf("%s: honest %.2f, leaky %.2f", name, f.Honest.Value, f.Leaky.Value)
			}
		}
		if f.Honest.Value < 0.35 || f.Honest.Value > 0.65 {
			t.Errorf("%s: an honest accuracy of noise is %.2f", name, f.Honest.Value)
		}
	}
}

// Each of 40 subjects has a signature, three records of nearly that, and a class by
// the toss of a coin: nothing can be told of a new subject, and much of one of
// whom another record was learned from. So it is with shuffled labels.
func TestSubjectsInBothPartsAreRecognised(t *testing.T) {
	d := noise(t, 120, 30, 0)
	subjects, r := make([]string, 120), rng.New(5).Rand()
	for i := range subjects {
		subjects[i] = fmt.Sprintf("s%02d", i/3)
		d.Labels[i] = i / 3 % 2
		for m := range d.Blocks {
			copy(d.Blocks[m].Numbers.Row(i), d.Blocks[m].Numbers.Row(i/3*3))
			d.Blocks[m].Numbers.Set(i, 1, d.Blocks[m].Numbers.At(i, 1)+0.1*r.NormFloat64())
		}
	}
	d.Groups, d.Subjects = map[string][]string{"subject": subjects}, "subject"
	d, err := dataset.New(*d)
	if err != nil {
		t.Fatal(err)
	}
	found := demonstrate(t, d, 2)
	for _, name := range []string{"subjects", "shuffled subjects"} {
		if f := found[name]; f.Honest.Value < 0.3 || f.Honest.Value > 0.6 || f.Leaky.Value < 0.6 || f.Difference.CI95.Low <= 0.02 || f.Scope != result.Leaky {
			t.Errorf("%s: honest %.2f, leaky %.2f, difference %+v", name, f.Honest.Value, f.Leaky.Value, f.Difference.CI95)
		}
	}
	if f := demonstrate(t, noise(t, 80, 5, 0), 2)["subjects"]; f.Difference.Value != 0 {
		t.Errorf("where nobody is there twice: %+v", f.Difference)
	}
}

// Where every value tells the class no leak can claim more.
func TestNothingIsLeftToClaim(t *testing.T) {
	found := demonstrate(t, noise(t, 80, 2, 50), 2)
	for _, name := range []string{"settings", "duplicates", "selection"} {
		if f := found[name]; f.Honest.Value != 1 || f.Difference.Value != 0 {
			t.Errorf("%s: %+v", name, f.Difference)
		}
	}
}

func TestWorkersChangeNothing(t *testing.T) {
	d := noise(t, 60, 5, 1)
	if a, b := demonstrate(t, d, 1), demonstrate(t, d, 4); fmt.Sprint(values(a)) != fmt.Sprint(values(b)) {
		t.Error(values(a), values(b))
	}
}

func values(found map[string]leaks.Finding) map[string][3]float64 {
	out := map[string][3]float64{}
	for name, f := range found {
		out[name] = [3]float64{f.Honest.Value, f.Leaky.Value, f.PHolm}
	}
	return out
}

// No comparison can name a leak: they are in no registry.
func TestLeaksAreNoMethods(t *testing.T) {
	for _, l := range leaks.All() {
		_, err1 := models.Lookup(l.Name)
		_, err2 := impute.Lookup(l.Name)
		_, err3 := experiment.ParseMethod(experiment.Method{Name: l.Name})
		_, err4 := experiment.ParseMethod(experiment.Method{Name: l.Name + "+logistic"})
		if err1 == nil || err2 == nil || err3 == nil || err4 == nil {
			t.Errorf("%s is a method", l.Name)
		}
	}
}

// Where every answer is right, with a leak and without, other records may still be
// answered wrongly: no interval has a width of nothing.
func TestPerfectAnswersHaveIntervals(t *testing.T) {
	d := noise(t, 60, 3, 0)
	for i := range d.Labels {
		d.Blocks[0].Numbers.Set(i, 0, 50*float64(d.Labels[i]))
	}
	for name, f := range demonstrate(t, d, 2) {
		if strings.HasPrefix(name, "shuffled") {
			continue
		}
		if f.Honest.Value != 1 || f.Honest.CI95.Low > 0.95 || f.Honest.CI95.High != 1 {
			t.Errorf("%s: honest %+v", name, f.Honest)
		}
		if ci := f.Difference.CI95; f.Difference.Value != 0 || !(ci.Low < -0.01) || !(ci.High > 0.01) || f.Difference.P != 1 {
			t.Errorf("%s: difference %+v", name, f.Difference)
		}
	}
}

func TestDemonstrationStopsAndRefuses(t *testing.T) {
	accuracy, _ := metric.MeasureNamed("accuracy")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := leaks.Demonstrate(ctx, noise(t, 60, 3, 1), accuracy, 3, 1, nil); err == nil {
		t.Error("went on")
	}
	if _, err := leaks.Demonstrate(t.Context(), noise(t, 60, 3, 1), accuracy, 2, 1, nil); err == nil {
		t.Error("two repetitions show nothing")
	}
}
