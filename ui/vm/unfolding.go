package vm

import (
	"maps"
	"slices"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

// Unfold draws a line for each run of a method in place of their mean, or the mean
// again. Where every run was shown it is the one method that is folded; methods are
// all there are.
func (d *Display) Unfold(label string, methods []string) {
	d.before("")
	now := maps.Clone(d.unfolded)
	if view := d.View(LearningPane); view.Curves.Unfold {
		for _, m := range methods {
			now[m] = true
		}
		d.views = maps.Clone(d.views)
		d.views[LearningPane] = paneViews[LearningPane][0].Name // which folds
	}
	if now[label] {
		delete(now, label)
	} else {
		now[label] = true
	}
	d.unfolded = now
	d.emit(ViewChanged)
}

// unfolds says whether the curves of pane C have a line for each run of a method.
func (d *Display) unfolds(label string) bool {
	return d.View(LearningPane).Curves.Unfold || d.unfolded[label]
}

// unfoldedOf are the methods of a list that are unfolded one by one.
func (d *Display) unfoldedOf(methods []string) []string {
	return slices.DeleteFunc(slices.Clone(methods), func(m string) bool { return !d.unfolded[m] })
}

// Smoothings lists in words how strongly curves can be smoothed, not at all first.
func (d *Display) Smoothings() []string {
	var out []string
	for _, s := range charts.Smoothings() {
		out = append(out, s.Title())
	}
	return out
}

// SmoothingTitle says in words how strongly curves are smoothed.
func (d *Display) SmoothingTitle() string { return d.smoothing.Title() }

// ChooseSmoothing smooths curves as one of the titles of Smoothings says.
func (d *Display) ChooseSmoothing(title string) {
	for _, s := range charts.Smoothings() {
		if s.Title() == title && s != d.smoothing {
			d.before("")
			d.smoothing = s
			d.emit(ViewChanged)
			return
		}
	}
}

// HasCurves says whether pane C shows what can be smoothed.
func (d *Display) HasCurves() bool { return d.View(LearningPane).Chart == string(LearningPane) }

// curveHint says what a curve under the pointer is, and what a click on it would do.
func (s *Scene) curveHint(r canvas.Region) string {
	words := s.curveWords(r)
	if words != "" {
		words += ". "
	}
	if s.display.unfolds(r.Key) {
		return words + say.Form("Click: the mean of the runs of %s. Shift-click two methods: their difference.", r.Key)
	}
	return words + say.Form("Click: a line for each run of %s. Shift-click two methods: their difference.", r.Key)
}

// curveWords say what a curve stands for.
func (s *Scene) curveWords(r canvas.Region) string {
	f, err := s.Figure(LearningPane)
	curved, ok := f.(charts.Curved)
	if err != nil || !ok {
		return ""
	}
	return curved.CurveWords(r.Key, r.Sub)
}
