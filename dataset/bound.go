package dataset

import (
	"cmp"
	"math"
	"slices"

	"lacuna/internal/say"
)

// Bound is what is known of a number that was not measured: that it lies beyond a
// limit of detection. Both ends are included; −Inf and +Inf stand for none.
type Bound struct {
	Column    int // of the modality
	Low, High float64
	Limit     Limit // as it was read; zero where the ends are scaled
}

// Limit is a limit of detection as it was read. The zero Limit is none.
type Limit struct {
	At     float64
	Side   int  // −1: the number lies below At; 1: above
	Itself bool // it may be At
}

// Negative says whether only a negative number lies within the limit, or one may
// because the limit itself is negative.
func (l Limit) Negative(f Field) bool {
	f.NoNegative = false
	b := l.Bound(0, f)
	return b.High < 0 || l.Side > 0 && b.Low < 0 || l.Side < 0 && l.At == 0 && !l.Itself
}

// Bound is what the limit says of a number of a column with field f: of whole
// numbers the next one lies beyond it, and where none is negative, none lies below
// a limit and 0.
func (l Limit) Bound(column int, f Field) Bound {
	b := Bound{Column: column, Low: math.Inf(-1), High: math.Inf(1), Limit: l}
	switch {
	case l.Side < 0:
		b.High = l.At
	case l.Side > 0:
		b.Low = l.At
	}
	if f.Kind == Whole {
		b.Low, b.High = math.Ceil(b.Low), math.Floor(b.High)
		if !l.Itself && b.High == l.At {
			b.High--
		}
		if !l.Itself && b.Low == l.At {
			b.Low++
		}
	}
	if f.NoNegative && l.Side < 0 && !l.Negative(f) {
		b.Low = 0
	}
	return b
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
				return View{}, say.Errorf("modality %q: column %d of %d is bound to %g … %g", v.Modality(m).Name, b.Column, v.Columns(m), b.Low, b.High)
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

// LimitsOf returns what limits of detection say in columns that other fields
// describe; words and dates have none.
func LimitsOf(bounds map[int][]Bound, fields []Field) map[int][]Bound {
	for i, list := range bounds {
		var out []Bound
		for _, b := range list {
			var f Field
			if fields != nil {
				f = fields[b.Column]
			}
			if f.Kind != Category && f.Kind != Date {
				out = append(out, b.Limit.Bound(b.Column, f))
			}
		}
		slices.SortFunc(out, func(a, b Bound) int { return cmp.Compare(a.Column, b.Column) })
		bounds[i] = out
	}
	return bounds
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
