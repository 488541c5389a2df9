package charts

import (
	"slices"

	"lacuna/charts/canvas"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// steps is what trainings go by.
type steps int

// Networks learn in epochs, boosted trees in rounds.
const (
	inEpochs steps = iota
	inRounds
	inBoth
)

// stepName is what an epoch is in files.
func stepName(e result.Epoch) string {
	if e.Round {
		return "round"
	}
	return "epoch"
}

// stepName is what the method goes by in files.
func (m *methodCurves) stepName() string { return stepName(m.runs[0].epochs[0]) }

// steps is what the method goes by.
func (m *methodCurves) steps() steps {
	if slices.ContainsFunc(m.runs, func(r runCurve) bool { return r.epochs[0].Round }) {
		return inRounds
	}
	return inEpochs
}

// steps is what the methods shown go by.
func (f *learning) steps() steps {
	rounds := 0
	for _, m := range f.curves {
		if m.steps() == inRounds {
			rounds++
		}
	}
	switch rounds {
	case 0:
		return inEpochs
	case len(f.curves):
		return inRounds
	}
	return inBoth
}

// one is a step in a word.
func (s steps) one() string {
	return []string{say.Text("epoch"), say.Text("round"), say.Text("epoch or round")}[s]
}

// many are steps.
func (s steps) many() string { return s.noun(2) }

// noun is the word for a number of steps.
func (s steps) noun(n int) string {
	switch s {
	case inRounds:
		return say.Plural(n, "round", "rounds")
	case inBoth:
		return say.Plural(n, "epoch or round", "epochs or rounds")
	}
	return say.Plural(n, "epoch", "epochs")
}

// used is what the mark of the step that is used is called.
func (s steps) used() string {
	return []string{say.Text("epoch used"), say.Text("round used"), say.Text("epoch or round used")}[s]
}

// words name steps: "epoch 4", "rounds 20 to 31".
func (s steps) words(e canvas.Span) string {
	switch {
	case s == inRounds && e.Low == e.High:
		return say.Form("round %.0f", e.Low)
	case s == inRounds:
		return say.Form("rounds %.0f to %.0f", e.Low, e.High)
	case e.Low == e.High:
		return say.Form("epoch %.0f", e.Low)
	}
	return say.Form("epochs %.0f to %.0f", e.Low, e.High)
}

// at names a step.
func (s steps) at(step int) string {
	return s.words(canvas.Span{Low: float64(step), High: float64(step)})
}

// Sentences on steps, by what they are.
var (
	// usedSoFar is the finding on the steps used while runs are open.
	usedSoFar = [...]string{
		inEpochs: say.Mark("Epochs used so far: %s; losses of different methods are not compared."),
		inRounds: say.Mark("Rounds used so far: %s; losses of different methods are not compared."),
		inBoth:   say.Mark("Epochs or rounds used so far: %s; losses of different methods are not compared."),
	}
	// usedAll is the finding on the steps used.
	usedAll = [...]string{
		inEpochs: say.Mark("Epochs used: %s; losses of different methods are not compared."),
		inRounds: say.Mark("Rounds used: %s; losses of different methods are not compared."),
		inBoth:   say.Mark("Epochs or rounds used: %s; losses of different methods are not compared."),
	}
	// trainingOf is the caption where there is no validation.
	trainingOf = [...]string{
		inEpochs: say.Mark("Loss by epoch, dataset %s. Dashed: training; there is no validation loss."),
		inRounds: say.Mark("Loss by round, dataset %s. Dashed: training; there is no validation loss."),
		inBoth:   say.Mark("Loss by epoch or round, dataset %s. Dashed: training; there is no validation loss."),
	}
	// validationOf is the caption where there is, with how runs are folded.
	validationOf = [...]string{
		inEpochs: say.Mark("Loss by epoch, dataset %s. Solid: validation; dashed: training; %s; marks: epoch used."),
		inRounds: say.Mark("Loss by round, dataset %s. Solid: validation; dashed: training; %s; marks: round used."),
		inBoth:   say.Mark("Loss by epoch or round, dataset %s. Solid: validation; dashed: training; %s; marks: epoch or round used."),
	}
)
