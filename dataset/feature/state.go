package feature

import (
	"lacuna/dataset"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// pipelineState is a pipeline as data; T is any for writing, and saved.Node for
// reading.
type pipelineState[T any] struct {
	Modalities []transformState[T]
	Warnings   []string
}

// transformState is what is done with one modality. Inner is of a type that its
// name tells.
type transformState[T any] struct {
	Input      dataset.Modality
	Name       string
	Inner      T
	Components *componentsState
}

type scalingState struct {
	Middle      []float64
	Scale       []float64
	Logs        bool
	Intensities bool
	Side        int
	Common      bool
	By          string
}

type categoricalState struct {
	Scaling scalingState
	Parts   []partState
	Ordinal bool
}

// partState is a column. Levels are those that training rows show, null for
// numbers.
type partState struct {
	Levels []int
	Counts []int
}

type termsState struct {
	Scaling scalingState
	Names   []string
	IDF     []float64
}

type componentsState struct {
	Mean  []float64
	Axes  dataset.Matrix
	Scale float64
}

// The names of what is done.
const (
	byScaling    = "scaling"
	byCategories = "categories"
	byTerms      = "terms"
	byHash       = "hashed words"
	byGradients  = "gradients"
)

// State returns the pipeline as data.
func (p *Pipeline) State() any {
	s := pipelineState[any]{Warnings: p.warnings}
	for m, t := range p.transforms {
		one := transformState[any]{Input: p.inputs[m]}
		one.Input.Source = ""
		if c, reduced := t.(*components); reduced {
			one.Components = &componentsState{c.mean, c.axes, c.scale}
			t = c.transform
		}
		one.Name, one.Inner = stateOf(t)
		s.Modalities = append(s.Modalities, one)
	}
	return s
}

func stateOf(t transform) (name string, state any) {
	switch t := t.(type) {
	case *categorical:
		s := categoricalState{Scaling: t.scaling.state(), Ordinal: t.ordinal}
		for _, p := range t.parts {
			s.Parts = append(s.Parts, partState{p.levels, p.counts})
		}
		return byCategories, s
	case *terms:
		return byTerms, termsState{t.scaling.state(), t.names, t.idf}
	case *hashed:
		return byHash, t.scaling.state()
	case *gradients:
		return byGradients, t.scaling.state()
	}
	return byScaling, t.(*scaling).state()
}

func (s *scaling) state() scalingState {
	return scalingState{s.middle, s.scale, s.logs, s.intensities, s.side, s.common, s.by}
}

// Load takes a pipeline out of a file, or says what does not fit.
func Load(state saved.Node) (*Pipeline, error) {
	var s pipelineState[saved.Node]
	if err := state.Decode(&s); err != nil {
		return nil, say.Errorf("features: %w", err)
	}
	p := &Pipeline{warnings: s.Warnings}
	for _, one := range s.Modalities {
		if err := checkInput(one.Input); err != nil {
			return nil, say.Errorf("features: modality %q: %w", one.Input.Name, err)
		}
		t, err := load(one)
		if err != nil {
			return nil, say.Errorf("features: modality %q: %w", one.Input.Name, err)
		}
		p.inputs, p.transforms = append(p.inputs, one.Input), append(p.transforms, t)
	}
	if len(p.inputs) == 0 {
		return nil, say.Error("features: there is no modality")
	}
	return p, nil
}

// checkInput reports a modality whose fields or shape are not those of its
// columns.
func checkInput(in dataset.Modality) error {
	if in.Name == "" || in.Fields != nil && len(in.Fields) != len(in.Columns) {
		return say.Errorf("%d fields of %d columns", len(in.Fields), len(in.Columns))
	}
	product := 1
	for _, s := range in.Shape {
		if s < 1 || s > len(in.Columns) {
			return say.Errorf("shape %v of %d columns", in.Shape, len(in.Columns))
		}
		if product *= s; product > len(in.Columns) {
			break
		}
	}
	if in.Shape != nil && product != len(in.Columns) {
		return say.Errorf("shape %v of %d columns", in.Shape, len(in.Columns))
	}
	return nil
}

func load(s transformState[saved.Node]) (transform, error) {
	t, err := loadInner(s)
	if err != nil || s.Components == nil {
		return t, err
	}
	c, n := s.Components, len(t.modality(s.Input).Columns)
	if len(c.Mean) != n || c.Axes.Cols != n || c.Axes.Rows > n {
		return nil, say.Errorf("components of %d columns: %d means and %d × %d numbers", n, len(c.Mean), c.Axes.Rows, c.Axes.Cols)
	}
	return &components{transform: t, mean: c.Mean, axes: c.Axes, scale: c.Scale, columns: componentNames(c.Axes.Rows)}, nil
}

func loadInner(s transformState[saved.Node]) (transform, error) {
	switch s.Name {
	case byCategories:
		return loadCategorical(s.Inner, s.Input)
	case byTerms:
		return loadTerms(s.Inner)
	case byHash:
		own, err := loadScaling(s.Inner, hashColumns)
		return &hashed{own}, err
	case byGradients:
		if !HasGradients(s.Input) {
			return nil, say.Error("there is no image to take gradients of")
		}
		g := gradientsOf(s.Input.Shape)
		own, err := loadScaling(s.Inner, g.columns())
		g.scaling = own
		return g, err
	case byScaling:
		own, err := loadScaling(s.Inner, len(s.Input.Columns))
		if err == nil && own.side != 0 && (own.side < 0 || own.side > len(s.Input.Columns) || own.side*own.side != len(s.Input.Columns)) {
			err = say.Errorf("pictures of side %d from %d columns", own.side, len(s.Input.Columns))
		}
		return &own, err
	}
	return nil, say.Errorf("this program does not know %q", s.Name)
}

func loadScaling(state saved.Node, columns int) (scaling, error) {
	var s scalingState
	if err := state.Decode(&s); err != nil {
		return scaling{}, err
	}
	return s.scaling(columns)
}

func (s scalingState) scaling(columns int) (scaling, error) {
	if len(s.Middle) != columns || len(s.Scale) != columns {
		return scaling{}, say.Errorf("%d middles and %d scales of %d columns", len(s.Middle), len(s.Scale), columns)
	}
	return scaling{s.Middle, s.Scale, s.Logs, s.Intensities, s.Side, s.Common, s.By}, nil
}

func loadTerms(state saved.Node) (transform, error) {
	var s termsState
	if err := state.Decode(&s); err != nil {
		return nil, err
	}
	own, err := s.Scaling.scaling(len(s.Names))
	if err == nil && len(s.IDF) != len(s.Names) {
		err = say.Errorf("%d weights of %d words", len(s.IDF), len(s.Names))
	}
	if err != nil {
		return nil, err
	}
	t := &terms{names: s.Names, index: make(map[string]int, len(s.Names)), idf: s.IDF, scaling: own}
	for k, name := range s.Names {
		t.index[name] = k
	}
	return t, nil
}

func loadCategorical(state saved.Node, in dataset.Modality) (transform, error) {
	var s categoricalState
	if err := state.Decode(&s); err != nil {
		return nil, err
	}
	if len(s.Parts) != len(in.Columns) || in.Fields == nil {
		return nil, say.Errorf("%d parts of %d columns", len(s.Parts), len(in.Columns))
	}
	c := &categorical{ordinal: s.Ordinal}
	for j, one := range s.Parts {
		f := in.Fields[j]
		if (f.Kind == dataset.Category) != (one.Levels != nil) || len(one.Counts) != len(one.Levels) {
			return nil, say.Errorf("column %q: %d levels and %d counts", in.Columns[j], len(one.Levels), len(one.Counts))
		}
		p := part{at: len(c.names), levels: one.Levels, counts: one.Counts}
		if one.Levels == nil {
			c.names = append(c.names, in.Columns[j])
		} else {
			var err error
			if p.place, err = placesOf(one.Levels, len(f.Levels)); err != nil {
				return nil, say.Errorf("column %q: %w", in.Columns[j], err)
			}
			c.words++
			c.names = append(c.names, c.namesOf(in.Columns[j], f, p)...)
		}
		c.parts = append(c.parts, p)
	}
	var err error
	c.scaling, err = s.Scaling.scaling(len(c.names))
	return c, err
}

// placesOf returns the place of each of all levels among some, −1 for none.
func placesOf(levels []int, all int) ([]int, error) {
	place := make([]int, all)
	for k := range place {
		place[k] = -1
	}
	for k, level := range levels {
		if level < 0 || level >= all || place[level] >= 0 {
			return nil, say.Errorf("level %d of %d", level, all)
		}
		place[level] = k
	}
	return place, nil
}

// Inputs describes the modalities that the pipeline was fitted on, in order.
func (p *Pipeline) Inputs() []dataset.Modality { return p.inputs }
