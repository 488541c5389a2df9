package charts

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"lacuna/charts/canvas"

	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "critical-difference",
	Title: "Ranks with their critical difference",
	Help:  "The mean rank of every method over data sets, or over the runs of one; bars join those that Nemenyi's test does not tell apart.",
	Needs: NeedsStudy,
	New:   func(in Input) (canvas.Figure, error) { return newRanks(in) },
})

// ranks is the critical-difference diagram of Demšar (2006).
type ranks struct {
	in      Input
	ranking metric.Ranking
	reason  string // why there is nothing to draw
}

func newRanks(in Input) (*ranks, error) {
	f := &ranks{in: in}
	if in.Ranking != nil {
		f.ranking = *in.Ranking
		return f, nil
	}
	m, err := in.Metric.measure()
	if err != nil {
		return nil, err
	}
	if f.ranking, err = metric.RankStudies(in.until(), []result.Study{*in.Study}, m.whole); err != nil {
		if in.until().Err() != nil {
			return nil, err
		}
		f.reason = capital(err.Error()) + "."
	}
	return f, nil
}

// nothing says why there is nothing to draw, or is empty.
func (f *ranks) nothing() string { return f.reason }

// Name implements Figure.
func (f *ranks) Name() string { return "critical-difference" }

// Title implements Figure.
func (f *ranks) Title() string {
	if f.reason != "" {
		return f.reason
	}
	r := f.ranking
	text := f.in.soFar(say.Form("%s ranks first of %s in %s, mean rank %.2f", r.Methods[0], plural(len(r.Methods), "method", "methods"), r.Metric, r.Ranks[0]))
	if math.IsNaN(r.CD) {
		return text + "."
	}
	alike := 0
	for _, x := range r.Ranks[1:] {
		if x-r.Ranks[0] < r.CD {
			alike++
		}
	}
	others := len(r.Ranks) - 1
	switch alike {
	case others:
		return say.Form("%s; no other is further off than the critical difference of %.2f.", text, r.CD)
	case 1:
		return say.Form("%s; 1 of the %d others is within the critical difference of %.2f.", text, others, r.CD)
	}
	return say.Form("%s; %d of the %d others are within the critical difference of %.2f.", text, alike, others, r.CD)
}

// Description implements Figure.
func (f *ranks) Description() canvas.Description {
	if f.reason != "" {
		return canvas.Description{Short: f.reason, Long: f.reason}
	}
	short := say.Form("Mean ranks in %s over %s; 1 is the best. Bars join methods whose ranks differ by less than the critical difference (Nemenyi, 5 %% level; Demšar 2006).",
		f.ranking.Metric, plural(len(f.ranking.Blocks), "block", "blocks"))
	return canvas.Description{Short: short, Long: f.Title() + " " + short + " " + f.ranking.Words()}
}

// Table implements Figure: one row per method.
func (f *ranks) Table() canvas.Table {
	r := f.ranking
	t := canvas.Table{Header: []string{"method", "mean_rank"}}
	for i, m := range r.Methods {
		t.Rows = append(t.Rows, []string{m, exact(r.Ranks[i])})
	}
	t.Context = append(studyContext(f.in), [][2]string{
		{"metric", r.Metric}, {"blocks", strconv.Itoa(len(r.Blocks))}, {"friedman_chi2", exact(r.Chi)}, {"friedman_p", exact(r.ChiP)},
		{"iman_davenport_f", exact(r.F)}, {"iman_davenport_p", exact(r.FP)}, {"permutation_p", exact(r.P)}, {"critical_difference", exact(r.CD)}, {"caution", r.Caution},
	}...)
	return t
}

// Characters implements Figure: a line for each method, with the bars at the end.
func (f *ranks) Characters(width int) string {
	if f.reason != "" {
		return f.reason + "\n"
	}
	r := f.ranking
	lines := [][]string{{say.Text("method"), say.Text("mean rank"), say.Text("joined")}}
	for i, m := range r.Methods {
		joined := ""
		for k, part := range r.Alike() {
			mark := " "
			if i >= part[0] && i <= part[1] {
				mark = string(rune('a' + k%26))
			}
			joined += mark
		}
		lines = append(lines, []string{canvas.Short(m, max(12, width-30)), fmt.Sprintf("%.3f", r.Ranks[i]), strings.TrimRight(joined, " ")})
	}
	return canvas.Columns(lines) + say.Form("critical difference %.3f; methods with a letter in common are not apart\n", r.CD)
}

// Natural implements tall.
func (f *ranks) Natural(p canvas.Pen) float64 {
	if f.reason != "" {
		return 0
	}
	return 60 + p.Style.Body*1.8*float64(f.half()+len(f.ranking.Alike())) + 2*canvas.Inset
}

// Heights lets the diagram of few methods be low: what is below their names would be
// empty.
func (f *ranks) Heights() (least, most float64) { return 5, 24 }

// Draw implements Figure.
func (f *ranks) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	reason := f.reason
	if room := canvas.NewPen(c, s).Frame().Height(); reason == "" && room < f.least(s) {
		reason = say.Text("Enlarge to see the ranks.")
	}
	p, ok := canvas.Begin(c, s, reason)
	if !ok {
		return nil
	}
	r, k := p.Frame(), float64(len(f.ranking.Methods))
	better, worse := f.sides(p)
	left, right, y := r.Left+better, r.Right-worse, r.Top+40
	x := func(rank float64) float64 { return left + (rank-1)/(k-1)*(right-left) }
	p.Mark(canvas.Body, "", "", r)
	f.scale(p, x, y)
	below := y + 14
	for _, part := range f.ranking.Alike() {
		p.Line(x(f.ranking.Ranks[part[0]])-3, below, x(f.ranking.Ranks[part[1]])+3, below, 3, s.Text)
		below += 9
	}
	f.names(p, x, y, below, left, right)
	return *p.Regions
}

// half is the number of methods that are named at the left, the better ones.
func (f *ranks) half() int { return (len(f.ranking.Methods) + 1) / 2 }

// sides is the room for the names at the left and at the right; the axis keeps a third
// of the width.
func (f *ranks) sides(p canvas.Pen) (left, right float64) {
	for i := range f.ranking.Methods {
		if w := p.Width(f.label(i), p.Style.Small) + 12; i < f.half() {
			left = max(left, w)
		} else {
			right = max(right, w)
		}
	}
	if room := p.Frame().Width() * 2 / 3; left+right > room {
		most := max(room/2, room-min(left, right)) // what one does not need the other has
		left, right = min(left, most), min(right, most)
	}
	return left, right
}

// least is the height in which the names stand apart.
func (f *ranks) least(s canvas.Style) float64 {
	return 62 + 9*float64(len(f.ranking.Alike())) + s.Small*1.3*float64(f.half())
}

// scale draws the axis of ranks and the critical difference above it.
func (f *ranks) scale(p canvas.Pen, x func(float64) float64, y float64) {
	k := len(f.ranking.Methods)
	p.Line(x(1), y, x(float64(k)), y, 1, p.Style.Text)
	for rank := 1; rank <= k; rank++ {
		p.Line(x(float64(rank)), y-4, x(float64(rank)), y, 1, p.Style.Text)
		p.Text(x(float64(rank)), y-11, strconv.Itoa(rank), p.Style.Small, p.Style.Muted, canvas.Middle)
	}
	if cd := f.ranking.CD; !math.IsNaN(cd) {
		end := x(min(1+cd, float64(k)))
		p.Line(x(1), y-24, end, y-24, 1.5, p.Style.Text)
		text := say.Form("critical difference %.2f", cd)
		if 1+cd > float64(k) {
			text += say.Text(" (longer than the axis)")
		}
		at := max(p.Frame().Left, min(x(1), p.Frame().Right-p.Width(text, p.Style.Small)))
		p.Text(at, y-34, p.Clip(text, p.Style.Small, p.Frame().Right-at), p.Style.Small, p.Style.Text, canvas.Start)
	}
}

// label names a method with its mean rank.
func (f *ranks) label(i int) string {
	return fmt.Sprintf("%s (%.2f)", f.ranking.Methods[i], f.ranking.Ranks[i])
}

// names writes the better half of the methods at the left and the others at the
// right, each with a line to its rank.
func (f *ranks) names(p canvas.Pen, x func(float64) float64, axis, from, left, right float64) {
	methods, half := f.ranking.Methods, f.half()
	pitch := min(p.Style.Body*1.8, (p.Frame().Bottom-from-8)/float64(half))
	for i, m := range methods {
		rank := x(f.ranking.Ranks[i])
		row, edge, at, room, place := i, left-4, left-8, left-p.Frame().Left-8, canvas.End
		if i >= half {
			row, edge, at, room, place = len(methods)-1-i, right+4, right+8, p.Frame().Right-right-8, canvas.Start
		}
		y := from + 8 + pitch*float64(row)
		p.Line(rank, axis, rank, y, 1, p.Style.Muted)
		p.Line(rank, y, edge, y, 1, p.Style.Muted)
		name := p.Clip(f.label(i), p.Style.Small, room)
		p.Text(at, y, name, p.Style.Small, p.Style.Text, place)
		p.Mark(canvas.MethodMark, m, "", canvas.Box(min(edge, at)-2, y-pitch/2, max(edge, at)+2, y+pitch/2))
	}
}
