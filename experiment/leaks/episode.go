package leaks

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/result"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/models"
)

// episode is one repetition: a split, a mask, and the pipeline with and without
// leaks.
type episode struct {
	ctx        context.Context
	data       *dataset.Dataset
	split      dataset.Split
	mask       *dataset.Mask
	repetition int
	env        job.Env
}

// parts are the views of an episode as numbers, filled.
type parts struct{ train, validation, test dataset.View }

// prepared fits features and means on some rows and returns all parts.
func (e *episode) prepared(fitted []int) (parts, error) {
	features, numbers, err := e.numbers(fitted)
	if err != nil {
		return parts{}, err
	}
	info, err := impute.Lookup("mean")
	if err != nil {
		return parts{}, err
	}
	imputer, err := info.Make(nil)
	if err != nil {
		return parts{}, err
	}
	if err := imputer.Fit(e.ctx, numbers, e.env); err != nil {
		return parts{}, err
	}
	return e.each(features, func(v dataset.View) (dataset.View, error) {
		filled, err := imputer.Transform(e.ctx, v, e.env)
		if err != nil {
			return v, err
		}
		return filled.View(), nil
	})
}

// numbers fits features on some rows and returns these as numbers.
func (e *episode) numbers(fitted []int) (*feature.Pipeline, dataset.View, error) {
	v, _ := e.data.View(fitted, e.mask).ByName()
	features, err := feature.Fit(v, feature.Options{Images: feature.HOG})
	if err != nil {
		return nil, v, err
	}
	numbers, err := features.Apply(v)
	return features, numbers, err
}

// each turns the three parts of the split into numbers and fills them.
func (e *episode) each(features *feature.Pipeline, fill func(v dataset.View) (dataset.View, error)) (parts, error) {
	var p parts
	for _, x := range []struct {
		rows []int
		to   *dataset.View
	}{{e.split.Train, &p.train}, {e.split.Validation, &p.validation}, {e.split.Test, &p.test}} {
		seen, _ := e.data.View(x.rows, e.mask).ByName()
		v, err := features.Apply(seen)
		if err == nil && v.Len() > 0 {
			v, err = fill(v)
		}
		if err != nil {
			return p, err
		}
		*x.to = v
	}
	return p, nil
}

// answer trains a logistic regression and asks it about the test part.
func (e *episode) answer(p parts, settings map[string]string) ([]result.Row, error) {
	info, err := models.Lookup("logistic")
	if err != nil {
		return nil, err
	}
	model, err := info.Make(settings)
	if err != nil {
		return nil, err
	}
	if err := model.Fit(e.ctx, p.train, p.validation, e.env); err != nil {
		return nil, err
	}
	said, err := model.Predict(e.ctx, p.test, e.env)
	if err != nil {
		return nil, err
	}
	rows, seen := make([]result.Row, p.test.Len()), e.mask.Apply(e.data.Presence)
	for i, record := range e.split.Test {
		rows[i] = result.Row{ID: e.data.IDs[record], Record: record, Label: e.data.Labels[record], Series: result.Observed,
			Pattern: seen.Pattern(record), Natural: e.data.Presence.Pattern(record), Probabilities: said.Probabilities.Row(i)}
	}
	return rows, nil
}

// fittedOnTraining is the pipeline as it should be.
func (e *episode) fittedOnTraining() ([]result.Row, error) {
	p, err := e.prepared(e.split.Train)
	if err != nil {
		return nil, err
	}
	return e.answer(p, nil)
}

// everyone lists all records of the split, test records included.
func (e *episode) everyone() []int {
	return slices.Concat(e.split.Train, e.split.Validation, e.split.Test)
}

func (e *episode) scaledByAll() ([]result.Row, error) {
	p, err := e.prepared(e.everyone())
	if err != nil {
		return nil, err
	}
	return e.answer(p, nil)
}

// filledByClass fills the gaps of a record, whichever part it is in, with the
// means of the training records of its own class.
func (e *episode) filledByClass() ([]result.Row, error) {
	features, train, err := e.numbers(e.split.Train)
	if err != nil {
		return nil, err
	}
	means := make([][][]float64, train.Modalities())
	for m := range means {
		means[m] = classMeans(train, m, len(e.data.Classes))
	}
	p, err := e.each(features, func(v dataset.View) (dataset.View, error) {
		values := make([]dataset.Matrix, v.Modalities())
		for m := range values {
			values[m] = v.Dense(m)
			for i := range values[m].Rows {
				for j, x := range values[m].Row(i) {
					if math.IsNaN(x) {
						values[m].Set(i, j, means[m][v.Label(i)][j])
					}
				}
			}
		}
		filled, err := dataset.NewFilled(v, values)
		if err != nil {
			return v, err
		}
		return filled.View(), nil
	})
	if err != nil {
		return nil, err
	}
	return e.answer(p, nil)
}

// classMeans returns the mean of each column by class, 0 (the mean after
// scaling) where a class has no cell.
func classMeans(v dataset.View, m, classes int) [][]float64 {
	means, counts := make([][]float64, classes), make([][]float64, classes)
	for c := range means {
		means[c], counts[c] = make([]float64, v.Columns(m)), make([]float64, v.Columns(m))
	}
	for i := range v.Len() {
		c := v.Label(i)
		for j, x := range v.Row(i, m) {
			if !math.IsNaN(x) {
				counts[c][j]++
				means[c][j] += (x - means[c][j]) / counts[c][j]
			}
		}
	}
	return means
}

// strengths are the penalties that are tried on the test.
var strengths = []string{"0.0001", "0.001", "0.01", "0.1", "1", "10"}

func (e *episode) chosenOnTest() ([]result.Row, error) {
	p, err := e.prepared(e.split.Train)
	if err != nil {
		return nil, err
	}
	var best []result.Row
	most := -1
	for _, c := range strengths {
		rows, err := e.answer(p, map[string]string{"tune": "false", "c": c})
		if err != nil {
			return nil, err
		}
		correct := 0
		for _, r := range rows {
			if r.Correct() {
				correct++
			}
		}
		if correct > most {
			most, best = correct, rows
		}
	}
	return best, nil
}

func (e *episode) trainedOnTest() ([]result.Row, error) {
	again := *e
	again.split.Train = slices.Concat(e.split.Train, e.split.Test)
	return again.fittedOnTraining()
}

// metSubjects learns from other records of the subjects that are tested, never
// from the tested record: the test records of each subject are dealt into two
// halves, and each half is tested with the other one in training.
func (e *episode) metSubjects() ([]result.Row, error) {
	var halves [2][]int
	for _, family := range e.split.Kin.Families(e.split.Test) {
		for k, i := range family {
			halves[k%2] = append(halves[k%2], i)
		}
	}
	if len(halves[1]) == 0 { // nobody is there twice
		return e.fittedOnTraining()
	}
	rows := make([]result.Row, 0, len(e.split.Test))
	for k, half := range halves {
		again := *e
		again.split.Train, again.split.Test = slices.Concat(e.split.Train, halves[1-k]), half
		some, err := again.fittedOnTraining()
		if err != nil {
			return nil, err
		}
		rows = append(rows, some...)
	}
	place := map[int]int{}
	for k, i := range e.split.Test {
		place[i] = k
	}
	slices.SortFunc(rows, func(a, b result.Row) int { return place[a.Record] - place[b.Record] })
	return rows, nil
}

func (e *episode) selectedOnTraining() ([]result.Row, error) {
	return e.selecting(func(p parts) []dataset.View { return []dataset.View{p.train, p.validation} })
}

func (e *episode) selectedOnAll() ([]result.Row, error) {
	return e.selecting(func(p parts) []dataset.View { return []dataset.View{p.train, p.validation, p.test} })
}

// selecting keeps the columns that tell the classes of some parts apart best.
func (e *episode) selecting(by func(p parts) []dataset.View) ([]result.Row, error) {
	p, err := e.prepared(e.split.Train)
	if err != nil {
		return nil, err
	}
	keep := bestColumns(by(p), len(e.data.Classes))
	for _, v := range []*dataset.View{&p.train, &p.validation, &p.test} {
		if *v, err = withColumns(*v, keep); err != nil {
			return nil, err
		}
	}
	return e.answer(p, nil)
}

// bestColumns returns the columns of each modality that are among those with
// the largest ratio of variance between classes to that within (Fisher's F).
func bestColumns(views []dataset.View, classes int) [][]int {
	type place struct {
		modality, column int
		ratio            float64
	}
	var all []place
	for m := range views[0].Modalities() {
		for j := range views[0].Columns(m) {
			all = append(all, place{m, j, varianceRatio(views, m, j, classes)})
		}
	}
	slices.SortStableFunc(all, func(a, b place) int {
		switch {
		case a.ratio > b.ratio:
			return -1
		case a.ratio < b.ratio:
			return 1
		}
		return 0
	})
	keep := make([][]int, views[0].Modalities())
	for _, p := range all[:min(selected, len(all))] {
		keep[p.modality] = append(keep[p.modality], p.column)
	}
	for m := range keep {
		slices.Sort(keep[m])
	}
	return keep
}

// varianceRatio is the sum of squares between classes over that within; 0 of a
// column that does not vary.
func varianceRatio(views []dataset.View, m, j, classes int) float64 {
	of := make([][]float64, classes)
	var all []float64
	for _, v := range views {
		for i := range v.Len() {
			x := v.Row(i, m)[j]
			of[v.Label(i)] = append(of[v.Label(i)], x)
			all = append(all, x)
		}
	}
	mean, between, within := stat.Mean(all, nil), 0.0, 0.0
	for _, xs := range of {
		if len(xs) == 0 {
			continue
		}
		own := stat.Mean(xs, nil)
		between += float64(len(xs)) * (own - mean) * (own - mean)
		for _, x := range xs {
			within += (x - own) * (x - own)
		}
	}
	if !(within > 0) {
		return between
	}
	return between / within
}

// withColumns returns a filled view with some columns of each modality.
func withColumns(v dataset.View, keep [][]int) (dataset.View, error) {
	modalities, values := make([]dataset.Modality, v.Modalities()), make([]dataset.Matrix, v.Modalities())
	for m := range modalities {
		about := v.Modality(m)
		modalities[m] = dataset.Modality{Name: about.Name, Kind: dataset.Table}
		for _, j := range keep[m] {
			modalities[m].Columns = append(modalities[m].Columns, about.Columns[j])
		}
		values[m] = dataset.NewMatrix(v.Len(), len(keep[m]))
		for i := range v.Len() {
			for k, j := range keep[m] {
				values[m].Set(i, k, v.Row(i, m)[j])
			}
		}
	}
	return v.Derive(modalities, values)
}
