package charts

import (
	"cmp"
	"math"
	"slices"

	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

func (f *learning) draw(p canvas.Pen) {
	r, ok := p.LegendIn(p.Frame(), f.legend(p), leastTall)
	if !ok {
		return
	}
	names := make([]string, len(f.curves))
	for i, m := range f.curves {
		names[i] = f.label(m)
	}
	room := min(p.Widest(p.Style.Body, names...)+12, r.Width()*0.35)
	if r.Width()-room < 2*leastPlot { // the marks of the legend in the window tell methods apart
		room = min(room, 60)
	}
	pn := f.axes(p, canvas.Box(r.Left, r.Top+4, r.Right-room, r.Bottom))
	p.Mark(canvas.Body, "", "", pn.Rect)
	for _, m := range f.curves {
		f.band(p, pn, m)
	}
	for _, m := range f.curves {
		f.lines(p, pn, m)
	}
	for _, m := range f.curves {
		f.chosen(p, pn, m)
	}
	f.names(p, pn, r.Right)
}

func (f *learning) legend(p canvas.Pen) []canvas.Entry {
	ink := p.Style.Muted
	var entries []canvas.Entry
	validation, train := say.Text("validation"), say.Text("training")
	if f.in.Curves.Smoothing != NotSmoothed {
		validation, train = say.Text("validation, smoothed"), say.Text("training, smoothed")
	}
	if most := f.highest(); most > f.axis().High {
		train = say.Form("%s, from %s above", train, say.Figure(most, 3))
	}
	if f.validated() {
		entries = append(entries, canvas.Entry{Text: validation, Draw: func(x, y float64) { p.Line(x-8, y, x+8, y, 2, ink) }, Key: ""})
	}
	entries = append(entries, canvas.Entry{Text: train, Draw: func(x, y float64) { p.Line(x-8, y, x+8, y, 1.2, ink, 4, 2) }, Key: ""})
	entries = append(entries, f.in.Curves.Smoothing.entry(p)...)
	if f.marked(true) {
		entries = append(entries, canvas.Entry{Text: f.steps().used(), Draw: func(x, y float64) {
			p.Marker(canvas.Circle, x, y, 4, ink, false)
			p.Ring(x, y, 4, 1.2, p.Style.Text)
		}, Key: ""})
	}
	if f.marked(false) {
		entries = append(entries, canvas.Entry{Text: say.Text("lowest so far"), Draw: func(x, y float64) { p.Marker(canvas.Circle, x, y, 4, ink, true) }, Key: ""})
	}
	if f.singles() {
		entries = append(entries, canvas.Entry{Text: say.Text("single run"), Draw: func(x, y float64) { p.Line(x-8, y, x+8, y, 1, ink) }, Key: ""})
	}
	for _, m := range f.curves {
		if f.bands(m) {
			band := canvas.Entry{Text: f.bandWords(), Draw: func(x, y float64) { p.Fill(canvas.Box(x-7, y-5, x+7, y+5), p.Style.Fade(ink, 0.3)) }, Key: ""}
			return append(entries, band)
		}
	}
	return entries
}

// axis is the range of losses that is drawn.
func (f *learning) axis() canvas.Span { return f.drawn().Widen(0.05, 0.04, 0, math.Inf(1)) }

// axes draws the empty plot.
func (f *learning) axes(p canvas.Pen, r canvas.Rect) canvas.Panel {
	plt := p.NewPlot()
	losses := f.axis()
	plt.X.Min, plt.X.Max = 1, math.Max(2, float64(f.lastEpoch()))
	plt.Y.Min, plt.Y.Max = losses.Low, losses.High
	plt.X.Label.Text, plt.Y.Label.Text = f.steps().one(), say.Text("loss")
	plt.X.Tick.Marker = canvas.WholeTicks(1, plt.X.Max, max(2, int(r.Width()/45)))
	plt.Y.Tick.Marker = canvas.Labelled(losses.Low, losses.High, max(2, int(r.Height()/36)))
	plt.Y.Width = 0
	plt.Y.Tick.Length = 0
	p.Grid(plt, false, true)
	return p.DrawPlot(plt, r)
}

// band fills one standard error either way of the mean.
func (f *learning) band(p canvas.Pen, pn canvas.Panel, m methodCurves) {
	if !f.bands(m) {
		return
	}
	var upper, lower []canvas.Dot
	for _, e := range m.shown {
		if !math.IsNaN(e.validationError) {
			x := pn.X(float64(e.epoch))
			upper = append(upper, canvas.Dot{X: x, Y: pn.Y(e.validation + e.validationError)})
			lower = append(lower, canvas.Dot{X: x, Y: pn.Y(e.validation - e.validationError)})
		}
	}
	slices.Reverse(lower)
	ink := p.Style.Method(m.place)
	ink.A = 45
	p.Area(append(canvas.Envelope(upper), canvas.Envelope(lower)...), ink)
}

// lines draws the mean while all runs go on, and then each run by itself; of a method
// that is unfolded each run alone. Behind what is smoothed stand the raw values.
func (f *learning) lines(p canvas.Pen, pn canvas.Panel, m methodCurves) {
	if f.unfolds(m) {
		f.unfolded(p, pn, m)
		return
	}
	ink := p.LineInk(p.Style.Method(m.place))
	if f.in.Curves.Smoothing != NotSmoothed {
		train, validation := m.dots(pn, m.mean)
		p.Curve(pn, train, 0.8, faint(p, ink), 4, 2)
		p.Curve(pn, validation, 1, faint(p, ink))
	}
	train, validation := m.dots(pn, m.shown)
	p.Curve(pn, train, 1.2, ink, 4, 2)
	p.Curve(pn, validation, 2, ink, canvas.DashOf(m.place)...)
	for _, r := range m.runs {
		if f.in.Curves.Smoothing != NotSmoothed {
			p.Curve(pn, dotsOf(pn, r.epochs[m.alone(r):], validationLoss), 0.6, faint(p, ink))
		}
		tail := dotsOf(pn, r.shown[m.alone(r):], validationLoss)
		p.Curve(pn, tail, 1, p.Style.Quiet(ink, 0.5))
		markCurve(p, pn, tail, m.name, r.Job)
	}
	markCurve(p, pn, train, m.name, "")
	markCurve(p, pn, validation, m.name, "")
}

// dots are the points of means in a panel.
func (m *methodCurves) dots(pn canvas.Panel, means []epochMean) (train, validation []canvas.Dot) {
	for _, e := range means {
		x := pn.X(float64(e.epoch))
		train, validation = append(train, canvas.Dot{X: x, Y: pn.Y(e.train)}), append(validation, canvas.Dot{X: x, Y: pn.Y(e.validation)})
	}
	return train, validation
}

// unfolded draws every run: validation solid, training dashed.
func (f *learning) unfolded(p canvas.Pen, pn canvas.Panel, m methodCurves) {
	ink := p.LineInk(p.Style.Method(m.place))
	for _, r := range m.runs {
		if f.in.Curves.Smoothing != NotSmoothed {
			p.Curve(pn, dotsOf(pn, r.epochs, trainLoss), 0.6, faint(p, ink), 4, 2)
			p.Curve(pn, dotsOf(pn, r.epochs, validationLoss), 0.8, faint(p, ink))
		}
		train, validation := dotsOf(pn, r.shown, trainLoss), dotsOf(pn, r.shown, validationLoss)
		p.Curve(pn, train, 0.8, p.Style.Quiet(ink, 0.6), 4, 2)
		p.Curve(pn, validation, 1, ink, canvas.DashOf(m.place)...)
		markCurve(p, pn, train, m.name, r.Job)
		markCurve(p, pn, validation, m.name, r.Job)
	}
}

// chosen marks the epoch that each run used, hollow where it is the best so far of
// one that has not finished.
func (f *learning) chosen(p canvas.Pen, pn canvas.Panel, m methodCurves) {
	for _, r := range m.runs {
		if e, ok := r.at(r.chosen); ok && !math.IsNaN(e.ValidationLoss) {
			x, y := pn.X(float64(e.Epoch)), pn.Y(e.ValidationLoss)
			p.Marker(canvas.ShapeOf(m.place), x, y, 4, p.Style.Method(m.place), r.state != finished)
			if r.state != finished {
				continue
			}
			p.Solid(1.2, p.Style.Text)
			p.Canvas.Stroke(p.ShapePath(canvas.ShapeOf(m.place), x, y, 4))
		}
	}
}

// names labels the curves at their ends, moved apart where they would touch.
func (f *learning) names(p canvas.Pen, pn canvas.Panel, right float64) {
	order := slices.Clone(f.curves)
	height := p.Style.Body * 1.25
	at := func(m methodCurves) float64 { return pn.Y(m.end()) }
	slices.SortStableFunc(order, func(a, b methodCurves) int { return cmp.Compare(at(a), at(b)) })
	labels := make([]canvas.Placed, len(order))
	for i, m := range order {
		labels[i] = canvas.Placed{Text: f.label(m), X: at(m), Width: height}
	}
	for i, l := range canvas.Spread(labels, pn.Top, pn.Bottom, 0) {
		m := order[i]
		ink := p.LineInk(p.Style.Method(m.place))
		p.Leader(pn.X(float64(m.last())), pn.Y(m.end()), pn, l.X, 6)
		p.Text(pn.Right+8, l.X, p.Clip(l.Text, p.Style.Body, right-pn.Right-8), p.Style.Body, p.Readable(ink), canvas.Start)
		p.Mark(canvas.CurveName, m.name, "", canvas.Box(pn.Right, l.X-height/2, right, l.X+height/2))
	}
}

// end is the last validation loss, or training loss where there is no other,
// of the longest run.
func (m *methodCurves) end() float64 {
	longest := m.runs[0]
	for _, r := range m.runs {
		if len(r.epochs) > len(longest.epochs) {
			longest = r
		}
	}
	if len(longest.epochs) == len(m.mean) {
		if v := m.shown[len(m.mean)-1]; !math.IsNaN(v.validation) {
			return v.validation
		}
	}
	last := longest.shown[len(longest.shown)-1]
	if math.IsNaN(last.ValidationLoss) {
		return last.TrainLoss
	}
	return last.ValidationLoss
}
