package charts

import (
	"image"
	"image/color"
	"math"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Sizes in pixels.
const (
	generatedGap    = 5.0  // between cells
	curveHeight     = 38.0 // of a vector's cell
	leastPicture    = 14.0 // height of a picture
	mostPicture     = 120.0
	finest          = 3.0     // pixels of the layer to one
	mostOfLayer     = 6 << 20 // of its pixels
	longestNameOf   = 0.2     // of the width
	strongestAtHalf = 2.0     // an error of half the span has the full colour
)

// generatedGrid is the laid-out chart.
type generatedGrid struct {
	*generated
	p      canvas.Pen
	r      canvas.Rect
	labels float64
	draws  int
	cell   float64 // width of a cell
	layer  layer
}

// layer is one image for all pictures, which lies over the drawing: files of PDF
// put several images in any order, and pixels stay square in it.
type layer struct {
	img *image.RGBA
	k   float64 // its pixels to one of the drawing
}

func newLayer(r canvas.Rect) layer {
	k := min(finest, math.Sqrt(mostOfLayer/(r.Width()*r.Height())))
	return layer{image.NewRGBA(image.Rect(0, 0, int(r.Width()*k), int(r.Height()*k))), k}
}

// grid divides the width.
func (f *generated) grid(p canvas.Pen) generatedGrid {
	g := generatedGrid{generated: f, p: p, r: p.Frame()}
	for _, m := range f.made.Modalities {
		for _, r := range m.Records {
			g.draws = max(g.draws, len(r.Draws))
			g.labels = max(g.labels, p.Width(nameOf(r), p.Style.Small))
		}
	}
	g.labels = max(min(g.labels, longestNameOf*g.r.Width()), p.Width("RMSE 0.000", p.Style.Small)) + 8
	g.cell = (g.r.Width()-g.labels)/float64(len(g.heads())) - generatedGap
	return g
}

// nameOf is a record with its class.
func nameOf(r result.MadeRecord) string {
	if r.Class == "" {
		return r.ID
	}
	return r.ID + " (" + r.Class + ")"
}

// heads are the names of the columns.
func (g generatedGrid) heads() []string {
	heads := []string{say.Text("real"), say.Text("generated")}
	for k := range g.draws {
		heads = append(heads, say.Form("draw %d", k+1))
	}
	return append(heads, say.Text("nearest"), say.Text("error"))
}

// section is the height of the heading of a modality, and head that of the columns'.
func (g generatedGrid) section() float64 { return 1.9 * g.p.Style.Body }
func (g generatedGrid) head() float64    { return 1.6 * g.p.Style.Small }

// foot is the height of the line that says what has no room.
func (g generatedGrid) foot() float64 { return 1.6 * g.p.Style.Small }

// row is the height of a record's row without the gap, where all have room.
func (g generatedGrid) row(m result.MadeModality) float64 {
	if m.Shape == nil {
		return curveHeight
	}
	return min(g.cell*float64(m.Shape[0])/float64(m.Shape[1]), mostPicture)
}

// height is that of all modalities, with so many records of each.
func (g generatedGrid) height(records []int) float64 {
	sum := g.head() + g.foot()
	for k, m := range g.made.Modalities {
		sum += g.section() + float64(records[k])*(g.row(m)+generatedGap)
	}
	return sum
}

// fitting is how many records of each modality have room: at least one, then one
// more of each in turn.
func (g generatedGrid) fitting(room float64) []int {
	records := make([]int, len(g.made.Modalities))
	for k := range records {
		records[k] = 1
	}
	for more := true; more; {
		more = false
		for k, m := range g.made.Modalities {
			if records[k] == len(m.Records) {
				continue
			}
			if records[k]++; g.height(records) > room {
				records[k]--
			} else {
				more = true
			}
		}
	}
	return records
}

// draw shows as many records of each modality as have room, at least one of as many
// modalities as have.
func (g generatedGrid) draw() {
	records := g.fitting(g.r.Height())
	shrink, room := 1.0, g.r.Height()-g.head()-g.foot()
	if h := g.height(records) - g.head() - g.foot(); h > room {
		shrink = room / h
	}
	g.layer = newLayer(g.r)
	var rest []string
	if left := g.sections(records, shrink); left > 0 {
		rest = append(rest, plural(left, "modality", "modalities"))
	}
	hidden := 0
	for k, m := range g.made.Modalities {
		hidden += len(m.Records) - records[k]
	}
	if hidden > 0 {
		rest = append(rest, plural(hidden, "row", "rows"))
	}
	if len(rest) > 0 {
		g.p.Text(g.r.Right, g.r.Bottom-g.p.Style.Small*0.6, g.p.Clip(say.Form("and %s in the CSV", say.List(rest)), g.p.Style.Small, g.r.Width()), g.p.Style.Small, g.p.Style.Muted, canvas.End)
	}
	g.p.Canvas.DrawImage(g.p.Crop(g.r).Rectangle, g.layer.img)
	g.p.Mark(canvas.Body, "", "", g.r)
}

// sections draws the heads of the columns and the modalities, smaller where they
// have no room, and returns how many have none at all.
func (g generatedGrid) sections(records []int, shrink float64) int {
	x := g.r.Left + g.labels
	for _, name := range g.heads() {
		g.p.Text(x, g.r.Top+g.head()/2, g.p.Clip(name, g.p.Style.Small, g.cell), g.p.Style.Small, g.p.Style.Muted, canvas.Start)
		x += g.cell + generatedGap
	}
	y := g.r.Top + g.head()
	for k, m := range g.made.Modalities {
		height := g.row(m)
		if shrink < 1 {
			height = max(leastPicture, height*shrink-g.section()*(1-shrink))
		}
		if y+g.section()+height > g.r.Bottom-g.foot() {
			return len(g.made.Modalities) - k
		}
		y = g.modality(m, y, height, records[k])
	}
	return 0
}

// modality draws a section from y and returns where it ends.
func (g generatedGrid) modality(m result.MadeModality, y, height float64, records int) float64 {
	words := m.Name + ": RMSE " + figure3(m.RMSE)
	if m.Shape != nil {
		words += ", SSIM " + figure3(m.SSIM)
	}
	words += ", n = " + count(m.Hidden)
	g.p.Text(g.r.Left, y+g.section()*0.55, g.p.Clip(words, g.p.Style.Body, g.r.Width()), g.p.Style.Body, g.p.Style.Text, canvas.Start)
	g.p.Mark(canvas.ModalityHead, m.Name, "", canvas.Box(g.r.Left, y, g.r.Right, y+g.section()))
	y += g.section()
	for _, r := range m.Records[:records] {
		if y+height > g.r.Bottom-g.foot() {
			break
		}
		g.record(m, r, y, height)
		y += height + generatedGap
	}
	return y
}

// record draws one row.
func (g generatedGrid) record(m result.MadeModality, r result.MadeRecord, y, height float64) {
	lines := []string{nameOf(r), "RMSE " + figure3(r.RMSE)}
	if m.Shape != nil {
		lines = append(lines, "SSIM "+figure3(r.SSIM))
	}
	for k, text := range lines {
		at := y + g.p.Style.Small*(0.7+1.35*float64(k))
		if k > 0 && at+g.p.Style.Small/2 > y+height {
			break
		}
		ink := g.p.Style.Muted
		if k == 0 {
			ink = g.p.Style.Text
		}
		g.p.Text(g.r.Left, at, g.p.Clip(text, g.p.Style.Small, g.labels-6), g.p.Style.Small, ink, canvas.Start)
	}
	columns := append([][]float64{r.Real, r.Filled}, r.Draws...)
	for len(columns) < 2+g.draws {
		columns = append(columns, nil)
	}
	columns = append(columns, r.Nearest)
	texts := make([]string, len(columns))
	texts[0], texts[len(texts)-1] = r.Text, r.NearestText
	for k, x := range columns {
		box := g.box(k, y, height)
		switch {
		case texts[k] != "":
			g.text(texts[k], box)
		case x != nil:
			g.values(m, x, box, k > 0 && k < len(columns)-1)
		}
	}
	g.difference(m, r, g.box(len(columns), y, height))
}

func (g generatedGrid) box(column int, y, height float64) canvas.Rect {
	x := g.r.Left + g.labels + float64(column)*(g.cell+generatedGap)
	return canvas.Box(x, y, x+g.cell, y+height)
}

// text sets a text in small lines, as far as they have room.
func (g generatedGrid) text(text string, box canvas.Rect) {
	size := g.p.Style.Small
	for k, line := range g.p.Lines(line(text), size, box.Width()) {
		at := box.Top + size*(0.6+1.15*float64(k))
		if at+size/2 > box.Bottom {
			return
		}
		g.p.Text(box.Left, at, line, size, g.p.Style.Text, canvas.Start)
	}
}

// values draws a picture or a curve; what was made has an edge in the colour of
// caution.
func (g generatedGrid) values(m result.MadeModality, x []float64, box canvas.Rect, made bool) {
	edge := g.p.Style.Grid
	if made {
		edge = g.p.Style.Caution
	}
	if m.Shape == nil {
		g.curve(x, m.Low, m.High, box)
		g.p.Outline(box, 1, edge)
		return
	}
	box = g.picture(m, box, func(p pixels, i, j int) color.NRGBA { return g.ink(m, p, i, j) }, x)
	g.p.Outline(box, 1, edge)
}

// ink is the colour of a pixel: its own, a grey, or, of sounds, the stronger the
// louder.
func (g generatedGrid) ink(m result.MadeModality, p pixels, i, j int) color.NRGBA {
	if m.Kind == dataset.Audio {
		return canvas.Mix(g.p.Style.Background, g.p.Style.Text, p.at(i, j, 0))
	}
	if p.channels == 2 { // grey with transparency
		p.channels = 1
	}
	at := func(k int) uint8 { return uint8(255*p.at(i, j, k) + 0.5) }
	return g.p.Style.Seen(color.NRGBA{R: at(0), G: at(1), B: at(2), A: 255})
}

// picture draws pixels into a box, as high as its width and its own height allow,
// and returns where it is.
func (g generatedGrid) picture(m result.MadeModality, box canvas.Rect, ink func(p pixels, i, j int) color.NRGBA, x []float64) canvas.Rect {
	p := pixelsOf(m, x)
	scale := min(box.Width()/float64(p.width), box.Height()/float64(p.height))
	box.Right, box.Bottom = box.Left+scale*float64(p.width), box.Top+scale*float64(p.height)
	k := g.layer.k
	left, top := int((box.Left-g.r.Left)*k)+1, int((box.Top-g.r.Top)*k)+1
	right, bottom := int((box.Right-g.r.Left)*k)-1, int((box.Bottom-g.r.Top)*k)-1
	for y := top; y < bottom; y++ {
		for x := left; x < right; x++ {
			g.layer.img.SetRGBA(x, y, color.RGBA(ink(p, (y-top)*p.height/(bottom-top), (x-left)*p.width/(right-left)))) // opaque
		}
	}
	return box
}

// curve draws a vector's numbers from left to right.
func (g generatedGrid) curve(x []float64, low, high float64, box canvas.Rect) {
	if !(high > low) {
		return
	}
	of := func(v float64) float64 { return box.Bottom - (v-low)/(high-low)*box.Height() }
	if low < 0 && high > 0 {
		g.p.Line(box.Left, of(0), box.Right, of(0), 0.5, g.p.Style.Grid)
	}
	points := make([]canvas.Dot, len(x))
	for k, v := range x {
		points[k] = canvas.Dot{X: box.Left + (float64(k)+0.5)*box.Width()/float64(len(x)), Y: of(v)}
	}
	if len(points) == 1 {
		g.p.Disc(points[0].X, min(max(points[0].Y, box.Top), box.Bottom), 2, g.p.Style.Text)
		return
	}
	g.p.Curve(canvas.Panel{Rect: box}, points, 1, g.p.Style.Text)
}

// difference draws what was made less what is real.
func (g generatedGrid) difference(m result.MadeModality, r result.MadeRecord, box canvas.Rect) {
	d := make([]float64, len(r.Real))
	for k, x := range r.Real {
		d[k] = r.Filled[k] - x
	}
	if m.Shape == nil {
		half := (m.High - m.Low) / 2
		g.curve(d, -half, half, box)
		g.p.Outline(box, 1, g.p.Style.Grid)
		return
	}
	span := m.High - m.Low
	m.Low, m.High = -span/2, span/2 // so that no error is the middle
	box = g.picture(m, box, func(p pixels, i, j int) color.NRGBA { return g.p.Diverging(strongestAtHalf * (p.grey(i, j) - 0.5)) }, d)
	g.p.Outline(box, 1, g.p.Style.Grid)
}
