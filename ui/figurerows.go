package ui

import (
	"fyne.io/fyne/v2"

	"lacuna/charts"
	drawing "lacuna/charts/canvas"
)

// rows are the rows in sight, from the top.
func (v *figureView) rows() []drawing.Region {
	var rows []drawing.Region
	for _, kind := range []drawing.RegionKind{drawing.StratumRow, drawing.PatternRow, drawing.ColumnsRow, drawing.CurveName} {
		for _, r := range v.regions {
			if r.Kind == kind && !r.Pinned {
				rows = append(rows, r)
			}
		}
		if len(rows) > 0 {
			break
		}
	}
	return rows
}

func (v *figureView) inSight() int { return max(1, len(v.rows())) }

// move lets the keys go over the rows, and beyond those in sight.
func (v *figureView) move(n int) {
	rows := v.rows()
	if len(rows) == 0 {
		return
	}
	to := v.cursor + n
	if to >= len(rows) || to < 0 && v.from > 0 {
		v.scroll(n)
	}
	v.cursor = min(max(0, to), len(rows)-1)
	v.encircle(rows[v.cursor])
	if v.hover != nil {
		v.hover(rows[v.cursor], true)
	}
}

// scrolled is the figure from the first row in sight on.
func (v *figureView) scrolled() drawing.Figure {
	if m, ok := v.figure.(*charts.Presence); ok && v.n > 0 {
		return m.Zoom(v.first, v.n)
	}
	if f, ok := v.figure.(charts.Scrollable); ok && v.from > 0 {
		return f.From(min(v.from, f.Rows()-1))
	}
	return v.figure
}

// scroll moves the rows by n, and what is beside goes along.
func (v *figureView) scroll(n int) {
	if v.scrollTo(v.from+n) && v.beside != nil {
		v.beside.along(v)
	}
}

// along shows on top the pattern that another view has there, where it is one of
// the rows.
func (v *figureView) along(other *figureView) {
	theirs, ok := other.figure.(charts.Patterned)
	own, too := v.figure.(charts.Patterned)
	if !ok || !too {
		return
	}
	to := 0
	if other.from > 0 {
		p := theirs.PatternAt(other.from)
		if to = own.RowOf(p); p == "" || to < 0 {
			return
		}
	}
	v.scrollTo(to)
}

// scrollTo puts a row on top, as far as there are any out of sight; false where it
// is there already.
func (v *figureView) scrollTo(row int) bool {
	f, ok := v.figure.(charts.Scrollable)
	if !ok {
		return false
	}
	to := min(max(0, row), max(0, f.Rows()-v.inSight()))
	if row > v.from {
		to = max(to, v.from)
	}
	if to == v.from {
		return false
	}
	v.from = to
	v.pointed = false
	v.ring.Hide()
	v.raster.Refresh()
	return true
}

// page goes on by what is in sight, and from the end back to the beginning.
func (v *figureView) page() {
	at := v.from
	v.scroll(v.inSight())
	if v.from == at {
		v.scroll(-at)
	}
}

// Scrolled implements fyne.Scrollable: the wheel moves by a row; over the
// presence matrix it zooms, and with Shift moves what is in sight.
func (v *figureView) Scrolled(ev *fyne.ScrollEvent) {
	_, zooms := v.figure.(*charts.Presence)
	switch shift := modifiers()&fyne.KeyModifierShift != 0; {
	case zooms && shift && ev.Scrolled.DX+ev.Scrolled.DY < 0:
		v.pan(0.1)
	case zooms && shift:
		v.pan(-0.1)
	case zooms && ev.Scrolled.DY > 0:
		v.zoomAt(float64(ev.Position.Y), 0.8)
	case zooms && ev.Scrolled.DY < 0:
		v.zoomAt(float64(ev.Position.Y), 1.25)
	case ev.Scrolled.DY < 0:
		v.scroll(1)
	case ev.Scrolled.DY > 0:
		v.scroll(-1)
	}
}
