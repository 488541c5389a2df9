package charts

import (
	"fmt"
	"math"
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
	Help:  "Loss by epoch of every network: validation solid, training dashed, runs folded into a mean and a band, the epoch that was used marked.",
	Needs: NeedsStudy,
	New:   func(in Input) (canvas.Figure, error) { return newLearning(in), nil },
})

// learning shows how networks were trained, one hue per method.
type learning struct {
	in     Input
	curves []methodCurves
	others []string // further phases that are not drawn: "gain of gain+mlp"
}

// methodCurves are the curves of one method's last phase, its classifier, whose
// losses can be compared between methods.
type methodCurves struct {
	name  string
	place int // in the palette
	phase string
	runs  []runCurve
	mean  []epochMean // while all runs go on
}

// runCurve is one run's curve.
type runCurve struct {
	result.Run
	epochs []result.Epoch
	chosen int // epoch that was used; 0 where none was chosen
}

// epochMean is one epoch over the runs.
type epochMean struct {
	epoch                int
	train, validation    float64
	trainBand, validBand canvas.Span
}

func newLearning(in Input) *learning {
	f := &learning{in: in}
	for i, name := range in.Study.Methods {
		if in.Hidden[name] {
			continue
		}
		if m := f.collect(name, in.place(name, i)); len(m.runs) > 0 {
			m.average()
			f.curves = append(f.curves, m)
		}
	}
	return f
}

// collect takes the last phase of each run of a method.
func (f *learning) collect(name string, place int) methodCurves {
	m := methodCurves{name: name, place: place}
	others := map[string]bool{}
	for _, run := range f.in.Study.RunsOf(name) {
		if len(run.Curves) == 0 {
			continue
		}
		c := runCurve{Run: run}
		m.phase = run.Curves[len(run.Curves)-1].Phase
		for _, e := range run.Curves {
			if e.Phase == m.phase {
				c.epochs = append(c.epochs, e)
			} else {
				others[e.Phase] = true
			}
		}
		c.chosen = run.ChosenEpoch[m.phase]
		m.runs = append(m.runs, c)
	}
	if len(others) > 0 {
		f.others = append(f.others, sortedNames(others)+" of "+name)
	}
	return m
}

// average folds the runs for as long as all of them go on: beyond, a mean
// would jump whenever a run ends.
func (m *methodCurves) average() {
	n := len(m.runs[0].epochs)
	for _, r := range m.runs {
		n = min(n, len(r.epochs))
	}
	for k := range n {
		e := epochMean{epoch: m.runs[0].epochs[k].Epoch, trainBand: canvas.NewSpan(), validBand: canvas.NewSpan()}
		for _, r := range m.runs {
			e.train += r.epochs[k].TrainLoss / float64(len(m.runs))
			e.validation += r.epochs[k].ValidationLoss / float64(len(m.runs))
			e.trainBand.Add(r.epochs[k].TrainLoss)
			e.validBand.Add(r.epochs[k].ValidationLoss)
		}
		m.mean = append(m.mean, e)
	}
}

// last is the longest run's number of epochs.
func (m *methodCurves) last() int {
	n := 0
	for _, r := range m.runs {
		n = max(n, r.epochs[len(r.epochs)-1].Epoch)
	}
	return n
}

// used is the validation loss at the epochs that were used, over runs, and
// those epochs' range.
func (m *methodCurves) used() (loss float64, epochs canvas.Span) {
	epochs = canvas.NewSpan()
	n := 0
	for _, r := range m.runs {
		if e, ok := r.at(r.chosen); ok && !math.IsNaN(e.ValidationLoss) {
			loss += e.ValidationLoss
			epochs.Add(float64(e.Epoch))
			n++
		}
	}
	if n == 0 {
		return math.NaN(), epochs
	}
	return loss / float64(n), epochs
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

// Title implements Figure.
func (f *learning) Title() string {
	if reason := f.nothing(); reason != "" {
		return reason
	}
	var used []string
	for _, m := range f.curves {
		loss, epochs := m.used()
		switch {
		case math.IsNaN(loss):
		case len(f.curves) == 1:
			return say.Form("%s reaches its lowest validation loss, %s, with the weights of %s.", m.name, figure3(loss), epochWords(epochs))
		default:
			used = append(used, m.name+" "+epochSpan(epochs))
		}
	}
	if len(used) == 0 {
		return say.Form("%s in training, %s so far; no epoch has been chosen yet.", capital(plural(len(f.curves), "network", "networks")), plural(f.lastEpoch(), "epoch", "epochs"))
	}
	return say.Form("Epochs used: %s; losses of different methods are not compared.", strings.Join(used, ", "))
}

func epochWords(e canvas.Span) string {
	if e.Low == e.High {
		return say.Form("epoch %.0f", e.Low)
	}
	return say.Form("epochs %.0f to %.0f", e.Low, e.High)
}

// epochSpan is epochWords without the noun.
func epochSpan(e canvas.Span) string {
	if e.Low == e.High {
		return fmt.Sprintf("%.0f", e.Low)
	}
	return say.Form("%.0f to %.0f", e.Low, e.High)
}

func (f *learning) lastEpoch() int {
	n := 0
	for _, m := range f.curves {
		n = max(n, m.last())
	}
	return n
}

// Description implements Figure.
func (f *learning) Description() canvas.Description {
	if reason := f.nothing(); reason != "" {
		return canvas.Description{Short: reason, Long: reason}
	}
	short := say.Form("Loss by epoch, dataset %s. Solid: validation; dashed: training; %s; marks: epoch used.", f.in.Study.Dataset,
		map[bool]string{false: say.Text("band: smallest to largest of the runs"), true: say.Text("a line for each run")}[f.in.Unfold])
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", f.Title(), short)
	for _, m := range f.curves {
		first, last := m.mean[0], m.mean[len(m.mean)-1]
		fmt.Fprintf(&b, say.Text(" %s (%s): training loss from %s to %s, validation loss from %s to %s over %s common to all."),
			m.name, plural(len(m.runs), "run", "runs"), figure3(first.train), figure3(last.train),
			figure3(first.validation), figure3(last.validation), plural(len(m.mean), "epoch", "epochs"))
		if loss, epochs := m.used(); !math.IsNaN(loss) {
			fmt.Fprintf(&b, say.Text(" Used: %s, validation loss %s."), epochWords(epochs), figure3(loss))
		}
	}
	if len(f.others) > 0 {
		fmt.Fprintf(&b, say.Text(" Not shown, since their losses are of another kind: phase %s."), say.List(f.others))
	}
	return canvas.Description{Short: short, Long: b.String()}
}

// Table implements Figure: one row per run and epoch.
func (f *learning) Table() canvas.Table {
	t := canvas.Table{
		Header:  []string{"method", "phase", "seed", "split", "epoch", "train_loss", "validation_loss", "validation_accuracy", "used"},
		Context: studyContext(f.in),
	}
	t.Context = t.Context[:4] // the split is in the rows
	for _, m := range f.curves {
		for _, r := range m.runs {
			for _, e := range r.epochs {
				t.Rows = append(t.Rows, []string{m.name, e.Phase, strconv.Itoa(r.Seed), r.Split, strconv.Itoa(e.Epoch),
					exact(e.TrainLoss), exact(e.ValidationLoss), exact(e.ValidationAccuracy), strconv.FormatBool(e.Epoch == r.chosen)})
			}
		}
	}
	return t
}

// Characters implements Figure: a line of eighths per method.
func (f *learning) Characters(width int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	if width <= 0 {
		width = 80
	}
	lines := [][]string{{say.Text("method"), " ", say.Text("epochs"), say.Text("validation loss"), say.Text("used at")}}
	losses := f.losses()
	for _, m := range f.curves {
		loss, epochs := m.used()
		at := "–"
		if !math.IsNaN(loss) {
			at = epochSpan(epochs)
		}
		lines = append(lines, []string{canvas.Short(m.name, 20), m.sparkline(losses, max(12, width-60)), strconv.Itoa(m.last()), figure3(loss), at})
	}
	return canvas.Columns(lines) + say.Text("(validation loss by epoch)\n")
}

// sparkline draws the mean validation loss in characters.
func (m *methodCurves) sparkline(s canvas.Span, width int) string {
	width = min(width, len(m.mean))
	var b strings.Builder
	for k := range width {
		e := m.mean[k*len(m.mean)/width]
		level := 7 * (e.validation - s.Low) / (s.High - s.Low)
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
	p, ok := canvas.Begin(c, s, f.nothing())
	if !ok {
		return nil
	}
	f.draw(p)
	return *p.Regions
}
