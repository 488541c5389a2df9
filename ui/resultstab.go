package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// resultsTab says what the comparison shows, and lists its jobs.
type resultsTab struct {
	frame   *frame
	verdict *prose
	copy    *button
	report  *button
	summary *quotable
	pause   *button // holds the jobs that wait, or lets them go on
	list    *rowList
	jobs    []vm.JobState
	root    fyne.CanvasObject
}

const noResults = "What the methods show will be said here, when the comparison has finished."

func newResultsTab(f *frame) *resultsTab {
	t := &resultsTab{frame: f, verdict: newProse(say.Text(noResults)), summary: newLabel("")}
	t.copy = newButton("", theme.ContentCopyIcon(), func() { f.copy(t.verdict.Text, say.Text("the result")) })
	t.copy.Importance = widget.LowImportance
	t.report = newButton(say.Text("Write a report…"), theme.DocumentIcon(), f.writeReport)
	t.report.Importance = widget.LowImportance
	t.report.Disable()
	t.summary.Wrapping, t.summary.Importance = fyne.TextWrapWord, widget.LowImportance
	t.pause = newButton(say.Text("Pause"), theme.MediaPauseIcon(), func() { f.bench.Comparison.Pause(!f.bench.Comparison.Paused()) })
	t.pause.Importance = widget.LowImportance
	t.pause.Hide()
	t.list = newRowList(func() int { return len(t.jobs) }, newJobRow, t.showRow)
	t.list.OnSelected = t.chosen
	head := container.NewBorder(nil, nil, nil, container.NewHBox(container.NewThemeOverride(t.report, f.look.small()), t.copy), section(say.Text("Result")))
	top := container.NewBorder(head, nil, nil, nil, container.NewVScroll(t.verdict))
	below := container.NewBorder(container.New(layout.NewCustomPaddedVBoxLayout(-6), container.NewBorder(nil, nil, nil, container.NewThemeOverride(t.pause, f.look.small()), section(say.Text("Jobs"))), t.summary), nil, nil, nil, t.list)
	t.root = container.New(&upTo{content: t.verdict, share: 0.6, beside: 44}, top, below)
	return t
}

func (t *resultsTab) update() {
	c := t.frame.bench.Comparison
	words := t.frame.bench.Result()
	enable(t.copy, words != "")
	enable(t.report, t.frame.bench.Reportable() == nil)
	switch {
	case words != "":
	case c.Running():
		words = say.Text("The comparison runs; results so far are in pane D.")
	case c.Earlier() != "":
		words = c.Earlier()
	default:
		words = say.Text(noResults)
	}
	if t.verdict.Text != words {
		t.verdict.SetText(words)
		t.root.Refresh()
	}
	t.jobs = c.Jobs()
	if words := c.QueueWords(); t.summary.Text != words {
		t.summary.SetText(words)
	}
	t.showPause()
	t.list.Refresh()
}

// showPause says what the button does to the jobs that wait.
func (t *resultsTab) showPause() {
	c := t.frame.bench.Comparison
	words, icon := say.Text("Pause"), theme.MediaPauseIcon()
	if c.Paused() {
		words, icon = say.Text("Resume"), theme.MediaPlayIcon()
	}
	if t.pause.Text != words {
		t.pause.Icon = icon
		t.pause.SetText(words)
	}
	show(t.pause, c.Running())
}

// newJobRow is a row of the list: a sign, the job, how far it is, and buttons
// that let it start earlier or later, and cancel it.
func newJobRow() fyne.CanvasObject {
	name, state := newClipped(""), quietClipped("")
	state.SizeName = theme.SizeNameCaptionText
	buttons := container.New(layout.NewCustomPaddedHBoxLayout(0))
	for _, icon := range []fyne.Resource{theme.MoveUpIcon(), theme.MoveDownIcon(), theme.CancelIcon()} {
		b := newButton("", icon, nil)
		b.Importance = widget.LowImportance
		buttons.Add(b)
	}
	words := container.New(layout.NewCustomPaddedVBoxLayout(-10), name, state)
	return container.NewBorder(nil, nil, widget.NewIcon(nil), buttons, words)
}

func (t *resultsTab) showRow(i int, o fyne.CanvasObject) {
	if i >= len(t.jobs) {
		return
	}
	j, row := t.jobs[i], o.(*fyne.Container)
	words, icon, buttons := row.Objects[0].(*fyne.Container), row.Objects[1].(*widget.Icon), row.Objects[2].(*fyne.Container)
	words.Objects[0].(*clipped).SetText(j.Name())
	state := words.Objects[1].(*clipped)
	state.Importance = widget.LowImportance
	if j.State == vm.Failed {
		state.Importance = widget.DangerImportance
	}
	state.SetText(j.Words(t.frame.around.Now()))
	icon.SetResource(iconOf(j.State))
	c := t.frame.bench.Comparison
	for k, do := range []func(){func() { c.MoveJob(j.At, -1) }, func() { c.MoveJob(j.At, 1) }, func() { c.CancelJob(j.At) }} {
		b := buttons.Objects[k].(*button)
		b.OnTapped = do
		show(b, c.Running() && (j.State == vm.Waiting || k == 2 && j.Open()))
	}
}

func iconOf(s vm.State) fyne.Resource {
	switch s {
	case vm.Working:
		return theme.MediaPlayIcon()
	case vm.Finished, vm.Kept:
		return theme.ConfirmIcon()
	case vm.Failed:
		return theme.ErrorIcon()
	case vm.Cancelled:
		return theme.CancelIcon()
	}
	return theme.MoreHorizontalIcon()
}

// chosen shows all that is known of a job: the message of a failure, and the
// command that does it again.
func (t *resultsTab) chosen(i int) {
	t.list.UnselectAll()
	if i >= len(t.jobs) {
		return
	}
	j, command := t.jobs[i], t.frame.bench.RunCommand()
	words := j.Words(t.frame.around.Now())
	text := newProse(words + "\n\n" + command)
	answers := []answer{{words: say.Text("Close")}, {say.Text("Copy message"), func() { t.frame.copy(j.Name()+": "+words, say.Text("the message")) }}}
	if command == "" {
		text.SetText(say.Form("%s\n\nOnce the project is saved, a command does this job, too.", words))
	} else {
		answers = append(answers, answer{say.Text("Copy command"), func() { t.frame.copy(command, say.Text("the command")) }})
	}
	t.frame.modal(j.Name(), container.NewVScroll(text), fyne.NewSize(560, 300), answers...)
}

// upTo lays out two objects above each other: the first as high as its content
// wants with what stands beside it, up to a share of the room.
type upTo struct {
	content       fyne.CanvasObject
	share, beside float32
}

// Layout implements fyne.Layout.
func (u *upTo) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for range 2 { // the height of wrapped words follows from their width
		high := min(u.content.MinSize().Height+u.beside, size.Height*u.share)
		objects[0].Move(fyne.NewPos(0, 0))
		objects[0].Resize(fyne.NewSize(size.Width, high))
		objects[1].Move(fyne.NewPos(0, high))
		objects[1].Resize(fyne.NewSize(size.Width, size.Height-high))
	}
}

// MinSize implements fyne.Layout.
func (u *upTo) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(max(objects[0].MinSize().Width, objects[1].MinSize().Width), 160)
}
