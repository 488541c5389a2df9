package feature

import (
	"math"

	"lacuna/dataset"
)

// bounded brings what is known of missing cells of v to the scale of their
// features, which out holds.
func (p *Pipeline) bounded(v, out dataset.View) (dataset.View, error) {
	if !v.Bounded() {
		return out, nil
	}
	for m := range p.transforms {
		found := map[int][]dataset.Bound{}
		at := map[int]int{} // columns of the modality among the features
		for j, l := range p.Lines(m) {
			if l.Column >= 0 {
				at[l.Column] = j
			}
		}
		lines := p.Lines(m)
		for i := range v.Len() {
			for _, b := range v.Bounds(i, m) {
				if j, ok := at[b.Column]; ok {
					found[i] = append(found[i], dataset.Bound{Column: j, Low: lines[j].of(b.Low), High: lines[j].of(b.High)})
				}
			}
		}
		if len(found) == 0 {
			continue
		}
		var err error
		if out, err = out.WithBounds(m, found); err != nil {
			return out, err
		}
	}
	return out, nil
}

// of brings a number to the scale of the feature.
func (l Line) of(x float64) float64 {
	if math.IsInf(x, 0) {
		return x
	}
	if l.Logged {
		x = logCount(x)
	}
	return (x - l.Middle) / l.Scale
}
