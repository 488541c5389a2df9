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

func (a *app) progress(jobs []experiment.Job) progress {
	pace := experiment.NewPace(jobs, a.Now)
	switch {
	case a.progressAs == jsonProgress || a.progressAs == "" && a.json && !a.Terminal:
		return lineProgress{json.NewEncoder(a.Err)}
	case a.Terminal:
		return &barProgress{w: a.Err, pace: pace}
	}
	return &growingProgress{w: a.Err, pace: pace}
}

// growingProgress writes one line that gets longer with every tenth of the work,
// for logs and pipes; failures and notes have lines of their own.
type growingProgress struct {
	w                         io.Writer
	pace                      *experiment.Pace
	open                      bool // the line has begun
	total, tenths             int
	finished, skipped, failed int
	reasons                   map[string]bool // of failures, those that were said
}

func (p *growingProgress) event(ev experiment.Event) {
	p.total = ev.Total
	p.pace.Event(ev)
	note, told := ev.Inner.(job.Note)
	switch {
	case told:
		p.interrupt("%s: %s", describeJob(ev.Job), note.Text)
	case ev.Failed != nil:
		p.failed++
		p.sayFailed(ev)
	case ev.Skipped: // comes with the stored run, so before what is finished
		p.skipped++
	case ev.Finished != nil:
		p.finished++
	default:
		return
	}
	p.grow()
}

// sayFailed names a job that failed, and why where no other has failed so.
func (p *growingProgress) sayFailed(ev experiment.Event) {
	why := experiment.Failure{Job: ev.Job, Err: ev.Failed}.Reason()
	if p.reasons[why] {
		p.interrupt("%s failed, too, for a reason given above", describeJob(ev.Job))
		return
	}
	if p.reasons == nil {
		p.reasons = map[string]bool{}
	}
	p.reasons[why] = true
	p.interrupt("%s failed: %s", describeJob(ev.Job), why)
}

// grow writes the share of the work that is over, where it reaches another
// tenth.
func (p *growingProgress) grow() {
	const rounding = 1e-9
	if tenths := int(10*p.pace.Share() + rounding); tenths > p.tenths {
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
	head := ";"
	if !p.open {
		head = numbered(p.total, "job") + ":"
	}
	_, _ = fmt.Fprintf(p.w, "%s %d finished, %d had a result already, %d failed\n", head, p.finished, p.skipped, p.failed)
}

// barProgress is a bar of thousandths of the work.
type barProgress struct {
	w    io.Writer
	bar  *progressbar.ProgressBar
	pace *experiment.Pace
}

const barUnits = 1000

func (p *barProgress) event(ev experiment.Event) {
	p.pace.Event(ev)
	if p.bar == nil {
		p.bar = progressbar.NewOptions(barUnits,
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
	p.bar.Describe(plainLine(describeJob(ev.Job)))
	_ = p.bar.Set(int(barUnits * p.pace.Share()))
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
