package vm

import (
	"strconv"
	"strings"

	"lacuna/charts"
)

// RunCommand is the command that runs the comparison without the window; empty
// where the project is not saved, so that no command can name it.
func (w *Workbench) RunCommand() string {
	if w.Document.File() == "" {
		return ""
	}
	return strings.Join([]string{"lacuna", "run", shellQuoted(w.Document.File())}, " ")
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
	words := []string{"lacuna", "chart", shellQuoted(file), view.Chart}
	if columns := w.Display.Columns(); view.Chart == string(PresencePane) {
		if view.Order != charts.ByPattern {
			words = append(words, "--order", shellQuoted(string(view.Order)))
		}
		if columns.Table != "" {
			words = append(words, "--columns", shellQuoted(columns.Table))
		}
		if columns.Part != "" {
			words = append(words, "--matching", shellQuoted(columns.Part))
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
		words = append(words, "--a", shellQuoted(a), "--b", shellQuoted(b), "--negligible", strconv.FormatFloat(100*w.Display.band(), 'g', 6, 64))
	}
	return strings.Join(append(words, "-o", view.Chart+".png"), " ")
}

// shellQuoted writes a word so that a shell takes it as one.
func shellQuoted(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+=:,@%", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
