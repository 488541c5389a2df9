package charts

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/say"

	vgdraw "gonum.org/v1/plot/vg/draw"
)

// learningPatterns shows the validation loss of each method by pattern: which
// stratum is still learning.
type learningPatterns struct {
	*learning
	methods  []patternedCurves
	patterns []dataset.Pattern // of all methods: complete first, the smaller ones together last
	without  []string          // methods with curves whose losses are not told apart
}

// patternedCurves are the curves of one method by pattern.
type patternedCurves struct {
	methodCurves
	lines []patternLine
}

// patternLine is one pattern's validation loss over the runs that have it, for as
// long as all of them go on.
type patternLine struct {
	pattern dataset.Pattern
	n       int // validation records of all runs
	runs    int
	loss    []float64 // by epoch, weighted by the records of each run
	shown   []float64 // likewise, smoothed where that is asked for
	from    int       // first epoch
	used    float64   // at the epochs that finished runs used; NaN for none
}

func newLearningPatterns(f *learning) *learningPatterns {
	out := &learningPatterns{learning: f}
	seen := map[dataset.Pattern]int{}
	for _, m := range f.curves {
		c := patternedCurves{m, linesOf(m, f.in.Curves.Smoothing)}
		if len(c.lines) == 0 {
			out.without = append(out.without, m.name)
			continue
		}
		for _, l := range c.lines {
			seen[l.pattern] = max(seen[l.pattern], l.n)
		}
		out.methods = append(out.methods, c)
	}
	out.patterns = slices.SortedFunc(maps.Keys(seen), func(a, b dataset.Pattern) int {
		return cmp.Or(cmp.Compare(rankOf(a), rankOf(b)), cmp.Compare(seen[b], seen[a]), cmp.Compare(b, a))
	})
	for _, m := range out.methods {
		slices.SortFunc(m.lines, func(a, b patternLine) int {
			return cmp.Compare(slices.Index(out.patterns, a.pattern), slices.Index(out.patterns, b.pattern))
		})
	}
	return out
}

// rankOf puts the complete pattern first and what is put together last.
func rankOf(p dataset.Pattern) int {
	switch {
	case p == "":
		return 2
	case p.Complete():
		return 0
	}
	return 1
}

// linesOf folds the runs of a method pattern by pattern.
func linesOf(m methodCurves, smoothing Smoothing) []patternLine {
	byPattern := map[dataset.Pattern][]runCurve{}
	for _, r := range m.folded() {
		for _, p := range r.epochs[0].Patterns {
			byPattern[p.Pattern] = append(byPattern[p.Pattern], r)
		}
	}
	var lines []patternLine
	for p, runs := range byPattern {
		l := lineOf(p, runs)
		l.shown = smoothing.smooth(l.loss)
		lines = append(lines, l)
	}
	return lines
}

func lineOf(p dataset.Pattern, runs []runCurve) patternLine {
	l := patternLine{pattern: p, runs: len(runs), from: runs[0].epochs[0].Epoch, used: math.NaN()}
	last := len(runs[0].epochs)
	for _, r := range runs {
		last = min(last, len(r.epochs))
		at, _ := lossAt(r.epochs[0], p)
		l.n += at.N
	}
	for k := range last {
		sum := 0.0
		for _, r := range runs {
			at, _ := lossAt(r.epochs[k], p)
			sum += float64(at.N) * at.Loss
		}
		l.loss = append(l.loss, sum/float64(l.n))
	}
	sum, n := 0.0, 0
	for _, r := range runs {
		if e, ok := r.at(r.chosen); ok && r.state == finished {
			if at, ok := lossAt(e, p); ok {
				sum, n = sum+float64(at.N)*at.Loss, n+at.N
			}
		}
	}
	if n > 0 {
		l.used = sum / float64(n)
	}
	return l
}

// lossAt finds a pattern in an epoch; of one that lacks it, its loss is NaN.
func lossAt(e result.Epoch, p dataset.Pattern) (result.PatternLoss, bool) {
	for _, at := range e.Patterns {
		if at.Pattern == p {
			return at, true
		}
	}
	return result.PatternLoss{Pattern: p, Loss: math.NaN()}, false
}

// lowest is the epoch at which the line is lowest.
func (l patternLine) lowest() int {
	best := 0
	for k, x := range l.loss {
		if x < l.loss[best] {
			best = k
		}
	}
	return l.from + best
}

// last is the last epoch of the line.
func (l patternLine) last() int { return l.from + len(l.loss) - 1 }

// reach is the last epoch of the longest line.
func (m patternedCurves) reach() int {
	end := 0
	for _, l := range m.lines {
		end = max(end, l.last())
	}
	return end
}

// told is the loss that a finding names: at the epochs used, or the last one.
func (l patternLine) told() float64 {
	if math.IsNaN(l.used) {
		return l.loss[len(l.loss)-1]
	}
	return l.used
}

// name says which pattern it is.
func (f *learningPatterns) name(p dataset.Pattern) string {
	if p == "" {
		return say.Text("smaller patterns together")
	}
	return patternName(p, f.in.Study.Modalities)
}

// nothing says why there is nothing to draw, or is empty.
func (f *learningPatterns) nothing() string {
	switch {
	case f.losses().Empty() || len(f.methods) > 0:
		return f.learning.nothing()
	case !f.validated():
		return say.Text("No method shown holds validation records back, so there is no loss by pattern.")
	}
	return say.Text("No loss by pattern: these runs have one pattern in validation, or are of an earlier version, which did not keep it; run anew, they will have it.")
}

// Title implements Figure.
func (f *learningPatterns) Title() string {
	if reason := f.nothing(); reason != "" {
		return reason
	}
	var said []string
	for _, m := range f.methods {
		if words := f.extremes(m); words != "" {
			said = append(said, words)
		}
	}
	return f.in.soFar(say.Form("Validation loss by pattern: %s.", strings.Join(said, "; ")))
}

// fewTold is the number of records below which a pattern is drawn and listed, and
// no finding is made of it.
const fewTold = 10

// told are the lines that findings are made of; all where each has few records.
func (m patternedCurves) told() []patternLine {
	lines := slices.DeleteFunc(slices.Clone(m.lines), func(l patternLine) bool { return l.n < fewTold })
	if len(lines) == 0 {
		return m.lines
	}
	return lines
}

// extremes says of a method which patterns have the lowest and the highest loss.
func (f *learningPatterns) extremes(m patternedCurves) string {
	lines := m.told()
	low, high := lines[0], lines[0]
	for _, l := range lines {
		if l.told() < low.told() {
			low = l
		}
		if l.told() > high.told() {
			high = l
		}
	}
	words := say.Form("%s %s for %s (n %s) to %s for %s (n %s)", m.name, figure3(low.told()), f.name(low.pattern), count(low.n),
		figure3(high.told()), f.name(high.pattern), count(high.n))
	if falling := f.falling(m); len(falling) > 0 {
		words += say.Form(", still falling at the end: %s", say.List(falling))
	}
	return words
}

// falling are the patterns whose loss is lowest at the last epoch, while that of
// others is not.
func (f *learningPatterns) falling(m patternedCurves) []string {
	var names []string
	lines := m.told()
	for _, l := range lines {
		if l.lowest() == l.last() && len(l.loss) > 1 {
			names = append(names, f.name(l.pattern))
		}
	}
	if len(names) == len(lines) && len(names) > 1 {
		return []string{say.Text("all patterns")}
	}
	return names
}

// Description implements Figure.
func (f *learningPatterns) Description() canvas.Description {
	if reason := f.nothing(); reason != "" {
		return canvas.Description{Short: reason, Long: reason}
	}
	short := say.Form("Validation loss by pattern of the validation records, dataset %s; n counts those of all runs. Thick: all records; thin: one pattern.", f.in.Study.Dataset) + f.ofEnsemble() + f.ofSmoothing()
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", f.Title(), short)
	for _, m := range f.methods {
		b.WriteString(say.Form(" %s (%s):", m.name, plural(len(m.runs), "run", "runs")))
		for k, l := range m.lines {
			if k > 0 {
				b.WriteString(";")
			}
			b.WriteString(say.Form(" %s, n %s, from %s to %s, lowest %s at %s", f.name(l.pattern), count(l.n), figure3(l.loss[0]), figure3(l.loss[len(l.loss)-1]),
				figure3(l.loss[l.lowest()-l.from]), m.steps().at(l.lowest())))
			if !math.IsNaN(l.used) {
				b.WriteString(say.Form(", %s where it was used", figure3(l.used)))
			}
			if l.runs < len(m.folded()) {
				b.WriteString(say.Form(", told apart in %s", plural(l.runs, "run", "runs")))
			}
		}
		b.WriteString(".")
	}
	b.WriteString(f.undrawn())
	if len(f.without) > 0 {
		b.WriteString(say.Form(" Without losses by pattern: %s.", say.List(f.without)))
	}
	return canvas.Description{Short: short, Long: b.String()}
}

// Characters implements Figure: a line of eighths per method and pattern.
func (f *learningPatterns) Characters(width int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	width = canvas.CharactersIn(width)
	span := f.span()
	lines := [][]string{{say.Text("method"), say.Text("pattern"), "n", " ", say.Text("at the end"), say.Text("where used"), say.Text("lowest at")}}
	for _, m := range f.methods {
		for _, l := range m.lines {
			room := min(max(10, width-70), len(l.loss))
			lines = append(lines, []string{canvas.Short(m.name, 16), canvas.Short(f.name(l.pattern), 20), count(l.n),
				eighths(room, func(k int) float64 { return l.shown[k*len(l.shown)/room] }, span),
				figure3(l.loss[len(l.loss)-1]), figure3(l.used), strconv.Itoa(l.lowest())})
		}
	}
	return canvas.Columns(lines) + say.Text("(validation loss by pattern; n of all runs)\n") + f.smoothLine()
}

// span is that of all lines.
func (f *learningPatterns) span() canvas.Span {
	s := canvas.NewSpan()
	for _, m := range f.methods {
		for _, l := range m.lines {
			s.Add(l.loss...)
		}
		for _, e := range m.mean {
			s.Add(e.validation)
		}
	}
	return s
}

// Draw implements Figure.
func (f *learningPatterns) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	return canvas.Drawn(c, s, f.nothing(), f.draw)
}
