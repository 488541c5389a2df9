package charts

import (
	"slices"

	"gonum.org/v1/plot"

	"lacuna/charts/canvas"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// row is one line of a chart whose rows are strata or patterns.
type row struct {
	label   string
	key     string          // of the StratumRow region
	pattern dataset.Pattern // of the PatternRow region; or empty
	dots    bool            // the pattern is drawn before the label
	section string          // rows of one section stand together under its name
	cells   []string        // right-hand columns, one per head
	faint   bool            // too few records: cells are grey
	warn    bool            // a pattern that training has never seen
	pinned  bool            // it stands on top, out of its place
}

// rowChart lays out rows: labels on the left, a plot in the middle, columns of
// figures on the right, heads above, the axis below.
type rowChart struct {
	rows   []row
	heads  []string
	lanes  int      // marks above each other in a row
	panels []string // methods with a column each, in place of lanes
	// numbered columns have a number in place of a name, which a legend tells.
	numbered bool
	metric   string
	brief    string // the metric where that has no room; or empty
	axis     canvas.Span
	behind   func(canvas.Pen, canvas.Panel) // draws what lies behind rows and marks; or nil
	names    []string                       // of the modalities, by which rows of patterns are shortened; or nil
	refs     []reference
	pin      string  // key of the row that is on top where its place is out of sight
	first    int     // row at the top; those before it are scrolled away
	gutter   float64 // room left of the plot that somebody else draws in; 0 for that of the labels
	keep     int     // head of the column that is the last to be shed
}

// reference is a thin labelled line across all rows.
type reference struct {
	name  string
	short string // where there is little room
	value float64
}

// rowPlan is a laid-out rowChart.
type rowPlan struct {
	canvas.Panel                // of all columns together
	panels       []canvas.Panel // one, or one for each column
	rows         []row
	y            []float64 // centre of each row
	height       float64   // of a row
	folded       int       // rows left out for want of room
}

const (
	columnGap   = 12.0
	sectionHead = 15.0
	dotPitch    = 8.0
	dotRadius   = 2.7
	maxDots     = 8 // modalities that are drawn as dots before the label
	barPitch    = 3.0
	maxBars     = 40 // that are drawn as bars
)

// draw lays the chart out in r and draws everything but the marks.
func (rc rowChart) draw(p canvas.Pen, r canvas.Rect) rowPlan {
	rc = rc.settled(p, r)
	strip := rc.strip(p, r)
	left, right := rc.side(p, r)
	plt, axisHeight := rc.axes(p, canvas.Box(left, r.Top, right, r.Bottom))
	rows, height, folded := rc.fit(r.Bottom - axisHeight - r.Top - strip)
	plan := rowPlan{rows: rows, height: height, folded: folded}
	bottom := r.Top + strip + rc.sections(rows)*sectionHead + height*float64(len(rows))
	rc.bands(p, r, &plan, strip)
	plan.panels = rc.plots(p, plt, canvas.Box(left, r.Top+strip, right, bottom+axisHeight))
	plan.Panel = plan.panels[0]
	plan.Right = plan.panels[len(plan.panels)-1].Right
	rc.dress(p, r, plan, strip)
	if folded > 0 || rc.first > 0 {
		line := canvas.Box(r.Left, bottom+axisHeight, r.Right, bottom+axisHeight+sectionHead)
		p.Text(r.Left, (line.Top+line.Bottom)/2, p.Clip(rc.more(p, folded), p.Style.Small, r.Width()), p.Style.Small, p.Style.Muted, canvas.Start)
		p.Mark(canvas.OtherRows, "", "", line)
	}
	return plan
}

// leastPlot is the width of a plot, and leastTall the height of a chart, below
// which something else is left out for it.
const (
	leastPlot = 110.0
	leastTall = 150.0
)

// shed leaves out what a small chart can do without: columns of figures but
// one, the name of the axis (the title has it).
func (rc rowChart) shed(p canvas.Pen, r canvas.Rect) rowChart {
	if r.Height() < leastTall {
		rc.metric = ""
	}
	left, right := rc.side(p, r)
	if len(rc.heads) < 2 || right-left >= max(leastPlot, 1.2*leastPanel*float64(len(rc.panels))) {
		return rc
	}
	out := rc
	out.heads, out.rows, out.keep = rc.heads[rc.keep:rc.keep+1], slices.Clone(rc.rows), 0
	for i := range out.rows {
		out.rows[i].cells = out.rows[i].cells[rc.keep : rc.keep+1]
	}
	return out
}

// fit decides how many rows have room, and how high they are. What is left out
// is left out from the end.
func (rc rowChart) fit(room float64) (rows []row, height float64, folded int) {
	rows, height, folded = rc.under(nil, room)
	pinned := func(r row) bool { return r.key == rc.pin }
	k := slices.IndexFunc(rc.rows, pinned)
	if rc.pin == "" || k < 0 || slices.ContainsFunc(rows, pinned) {
		return rows, height, folded
	}
	top := rc.rows[k]
	top.pinned, top.section = true, ""
	return rc.under([]row{top}, room)
}

// under fits the rows from the first in sight on under those on top.
func (rc rowChart) under(top []row, room float64) (rows []row, height float64, folded int) {
	least := max(16, 4.2*float64(rc.lanes)+4)
	from := rc.rows[min(rc.first, max(len(rc.rows)-1, 0)):]
	for n := len(from); n > 0; n-- {
		rows = slices.Concat(top, from[:n])
		free := room - rc.sections(rows)*sectionHead
		if n < len(rc.rows) {
			free -= sectionHead
		}
		height = free / float64(len(rows))
		if height >= least || n == 1 {
			return rows, min(height, 44+6*float64(rc.lanes)), len(from) - n
		}
	}
	return nil, least, 0
}

// more tells what had no room, and how to see it.
func (rc rowChart) more(p canvas.Pen, folded int) string {
	shown := len(rc.rows) - rc.first - folded
	switch {
	case rc.first > 0:
		return say.Form("rows %d to %d of %d", rc.first+1, rc.first+shown, len(rc.rows))
	case p.Style.Screen:
		return say.Form("+ %s; turn the wheel or click to see them", plural(len(rc.rows)-shown, "more row", "more rows"))
	}
	return say.Form("+ %s; the table has all", plural(len(rc.rows)-shown, "more row", "more rows"))
}

// Natural is the height at which every row stands comfortably.
func (rc rowChart) Natural(p canvas.Pen) float64 {
	r := p.Frame()
	rc = rc.settled(p, r)
	left, right := rc.side(p, r)
	_, below := rc.axes(p, canvas.Box(left, r.Top, right, r.Bottom))
	return float64(len(rc.rows))*max(20, 5.5*float64(rc.lanes)+5) + rc.sections(rc.rows)*sectionHead + below + p.Style.Small*1.6 + rc.strip(p, r)
}

// sections counts the named sections of rows.
func (rc rowChart) sections(rows []row) float64 {
	n := 0.0
	for i, r := range rows {
		if r.section != "" && (i == 0 || rows[i-1].section != r.section) {
			n++
		}
	}
	return n
}

// place computes the centres of the rows.
func (plan *rowPlan) place(top float64) {
	y := top
	for i, r := range plan.rows {
		if r.section != "" && (i == 0 || plan.rows[i-1].section != r.section) {
			y += sectionHead
		}
		plan.y = append(plan.y, y+plan.height/2)
		y += plan.height
	}
}

func (rc rowChart) labelWidth(p canvas.Pen, room float64) float64 {
	if rc.gutter > 0 {
		return rc.gutter
	}
	w := 0.0
	for _, r := range rc.rows {
		w = max(w, p.Width(r.label, p.Style.Body)+r.dotsWidth())
	}
	return min(w, room)
}

// dotsWidth is the room that the dots take before the label.
func (r row) dotsWidth() float64 {
	if !r.dots {
		return 0
	}
	return dotsWidth(r.pattern)
}

// dotsWidth is the room that a pattern drawn as dots, or as narrow bars where
// there are many, takes before its name.
func dotsWidth(p dataset.Pattern) float64 {
	switch {
	case len(p) == 0 || len(p) > maxBars:
		return 0
	case len(p) > maxDots:
		return float64(len(p))*barPitch + 6
	}
	return float64(len(p))*dotPitch + 6
}

// smallPattern draws a pattern in dotsWidth from x on.
func smallPattern(p canvas.Pen, x, y float64, pattern dataset.Pattern) {
	if len(pattern) <= maxDots {
		presenceDots(p, x+dotPitch/2, y, pattern, dotPitch, dotRadius, false)
		return
	}
	for m := range len(pattern) {
		left := x + float64(m)*barPitch
		if pattern.Has(m) {
			p.Fill(canvas.Box(left, y-4.5, left+2, y+4.5), p.Style.Text)
		} else {
			p.Fill(canvas.Box(left, y+3.5, left+2, y+4.5), p.Style.Muted)
		}
	}
}

func (rc rowChart) columnWidths(p canvas.Pen) []float64 {
	widths := make([]float64, len(rc.heads))
	for k, h := range rc.heads {
		widths[k] = p.Width(h, p.Style.Small)
		for _, r := range rc.rows {
			widths[k] = max(widths[k], p.Width(r.cells[k], p.Style.Small))
		}
	}
	return widths
}

// bands tints every other row, so that the eye keeps to a line.
func (rc rowChart) bands(p canvas.Pen, r canvas.Rect, plan *rowPlan, strip float64) {
	plan.place(r.Top + strip)
	for i := 0; i < len(plan.y); i += 2 {
		top := plan.y[i] - plan.height/2
		p.Fill(canvas.Box(r.Left-3, top, r.Right+3, top+plan.height), canvas.Mix(p.Style.Background, p.Style.Text, 0.035))
	}
}

// axes is the empty plot, or that of each column: horizontal axis and grid; and the
// height of what stands below the rows.
func (rc rowChart) axes(p canvas.Pen, r canvas.Rect) (*plot.Plot, float64) {
	box, below := rc.boxes(r)[0], 0.0
	plt := p.NewPlot()
	plt.HideY()
	p.Across(plt, rc.axis, box.Width())
	plt.Y.Min, plt.Y.Max = 0, 1
	if rc.metric != "" {
		below = p.Style.Small * 1.3
	}
	p.Grid(plt, true, false)
	return plt, p.Below(plt, box) + below
}

// axisName is what the axis is called. It is centred below the plot, and may stand out
// to where the frame ends.
func (rc rowChart) axisName(p canvas.Pen, r canvas.Rect) string {
	middle, frame := (r.Left+r.Right)/2, p.Frame()
	room := 2 * min(middle-frame.Left, frame.Right-middle)
	if rc.brief != "" && p.Width(rc.metric, p.Style.Small) > room {
		return p.Clip(rc.brief, p.Style.Small, room)
	}
	return p.Clip(rc.metric, p.Style.Small, room)
}

// dress draws labels, columns, section names, rules and reference lines.
func (rc rowChart) dress(p canvas.Pen, r canvas.Rect, plan rowPlan, strip float64) {
	widths := rc.columnWidths(p)
	x := r.Right
	for k := len(widths) - 1; k >= 0; k-- {
		p.Text(x, r.Top+strip-p.Style.Small*0.7-1, rc.heads[k], p.Style.Small, p.Style.Muted, canvas.End)
		for i, row := range plan.rows {
			ink := p.Style.Text
			if row.faint {
				ink = p.Style.Muted
			}
			p.Text(x, plan.y[i], row.cells[k], p.Style.Small, ink, canvas.End)
			if row.warn && k == len(widths)-1 {
				p.Marker(canvas.Triangle, x-p.Width(row.cells[k], p.Style.Small)-7, plan.y[i], 3.5, p.Style.Caution, false)
			}
		}
		x -= widths[k] + columnGap
	}
	if len(rc.panels) == 0 {
		rc.references(p, plan.Panel, r.Top+strip/2-1)
	} else {
		rc.topNames(p, r, plan, r.Top+strip)
		for _, pn := range plan.panels {
			rc.referenceLines(p, pn)
		}
	}
	if rc.behind != nil {
		rc.behind(p, plan.Panel)
	}
	names := newPatternNames(p, rc.names, p.Style.Body)
	for i := range plan.rows {
		rc.label(p, r, plan, i, names)
	}
}

// label draws what stands left of row i, and the rules above it.
func (rc rowChart) label(p canvas.Pen, r canvas.Rect, plan rowPlan, i int, names *patternNames) {
	row, y := plan.rows[i], plan.y[i]
	top := y - plan.height/2
	if row.section != "" && (i == 0 || plan.rows[i-1].section != row.section) {
		p.Line(r.Left, top-sectionHead+1, r.Right, top-sectionHead+1, 1, p.Style.Grid)
		p.Fill(canvas.Box(r.Left, top-sectionHead+2, r.Left+p.Width(row.section, p.Style.Small)+4, top), p.Style.Background)
		p.Text(r.Left, top-sectionHead/2+1, row.section, p.Style.Small, p.Style.Muted, canvas.Start)
	}
	box := canvas.Box(r.Left, top, r.Right, top+plan.height)
	if row.pinned {
		p.Line(r.Left, box.Bottom, r.Right, box.Bottom, 1, p.Style.Muted)
	}
	row.mark(p, box)
	x := r.Left
	if w := row.dotsWidth(); w > 0 {
		smallPattern(p, x, y, row.pattern)
		x += w
	}
	words := p.Clip(row.label, p.Style.Body, plan.Left-8-x)
	if row.dots && rc.names != nil {
		words = names.in(row.pattern, plan.Left-8-x)
	}
	p.Text(x, y, words, p.Style.Body, p.Style.Text, canvas.Start)
}

// mark notes where the row is.
func (r row) mark(p canvas.Pen, box canvas.Rect) {
	marks := []canvas.Region{{Kind: canvas.StratumRow, Key: r.key, Rect: box, Pinned: r.pinned}}
	if r.pattern != "" {
		marks = append(marks, canvas.Region{Kind: canvas.PatternRow, Key: string(r.pattern), Rect: box, Pinned: r.pinned})
	}
	*p.Regions = append(*p.Regions, marks...)
}

// patternAt is the pattern of the k-th row, and rowOf the first row of a pattern.
func (rc rowChart) patternAt(k int) dataset.Pattern {
	if k < 0 || k >= len(rc.rows) {
		return ""
	}
	return rc.rows[k].pattern
}

func (rc rowChart) rowOf(p dataset.Pattern) int {
	return slices.IndexFunc(rc.rows, func(r row) bool { return r.pattern == p })
}

// presenceDots draws a pattern as UpSet does: filled where present, an open
// ring where absent, and on request a line joining the filled ones.
func presenceDots(p canvas.Pen, x, y float64, pattern dataset.Pattern, pitch, radius float64, joined bool) {
	first, last := -1, -1
	for m := range len(pattern) {
		if pattern.Has(m) {
			if first < 0 {
				first = m
			}
			last = m
		}
	}
	if joined && last > first {
		p.Line(x+float64(first)*pitch, y, x+float64(last)*pitch, y, max(1.5, radius*0.5), p.Style.Text)
	}
	for m := range len(pattern) {
		cx := x + float64(m)*pitch
		if pattern.Has(m) {
			p.Disc(cx, y, radius, p.Style.Text)
			continue
		}
		p.Disc(cx, y, radius, p.Style.Background)
		p.Ring(cx, y, radius-0.5, 1, p.Style.Muted)
	}
}
