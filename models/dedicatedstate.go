package models

import (
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// dedicatedState is a model per pattern as data, with the features of the
// development records, from which the model of a further pattern is trained when
// it is first met. M is any for writing, and saved.Node for reading.
type dedicatedState[M any] struct {
	Layout     layoutState
	Prior      []float64
	Seed       rng.Seed
	Train      recordsState
	Validation recordsState
	Experts    map[dataset.Pattern]expertState[M]
}

// expertState is the model of a pattern as data.
type expertState[M any] struct {
	Blocks []blockState
	Model  M
}

// recordsState is a view as data, without the ids.
type recordsState struct {
	Modalities []dataset.Modality
	Values     []dataset.Matrix // records × columns
	Present    []bool           // modalities × records
	Labels     []int
	Kin        []int // nil where every record stands by itself
}

func recordsOf(v dataset.View) recordsState {
	s := recordsState{Labels: make([]int, v.Len())}
	for m := range v.Modalities() {
		about := v.Modality(m)
		about.Source = ""
		s.Modalities, s.Values = append(s.Modalities, about), append(s.Values, v.Dense(m))
		for i := range v.Len() {
			s.Present = append(s.Present, v.Has(i, m))
		}
	}
	for i := range v.Len() {
		s.Labels[i] = v.Label(i)
		if family, some := v.Family(i); some {
			s.Kin = append(s.Kin, family)
		}
	}
	return s
}

// view returns the records as a view of a dataset, or says what does not fit a
// layout.
func (s recordsState) view(l layout) (dataset.View, error) {
	n := len(s.Labels)
	if len(s.Modalities) != len(l.columns) || len(s.Values) != len(l.columns) || len(s.Present) != n*len(l.columns) || s.Kin != nil && len(s.Kin) != n {
		return dataset.View{}, say.Errorf("%d records with %d marks of presence and %d kin, of %d modalities", n, len(s.Present), len(s.Kin), len(s.Modalities))
	}
	if n == 0 {
		return dataset.View{}, nil
	}
	d := dataset.Dataset{Labels: s.Labels, Kin: s.Kin}
	for i := range n {
		d.IDs = append(d.IDs, strconv.Itoa(i))
	}
	for c := range l.classes {
		d.Classes = append(d.Classes, strconv.Itoa(c))
	}
	for m, about := range s.Modalities {
		if len(about.Columns) != l.columns[m] || s.Values[m].Rows != n || s.Values[m].Cols != l.columns[m] {
			return dataset.View{}, say.Errorf("modality %q: %d × %d values of %d columns", about.Name, s.Values[m].Rows, s.Values[m].Cols, l.columns[m])
		}
		b := dataset.Block{Modality: about, Numbers: s.Values[m], Causes: make([]dataset.Cause, n)}
		if l.columns[m] == 0 {
			b.Texts = make([]string, n)
		}
		for i := range n {
			if !s.Present[m*n+i] {
				b.Causes[i] = dataset.NoRow
			}
		}
		d.Blocks = append(d.Blocks, b)
	}
	made, err := dataset.New(d)
	if err != nil {
		return dataset.View{}, err
	}
	return made.All(), nil
}

// State returns the models of the patterns that were met, and the records.
func (d *dedicated) State() (any, error) {
	if d.columns == nil {
		return nil, say.Errorf("dedicated: %w", ErrNotFitted)
	}
	s := dedicatedState[any]{
		Layout: d.layout.state(), Prior: d.prior, Seed: d.env.Seed, Train: recordsOf(d.train), Validation: recordsOf(d.validation),
		Experts: map[dataset.Pattern]expertState[any]{},
	}
	for p, e := range d.experts {
		model, err := e.model.State()
		if err != nil {
			return nil, say.Errorf("dedicated: %w", err)
		}
		one := expertState[any]{Model: model}
		for m := range len(p) {
			if b, ok := e.blocks[m]; ok {
				one.Blocks = append(one.Blocks, b.state(dataset.Modality{}))
			}
		}
		s.Experts[p] = one
	}
	return s, nil
}

// Restore takes them over.
func (d *dedicated) Restore(state saved.Node) error {
	var s dedicatedState[saved.Node]
	if err := state.Decode(&s); err != nil {
		return restored("dedicated", err)
	}
	l, err := s.Layout.layout()
	if err == nil {
		err = l.checkShares(s.Prior)
	}
	if err != nil {
		return restored("dedicated", err)
	}
	from := &dedicated{classifier: d.classifier, fewest: d.fewest, layout: l, prior: s.Prior, env: job.Env{Seed: s.Seed}, experts: map[dataset.Pattern]*expert{}}
	if from.train, err = s.Train.view(l); err == nil {
		from.validation, err = s.Validation.view(l)
	}
	if err == nil && from.train.Len() == 0 {
		err = say.Errorf("no training record")
	}
	if err != nil {
		return restored("dedicated", err)
	}
	if from.validation.Len() == 0 {
		from.validation = from.train.Select(nil)
	}
	from.rows = labelled(from.train)
	for p, one := range s.Experts {
		if from.experts[p], err = from.expert(p, one); err != nil {
			return restored("dedicated", err)
		}
	}
	*d = *from
	return nil
}

// expert takes the model of one pattern out of a file.
func (d *dedicated) expert(p dataset.Pattern, s expertState[saved.Node]) (*expert, error) {
	if len(p) != len(d.columns) || strings.Trim(string(p), "01") != "" {
		return nil, say.Errorf("%q is no pattern of %d modalities", p, len(d.columns))
	}
	e := &expert{pattern: p, blocks: map[int]block{}}
	for _, one := range s.Blocks {
		b, _, err := one.block(d.layout)
		if err != nil {
			return nil, err
		}
		if !p.Has(b.modality) || b.text.length > 0 {
			return nil, say.Errorf("pattern %s has an input of modality %d", p, b.modality)
		}
		e.blocks[b.modality] = b
	}
	info, err := Lookup(d.classifier)
	if err != nil {
		return nil, err
	}
	if e.model, err = info.Make(nil); err != nil {
		return nil, err
	}
	return e, e.model.Restore(s.Model)
}
