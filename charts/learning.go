package charts

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lacuna/charts/canvas"

	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "learning",
	Title: "Learning curves",
	Help:  "Loss by epoch of every network, or by round of boosted trees: validation solid, training dashed, runs folded into their mean ± 1 standard error, the epoch that was used marked; or validation by pattern.",
	Needs: NeedsStudy,
	New: func(in Input) (canvas.Figure, error) {
		f := newLearning(in)
		if in.Curves.ByPattern {
			return newLearningPatterns(f), nil
		}
		return f, nil
	},
})

// learning shows how networks were trained, one hue per method.
type learning struct {
	in     Input
	curves []methodCurves
	others []string // phases before the last, with losses of their own: "gain of gain+mlp"
	// members are the networks of ensembles that are not drawn, beside the last of
	// each: "mlp 1 of 5; mlp 2 of 5 of knn+mlp".
	members []string
}

// methodCurves are the curves of one method's last phase, its classifier, whose
// losses can be compared between methods.
type methodCurves struct {
	name  string
	place int // in the palette
	phase string
	runs  []runCurve
	mean  []epochMean // while all runs go on
	shown []epochMean // likewise, smoothed where that is asked for
}

// runCurve is one run's curve.
type runCurve struct {
	result.Run
	epochs []result.Epoch
	shown  []result.Epoch // smoothed where that is asked for
	chosen int            // epoch that is best; used where the run is finished; 0 where none was chosen
	state  runState
}

// runState is how far a run is.
type runState int

// The states of a run.
const (
	finished runState = iota
	training
	stopped
)

func newLearning(in Input) *learning {
	f := &learning{in: in}
	for i, name := range in.Study.Methods {
		if in.Hidden[name] {
			continue
		}
		if m := f.collect(name, in.place(name, i)); len(m.runs) > 0 {
			m.mean, m.shown = m.average(func(r runCurve) []result.Epoch { return r.epochs }), m.average(func(r runCurve) []result.Epoch { return r.shown })
			f.curves = append(f.curves, m)
		}
	}
	return f
}

// collect takes the last phase of each run of a method.
func (f *learning) collect(name string, place int) methodCurves {
	m := methodCurves{name: name, place: place}
	others, members := map[string]bool{}, map[string]bool{}
	for _, run := range f.in.Study.RunsOf(name) {
		if len(run.Curves) == 0 {
			continue
		}
		c := runCurve{Run: run}
		m.phase = run.Curves[len(run.Curves)-1].Phase
		for _, e := range run.Curves {
			switch {
			case e.Phase == m.phase:
				c.epochs = append(c.epochs, e)
			case alike(e.Phase, m.phase):
				members[e.Phase] = true
			default:
				others[e.Phase] = true
			}
		}
		c.shown, c.chosen = f.in.Curves.Smoothing.smoothed(c.epochs), run.ChosenEpoch[m.phase]
		if halted, open := f.in.Unfinished[run.Job]; halted {
			c.state = stopped
		} else if open {
			c.state = training
		}
		m.runs = append(m.runs, c)
	}
	f.others, f.members = append(f.others, phasesOf(others, name)...), append(f.members, phasesOf(members, name)...)
	return m
}

// phasesOf names the phases of a method, if there are any.
func phasesOf(set map[string]bool, name string) []string {
	if len(set) == 0 {
		return nil
	}
	phases := slices.Sorted(maps.Keys(set))
	for i, p := range phases {
		phases[i] = say.Again(p)
	}
	return []string{say.Form("%s of %s", strings.Join(phases, "; "), name)}
}

// member is the phase of one network of several: "mlp 2 of 5".
var member = regexp.MustCompile(`^(.*) \d+( of \d+)$`)

// alike says whether two phases are networks of one ensemble.
func alike(a, b string) bool {
	return member.MatchString(a) && member.ReplaceAllString(a, "$1$2") == member.ReplaceAllString(b, "$1$2")
}

// last is the longest run's number of epochs.
func (m *methodCurves) last() int {
	n := 0
	for _, r := range m.runs {
		n = max(n, r.epochs[len(r.epochs)-1].Epoch)
	}
	return n
}

// in counts the runs in a state.
func (m *methodCurves) in(s runState) int {
	n := 0
	for _, r := range m.runs {
		if r.state == s {
			n++
		}
	}
	return n
}

// at finds an epoch of the run.
func (r runCurve) at(epoch int) (result.Epoch, bool) {
	for _, e := range r.epochs {
		if e.Epoch == epoch {
			return e, true
		}
	}
	return result.Epoch{}, false
}

// Name implements Figure.
func (f *learning) Name() string { return "learning" }

// nothing says why there is nothing to draw, or is empty.
func (f *learning) nothing() string {
	if f.losses().Empty() {
		return say.Text("Learning curves will appear here when a network is trained; the methods shown have none.")
	}
	return ""
}

// losses is the span of all losses.
func (f *learning) losses() canvas.Span {
	s := canvas.NewSpan()
	for _, m := range f.curves {
		for _, r := range m.runs {
			for _, e := range r.epochs {
				s.Add(e.TrainLoss, e.ValidationLoss)
			}
		}
	}
	return s
}

// validated says whether there is a validation loss to draw.
func (f *learning) validated() bool {
	return slices.ContainsFunc(f.curves, func(m methodCurves) bool { return m.validated() })
}

func (m *methodCurves) validated() bool {
	return slices.ContainsFunc(m.runs, func(r runCurve) bool {
		return slices.ContainsFunc(r.epochs, func(e result.Epoch) bool { return !math.IsNaN(e.ValidationLoss) })
	})
}

// marked says whether an epoch is marked of a run that has finished, or of one
// that has not.
func (f *learning) marked(done bool) bool {
	return slices.ContainsFunc(f.curves, func(m methodCurves) bool {
		return slices.ContainsFunc(m.runs, func(r runCurve) bool {
			e, ok := r.at(r.chosen)
			return ok && !math.IsNaN(e.ValidationLoss) && (r.state == finished) == done
		})
	})
}

// drawn is the range of the axis: all validation losses, and training losses but those of
// the first two epochs, which can be many times larger than all that matters.
func (f *learning) drawn() canvas.Span {
	s := canvas.NewSpan()
	for _, m := range f.curves {
		for _, r := range m.runs {
			for _, e := range r.epochs {
				s.Add(e.ValidationLoss)
				if e.Epoch > 2 || len(r.epochs) < 6 {
					s.Add(e.TrainLoss)
				}
			}
		}
	}
	return s
}

// highest is the highest loss of the training curves, which may lie above the axis.
func (f *learning) highest() float64 {
	s := canvas.NewSpan()
	for _, m := range f.curves {
		for _, e := range m.mean {
			if !f.unfolds(m) {
				s.Add(e.train)
			}
		}
		for _, r := range m.runs {
			for _, e := range r.epochs {
				if f.unfolds(m) {
					s.Add(e.TrainLoss)
				}
			}
		}
	}
	return s.High
}

// lastEpoch is the longest run's number of epochs.
func (f *learning) lastEpoch() int {
	n := 0
	for _, m := range f.curves {
		n = max(n, m.last())
	}
	return n
}

// context holds for all rows; the split is in them.
func (f *learning) context() [][2]string {
	return append(studyContext(f.in)[:4], f.in.Curves.Smoothing.context()...)
}

// Characters implements Figure: a line of eighths per method.
func (f *learning) Characters(width int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	width = canvas.CharactersIn(width)
	lines := [][]string{{say.Text("method"), " ", f.steps().many(), say.Text("validation loss"), say.Text("± 1 se"), "n", say.Text("used at")}}
	losses := f.losses()
	for _, m := range f.curves {
		used, at, n := m.used(), "–", m.in(finished)
		if used.n > 0 {
			at, n = epochSpan(used.epochs), used.n
		}
		lines = append(lines, []string{canvas.Short(m.name, 20), m.sparkline(losses, max(12, width-70), f.validated()), strconv.Itoa(m.last()), figure3(used.loss), figure3(used.se), strconv.Itoa(n), at})
		if f.unfolds(m) {
			lines = append(lines, f.runLines(m, losses, max(12, width-70))...)
		}
	}
	if !f.validated() {
		return canvas.Columns(lines) + say.Form("(training loss by %s; n: finished runs)\n", f.steps().one()) + f.smoothLine()
	}
	return canvas.Columns(lines) + say.Form("(validation loss by %s, mean of n finished runs)\n", f.steps().one()) + f.smoothLine()
}

// runLines are the lines of the runs of a method.
func (f *learning) runLines(m methodCurves, losses canvas.Span, width int) [][]string {
	loss := validationLoss
	if !f.validated() {
		loss = trainLoss
	}
	var lines [][]string
	for _, r := range m.runs {
		n := len(r.epochs)
		room := min(width, n)
		spark := eighths(room, func(k int) float64 { return loss(r.shown[k*n/room]) }, losses)
		used, at := "–", "–"
		if e, ok := r.at(r.chosen); ok && r.state == finished {
			used, at = figure3(e.ValidationLoss), strconv.Itoa(r.chosen)
		}
		lines = append(lines, []string{"  " + canvas.Short(m.wordsOf(r), 24), spark, strconv.Itoa(r.epochs[n-1].Epoch), used, "–", "1", at})
	}
	return lines
}

// smoothLine says below characters how they are smoothed.
func (f *learning) smoothLine() string {
	if words := strings.TrimSpace(f.ofSmoothing()); words != "" {
		return words + "\n"
	}
	return ""
}

// sparkline draws a mean loss in characters: of validation, or of training.
func (m *methodCurves) sparkline(s canvas.Span, width int, validation bool) string {
	width = min(width, len(m.mean))
	return eighths(width, func(k int) float64 {
		if e := m.shown[k*len(m.mean)/width]; validation {
			return e.validation
		} else {
			return e.train
		}
	}, s)
}

// eighths draws numbers in characters.
func eighths(width int, at func(k int) float64, s canvas.Span) string {
	var b strings.Builder
	for k := range width {
		level := 7 * (at(k) - s.Low) / (s.High - s.Low)
		if math.IsNaN(level) {
			b.WriteRune(' ')
			continue
		}
		b.WriteRune([]rune("▁▂▃▄▅▆▇█")[min(max(int(math.Round(level)), 0), 7)])
	}
	return b.String()
}

// Draw implements Figure.
func (f *learning) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	return canvas.Drawn(c, s, f.nothing(), f.draw)
}
