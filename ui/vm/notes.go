package vm

import (
	"strings"

	"lacuna/experiment"
	"lacuna/internal/say"
)

// Note says what one must know of what a pane shows beside its finding; empty
// for nothing.
func (w *Workbench) Note(p Pane) string {
	switch {
	case p == StrataPane:
		return joined(" ", w.Stale(), w.partNote(p))
	case p == LearningPane:
		return joined(" ", w.Stale(), w.unselectable(), w.partNote(p))
	case w.drawnAnew():
		return joined(" ", w.partNote(p), say.Form("Hidden by the comparison: as in %s; other repetitions hide others.", w.Selection.divisionWords()))
	}
	return w.partNote(p)
}

// unselectable says that curves do not show the selection.
func (w *Workbench) unselectable() string {
	if w.Selection.bits == nil {
		return ""
	}
	return say.Text("The selection is not shown here: losses are of all records of a run.")
}

// drawnAnew says whether the mask that is shown is one of several.
func (w *Workbench) drawnAnew() bool {
	mask, spec := w.Selection.mask, w.Setup.spec
	if mask == nil || mask.Count() == 0 {
		return false
	}
	if ran := w.Comparison.ran; ran != nil && mask == w.Comparison.mask(w.Selection.shown) {
		spec = *ran
	}
	return spec.Seeds > 1 && spec.Mask.Mechanism != experiment.FromFile
}

// Result is the verdict with what it does not cover: an earlier set-up, jobs
// that were stopped. Empty where there is no verdict.
func (w *Workbench) Result() string {
	verdict := w.Comparison.Verdict()
	if verdict == "" {
		return ""
	}
	stopped := ""
	if done, planned := w.Comparison.counted(); done < planned {
		stopped = say.Form("Stopped: %s of %s jobs have a result, and this is what they show so far.", Grouped(done), Grouped(planned))
	}
	return joined("\n\n", w.Stale(), stopped, verdict)
}

// joined puts what is not empty side by side.
func joined(sign string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sign)
}
