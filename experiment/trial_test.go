package experiment

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/models"
)

// runOne plans a comparison and does the job of one method.
func runOne(t testing.TB, r Runner, d *dataset.Dataset, spec Spec) result.Run {
	t.Helper()
	jobs, err := r.catalogue().plan(d, spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	run, err := r.RunJob(context.Background(), d, jobs[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func TestRunOfAJob(t *testing.T) {
	d := fixture(t, 120)
	spec := Spec{Methods: methods("mean+logistic"), Mask: MaskSpec{Mechanism: MCAR, Rate: 0.2}}
	j := plan(t, d, spec)[0]
	run := runOne(t, Runner{}, d, spec)
	if run.Job != j.ID || run.Method != "mean+logistic" || run.Mask != "mcar cell 0.2" || run.MaskHash != j.Mask.Hash() ||
		run.Split != "holdout" || run.FitScope != result.TrainOnly || run.Dev != len(j.Split.Development()) {
		t.Errorf("the run does not tell what it is of: %+v", run)
	}
	if len(run.Rows) != len(j.Split.Test) {
		t.Fatalf("%d rows for %d test records", len(run.Rows), len(j.Split.Test))
	}
	seen := j.Mask.Apply(d.Presence)
	for k, row := range run.Rows {
		i := j.Split.Test[k]
		want := result.Row{ID: d.IDs[i], Record: i, Label: d.Labels[i], Series: result.Observed, Pattern: seen.Pattern(i), Natural: d.Presence.Pattern(i), Probabilities: row.Probabilities}
		if diff := cmp.Diff(want, row); diff != "" {
			t.Errorf("row %d: %s", k, diff)
		}
	}
	trained := 0
	for _, n := range run.DevPatterns {
		trained += n
	}
	if trained != run.Dev || run.Rates.Cell < 0.2 || len(run.Rates.Modality) != 2 {
		t.Errorf("%d development records in patterns, %d in all; rates %+v", trained, run.Dev, run.Rates)
	}
	if len(run.Warnings) != 1 || !strings.Contains(run.Warnings[0], "10 records without a label") {
		t.Errorf("warnings %q, want one on the records without a label", run.Warnings)
	}
}

// The complete test records are shown once per pattern, and never differ from
// the observed ones where the pattern is complete.
func TestMaskedComplete(t *testing.T) {
	d := fixture(t, 150)
	run := runOne(t, Runner{}, d, Spec{Methods: methods("mean+logistic"), MaskedComplete: true})
	masked := map[dataset.Pattern]int{}
	shown := map[int][]float64{}
	complete := 0
	for _, row := range run.Rows {
		switch {
		case row.Series == result.MaskedComplete && !row.Natural.Complete():
			t.Errorf("record %s was not complete", row.ID)
		case row.Series == result.MaskedComplete:
			masked[row.Pattern]++
			if row.Pattern.Complete() && !cmp.Equal(shown[row.Record], row.Probabilities) {
				t.Errorf("record %s: %v observed, %v masked to everything", row.ID, shown[row.Record], row.Probabilities)
			}
		case row.Natural.Complete():
			complete++
			shown[row.Record] = row.Probabilities
		}
	}
	want := map[dataset.Pattern]int{"11": complete, "01": complete, "10": complete}
	if diff := cmp.Diff(want, masked); diff != "" {
		t.Error(diff)
	}
}

func TestNothingToMask(t *testing.T) {
	d := *fixture(t, 60)
	for m := range d.Blocks {
		b := &d.Blocks[m]
		b.Numbers = dataset.NewMatrix(60, b.Numbers.Cols)
		b.Causes = make([]dataset.Cause, 60)
	}
	complete, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	run := runOne(t, Runner{}, complete, Spec{Methods: methods("mean+logistic"), MaskedComplete: true})
	if said := strings.Join(run.Warnings, "\n"); !strings.Contains(said, "did nothing: no record lacks a modality") {
		t.Errorf("%q does not say that there is nothing to mask", said)
	}
	for _, row := range run.Rows {
		if row.Series != result.Observed {
			t.Fatal("a series of masked records where nothing is ever missing")
		}
	}
}

func TestCurvesAreKept(t *testing.T) {
	teach := fake{fit: func(_ context.Context, _, _ dataset.View, env job.Env) error {
		for epoch, loss := range []float64{3, 1, 2} {
			env.Emit(job.Progress{Phase: "fake", Done: epoch, Total: 3})
			env.Emit(job.Epoch{Phase: "fake", Epoch: epoch + 1, Epochs: 3, TrainLoss: loss / 2, ValidationLoss: loss, Best: epoch < 2})
		}
		return nil
	}}
	run := runOne(t, Runner{methods: withFake("fake", teach)}, fixture(t, 60), Spec{Methods: methods("fake")})
	if len(run.Curves) != 3 || run.Curves[2].ValidationLoss != 2 || run.ChosenEpoch["fake"] != 2 {
		t.Errorf("curves %+v, chosen %v; want three epochs of which the second was chosen", run.Curves, run.ChosenEpoch)
	}
}

func TestSecondsComeFromTheClock(t *testing.T) {
	now := time.Unix(0, 0)
	r := Runner{methods: withFake("fake", fake{}), Clock: func() time.Time { now = now.Add(time.Second); return now }}
	run := runOne(t, r, fixture(t, 60), Spec{Methods: methods("fake")})
	if run.FitSeconds != 1 || run.Seconds != 2 {
		t.Errorf("%g seconds of fitting, %g in all; want 1 and 2", run.FitSeconds, run.Seconds)
	}
}

// A model that looks at the labels of the records that it is asked about finds
// none.
func TestTestLabelsAreHidden(t *testing.T) {
	peek := fake{predict: func(_ context.Context, v dataset.View, _ job.Env) (*models.Prediction, error) {
		for i := range v.Len() {
			if v.Label(i) != dataset.NoLabel {
				return nil, errors.New("saw a label")
			}
		}
		return guess(v, 0), nil
	}}
	runOne(t, Runner{methods: withFake("peek", peek)}, fixture(t, 90), Spec{Methods: methods("peek"), MaskedComplete: true})
}

func TestBadPredictionsAreRefused(t *testing.T) {
	bad := map[string]func(*models.Prediction){
		"not a number": func(p *models.Prediction) { p.Probabilities.Set(0, 0, math.NaN()) },
		"sum":          func(p *models.Prediction) { p.Probabilities.Set(0, 1, 1) },
		"negative":     func(p *models.Prediction) { p.Probabilities.Set(0, 0, 1.5); p.Probabilities.Set(0, 1, -0.5) },
		"rows":         func(p *models.Prediction) { p.Probabilities = dataset.NewMatrix(1, 3) },
		"attention":    func(p *models.Prediction) { p.Attention = dataset.NewMatrix(1, 3) },
	}
	d := fixture(t, 60)
	for name, spoil := range bad {
		model := fake{predict: func(_ context.Context, v dataset.View, _ job.Env) (*models.Prediction, error) {
			p := guess(v, 0)
			spoil(p)
			return p, nil
		}}
		r := Runner{methods: withFake("bad", model)}
		jobs, err := r.catalogue().plan(d, Spec{Methods: methods("bad")}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.RunJob(context.Background(), d, jobs[0], nil); err == nil {
			t.Errorf("%s: a prediction that no score can be made of is accepted", name)
		}
	}
}

func TestOverlapIsRefused(t *testing.T) {
	d := fixture(t, 60)
	j := plan(t, d, Spec{Methods: methods("mean+logistic")})[0]
	j.Split.Test = append(j.Split.Test, j.Split.Validation[0])
	if _, err := (Runner{}).RunJob(context.Background(), d, j, nil); err == nil {
		t.Error("a record that is in validation and in the test is accepted")
	}
}

// Whatever happens to one test record, its label and its values, the
// predictions of the others stay the same to the last bit: nothing that was
// fitted has seen it. This holds for every method of the registries.
func TestNoLeak(t *testing.T) {
	d := fixture(t, 80)
	for _, m := range everyMethod() {
		t.Run(m.Name, func(t *testing.T) {
			j := plan(t, d, Spec{Methods: []Method{m}, MaskedComplete: true})[0]
			before, err := Runner{}.RunJob(context.Background(), d, j, nil)
			if err != nil {
				t.Fatal(err)
			}
			for k := range 6 {
				r := rng.New(1).Block(k).Rand()
				record := j.Split.Test[r.IntN(len(j.Split.Test))]
				after, err := Runner{}.RunJob(context.Background(), disturb(t, d, record, r), j, nil)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(without(before.Rows, record), without(after.Rows, record)); diff != "" {
					t.Fatalf("changing record %s changes the predictions of others: %s", d.IDs[record], diff)
				}
			}
		})
	}
}

// everyMethod lists every model of the registries and every imputer, with
// settings that make them quick.
func everyMethod() []Method {
	c := registered()
	names := c.modelNames(false)
	for _, classifier := range c.modelNames(true) {
		names = append(names, "mean+"+classifier)
	}
	for _, imputer := range c.imputerNames() {
		names = append(names, imputer+"+logistic")
	}
	var list []Method
	for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
		m := Method{Name: name, Settings: map[string]string{}}
		p, err := c.parts(name)
		if err != nil {
			continue
		}
		for key, value := range map[string]string{"epochs": "3", "members": "2", "steps": "10", "iterations": "5"} {
			if full, err := p.qualify(key); err == nil {
				m.Settings[full] = value
			}
		}
		list = append(list, m)
	}
	return list
}

// A modality that the mask hides from all development records has been seen by
// nobody: other values of it in the test records change no prediction.
func TestHiddenFromDevelopment(t *testing.T) {
	d := fixture(t, 80)
	hidden := func(string) (*dataset.Mask, error) {
		return dataset.NewMask("no colour", 80, 2, func(_, m int) bool { return m == 0 }), nil
	}
	for _, m := range everyMethod() {
		jobs, err := Plan(d, Spec{Methods: []Method{m}, Mask: MaskSpec{Mechanism: FromFile, File: "mask.csv", On: OnTrain}}, hidden)
		if err != nil {
			t.Fatal(err)
		}
		changed := d
		r := rng.New(1).Rand()
		for _, i := range jobs[0].Split.Test {
			changed = disturbIn(t, changed, 0, i, r)
		}
		var rows [2][]result.Row
		for k, data := range []*dataset.Dataset{d, changed} {
			run, err := Runner{}.RunJob(context.Background(), data, jobs[0], nil)
			if err != nil {
				t.Fatalf("%s: %v", m.Name, err)
			}
			rows[k] = run.Rows
			if run.Dev != len(jobs[0].Split.Development()) || run.DevPatterns["11"] > 0 || run.DevPatterns["10"] > 0 {
				t.Errorf("%s: of %d development records %v", m.Name, run.Dev, run.DevPatterns)
			}
		}
		if diff := cmp.Diff(rows[0], rows[1]); diff != "" {
			t.Errorf("%s knows the modality that nobody has seen: %s", m.Name, diff)
		}
	}
}

// A modality that nobody has is no reason to stop.
func TestModalityThatNobodyHas(t *testing.T) {
	d := *fixture(t, 60)
	d.Blocks = slices.Clone(d.Blocks)
	d.Blocks[1].Numbers = dataset.NewMissing(60, 2)
	d.Blocks[1].Causes = slices.Repeat([]dataset.Cause{dataset.NoRow}, 60)
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range everyMethod() {
		j := plan(t, made, Spec{Methods: []Method{m}, MaskedComplete: true})[0]
		run, err := Runner{}.RunJob(context.Background(), made, j, nil)
		if err != nil {
			t.Errorf("%s: %v", m.Name, err)
		} else if warned := strings.Join(run.Warnings, "\n"); !strings.Contains(warned, "size") {
			t.Errorf("%s: no warning names the modality that is never there: %q", m.Name, warned)
		}
	}
}

// disturb gives one record another label and other values. What is there stays
// there, so that the patterns are the same.
func disturb(t testing.TB, d *dataset.Dataset, record int, r *rand.Rand) *dataset.Dataset {
	changed := *d
	changed.Labels = slices.Clone(d.Labels)
	changed.Labels[record] = r.IntN(3)
	out := &changed
	for m := range changed.Blocks {
		out = disturbIn(t, out, m, record, r)
	}
	return out
}

// disturbIn gives one record other values of a modality, if it has any.
func disturbIn(t testing.TB, d *dataset.Dataset, m, record int, r *rand.Rand) *dataset.Dataset {
	changed := *d
	changed.Blocks = slices.Clone(d.Blocks)
	b := &changed.Blocks[m]
	b.Numbers = b.Numbers.Clone()
	for j := range b.Numbers.Cols {
		if d.Presence.Has(record, m) {
			b.Numbers.Set(record, j, 1e3*r.NormFloat64())
		}
	}
	made, err := dataset.New(changed)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func without(rows []result.Row, record int) []result.Row {
	return slices.DeleteFunc(slices.Clone(rows), func(r result.Row) bool { return r.Record == record })
}
