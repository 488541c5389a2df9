package experiment

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/say"
	"lacuna/models"
)

// Fed is what a method is given of one record: by modality, from the cells as
// they were read to the numbers that reach its encoder.
type Fed struct {
	ID         string
	Part       string // of the split: "training", "validation", "test", or "none"
	Method     string
	Settings   map[string]string // as they were used
	Imputer    string            // "" for a method that takes gaps as they are
	Modalities []FedModality
}

// FedModality is what a method is given of one modality of a record.
type FedModality struct {
	Name  string
	Kind  dataset.Kind // as read
	State string       // "present", "absent" or "masked"
	Cause string       // why it is absent, as in mask files; "present" where it is not
	// Read is the cells as they were read; none of a modality that is absent or
	// hidden.
	Read Numbers
	Text string // of a raw text
	File string // of an image or sound
	// Features says how the numbers are made, fitted on training records.
	Features string
	Shape    []int   // of the numbers, where it is not their count
	Given    Numbers // what the method is given; none where it gets nothing
	Imputed  []bool  // which of them the imputer has put in; nil for none
	Instead  string  // what stands for what is missing, in words; "" where nothing is
}

// Numbers are numbers with the names of their columns; NaN where one is missing.
type Numbers struct {
	Columns []string
	Values  []float64
}

// Missing counts the numbers that are missing.
func (n Numbers) Missing() int {
	k := 0
	for _, x := range n.Values {
		if math.IsNaN(x) {
			k++
		}
	}
	return k
}

// Range returns the smallest, the mean and the largest number; NaN of none.
func (n Numbers) Range() (low, mean, high float64) {
	low, high = math.NaN(), math.NaN()
	k := 0.0
	for _, x := range n.Values {
		if math.IsNaN(x) {
			continue
		}
		if k++; k == 1 {
			low, high = x, x
		}
		low, high = min(low, x), max(high, x)
		mean += (x - mean) / k
	}
	if k == 0 {
		mean = math.NaN()
	}
	return low, mean, high
}

// Fed says what the method of a planned job is given of a record. Features and
// imputer are fitted as for the job, on its training records; the model is not
// trained. Settings that the job searches are those that its stored run has
// chosen, or are searched again. Imported predictions are an error.
func (r Runner) Fed(ctx context.Context, d *dataset.Dataset, j Job, record int) (Fed, error) {
	if j.Imported != "" {
		return Fed{}, errImported(j)
	}
	env := job.Env{Workers: r.workers()}
	j, err := r.settled(ctx, d, j, env)
	if err != nil {
		return Fed{}, fmt.Errorf("%s: %w", j.Label, err)
	}
	r.Programs = true // none is started: it would be for training only
	t, err := r.newTrial(d, j, env)
	if err != nil {
		return Fed{}, err
	}
	defer t.close()
	if _, err := t.fitInputs(ctx); err != nil {
		return Fed{}, fmt.Errorf("%s: %w", j.Label, err)
	}
	return t.fed(ctx, record)
}

// settled returns the job with the settings that its search has chosen.
func (r Runner) settled(ctx context.Context, d *dataset.Dataset, j Job, env job.Env) (Job, error) {
	if run, err := load(r.store(), j); err == nil && len(run.Search) == len(j.Candidates) {
		if at := slices.IndexFunc(run.Search, func(c result.Candidate) bool { return c.Chosen }); at >= 0 {
			j.Method.Settings, j.Candidates = j.Candidates[at], nil
		}
	}
	j, _, err := r.search(ctx, d, j, env)
	return j, err
}

// fed shows a record to the fitted features and imputer.
func (t *trial) fed(ctx context.Context, record int) (Fed, error) {
	seen, order := t.data.View([]int{record}, t.job.Mask).ByName()
	numbers, err := t.features.Apply(seen)
	if err != nil {
		return Fed{}, err
	}
	given, err := t.completed(ctx, numbers, 0)
	if err != nil {
		return Fed{}, err
	}
	out := Fed{ID: t.data.IDs[record], Part: t.partOf(record), Method: t.job.Label, Settings: t.job.Method.Settings}
	if t.pipeline.Imputer != nil {
		out.Imputer = t.pipeline.Imputer.Name
	}
	words := t.features.Describe()
	out.Modalities = make([]FedModality, len(order))
	for m := range seen.Modalities() {
		x := readOf(seen, m)
		if m < len(words) {
			x.Features = words[m]
		}
		about := given.Modality(m)
		if row := given.Row(0, m); row != nil {
			x.Given, x.Shape = Numbers{about.Columns, row}, about.Shape
		}
		if t.imputer != nil {
			x.Imputed = gapsOf(numbers.Row(0, m), len(about.Columns))
		}
		x.Instead = t.instead(x, numbers.Row(0, m))
		out.Modalities[order[m]] = x
	}
	return out, nil
}

// readOf is a modality of the first row of a view as it was read.
func readOf(v dataset.View, m int) FedModality {
	about := v.Modality(m)
	x := FedModality{Name: about.Name, Kind: about.Kind, State: "present", Cause: v.Cause(0, m).String(), File: v.File(0, m)}
	switch v.Cause(0, m) {
	case dataset.Present:
		x.Read = Numbers{about.Columns, v.Row(0, m)}
		x.Text, _ = v.Text(0, m)
	case dataset.Masked:
		x.State = "masked"
	default:
		x.State = "absent"
	}
	return x
}

// gapsOf says which of the numbers an imputer puts in; nil where there are none.
func gapsOf(row []float64, columns int) []bool {
	out, some := make([]bool, columns), false
	for j := range out {
		out[j] = row == nil || math.IsNaN(row[j])
		some = some || out[j]
	}
	if !some {
		return nil
	}
	return out
}

func (t *trial) partOf(record int) string {
	for _, p := range []struct {
		name string
		rows []int
	}{{"training", t.job.Split.Train}, {"validation", t.job.Split.Validation}, {"test", t.job.Split.Test}} {
		if slices.Contains(p.rows, record) {
			return p.name
		}
	}
	return "none"
}

// standIns are what a fusion puts in the place of an absent modality.
var standIns = map[string]string{
	"bypass": "nothing: its encoder is not run, and the fusion leaves it out", "zero": "its encoder is not run: zeros stand in its place",
	"token":         "its encoder is not run: a learned vector of the modality stands in its place",
	"pattern-token": "its encoder is not run: a learned vector of the modality and the pattern stands in its place",
}

// instead says what stands for what is missing of a modality, whose features
// are row.
func (t *trial) instead(x FedModality, row []float64) string {
	missing := Numbers{Values: row}.Missing()
	switch model := t.pipeline.Model; {
	case t.imputer != nil && x.Imputed != nil && t.job.Imputations > 1:
		return say.Form("the first of %d draws by the imputer %s, fitted on the training records", t.job.Imputations, t.pipeline.Imputer.Name)
	case t.imputer != nil && x.Imputed != nil:
		return say.Form("numbers by the imputer %s, fitted on the training records", t.pipeline.Imputer.Name)
	case row == nil && model.Kind == models.Robust:
		return cmp.Or(say.Text(standIns[t.pipeline.Settings[model.Name+".absent"]]), say.Form("its encoder is not run; the fusion stands in for it: %s", say.Again(model.Help)))
	case row == nil:
		return say.Text("nothing: the method takes it as missing")
	case missing > 0 && model.Kind == models.Robust:
		return say.Text("the mean of training for each missing number, and an indicator beside it")
	case missing > 0:
		return say.Text("nothing: the method takes the missing numbers as missing")
	}
	return ""
}
