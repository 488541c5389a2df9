package charts

import (
	"image/color"
	"math"
	"slices"
	"strings"

	"lacuna/charts/canvas"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Smoothing is how strongly learning curves are smoothed: every value becomes the mean
// of those up to it, weighted by powers of one half. The zero Smoothing leaves them as
// they are.
type Smoothing string

// The strengths of smoothing.
const (
	NotSmoothed   Smoothing = ""
	LightSmooth   Smoothing = "light"
	MediumSmooth  Smoothing = "medium"
	StrongSmooth  Smoothing = "strong"
	smoothingNone           = "off" // what NotSmoothed is called
)

// Smoothings lists the strengths, none first.
func Smoothings() []Smoothing {
	return []Smoothing{NotSmoothed, LightSmooth, MediumSmooth, StrongSmooth}
}

// SmoothingNamed finds a strength by its name: off, light, medium or strong. The
// error lists them.
func SmoothingNamed(name string) (Smoothing, error) {
	var names []string
	for _, s := range Smoothings() {
		if s.Name() == name {
			return s, nil
		}
		names = append(names, s.Name())
	}
	return NotSmoothed, say.Errorf("no smoothing %q; there are %s", name, strings.Join(names, ", "))
}

// Name is the strength in a word, as SmoothingNamed knows it.
func (s Smoothing) Name() string {
	if s == NotSmoothed {
		return smoothingNone
	}
	return string(s)
}

// Title says the strength in words.
func (s Smoothing) Title() string {
	switch s {
	case LightSmooth:
		return say.Text("light smoothing")
	case MediumSmooth:
		return say.Text("medium smoothing")
	case StrongSmooth:
		return say.Text("strong smoothing")
	}
	return say.Text("no smoothing")
}

// half is how many steps back a value counts half as much as the newest.
func (s Smoothing) half() int {
	return map[Smoothing]int{LightSmooth: 1, MediumSmooth: 3, StrongSmooth: 10}[s]
}

// smooth returns the weighted mean up to each value, whose weights halve every half()
// values; the weights add up to 1 from the first value on, so that the curve begins
// where the raw one does. Where there is no number there is none. Of means over runs it
// gives the means of the smoothed runs.
func (s Smoothing) smooth(x []float64) []float64 {
	if s == NotSmoothed {
		return x
	}
	out := make([]float64, len(x))
	keep := math.Exp2(-1 / float64(s.half()))
	sum, weight := 0.0, 0.0
	for k, v := range x {
		sum, weight = keep*sum, keep*weight
		if math.IsNaN(v) {
			out[k] = v
			continue
		}
		sum, weight = sum+v, weight+1
		out[k] = sum / weight
	}
	return out
}

// smoothed are the epochs of a run with smoothed losses.
func (s Smoothing) smoothed(epochs []result.Epoch) []result.Epoch {
	if s == NotSmoothed {
		return epochs
	}
	out := slices.Clone(epochs)
	train, validation := s.smooth(series(epochs, trainLoss)), s.smooth(series(epochs, validationLoss))
	for k := range out {
		out[k].TrainLoss, out[k].ValidationLoss = train[k], validation[k]
	}
	return out
}

func series(epochs []result.Epoch, loss func(result.Epoch) float64) []float64 {
	x := make([]float64, len(epochs))
	for k, e := range epochs {
		x[k] = loss(e)
	}
	return x
}

// words say of curves that go by steps how they are smoothed; empty where they are not.
func (s Smoothing) words(by steps) string {
	if s == NotSmoothed {
		return ""
	}
	return say.Form("Lines have %s (exponential, a value %s back counts half); marks and numbers are of raw values.",
		s.Title(), count(s.half())+space+by.noun(s.half()))
}

// context names the smoothing for files.
func (s Smoothing) context() [][2]string {
	if s == NotSmoothed {
		return nil
	}
	return [][2]string{{"smoothing", s.Name()}, {"half_weight_after", count(s.half())}}
}

// entry is the mark of raw values in a legend.
func (s Smoothing) entry(p canvas.Pen) []canvas.Entry {
	if s == NotSmoothed {
		return nil
	}
	return []canvas.Entry{{Text: say.Text("raw values"), Draw: func(x, y float64) { p.Line(x-8, y, x+8, y, 1, faint(p, p.Style.Muted)) }, Key: ""}}
}

// faint is the ink of raw values behind a smoothed line.
func faint(p canvas.Pen, ink color.NRGBA) color.NRGBA { return p.Style.Quiet(ink, 0.42) }
