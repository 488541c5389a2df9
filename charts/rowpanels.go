package charts

import (
	"strconv"

	"gonum.org/v1/plot"

	"lacuna/charts/canvas"
)

// Small multiples: where more methods are shown than can be told apart in a row, each
// has a column of its own, with one axis and one set of rows for all. Below the least
// width of a column they stand in lanes after all.
const (
	mostLanes  = 5
	columnsGap = 6.0
	leastPanel = 30.0 // two labels of the axis have room, upright
)

// side is what stands left and right of the plot: where the plot begins and ends.
func (rc rowChart) side(p canvas.Pen, r canvas.Rect) (left, right float64) {
	left, right = r.Left+rc.labelWidth(p, r.Width()*0.42)+10, r.Right
	for _, w := range rc.columnWidths(p) {
		right -= w + columnGap
	}
	return left, right
}

// pitch is the distance of columns in the room of the plot.
func (rc rowChart) pitch(room float64) float64 {
	return (room + columnsGap) / float64(len(rc.panels))
}

// settled is the chart as it is laid out in r: what has no room is shed, and columns
// that would be too narrow are lanes.
func (rc rowChart) settled(p canvas.Pen, r canvas.Rect) rowChart {
	rc = rc.shed(p, r)
	if len(rc.panels) == 0 {
		return rc
	}
	if left, right := rc.side(p, r); rc.pitch(right-left) < leastPanel+columnsGap {
		rc.lanes, rc.panels = len(rc.panels), nil
	}
	return rc
}

// heads are the names above the columns, in a settled chart.
func (rc rowChart) topHeads(p canvas.Pen, r canvas.Rect) canvas.Heads {
	left, right := rc.side(p, r)
	pitch := rc.pitch(right - left)
	names := rc.panels
	if rc.numbered {
		names = make([]string, len(rc.panels))
		for k := range names {
			names[k] = numberOf(k)
		}
	}
	return p.NewHeads(names, nil, pitch, r.Right-right+pitch/2)
}

// numberOf stands for the name of the k-th column.
func numberOf(k int) string { return strconv.Itoa(k + 1) }

// strip is the height of what stands above the rows: names of figures, of lines, and
// of columns.
func (rc rowChart) strip(p canvas.Pen, r canvas.Rect) float64 {
	line := p.Style.Small * 1.4
	if len(rc.panels) == 0 {
		return line
	}
	return max(line, rc.topHeads(p, r).Height(p))
}

// boxes divide the room of the plot between the columns.
func (rc rowChart) boxes(r canvas.Rect) []canvas.Rect {
	if len(rc.panels) == 0 {
		return []canvas.Rect{r}
	}
	out, pitch := make([]canvas.Rect, len(rc.panels)), rc.pitch(r.Width())
	for k := range out {
		x := r.Left + float64(k)*pitch
		out[k] = canvas.Box(x, r.Top, x+pitch-columnsGap, r.Bottom)
	}
	return out
}

// plots draws the empty plots, all on one axis, and the name of the axis once below
// them.
func (rc rowChart) plots(p canvas.Pen, plt *plot.Plot, r canvas.Rect) []canvas.Panel {
	boxes := rc.boxes(r)
	if rc.metric != "" {
		line := p.Style.Small * 1.3
		p.Text((r.Left+r.Right)/2, r.Bottom-line/2, rc.axisName(p, r), p.Style.Small, p.Style.Text, canvas.Middle)
		for k := range boxes {
			boxes[k].Bottom -= line
		}
	}
	if len(boxes) > 1 {
		out := p.Overhang(plt, boxes[0].Width())
		for k := range boxes {
			boxes[k].Left += out // or it would touch the last label of the column before
		}
	}
	out := make([]canvas.Panel, len(boxes))
	for k, box := range boxes {
		out[k] = p.DrawPlot(plt, box)
	}
	return out
}

// topNames writes the names of the columns and notes where they are.
func (rc rowChart) topNames(p canvas.Pen, r canvas.Rect, plan rowPlan, bottom float64) {
	h := rc.topHeads(p, r)
	for k, pn := range plan.panels {
		h.Draw(p, k, (pn.Left+pn.Right)/2, bottom)
		p.Mark(canvas.MethodMark, rc.panels[k], "", canvas.Box(pn.Left, r.Top, pn.Right, bottom))
	}
}
