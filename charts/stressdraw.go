package charts

import (
	"math"

	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

// The heights of a row of the stress table in pixels.
const (
	leastStressRow = 13.0
	bestStressRow  = 16.0
	roomyRows      = 40 // beyond, rows are as low as they may be
)

// Heights lets the table of all patterns of six modalities be as high as a page of
// A4, so that it shows them all.
func (f *stress) Heights() (least, most float64) { return 6, 29.7 }

// Natural implements tall.
func (f *stress) Natural(p canvas.Pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	pitch := bestStressRow
	if len(f.rows) > roomyRows { // else a page is too low for them
		pitch = leastStressRow
	}
	return pitch*float64(len(f.rows)+1) + canvas.LongestHead
}

func (f *stress) draw(p canvas.Pen) {
	r := p.Frame()
	names := make([]string, len(f.shown))
	for k, i := range f.shown {
		names[k] = f.in.Study.Methods[i]
	}
	label, n := f.labelWidth(p, r.Width()*0.36), p.Widest(p.Style.Small, say.Text("n test"))+8
	left := r.Left + label + n
	pitch := (r.Right - left) / float64(len(f.shown))
	h := p.NewHeads(names, nil, pitch, pitch/2)
	top := r.Top + h.Height(p)
	height, shown := f.fit(r.Bottom - top)
	if folded := len(f.rows) - shown; folded > 0 {
		words := say.Form("%d of %s have room here; the CSV has all", shown, plural(len(f.rows), "pattern", "patterns"))
		p.Text(r.Left, r.Bottom-p.Style.Small*0.6, p.Clip(words, p.Style.Small, r.Width()), p.Style.Small, p.Style.Muted, canvas.Start)
	}
	for k := range f.shown {
		h.Draw(p, k, left+(float64(k)+0.5)*pitch, top)
	}
	size := p.Style.Small
	p.Text(left-6, top-p.Style.Small*0.7, say.Text("n test"), p.Style.Small, p.Style.Muted, canvas.End)
	p.Mark(canvas.Body, "", "", canvas.Box(left, top, r.Right, top+height*float64(shown)))
	intervals, all, patterns := f.intervalsFit(p, size, pitch), f.values(), newPatternNames(p, f.in.Study.Modalities, size)
	for k, row := range f.rows[:shown] {
		y := top + height*float64(k)
		p.Mark(canvas.PatternRow, string(row.Pattern), "", canvas.Box(r.Left, y, r.Right, y+height))
		p.Text(r.Left, y+height/2, patterns.in(row.Pattern, label-6), size, p.Style.Text, canvas.Start)
		p.Text(left-6, y+height/2, count(row.n), size, p.Style.Muted, canvas.End)
		for c, i := range f.shown {
			cell := canvas.Box(left+float64(c)*pitch, y, left+float64(c+1)*pitch, y+height)
			fillCell(p, cell, f.cell(row.scores[i], intervals), f.m.of(row.scores[i]), all, size)
			p.Mark(canvas.MethodMark, f.in.Study.Methods[i], string(row.Pattern), cell)
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

func (f *stress) labelWidth(p canvas.Pen, most float64) float64 {
	w := 0.0
	for _, r := range f.rows {
		w = max(w, p.Width(patternName(r.Pattern, f.in.Study.Modalities), p.Style.Small))
	}
	return min(w+8, most)
}

// intervalsFit says whether the cells have room for intervals.
func (f *stress) intervalsFit(p canvas.Pen, size, pitch float64) bool {
	for _, r := range f.rows {
		for _, i := range f.shown {
			if p.Width(f.cell(r.scores[i], true), size) > pitch-4 {
				return false
			}
		}
	}
	return true
}

// fillCell shades a cell by its place among all values, and writes the value
// where it has room.
func fillCell(p canvas.Pen, r canvas.Rect, text string, v float64, all canvas.Span, size float64) {
	if !math.IsNaN(v) {
		share := 0.5
		if all.High > all.Low {
			share = (v - all.Low) / (all.High - all.Low)
		}
		p.Fill(canvas.Box(r.Left+0.5, r.Top+0.5, r.Right-0.5, r.Bottom-0.5), p.Shade(share))
	}
	if p.Width(text, size) <= r.Width()-2 {
		p.Text((r.Left+r.Right)/2, (r.Top+r.Bottom)/2, text, size, p.Style.Text, canvas.Middle)
	}
}
