package charts

import (
	"math"

	"lacuna/internal/say"
)

// CellWords says how much is there of what is only partly present at a place of
// the drawn matrix, in pixels; empty where nothing is in parts.
func (f *Presence) CellWords(l *PresenceLayout, x, y float64) string {
	if f.sheet != nil {
		return f.sheetCell(l, x, y)
	}
	m, ok := l.Modality(x)
	if !ok || f.matrix.totals[m][partial] == 0 {
		return ""
	}
	first, end := l.Between(y-0.5, y+0.5)
	records, have, cells, last := 0, 0, 0, 0
	for at := first; at < end; at++ {
		if f.matrix.cells[m][partial][at/64]>>(at%64)&1 == 0 {
			continue
		}
		i := int(f.matrix.order[at])
		records, last = records+1, i
		for _, v := range f.data.Blocks[m].Row(i) {
			if cells++; !math.IsNaN(v) {
				have++
			}
		}
	}
	switch {
	case records == 0:
		return ""
	case records == 1:
		return say.Form("%s of %s: %s present (%s of %s numbers).", f.names[m], f.ids[last], share(have, cells), count(have), count(cells))
	}
	return say.Form("%s: %s partly present here, with %s of their numbers.", f.names[m], plural(records, "record", "records"), share(have, cells))
}
