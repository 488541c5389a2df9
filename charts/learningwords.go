package charts

import (
	"fmt"
	"slices"
	"strings"

	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

// Title implements Figure. Of runs that have not finished it only says how far
// they are: which epoch they will use is not known.
func (f *learning) Title() string {
	if reason := f.nothing(); reason != "" {
		return reason
	}
	var said []string
	used := 0
	for _, m := range f.curves {
		u := m.used()
		switch open := len(m.runs) - m.in(finished); {
		case u.n == 0 && open == 0:
		case u.n == 0:
			said = append(said, m.progress())
		case len(f.curves) == 1 && open == 0 && !f.in.partial():
			if m.steps() == inRounds {
				return say.Form("%s reaches its lowest validation loss, %s, at %s.", m.name, u.words(), inRounds.words(u.epochs))
			}
			return say.Form("%s reaches its lowest validation loss, %s, with the weights of %s.", m.name, u.words(), inEpochs.words(u.epochs))
		default:
			used++
			said = append(said, m.name+" "+epochSpan(u.epochs)+m.others())
		}
	}
	switch text := strings.Join(said, ", "); {
	case text == "":
		return f.unchosen()
	case used == 0:
		return text + say.Text("; no epoch has been chosen yet.") // a name keeps its case
	case f.open() || f.in.partial():
		return say.Form(usedSoFar[f.steps()], text)
	default:
		return say.Form(usedAll[f.steps()], text)
	}
}

// unchosen is the title where no run holds records back to choose an epoch by.
func (f *learning) unchosen() string {
	var names []string
	for _, m := range f.curves {
		names = append(names, m.name)
	}
	return say.Form("Training loss of %s over up to %s; the last is used, none was chosen by validation.", say.List(names), count(f.lastEpoch())+space+f.steps().noun(f.lastEpoch()))
}

// open says whether some run has not finished.
func (f *learning) open() bool { return f.any(training) || f.any(stopped) }

func (f *learning) any(s runState) bool {
	for _, m := range f.curves {
		if m.in(s) > 0 {
			return true
		}
	}
	return false
}

// progress says how far a method is of which no run has finished.
func (m *methodCurves) progress() string {
	if m.in(training) > 0 {
		return say.Form("%s in training, %d so far", m.name, m.last())
	}
	return say.Form("%s %d, stopped", m.name, m.last())
}

// others says behind the epochs of finished runs what became of the other ones.
func (m *methodCurves) others() string {
	text := ""
	if n := m.in(training); n > 0 {
		text += say.Form(" (%s in training)", plural(n, "run", "runs"))
	}
	if n := m.in(stopped); n > 0 {
		text += say.Form(" (%s stopped)", plural(n, "run", "runs"))
	}
	return text
}

// epochSpan are steps without the noun.
func epochSpan(e canvas.Span) string {
	if e.Low == e.High {
		return fmt.Sprintf("%.0f", e.Low)
	}
	return say.Form("%.0f to %.0f", e.Low, e.High)
}

// Description implements Figure.
func (f *learning) Description() canvas.Description {
	if reason := f.nothing(); reason != "" {
		return canvas.Description{Short: reason, Long: reason}
	}
	short := f.caption() + f.ofEnsemble()
	if f.marked(false) {
		short += " " + say.Text("Hollow marks: lowest so far of a run that has not finished.")
	}
	short += f.ofSmoothing()
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", f.Title(), short)
	for _, m := range f.curves {
		first, last := m.mean[0], m.mean[len(m.mean)-1]
		common := count(len(m.mean)) + space + m.steps().noun(len(m.mean))
		if m.validated() {
			fmt.Fprintf(&b, say.Text(" %s (%s): training loss from %s to %s, validation loss from %s to %s over %s common to all."),
				m.name, plural(len(m.runs), "run", "runs"), figure3(first.train), figure3(last.train), figure3(first.validation), figure3(last.validation), common)
		} else {
			fmt.Fprintf(&b, say.Text(" %s (%s): training loss from %s to %s over %s common to all."),
				m.name, plural(len(m.runs), "run", "runs"), figure3(first.train), figure3(last.train), common)
		}
		if u := m.used(); u.n > 0 {
			b.WriteString(say.Form(" Used: %s, validation loss %s.", m.steps().words(u.epochs), u.words()))
		}
	}
	b.WriteString(f.undrawn())
	return canvas.Description{Short: short, Long: b.String()}
}

// ofEnsemble is the part of a caption that says whose losses these are, or is empty.
func (f *learning) ofEnsemble() string {
	if len(f.members) == 0 {
		return ""
	}
	return " " + say.Text("Of an ensemble: its last network.")
}

// ofSmoothing is the part of a caption that says how lines are smoothed, or is empty.
func (f *learning) ofSmoothing() string {
	if words := f.in.Curves.Smoothing.words(f.steps()); words != "" {
		return " " + words
	}
	return ""
}

// undrawn says which networks have no line.
func (f *learning) undrawn() string {
	words := ""
	if len(f.members) > 0 {
		words += say.Form(" Of an ensemble the last network is shown, and not %s.", say.List(f.members))
	}
	if len(f.others) > 0 {
		words += say.Form(" Not shown, since their losses are of another kind: phase %s.", say.List(f.others))
	}
	return words
}

// caption says what is drawn.
func (f *learning) caption() string {
	if !f.validated() {
		return say.Form(trainingOf[f.steps()], f.in.Study.Dataset)
	}
	return say.Form(validationOf[f.steps()], f.in.Study.Dataset, f.spread())
}

// spread says how runs are folded.
func (f *learning) spread() string {
	var apart []string
	for _, m := range f.curves {
		if f.unfolds(m) {
			apart = append(apart, m.name)
		}
	}
	words := say.Text("one run of each method")
	if slices.ContainsFunc(f.curves, f.bands) {
		words = say.Form("thick: mean of the runs while all go on; thin: single runs; band: %s", f.bandWords())
	}
	switch len(apart) {
	case 0:
		return words
	case len(f.curves):
		return say.Text("a line for each run")
	}
	return say.Form("%s; a line for each run of %s", words, say.List(apart))
}

// bandWords say what the band around a mean is: "± 1 se, n 3 runs".
func (f *learning) bandWords() string {
	n := f.counted()
	words := say.Form("mean ± 1 se, n %s", plural(int(n.High), "run", "runs"))
	if n.Low < n.High {
		words = say.Form("mean ± 1 se, n %.0f to %.0f runs", n.Low, n.High)
	}
	if f.open() || f.in.partial() {
		return say.Form("%s so far", words)
	}
	return words
}

// label names a method at its curve, with the runs that are folded where those of
// others are not as many.
func (f *learning) label(m methodCurves) string {
	if n := f.counted(); f.unfolds(m) || n.Low == n.High {
		return m.name
	}
	return say.Form("%s, n %d", m.name, len(m.folded()))
}

// words are the loss with what it is a mean of: "0.143 ± 0.012 (mean ± 1 se, 3 runs)".
func (u usedLoss) words() string {
	if u.n < 2 {
		return say.Form("%s (1 run)", figure3(u.loss))
	}
	return say.Form("%s ± %s (mean ± 1 se, %s)", figure3(u.loss), figure3(u.se), plural(u.n, "run", "runs"))
}
