package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// answer is a button of a dialog.
type answer struct {
	words string
	do    func() // nil does nothing but close
}

// modal is a dialog that keys answer, too: Escape as the first button,
// Enter as the last.
type modal struct {
	frame   *frame
	dialog  *dialog.CustomDialog
	tip     *tip // has its hints
	answers []answer
	own     bool               // its answers close it themselves, or not
	other   func(fyne.KeyName) // what other keys mean; nil for nothing
	flip    *flip              // that Space flips; nil for none
	heard   func()             // shows what is played now; nil where nothing can be
}

// newModal makes a dialog whose keys give the first and the last of the answers.
func newModal(f *frame, title string, content fyne.CanvasObject, answers ...answer) *modal {
	t := newTip()
	return &modal{frame: f, tip: t, dialog: dialog.NewCustomWithoutButtons(title, container.NewStack(content, t.room), f.win), answers: answers}
}

// newPage makes one whose answers close it themselves, or not.
func newPage(f *frame, title string, content fyne.CanvasObject, cancel, do func()) *modal {
	m := newModal(f, title, content, answer{do: cancel}, answer{do: do})
	m.own = true
	return m
}

// modal shows a dialog of at most that size. Its first answer is the one that
// changes nothing.
func (f *frame) modal(title string, content fyne.CanvasObject, size fyne.Size, answers ...answer) *modal {
	m := newModal(f, title, content, answers...)
	var buttons []fyne.CanvasObject
	for i, a := range answers {
		b := newButton(a.words, nil, func() { m.give(i) })
		if i > 0 && i == len(answers)-1 {
			b.Importance = widget.HighImportance
		}
		buttons = append(buttons, b)
	}
	m.dialog.SetButtons(buttons)
	m.show(size)
	return m
}

func (m *modal) show(size fyne.Size) {
	f := m.frame
	room := f.win.Canvas().Size()
	m.dialog.Resize(fyne.NewSize(min(size.Width, room.Width*0.95), min(size.Height, room.Height*0.92)))
	f.modals = append(f.modals, m)
	f.win.Canvas().Unfocus()
	f.status.unpoint()
	m.dialog.Show()
}

// give closes the dialog with an answer.
func (m *modal) give(i int) {
	if !m.own {
		m.close()
	}
	if do := m.answers[i].do; do != nil {
		do()
	}
}

func (m *modal) close() {
	for i, other := range m.frame.modals {
		if other == m {
			m.frame.modals = append(m.frame.modals[:i:i], m.frame.modals[i+1:]...)
			break
		}
	}
	m.dialog.Hide()
}

// key answers a dialog by a key.
func (m *modal) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyEscape:
		m.give(0)
	case fyne.KeyReturn, fyne.KeyEnter:
		m.give(len(m.answers) - 1)
	default:
		if m.other != nil {
			m.other(name)
		}
	}
}

// confirm asks a question with one way to go on.
func (f *frame) confirm(title, words, yes string, do func()) {
	f.modal(title, wrapped(words), fyne.NewSize(460, 180), answer{words: say.Text("Cancel")}, answer{yes, do})
}

// stopThen stops the comparison and goes on. A saved project is saved, so that
// a deliberate stop does not look like a crash when it is opened again.
func (f *frame) stopThen(then func()) {
	f.bench.Comparison.Stop()
	if f.bench.Document.File() == "" {
		then()
		return
	}
	f.saveThen(then)
}

// leaveRunning saves the project, hands the comparison that runs to a program in
// the background, and goes on. The comparison is stopped here once there is a
// file, and saved again with what it has finished until then.
func (f *frame) leaveRunning(then func()) {
	f.saveThen(func() {
		f.bench.Comparison.Stop()
		f.saveThen(func() {
			f.bench.LeaveRunning(func(err error) {
				if err != nil {
					f.fail(err)
					return
				}
				then()
			})
		})
	})
}

// parting is how one leaves a study: the words of the buttons.
type parting struct{ stop, stopSaved, unsaved, save string }

func closing() parting {
	return parting{say.Text("Stop and close"), say.Text("Stop, save and close"), say.Text("Close without saving"), say.Text("Save and close")}
}

func opening() parting {
	return parting{say.Text("Stop and open"), say.Text("Stop, save and open"), say.Text("Open without saving"), say.Text("Save and open")}
}

// leaving asks, once, before a running comparison is stopped or what is not
// saved is left, and then goes on.
func (f *frame) leaving(as parting, then func()) {
	b := f.bench
	size := fyne.NewSize(520, 190)
	switch {
	case b.Document.Data() == nil:
		then()
	case b.Comparison.Running():
		stop, words := as.stop, say.Text("Finished jobs are kept: comparing again goes on from there.")
		if b.Document.File() != "" {
			stop, words = as.stopSaved, say.Text("Finished jobs are kept: comparing again goes on from there. The project is saved as it is.")
		}
		answers := []answer{{words: say.Text("Cancel")}}
		if b.CanLeaveRunning() {
			words += " " + say.Text("Or a program of its own goes on with it, without a window; opened again, the project shows how far it is.")
			answers = append(answers, answer{say.Text("Keep running without a window"), func() { f.leaveRunning(then) }})
		}
		f.modal(say.Text("A comparison is running"), wrapped(words), fyne.NewSize(640, 220), append(answers, answer{stop, func() { f.stopThen(then) }})...)
	case b.Filling.Running():
		f.modal(say.Text("Imputation is running"), wrapped(say.Form("%s. It stops; files that are being written are left out.", vm.Sentence(b.Filling.Progress()))), size,
			answer{words: say.Text("Cancel")}, answer{as.stop, func() {
				b.Filling.Stop()
				f.leaving(as, then)
			}})
	case b.Document.Dirty() && (b.Document.File() != "" || len(b.Comparison.Study().Runs) > 0):
		f.modal(say.Text("The study is not saved"), wrapped(say.Text("Its set-up, selection and layout would be lost. Finished results are kept in any case.")), size,
			answer{words: say.Text("Cancel")}, answer{as.unsaved, func() { b.Document.Forget(); then() }},
			answer{as.save, func() { f.saveThen(then) }})
	default:
		then()
	}
}
