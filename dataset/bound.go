package dataset

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Bound is what is known of a number that was not measured: that it lies beyond a
// limit of detection. Both ends are included; −Inf and +Inf stand for none.
type Bound struct {
	Column    int // of the modality
	Low, High float64
}

// Holds says whether a number lies within the bound.
func (b Bound) Holds(x float64) bool { return b.Low <= x && x <= b.High }

// Clip returns the number within the bound that is nearest to x.
func (b Bound) Clip(x float64) float64 { return min(max(x, b.Low), b.High) }

// Bounds lists what is known of missing cells of modality m of row i, by rising
// column; nil where nothing is. What a mask hides, it does not show.
func (v View) Bounds(i, m int) []Bound {
	if v.data.Blocks[m].Bounds == nil || v.Cause(i, m) == Masked {
		return nil
	}
	return v.data.Blocks[m].Bounds[v.rows[i]]
}

// Bounded says whether something is known of a missing cell of some row.
func (v View) Bounded() bool {
	for m := range v.Modalities() {
		if v.data.Blocks[m].Bounds != nil {
			return true
		}
	}
	return false
}

// WithBounds returns the view with bounds for rows of modality m, by their number
// in the view. Views derived or filled from this one have them no more.
func (v View) WithBounds(m int, bounds map[int][]Bound) (View, error) {
	d := *v.data
	d.Blocks = slices.Clone(d.Blocks)
	d.Blocks[m].Bounds = make(map[int][]Bound, len(bounds))
	for i, list := range bounds {
		for _, b := range list {
			if b.Column < 0 || b.Column >= v.Columns(m) || !(b.Low <= b.High) {
				return View{}, fmt.Errorf("modality %q: column %d of %d is bound to %g … %g", v.Modality(m).Name, b.Column, v.Columns(m), b.Low, b.High)
			}
		}
		d.Blocks[m].Bounds[v.rows[i]] = list
	}
	v.data = &d
	return v, nil
}

// MoveBounds returns bounds for other columns, by rising column: place says where
// each stands now, −1 for one that is gone.
func MoveBounds(bounds map[int][]Bound, place func(column int) int) map[int][]Bound {
	if bounds == nil {
		return nil
	}
	out := make(map[int][]Bound, len(bounds))
	for i, list := range bounds {
		for _, b := range list {
			if b.Column = place(b.Column); b.Column >= 0 {
				out[i] = append(out[i], b)
			}
		}
		slices.SortFunc(out[i], func(a, b Bound) int { return cmp.Compare(a.Column, b.Column) })
	}
	return out
}

// bounds writes what is known of missing cells. Datasets without have the hash
// that they had before there were any.
func (h hasher) bounds(all map[int][]Bound, records int) {
	for i := range records {
		for _, b := range all[i] {
			h.number(uint64(i))
			h.number(uint64(b.Column))
			h.number(math.Float64bits(b.Low))
			h.number(math.Float64bits(b.High))
		}
	}
}
