package vm

import "time"

// LogLine is one line of the log tab.
type LogLine struct {
	At   time.Time
	Text string
}

// logLines is how many lines are kept.
const logLines = 500

// Journal is the log: what has happened, for people.
type Journal struct {
	now   func() time.Time
	emit  func(Change)
	lines []LogLine
}

// Lines returns the lines, oldest first.
func (j *Journal) Lines() []LogLine { return j.lines }

// Note adds a line.
func (j *Journal) Note(text string) {
	j.lines = append(j.lines, LogLine{j.now(), InWindow(text)})
	if extra := len(j.lines) - logLines; extra > 0 {
		j.lines = j.lines[extra:]
	}
	j.emit(LogChanged)
}
