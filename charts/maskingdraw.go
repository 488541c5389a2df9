package charts

import (
	"image/color"

	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

// Heights of the rows of the masking chart in pixels.
const (
	leastMaskingRow = 15.0
	mostMaskingRow  = 22.0
	maskingHead     = 22.0
)

// Natural implements tall.
func (f *masking) Natural(canvas.Pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	return 2*canvas.Inset + 3*maskingHead + mostMaskingRow*float64(len(f.rows())+1)
}

// Draw implements Figure: bars of the records before and after, and of the
// patterns that are left as many as there is room for.
func (f *masking) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	p, ok := canvas.Begin(c, s, f.nothing())
	if !ok {
		return nil
	}
	r, ok := p.LegendIn(p.Frame(), f.entries(p), 6*leastMaskingRow)
	if !ok {
		return nil
	}
	rows := f.rows()
	height := min(mostMaskingRow, max(leastMaskingRow, (r.Height()-3*maskingHead)/float64(len(rows))))
	labels, words := f.columns(p, rows, r.Width())
	bars := canvas.Box(r.Left+labels+8, r.Top, max(r.Left+labels+9, r.Right-words-8), r.Bottom)
	names, y := newPatternNames(p, f.of.Modalities, p.Style.Body), r.Top
	for i, row := range rows {
		if row.section != "" {
			y += maskingHead
			p.Text(r.Left, y-maskingHead/2, p.Clip(row.section, p.Style.Small, r.Width()), p.Style.Small, p.Style.Muted, canvas.Start)
		}
		last := i == len(rows)-1
		if y+height > r.Bottom+1 || !last && y+2*height > r.Bottom+1 {
			p.Text(r.Left, min(y+height/2, r.Bottom-p.Style.Small/2), plural(len(rows)-i, "more row, in the table", "more rows, in the table"), p.Style.Small, p.Style.Muted, canvas.Start)
			break
		}
		if row.pattern != "" {
			row.label = names.in(row.pattern, labels)
		}
		f.row(p, row, canvas.Box(r.Left, y, r.Right, y+height), bars)
		y += height
	}
	p.Mark(canvas.Body, "", "", r)
	return *p.Regions
}

// columns are the widths of the labels and of the words.
func (f *masking) columns(p canvas.Pen, rows []maskingRow, width float64) (labels, words float64) {
	for _, r := range rows {
		labels, words = max(labels, p.Width(r.label, p.Style.Body)), max(words, p.Width(r.words, p.Style.Small))
	}
	return min(labels, width*0.42), min(words, width*0.4)
}

// row draws one line in its box; bars gives where bars begin and end.
func (f *masking) row(p canvas.Pen, row maskingRow, box, bars canvas.Rect) {
	y := (box.Top + box.Bottom) / 2
	p.Text(box.Left, y, p.Clip(row.label, p.Style.Body, bars.Left-8-box.Left), p.Style.Body, p.Style.Text, canvas.Start)
	length := func(n int) float64 { return bars.Left + bars.Width()*float64(n)/float64(max(1, f.of.Records)) }
	half := box.Height()/2 - 2.5
	if row.pattern != "" {
		p.Fill(canvas.Box(bars.Left, y-half/1.5, length(row.bars[1]), y+half/1.5), p.Style.Caution)
	} else {
		p.Fill(canvas.Box(bars.Left, y-half, length(row.bars[0]), y), p.Style.Present)
		p.Fill(canvas.Box(bars.Left, y, length(row.bars[1]), y+half), p.Style.Caution)
	}
	p.Line(bars.Left, box.Top+1, bars.Left, box.Bottom-1, 1, p.Style.Grid)
	ink := p.Style.Muted
	if row.warn {
		ink = p.Style.Text
	}
	p.Text(bars.Right+8, y, p.Clip(row.words, p.Style.Small, box.Right-bars.Right-8), p.Style.Small, ink, canvas.Start)
	if row.pattern != "" {
		p.Mark(canvas.PatternRow, string(row.pattern), "", box)
	}
}

func (f *masking) entries(p canvas.Pen) []canvas.Entry {
	swatch := func(ink color.Color) func(x, y float64) {
		return func(x, y float64) { p.Fill(canvas.Box(x-5, y-5, x+5, y+5), ink) }
	}
	return []canvas.Entry{{Text: say.Text("by nature"), Draw: swatch(p.Style.Present)}, {Text: say.Text("with the mask"), Draw: swatch(p.Style.Caution)}}
}
