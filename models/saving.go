package models

import (
	"slices"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// layoutState is a layout as data.
type layoutState struct {
	Columns []int // of each modality
	Classes int
}

func (l layout) state() layoutState { return layoutState{l.columns, l.classes} }

// mostClasses is the most classes that a file may claim.
const mostClasses = 1 << 20

// layout returns the layout, or says what does not fit.
func (s layoutState) layout() (layout, error) {
	if len(s.Columns) == 0 || s.Classes < 1 || s.Classes > mostClasses {
		return layout{}, say.Errorf("%d modalities and %d classes", len(s.Columns), s.Classes)
	}
	for m, n := range s.Columns {
		if n < 0 || n > 1<<30 {
			return layout{}, say.Errorf("modality %d has %d columns", m+1, n)
		}
	}
	return layout{s.Columns, s.Classes}, nil
}

// checkShares makes sure that there is a share for each class.
func (l layout) checkShares(shares []float64) error {
	if len(shares) != l.classes {
		return say.Errorf("shares of %d classes out of %d", len(shares), l.classes)
	}
	return nil
}

// blockState is a block as data, with the modality that it comes from.
type blockState struct {
	Modality int
	Name     string
	Kind     dataset.Kind
	Shape    []int
	Seen     int // training records that have it
	Mean     []float64
	Low      []float64 // of a centred and scaled column
	High     []float64 // of a centred and scaled column
	Scale    float64
	Gaps     []int // columns followed by an indicator of missing cells
	Vocab    int   // of a text that is read word by word
	Words    int   // in a row
	Convolve bool
}

func (b block) state(m dataset.Modality) blockState {
	return blockState{
		Modality: b.modality, Name: m.Name, Kind: m.Kind, Shape: m.Shape, Seen: b.seen,
		Mean: b.mean, Low: b.low, High: b.high, Scale: b.scale, Gaps: b.gaps,
		Vocab: b.text.vocabulary, Words: b.text.length, Convolve: b.text.convolve,
	}
}

// block returns the block and its modality, or says what does not fit a layout.
func (s blockState) block(l layout) (block, dataset.Modality, error) {
	b := block{
		modality: s.Modality, seen: s.Seen, mean: s.Mean, low: s.Low, high: s.High, scale: s.Scale, gaps: s.Gaps,
		text: reading{vocabulary: s.Vocab, length: s.Words, convolve: s.Convolve},
	}
	m := dataset.Modality{Name: s.Name, Kind: s.Kind, Shape: s.Shape}
	if s.Modality < 0 || s.Modality >= len(l.columns) {
		return b, m, say.Errorf("an input of modality %d of %d", s.Modality, len(l.columns))
	}
	columns := l.columns[s.Modality]
	switch {
	case len(s.Mean) != columns || len(s.Low) != columns || len(s.High) != columns:
		return b, m, say.Errorf("input %q: %d means and %d and %d bounds of %d columns", s.Name, len(s.Mean), len(s.Low), len(s.High), columns)
	case !slices.IsSorted(s.Gaps) || len(s.Gaps) > 0 && (s.Gaps[0] < 0 || s.Gaps[len(s.Gaps)-1] >= columns) || len(s.Gaps) > columns:
		return b, m, say.Errorf("input %q: indicators of columns %v of %d", s.Name, s.Gaps, columns)
	case s.Words != 0 && (s.Words < widestFilter || s.Words > mostWords || s.Vocab != columns):
		return b, m, say.Errorf("input %q: rows of %d words out of %d", s.Name, s.Words, s.Vocab)
	case s.Seen < 0:
		return b, m, say.Errorf("input %q: %d training records", s.Name, s.Seen)
	}
	return b, m, nil
}

// designState is a design as data: a block for each modality.
type designState struct {
	Blocks     []blockState
	Indicators []int
}

func (d design) state() designState {
	s := designState{Indicators: d.indicators}
	for _, b := range d.blocks {
		s.Blocks = append(s.Blocks, b.state(dataset.Modality{Name: b.name()}))
	}
	return s
}

// design returns the design, or says what does not fit a layout.
func (s designState) design(l layout) (design, error) {
	d := design{indicators: s.Indicators, cols: len(s.Indicators)}
	if len(s.Blocks) != len(l.columns) {
		return d, say.Errorf("inputs of %d modalities out of %d", len(s.Blocks), len(l.columns))
	}
	for m, saved := range s.Blocks {
		b, _, err := saved.block(l)
		if err != nil {
			return d, err
		}
		if b.modality != m || b.text.length > 0 {
			return d, say.Errorf("input %d is of modality %d", m, b.modality)
		}
		d.blocks = append(d.blocks, b)
		d.cols += b.width()
	}
	for _, m := range s.Indicators {
		if m < 0 || m >= len(l.columns) {
			return d, say.Errorf("an indicator of modality %d of %d", m, len(l.columns))
		}
	}
	return d, nil
}

// restored says which model refused a file, and why.
func restored(name string, err error) error {
	if err != nil {
		return say.Errorf("%s: %w", name, err)
	}
	return nil
}
