package charts

import (
	"math"
	"slices"

	"lacuna/charts/canvas"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// unfolds says whether a method has a line for each run.
func (f *learning) unfolds(m methodCurves) bool { return f.in.Curves.Unfold || f.in.Unfolded[m.name] }

// bands says whether there is a band around the mean of a method.
func (f *learning) bands(m methodCurves) bool { return m.banded() && !f.unfolds(m) }

// alone is the place in a run from which on it is drawn by itself beside the mean: where
// the mean ends, or the beginning of one that is not in it; the run's end where it has
// nothing of its own.
func (m *methodCurves) alone(r runCurve) int {
	folded := len(m.folded())
	switch {
	case r.state != finished && folded < len(m.runs):
		return 0
	case folded == 1 || len(r.epochs) <= len(m.mean):
		return len(r.epochs)
	}
	return len(m.mean) - 1
}

// singles says whether a line of a single run is drawn.
func (f *learning) singles() bool {
	return slices.ContainsFunc(f.curves, func(m methodCurves) bool {
		return f.unfolds(m) || slices.ContainsFunc(m.runs, func(r runCurve) bool { return m.alone(r) < len(r.epochs) })
	})
}

func trainLoss(e result.Epoch) float64      { return e.TrainLoss }
func validationLoss(e result.Epoch) float64 { return e.ValidationLoss }

// dotsOf are the points of a run in a panel.
func dotsOf(pn canvas.Panel, epochs []result.Epoch, loss func(result.Epoch) float64) []canvas.Dot {
	dots := make([]canvas.Dot, len(epochs))
	for k, e := range epochs {
		dots[k] = canvas.Dot{X: pn.X(float64(e.Epoch)), Y: pn.Y(loss(e))}
	}
	return dots
}

// A line is pointed at in stretches of so many pixels, and from as far.
const (
	stretch = 10.0
	nearby  = 4.0
)

// markCurve lets a line within a panel be pointed at: that of a method, or of one of
// its runs, by its job.
func markCurve(p canvas.Pen, pn canvas.Panel, points []canvas.Dot, method, run string) {
	dots := canvas.Envelope(points)
	for k := 1; k < len(dots); k++ {
		a, b := dots[k-1], dots[k]
		if math.IsNaN(a.Y) || math.IsNaN(b.Y) {
			continue
		}
		parts := math.Ceil(max(b.X-a.X, math.Abs(b.Y-a.Y), 1) / stretch)
		for i := range int(parts) {
			at := func(share float64) canvas.Dot { return canvas.Dot{X: a.X + share*(b.X-a.X), Y: a.Y + share*(b.Y-a.Y)} }
			from, to := at(float64(i)/parts), at(float64(i+1)/parts)
			box := canvas.Box(from.X, max(pn.Top, min(from.Y, to.Y)-nearby), to.X, min(pn.Bottom, max(from.Y, to.Y)+nearby))
			if box.Height() > 0 {
				p.Mark(canvas.CurveLine, method, run, box)
			}
		}
	}
}

// wordsOf names a run: "seed 2, fold 1 of 5".
func (m *methodCurves) wordsOf(r runCurve) string {
	words := say.Form("seed %d, %s", r.Seed, say.Again(r.Split))
	if slices.ContainsFunc(m.runs, func(o runCurve) bool { return o.Mask != r.Mask && o.Mask != "" }) {
		words += ", " + say.Again(r.Mask)
	}
	return words
}

// CurveWords implements Curved.
func (f *learning) CurveWords(method, run string) string {
	k := slices.IndexFunc(f.curves, func(m methodCurves) bool { return m.name == method })
	if k < 0 {
		return ""
	}
	m := f.curves[k]
	if run == "" {
		return m.meanWords()
	}
	i := slices.IndexFunc(m.runs, func(r runCurve) bool { return r.Job == run })
	if i < 0 {
		return ""
	}
	r := m.runs[i]
	last := r.epochs[len(r.epochs)-1]
	switch e, ok := r.at(r.chosen); {
	case !ok || math.IsNaN(e.ValidationLoss):
		return say.Form("%s, %s: training loss %s at %s, the last", method, m.wordsOf(r), figure3(last.TrainLoss), m.steps().at(last.Epoch))
	case r.state != finished:
		return say.Form("%s, %s: lowest validation loss so far %s, at %s", method, m.wordsOf(r), figure3(e.ValidationLoss), m.steps().at(e.Epoch))
	default:
		return say.Form("%s, %s: validation loss %s at %s, which was used", method, m.wordsOf(r), figure3(e.ValidationLoss), m.steps().at(e.Epoch))
	}
}

// meanWords say what the curve of a method is the mean of, and the loss where it was
// used.
func (m *methodCurves) meanWords() string {
	switch u := m.used(); {
	case u.n > 0 && u.epochs.Low < u.epochs.High:
		return say.Form("%s: validation loss %s at %s, which were used", m.name, u.words(), m.steps().words(u.epochs))
	case u.n > 0:
		return say.Form("%s: validation loss %s at %s, which was used", m.name, u.words(), m.steps().words(u.epochs))
	}
	return say.Form("%s: %s, none with an epoch chosen by validation", m.name, plural(len(m.runs), "run", "runs"))
}
