package impute

import (
	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/learn/logistic"
	"lacuna/internal/say"
)

// chainDesignState is a chainDesign as data.
type chainDesignState struct {
	Layout     learn.Layout
	Mean       []float64
	Scale      []float64
	Lowest     []float64
	Highest    []float64
	Count      []int
	Indicators []int
	Categories [][3]int // modality, first column, the one behind the last
	Start      []float64
	Targets    []chainTargetState
}

type chainTargetState struct {
	Modality int
	Absent   bool
	Columns  []int
	Words    bool
}

func (d *chainDesign) state() chainDesignState {
	s := chainDesignState{Layout: d.Layout, Mean: d.mean, Scale: d.scale, Lowest: d.lowest, Highest: d.highest,
		Count: d.count, Indicators: d.indicators, Start: d.start}
	for _, c := range d.categories {
		s.Categories = append(s.Categories, [3]int{c.modality, c.low, c.high})
	}
	for _, t := range d.targets {
		s.Targets = append(s.Targets, chainTargetState{t.modality, t.absent, t.columns, t.words})
	}
	return s
}

// design returns the design, or says what does not fit.
func (s chainDesignState) design() (*chainDesign, error) {
	n, columns := s.Layout.Width(), s.Layout.Width()+len(s.Indicators)
	err := firstError(
		s.Layout.Check,
		func() error { return sameLength(columns, s.Mean, s.Scale, s.Start) },
		func() error { return sameLength(n, s.Lowest, s.Highest) },
	)
	if err == nil && len(s.Count) != n {
		err = say.Errorf("%d counts of %d columns", len(s.Count), n)
	}
	if err != nil {
		return nil, err
	}
	d := &chainDesign{Layout: s.Layout, columns: columns, mean: s.Mean, scale: s.Scale, lowest: s.Lowest, highest: s.Highest,
		count: s.Count, indicators: s.Indicators, start: s.Start}
	for _, m := range s.Indicators {
		if m < 0 || m >= len(d.Names) {
			return nil, say.Errorf("an indicator of modality %d of %d", m, len(d.Names))
		}
	}
	for _, c := range s.Categories {
		if c[0] < 0 || c[0] >= len(d.Names) || c[1] < d.Start[c[0]] || c[1] >= c[2] || c[2] > d.Start[c[0]+1] {
			return nil, say.Errorf("a category of modality and columns %v", c)
		}
		d.categories = append(d.categories, category{c[0], c[1], c[2]})
	}
	for _, t := range s.Targets {
		if err := d.checkTarget(t); err != nil {
			return nil, err
		}
		d.targets = append(d.targets, chainTarget{t.Modality, t.Absent, t.Columns, t.Words})
	}
	return d, nil
}

// checkTarget makes sure that a target is columns of its modality; those of a
// category stand side by side.
func (d *chainDesign) checkTarget(t chainTargetState) error {
	if t.Modality < 0 || t.Modality >= len(d.Names) || len(t.Columns) == 0 {
		return say.Errorf("%d columns of modality %d of %d are to be told", len(t.Columns), t.Modality, len(d.Names))
	}
	for k, j := range t.Columns {
		if j < d.Start[t.Modality] || j >= d.Start[t.Modality+1] || t.Words && j != t.Columns[0]+k {
			return say.Errorf("column %d of modality %d is to be told", j, t.Modality)
		}
	}
	return nil
}

// chainRegressionState is a chainRegression as data.
type chainRegressionState struct {
	Predictors []int
	Weights    dataset.Matrix
	Model      *logistic.State
}

func (r *chainRegression) state() *chainRegressionState {
	if r == nil {
		return nil
	}
	s := &chainRegressionState{Predictors: r.predictors, Weights: r.weights}
	if r.model != nil {
		model := r.model.State()
		s.Model = &model
	}
	return s
}

// regression returns the regression of a target, or says what does not fit.
func (s *chainRegressionState) regression(d *chainDesign, t chainTarget) (*chainRegression, error) {
	if s == nil {
		return nil, nil
	}
	for _, j := range s.Predictors {
		if j < 0 || j >= d.columns {
			return nil, say.Errorf("column %d of %d is to tell others", j, d.columns)
		}
	}
	r := &chainRegression{predictors: s.Predictors, weights: s.Weights}
	var err error
	switch {
	case s.Model != nil && t.words:
		r.model, err = s.Model.Model(len(s.Predictors), len(t.columns))
	case t.words:
	case s.Weights.Rows != len(t.columns) || s.Weights.Cols != 1+len(s.Predictors):
		err = say.Errorf("%d × %d weights for %d columns and %d predictors", s.Weights.Rows, s.Weights.Cols, len(t.columns), len(s.Predictors))
	}
	return r, err
}

func chainStates(list []*chainRegression) []*chainRegressionState {
	out := make([]*chainRegressionState, len(list))
	for k, r := range list {
		out[k] = r.state()
	}
	return out
}

// regressions returns those of all targets.
func (d *chainDesign) regressions(list []*chainRegressionState) ([]*chainRegression, error) {
	if len(list) != len(d.targets) {
		return nil, say.Errorf("%d regressions for %d targets", len(list), len(d.targets))
	}
	out := make([]*chainRegression, len(list))
	for k, s := range list {
		var err error
		if out[k], err = s.regression(d, d.targets[k]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
