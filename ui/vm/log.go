package vm

import (
	"fmt"
	"time"
)

// LogLine is one line of the log tab.
type LogLine struct {
	At   time.Time
	Text string
}

// logLines is how many lines are kept.
const logLines = 500

// Log returns the lines, oldest first.
func (w *Workbench) Log() []LogLine { return w.log }

// Note adds a line to the log.
func (w *Workbench) Note(text string) { w.note("%s", text) }

// note adds a line to the log.
func (w *Workbench) note(format string, args ...any) {
	w.log = append(w.log, LogLine{w.around.Now(), fmt.Sprintf(format, args...)})
	if extra := len(w.log) - logLines; extra > 0 {
		w.log = w.log[extra:]
	}
	w.changed(LogChanged)
}
