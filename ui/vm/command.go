package vm

import (
	"strconv"

	"lacuna/charts"
	"lacuna/internal/shell"
)

// RunCommand is the command that runs the comparison without the window; empty
// where the project is not saved, so that no command can name it.
func (w *Workbench) RunCommand() string {
	if w.Document.File() == "" {
		return ""
	}
	return shell.Line("lacuna", "run", w.Document.File())
}

// ChartCommand is the command that writes what a pane shows to a file; empty
// where none does: nothing is saved yet, or the view is of the window alone.
func (w *Workbench) ChartCommand(p Pane) string {
	file := w.Document.File()
	if file == "" {
		return ""
	}
	view := w.Display.View(p)
	if view.Group != "" || view.Rows != charts.ByRecords {
		return ""
	}
	words := []string{"lacuna", "chart", file, view.Chart}
	if columns := w.Display.Columns(); view.Chart == string(PresencePane) {
		if view.Order != charts.ByPattern {
			words = append(words, "--order", string(view.Order))
		}
		if columns.Table != "" {
			words = append(words, "--columns", columns.Table)
		}
		if columns.Part != "" {
			words = append(words, "--matching", columns.Part)
		}
	}
	if view.Unfold {
		words = append(words, "--unfold")
	}
	if p == StrataPane {
		words = append(words, "--metric", string(w.Display.Metric()))
	}
	if view.Chart == "difference" {
		a, b := w.Scene.Pair()
		words = append(words, "--a", a, "--b", b, "--negligible", strconv.FormatFloat(100*w.Display.band(), 'g', 6, 64))
	}
	return shell.Line(append(words, "-o", view.Chart+".png")...)
}
