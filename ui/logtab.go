package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lacuna/ui/vm"
)

// logTab lists what has happened, newest first.
type logTab struct {
	bench *vm.Workbench
	text  *prose
	root  fyne.CanvasObject
}

func newLogTab(bench *vm.Workbench) *logTab {
	t := &logTab{bench: bench, text: newProse("")}
	t.root = container.NewVScroll(t.text)
	return t
}

func (t *logTab) update() {
	lines := t.bench.Journal.Lines()
	text := ""
	for i := len(lines) - 1; i >= 0; i-- {
		text += lines[i].At.Format("15:04:05") + "  " + lines[i].Text + "\n"
	}
	t.text.SetText(text)
}
