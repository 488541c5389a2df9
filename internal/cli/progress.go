package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"lacuna/experiment"
	"lacuna/internal/job"
)

// progress shows how a comparison goes: a bar on a terminal, a line that grows
// elsewhere; for programs a JSON line per job's beginning, end and note.
type progress interface {
	event(experiment.Event)
	close()
}

// progressFlag gives a command --progress.
func (a *app) progressFlag(cmd *cobra.Command) {
	cmd.Flags().Var(&a.progressAs, "progress", "text or json: a line for people or JSON lines on standard error; default: JSON lines with --json where that is no terminal")
}

// progressKind is how progress is shown; "" leaves that to the surroundings.
type progressKind string

const (
	textProgress progressKind = "text"
	jsonProgress progressKind = "json"
)

// Set implements pflag.Value.
func (k *progressKind) Set(s string) error {
	if *k = progressKind(s); *k != textProgress && *k != jsonProgress {
		return errors.New("write text or json")
	}
	return nil
}

// String implements pflag.Value.
func (k *progressKind) String() string { return string(*k) }

// Type implements pflag.Value.
func (k *progressKind) Type() string { return "string" }

func (a *app) progress() progress {
	switch {
	case a.progressAs == jsonProgress || a.progressAs == "" && a.json && !a.Terminal:
		return lineProgress{json.NewEncoder(a.Err)}
	case a.Terminal:
		return &barProgress{w: a.Err}
	}
	return &growingProgress{w: a.Err}
}

// growingProgress writes one line that gets longer with every tenth of the jobs,
// for logs and pipes; failures and notes have lines of their own.
type growingProgress struct {
	w                         io.Writer
	open                      bool // the line has begun
	total, tenths             int
	finished, skipped, failed int
}

func (p *growingProgress) event(ev experiment.Event) {
	p.total = ev.Total
	note, told := ev.Inner.(job.Note)
	switch {
	case told:
		p.interrupt("%s: %s", describeJob(ev.Job), note.Text)
	case ev.Failed != nil:
		p.failed++
		p.interrupt("%s failed: %v", describeJob(ev.Job), ev.Failed)
	case ev.Skipped: // comes with the stored run, so before what is finished
		p.skipped++
	case ev.Finished != nil:
		p.finished++
	default:
		return
	}
	p.grow()
}

// grow writes the share of the jobs that are over, where it reaches another
// tenth.
func (p *growingProgress) grow() {
	over := p.finished + p.skipped + p.failed
	if tenths := 10 * over / max(1, p.total); tenths > p.tenths {
		p.tenths = tenths
		p.begin()
		_, _ = fmt.Fprintf(p.w, " %d %%", 10*tenths)
	}
}

func (p *growingProgress) begin() {
	if !p.open {
		p.open = true
		_, _ = io.WriteString(p.w, numbered(p.total, "job")+":")
	}
}

// interrupt writes a line of its own.
func (p *growingProgress) interrupt(format string, args ...any) {
	line := plain(fmt.Sprintf(format, args...)) + "\n"
	if p.open {
		line = "\n" + line
	}
	p.open = false
	_, _ = io.WriteString(p.w, line)
}

func (p *growingProgress) close() {
	if p.total == 0 {
		return
	}
	p.begin()
	_, _ = fmt.Fprintf(p.w, "; %d finished, %d had a result already, %d failed\n", p.finished, p.skipped, p.failed)
}

// barProgress counts jobs in thousandths, so that epochs move it too.
type barProgress struct {
	w    io.Writer
	bar  *progressbar.ProgressBar
	done map[int]int // thousandths finished, per job
}

const barUnits = 1000

func (p *barProgress) event(ev experiment.Event) {
	if p.bar == nil {
		p.done = map[int]int{}
		p.bar = progressbar.NewOptions(ev.Total*barUnits,
			progressbar.OptionSetWriter(p.w), progressbar.OptionSetWidth(30),
			progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
	}
	if ev.Failed != nil {
		_ = p.bar.Clear()
		_, _ = io.WriteString(p.w, plain(fmt.Sprintf("%s failed: %v\n", describeJob(ev.Job), ev.Failed)))
	}
	if n, ok := ev.Inner.(job.Note); ok {
		_ = p.bar.Clear()
		_, _ = io.WriteString(p.w, plain(fmt.Sprintf("%s: %s\n", describeJob(ev.Job), n.Text)))
	}
	p.advance(ev)
}

func (p *barProgress) advance(ev experiment.Event) {
	at, fit := p.done[ev.Index], barUnits
	if len(ev.Job.Tests) > 0 {
		fit = barUnits / 2 // the other half is the sweep
	}
	switch inner := ev.Inner.(type) {
	case job.Epoch:
		at = max(at, fit*inner.Epoch/max(1, inner.Epochs+1))
	case job.Progress:
		part := fit / 2 * inner.Done / max(1, inner.Total)
		if inner.Phase == experiment.SweepPhase {
			part = fit + (barUnits-fit)*inner.Done/max(1, inner.Total)
		}
		at = max(at, part)
	}
	if ev.Finished != nil || ev.Failed != nil {
		at = barUnits
	}
	p.bar.Describe(plainLine(describeJob(ev.Job)))
	_ = p.bar.Add(at - p.done[ev.Index])
	p.done[ev.Index] = at
}

func (p *barProgress) close() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

func describeJob(j experiment.Job) string {
	s := fmt.Sprintf("%s, seed %d", j.Label, j.Seed)
	if j.Split.Name != "holdout" {
		s += ", " + j.Split.Name
	}
	if j.Beside {
		s += ", trained on " + j.Training
	}
	return s
}

// lineProgress writes JSON lines.
type lineProgress struct{ *json.Encoder }

type progressLine struct {
	Event  string `json:"event"` // started, skipped, finished, failed or note
	Method string `json:"method"`
	Seed   int    `json:"seed"`
	Split  string `json:"split"`
	Job    string `json:"job"`
	Index  int    `json:"index"`
	Total  int    `json:"total"`
	Error  string `json:"error,omitempty"`
	Note   string `json:"note,omitempty"`
}

func (p lineProgress) event(ev experiment.Event) {
	line := progressLine{
		Method: ev.Job.Label, Seed: ev.Job.Seed, Split: ev.Job.Split.Name, Job: ev.Job.ID,
		Index: ev.Index, Total: ev.Total,
	}
	note, told := ev.Inner.(job.Note)
	switch {
	case told:
		line.Event, line.Note = "note", note.Text
	case ev.Started:
		line.Event = "started"
	case ev.Skipped:
		line.Event = "skipped"
	case ev.Finished != nil:
		line.Event = "finished"
	case ev.Failed != nil:
		line.Event, line.Error = "failed", ev.Failed.Error()
	default:
		return
	}
	_ = p.Encode(line) // progress that cannot be shown must not stop the work
}

func (lineProgress) close() {}
