package charts

import (
	"fmt"
	"image/color"
	"math"
)

// The heights of a row of the stress table in pixels.
const (
	leastStressRow = 13.0
	bestStressRow  = 16.0
)

// natural implements tall.
func (f *stress) natural(p pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	return bestStressRow*float64(len(f.rows)+1) + longestHead
}

func (f *stress) draw(p pen) {
	r := p.frame()
	names := make([]string, len(f.shown))
	for k, i := range f.shown {
		names[k] = f.in.Study.Methods[i]
	}
	label, n := f.labelWidth(p, r.Width()*0.36), p.widest(p.s.Small, "n test")+8
	left := r.Left + label + n
	pitch := (r.Right - left) / float64(len(f.shown))
	h := p.newHeads(names, nil, pitch, pitch/2)
	h.room = min(h.room, r.Height()*0.3)
	top := r.Top + h.height(p)
	height, shown := f.fit(r.Bottom - top)
	if folded := len(f.rows) - shown; folded > 0 {
		p.text(r.Left, r.Bottom-p.s.Small*0.6, fmt.Sprintf("and %s (in the CSV)", plural(folded, "more pattern")), p.s.Small, p.s.Muted, start)
	}
	for k := range f.shown {
		h.draw(p, k, left+(float64(k)+0.5)*pitch, top)
	}
	size := p.s.Small
	p.text(left-6, top-p.s.Small*0.7, "n test", p.s.Small, p.s.Muted, end)
	p.mark(Body, "", "", Rect{left, top, r.Right, top + height*float64(shown)})
	intervals, all := f.intervalsFit(p, size, pitch), f.values()
	for k, row := range f.rows[:shown] {
		y := top + height*float64(k)
		p.mark(PatternRow, string(row.Pattern), "", Rect{r.Left, y, r.Right, y + height})
		p.text(r.Left, y+height/2, p.clip(patternName(row.Pattern, f.in.Study.Modalities), size, label-6), size, p.s.Text, start)
		p.text(left-6, y+height/2, count(row.n), size, p.s.Muted, end)
		for c, i := range f.shown {
			cell := Rect{left + float64(c)*pitch, y, left + float64(c+1)*pitch, y + height}
			fillCell(p, cell, f.cell(row.scores[i], intervals), f.m.of(row.scores[i]), all, size)
			p.mark(MethodMark, f.in.Study.Methods[i], string(row.Pattern), cell)
		}
	}
}

// fit decides how high rows are and how many have room.
func (f *stress) fit(room float64) (height float64, shown int) {
	n := len(f.rows)
	if height = room / float64(n); height >= leastStressRow {
		return min(height, bestStressRow*1.6), n
	}
	return leastStressRow, max(1, min(n, int(room/leastStressRow)-2))
}

func (f *stress) labelWidth(p pen, most float64) float64 {
	w := 0.0
	for _, r := range f.rows {
		w = max(w, p.width(patternName(r.Pattern, f.in.Study.Modalities), p.s.Small))
	}
	return min(w+8, most)
}

// intervalsFit says whether the cells have room for intervals.
func (f *stress) intervalsFit(p pen, size, pitch float64) bool {
	for _, r := range f.rows {
		for _, i := range f.shown {
			if p.width(f.cell(r.scores[i], true), size) > pitch-4 {
				return false
			}
		}
	}
	return true
}

// fillCell shades a cell by its place among all values, and writes the value
// where it has room.
func fillCell(p pen, r Rect, text string, v float64, all span, size float64) {
	if !math.IsNaN(v) {
		share := 0.5
		if all.high > all.low {
			share = (v - all.low) / (all.high - all.low)
		}
		p.fill(Rect{r.Left + 0.5, r.Top + 0.5, r.Right - 0.5, r.Bottom - 0.5}, p.shade(share))
	}
	if p.width(text, size) <= r.Width()-2 {
		p.text((r.Left+r.Right)/2, (r.Top+r.Bottom)/2, text, size, p.s.Text, middle)
	}
}

// shade is a fill on which text can be read, the stronger the larger share is.
func (p pen) shade(share float64) color.NRGBA {
	for most := 0.5; most > 0; most -= 0.05 {
		if ink := p.s.fade(p.s.Present, 0.08+most*share*1.6); contrast(p.s.Text, ink) >= 4.5 {
			return ink
		}
	}
	return p.s.Background
}
