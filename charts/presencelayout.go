package charts

import (
	"lacuna/charts/canvas"
	"math"
	"sort"
)

// PresenceLayout is where things stand in a drawn presence matrix: it turns
// places into records and back, for brushing. Lengths are in pixels.
type PresenceLayout struct {
	Body    canvas.Rect
	Columns []canvas.Rect // of the modalities
	Gauge   canvas.Rect   // number of modalities present, right of the columns
	stripes []stripe
	folded  []band // patterns that share the last stripe
	matrix  *presenceMatrix
	window  band // positions that are shown
	legend  float64
	spark   float64 // heights of legend and sparklines; 0 where they are shed
	gauged  bool    // the legend has room to say what the gauge is
}

// stripe is a band with its place.
type stripe struct {
	band
	top, bottom float64
	last        bool // of its pattern
	joined      bool // to the stripe above, which is of the same pattern
	uniform     bool // all its records look the same
}

const (
	leastBand  = 3.0  // pixels
	foldedBand = 16.0 // of rare patterns together
)

// layoutBands stacks bands in r: heights follow counts, but none is below
// leastBand; the rarest are folded into one stripe where they have no room.
func (l *PresenceLayout) layoutBands(m *presenceMatrix) {
	room := l.Body.Height()
	bands, uniform := l.window.clip(m.fine), true
	if float64(len(bands))*leastBand > room/2 {
		bands, uniform = l.window.clip(m.patterns), false
	}
	if most := int(room * 0.6 / leastBand); len(bands) > most {
		bands, l.folded = bands[:max(most, 1)], bands[max(most, 1):]
		room -= foldedBand
	}
	unit := bandUnit(bands, room)
	y := l.Body.Top
	for k, b := range bands {
		h := max(leastBand, unit*float64(b.n))
		last := b.group >= 0 && (k+1 == len(bands) || bands[k+1].group != b.group)
		joined := k > 0 && !l.stripes[k-1].last
		l.stripes = append(l.stripes, stripe{band: b, top: y, bottom: y + h, last: last, joined: joined, uniform: uniform && b.group >= 0})
		y += h
	}
}

// clip returns the parts of bands that lie within the window.
func (w band) clip(bands []band) []band {
	var out []band
	for _, b := range bands {
		first, end := max(b.first, w.first), min(b.first+b.n, w.first+w.n)
		if first < end {
			out = append(out, band{first, end - first, b.group})
		}
	}
	return out
}

// bandUnit is the height of one record such that all bands, the small ones at
// their least, fill the room.
func bandUnit(bands []band, room float64) float64 {
	low, high := 0.0, room
	for range 50 {
		unit, total := (low+high)/2, 0.0
		for _, b := range bands {
			total += max(leastBand, unit*float64(b.n))
		}
		if total > room {
			high = unit
		} else {
			low = unit
		}
	}
	return low
}

// Between returns the stretch of positions first…end-1 that is shown between two
// heights: at least one record where they touch the matrix. The folded stripe
// counts as a whole.
func (l *PresenceLayout) Between(top, bottom float64) (first, end int) {
	first = -1
	for _, s := range l.stripes {
		if from, to := s.positions(top, bottom); from < to {
			if first < 0 {
				first = from
			}
			end = to
		}
	}
	if len(l.folded) > 0 && bottom > l.foldedTop() && top < l.Body.Bottom {
		if first < 0 {
			first = l.folded[0].first
		}
		end = l.window.first + l.window.n
	}
	return max(first, 0), end
}

// positions are the records of the stripe between two heights: at least one
// where they touch it.
func (s stripe) positions(top, bottom float64) (from, to int) {
	if bottom <= s.top || top >= s.bottom {
		return 0, 0
	}
	per := float64(s.n) / (s.bottom - s.top)
	a := int(math.Floor((max(top, s.top) - s.top) * per))
	b := int(math.Ceil((min(bottom, s.bottom)-s.top)*per - 1e-9))
	a = min(max(a, 0), s.n-1)
	return s.first + a, s.first + min(max(b, a+1), s.n)
}

// Extent returns the heights between which a record is shown; they are equal
// where it lies outside the zoomed stretch.
func (l *PresenceLayout) Extent(record int) (top, bottom float64) {
	at := int(l.matrix.place[record])
	switch {
	case at < l.window.first:
		return l.Body.Top, l.Body.Top
	case at >= l.window.first+l.window.n:
		return l.Body.Bottom, l.Body.Bottom
	}
	k := sort.Search(len(l.stripes), func(k int) bool { return l.stripes[k].first+l.stripes[k].n > at })
	if k == len(l.stripes) {
		return l.foldedTop(), l.Body.Bottom
	}
	s := l.stripes[k]
	per := (s.bottom - s.top) / float64(s.n)
	top = s.top + float64(at-s.first)*per
	return top, top + per
}

// Position returns the place in the shown order of the record at a height, for
// zooming about it.
func (l *PresenceLayout) Position(y float64) int {
	for _, s := range l.stripes {
		if y < s.bottom {
			from, _ := s.positions(max(y, s.top), max(y, s.top)+1e-6)
			return from
		}
	}
	return l.window.first + l.window.n - 1
}

func (l *PresenceLayout) foldedTop() float64 {
	if len(l.stripes) == 0 {
		return l.Body.Top
	}
	return l.stripes[len(l.stripes)-1].bottom
}

// Modality returns the modality at a distance from the left, and whether there
// is one.
func (l *PresenceLayout) Modality(x float64) (int, bool) {
	for m, c := range l.Columns {
		if x >= c.Left && x < c.Right {
			return m, true
		}
	}
	return 0, false
}

// heightOf is the place of a position's upper edge.
func (l *PresenceLayout) heightOf(position int) float64 {
	k := sort.Search(len(l.stripes), func(k int) bool { return l.stripes[k].first+l.stripes[k].n > position })
	if k == len(l.stripes) {
		return l.foldedTop()
	}
	s := l.stripes[k]
	return s.top + (s.bottom-s.top)*float64(position-s.first)/float64(s.n)
}
