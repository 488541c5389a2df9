package models

import (
	"encoding/json"
	"fmt"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/rng"
)

// savedNetworks is what a model of networks knows beside them.
type savedNetworks struct {
	Columns    []int        `json:"columns"` // of each modality
	Classes    int          `json:"classes"`
	Prior      []float64    `json:"prior,omitempty"`      // of each class
	Blocks     []savedBlock `json:"blocks"`               // the inputs
	Indicators []int        `json:"indicators,omitempty"` // modalities with an input that says whether they are there
}

// savedBlock is a block with the modality that it comes from.
type savedBlock struct {
	Modality int          `json:"modality"`
	Name     string       `json:"name"`
	Kind     dataset.Kind `json:"kind"`
	Shape    []int        `json:"shape,omitempty"`
	Seen     int          `json:"seen"` // training records that have it
	Mean     []float64    `json:"mean"`
	Low      []float64    `json:"low"`  // of a centred and scaled column
	High     []float64    `json:"high"` // of a centred and scaled column
	Scale    float64      `json:"scale"`
	Gaps     []int        `json:"gaps,omitempty"`       // columns followed by an indicator of missing cells
	Vocab    int          `json:"vocabulary,omitempty"` // of a text that is read word by word
	Words    int          `json:"words,omitempty"`      // in a row
	Convolve bool         `json:"convolve,omitempty"`
}

func saveBlock(b block, m dataset.Modality) savedBlock {
	return savedBlock{
		Modality: b.modality, Name: m.Name, Kind: m.Kind, Shape: m.Shape, Seen: b.seen,
		Mean: b.mean, Low: b.low, High: b.high, Scale: b.scale, Gaps: b.gaps,
		Vocab: b.text.vocabulary, Words: b.text.length, Convolve: b.text.convolve,
	}
}

func (s savedBlock) block() (block, dataset.Modality) {
	b := block{
		modality: s.Modality, seen: s.Seen, mean: s.Mean, low: s.Low, high: s.High, scale: s.Scale, gaps: s.Gaps,
		text: reading{vocabulary: s.Vocab, length: s.Words, convolve: s.Convolve},
	}
	return b, dataset.Modality{Name: s.Name, Kind: s.Kind, Shape: s.Shape}
}

// mostClasses is the most classes that a file may claim.
const mostClasses = 1 << 20

// readState decodes a state and checks that its parts fit each other, so that
// no prediction can run out of an array.
func readState(text []byte) (savedNetworks, error) {
	var s savedNetworks
	if err := json.Unmarshal(text, &s); err != nil {
		return s, err
	}
	if len(s.Columns) == 0 || s.Classes < 1 || s.Classes > mostClasses {
		return s, fmt.Errorf("%d modalities and %d classes", len(s.Columns), s.Classes)
	}
	before := -1
	for _, b := range s.Blocks {
		if b.Modality <= before || b.Modality >= len(s.Columns) {
			return s, fmt.Errorf("input of modality %d after that of %d, with %d modalities", b.Modality, before, len(s.Columns))
		}
		before = b.Modality
		if err := b.check(s.Columns[b.Modality]); err != nil {
			return s, fmt.Errorf("input %q: %w", b.Name, err)
		}
	}
	for _, m := range s.Indicators {
		if m < 0 || m >= len(s.Columns) {
			return s, fmt.Errorf("indicator of modality %d of %d", m, len(s.Columns))
		}
	}
	return s, nil
}

func (s savedBlock) check(columns int) error {
	switch {
	case columns < 0 || len(s.Mean) != columns || len(s.Low) != columns || len(s.High) != columns:
		return fmt.Errorf("%d means and %d and %d bounds of %d columns", len(s.Mean), len(s.Low), len(s.High), columns)
	case !slices.IsSorted(s.Gaps) || len(s.Gaps) > 0 && (s.Gaps[0] < 0 || s.Gaps[len(s.Gaps)-1] >= columns) || len(s.Gaps) > columns:
		return fmt.Errorf("indicators of columns %v of %d", s.Gaps, columns)
	case s.Words < 0 || s.Words > mostWords || s.Words > 0 && s.Vocab != columns:
		return fmt.Errorf("rows of %d words out of %d", s.Words, s.Vocab)
	case s.Seen < 0:
		return fmt.Errorf("%d training records", s.Seen)
	}
	return nil
}

// fresh builds the networks of an ensemble without training.
func (t training) fresh(build func(*nn.Graph)) (ensemble, error) {
	nets := make(ensemble, t.members)
	for k := range nets {
		var err error
		if nets[k], err = nn.New(rng.New(0), build); err != nil {
			return nil, err
		}
	}
	return nets, nil
}

func (r *robust) state() (any, ensemble, error) {
	if r.columns == nil {
		return nil, nil, ErrNotFitted
	}
	s := savedNetworks{Columns: r.columns, Classes: r.classes, Prior: r.prior}
	for k, b := range r.blocks {
		s.Blocks = append(s.Blocks, saveBlock(b, r.kinds[k]))
	}
	return s, r.ensemble, nil
}

func (r *robust) restore(text []byte) (ensemble, error) {
	s, err := readState(text)
	if err != nil {
		return nil, err
	}
	if len(s.Prior) != s.Classes {
		return nil, fmt.Errorf("shares of %d classes out of %d", len(s.Prior), s.Classes)
	}
	r.prior, r.blocks, r.kinds, r.ensemble = s.Prior, nil, nil, nil
	for _, saved := range s.Blocks {
		b, m := saved.block()
		if b.width() == 0 {
			return nil, fmt.Errorf("input %q has nothing in it", m.Name)
		}
		r.blocks, r.kinds = append(r.blocks, b), append(r.kinds, m)
	}
	if len(r.blocks) > 0 {
		if r.ensemble, err = r.training.fresh(func(g *nn.Graph) { r.build(g, goal{classes: s.Classes}) }); err != nil {
			return nil, err
		}
	}
	r.layout = layout{columns: s.Columns, classes: s.Classes}
	return r.ensemble, nil
}

func (m *mlp) state() (any, ensemble, error) {
	if m.columns == nil {
		return nil, nil, ErrNotFitted
	}
	s := savedNetworks{Columns: m.columns, Classes: m.classes, Indicators: m.design.indicators}
	for _, b := range m.design.blocks {
		s.Blocks = append(s.Blocks, saveBlock(b, dataset.Modality{Name: b.name()}))
	}
	return s, m.ensemble, nil
}

func (m *mlp) restore(text []byte) (ensemble, error) {
	s, err := readState(text)
	if err != nil {
		return nil, err
	}
	if len(s.Blocks) != len(s.Columns) {
		return nil, fmt.Errorf("inputs of %d modalities out of %d", len(s.Blocks), len(s.Columns))
	}
	m.design = design{indicators: s.Indicators, cols: len(s.Indicators)}
	for _, saved := range s.Blocks {
		b, _ := saved.block()
		m.design.blocks = append(m.design.blocks, b)
		m.design.cols += b.width()
	}
	if m.ensemble, err = m.training.fresh(func(g *nn.Graph) { m.build(g, learn.Samples{Cols: m.design.cols}, goal{classes: s.Classes}) }); err != nil {
		return nil, err
	}
	m.layout = layout{columns: s.Columns, classes: s.Classes}
	return m.ensemble, nil
}
