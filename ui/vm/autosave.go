package vm

import (
	"context"
	"time"

	"lacuna/project"
)

// autosavePace is how long a change of a saved project waits for others before
// it is kept beside the file.
const autosavePace = 2 * time.Second

// touch marks the project as changed. Where it has a file, the change is kept
// beside it, so that a crash or a power cut loses no more than seconds.
func (w *Workbench) touch() {
	w.dirty = true
	if w.file == "" || w.autosaving {
		return
	}
	w.autosaving = true
	w.around.after(autosavePace, func() { w.around.Do(w.autosave) })
}

// autosave keeps what is not saved; a project that was saved or replaced
// meanwhile has nothing to keep.
func (w *Workbench) autosave() {
	w.autosaving = false
	if !w.dirty || w.file == "" || w.data == nil {
		return
	}
	p, err := w.compose(w.file)
	if err == nil {
		err = project.Autosave(w.file, p)
	}
	if err != nil {
		w.note("what changed is not kept: %v", err)
	}
}

// Forget drops what was kept of changes that the user does not want saved.
func (w *Workbench) Forget() {
	w.dirty = false
	if w.file == "" {
		return
	}
	if err := project.Discard(w.file); err != nil {
		w.note("%v", err)
	}
}

// Unsaved says whether an earlier window ended before it could save changes of
// the project: Recover brings them back, DiscardUnsaved drops them.
func (d *Document) Unsaved() bool { return d.unsaved != nil }

// Recover returns the document as it was before an earlier window ended
// without saving. It runs on any goroutine.
func (s Surroundings) Recover(_ context.Context, d *Document) (*Document, error) {
	if d.unsaved == nil {
		return d, nil
	}
	out := *d
	out.Project, out.unsaved, out.shown, out.recovered = d.unsaved, nil, nil, true
	return &out, out.collect(s)
}

// DiscardUnsaved drops those changes for good.
func (d *Document) DiscardUnsaved() error {
	d.unsaved = nil
	return project.Discard(d.File)
}

// lease is the lock of a project file that a comparison holds while its
// goroutines work; one that was stopped may still be ending when the next
// begins.
type lease struct {
	file  string
	users int
	free  func() error
}

// hold takes the lock of the project file for one more comparison.
func (w *Workbench) hold() (*lease, error) {
	if w.file == "" || w.around.Lock == nil {
		return &lease{users: 1, free: func() error { return nil }}, nil
	}
	if l := w.lease; l != nil && l.users > 0 && l.file == w.file {
		l.users++
		return l, nil
	}
	free, err := w.around.Lock(w.file)
	if err != nil {
		return nil, err
	}
	w.lease = &lease{w.file, 1, free}
	return w.lease, nil
}

// release gives the lock back when the last comparison that holds it has ended.
func (w *Workbench) release(l *lease) {
	if l.users--; l.users > 0 {
		return
	}
	if err := l.free(); err != nil {
		w.note("%v", err)
	}
}

// Close keeps what is not saved and frees what the window holds, before the
// program ends. A running comparison must have been stopped.
func (w *Workbench) Close() {
	w.autosave()
	if l := w.lease; l != nil && l.users > 0 {
		l.users = 0
		if err := l.free(); err != nil {
			w.note("%v", err)
		}
	}
}
