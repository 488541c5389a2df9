package vm

import (
	"path/filepath"
	"strings"
	"time"

	"lacuna/internal/say"
	"lacuna/project"
)

// autosavePace is how long a change of a saved project waits for others before
// it is kept beside the file.
const autosavePace = 2 * time.Second

// errNoData is returned by what needs a dataset.
var errNoData = say.Error("open a dataset first")

// onDisk does work beside the event goroutine, after what was asked for
// before, and then tells its error to done.
func (d *Document) onDisk(work func() error, done func(error)) {
	before, ended := d.written, make(chan struct{})
	d.written = ended
	d.writing++
	go func() {
		if before != nil {
			<-before
		}
		err := work()
		close(ended)
		d.around.Do(func() {
			d.writing--
			done(err)
		})
	}()
}

// draft notes what is open now and returns what writes it down for a file:
// that looks at all data, so it runs anywhere.
func (d *Document) draft() func(file string) (*project.Project, error) {
	p := project.New("")
	for _, spec := range d.earlier {
		p.Add(spec)
	}
	d.others(p)
	p.Others, p.Dataset.Remarks, p.Dataset.Sample = d.foreign, d.remarks, len(d.sources) == 0
	data, sources := d.data, d.sources
	return func(file string) (*project.Project, error) {
		p.Name = strings.TrimSuffix(filepath.Base(file), project.Extension)
		p.Dataset.Describe(data)
		if err := p.Dataset.Locate(file, sources...); err != nil {
			return nil, say.Errorf("cannot refer to %s from %s: %w", strings.Join(sources, ", "), file, err)
		}
		return p, nil
	}
}

// ProjectFile completes a file name for a project.
func ProjectFile(path string) string {
	if IsProject(path) {
		return path
	}
	return path + project.Extension
}

// Save writes the project and puts the finished runs of its comparison beside
// it. It returns at once; done hears how it went.
func (d *Document) Save(file string, done func(error)) {
	if d.data == nil {
		done(errNoData)
		return
	}
	write, runs, before, edits, data := d.draft(), d.runs(), d.file, d.edits, d.data
	d.saving++
	d.onDisk(func() error {
		p, err := write(file)
		if err == nil {
			err = runs(file)
		}
		if err == nil {
			err = project.Save(file, p)
		}
		if err == nil && before != "" {
			err = project.Discard(before)
		}
		if err == nil {
			err = project.Discard(file)
		}
		return err
	}, func(err error) {
		d.saving--
		if err == nil && d.data == data {
			if d.file != file {
				d.keepLate(file)
			}
			d.file = file
			d.dirty = d.dirty && d.edits != edits // what changed meanwhile is not saved
			d.log.Note(say.Form("saved as %s", file))
			d.emit(NameChanged)
		}
		if d.dirty {
			d.autosaveSoon()
		}
		done(err)
	})
}

// keepLate puts the runs beside a new file that were finished while it was
// written.
func (d *Document) keepLate(file string) {
	runs := d.runs()
	d.onDisk(func() error { return runs(file) }, func(err error) {
		if err != nil {
			d.log.Note(say.Form("the runs are kept, but not beside the project: %v", err))
		}
	})
}

// touch marks the project as changed. Where it has a file, the change is kept
// beside it, so that a crash or a power cut loses no more than seconds.
func (d *Document) touch() {
	d.edits++
	if !d.dirty {
		d.dirty = true
		d.emit(NameChanged)
	}
	d.autosaveSoon()
}

// autosaveSoon lets changes wait for others, so that they are kept together.
// While the project is being saved nothing is kept: it would come after.
func (d *Document) autosaveSoon() {
	if d.file == "" || d.autosaving || d.saving > 0 {
		return
	}
	d.autosaving = true
	d.around.after(autosavePace, func() { d.around.Do(d.autosave) })
}

// autosave keeps what is not saved; a project that was saved or replaced
// meanwhile has nothing to keep.
func (d *Document) autosave() {
	d.autosaving = false
	if !d.dirty || d.file == "" || d.data == nil || d.saving > 0 {
		return
	}
	write, file := d.draft(), d.file
	d.onDisk(func() error {
		p, err := write(file)
		if err == nil {
			err = project.Autosave(file, p)
		}
		return err
	}, func(err error) {
		if err != nil {
			d.log.Note(say.Form("what changed is not kept: %v", err))
		}
	})
}

// Forget drops what was kept of changes that the user does not want saved.
func (d *Document) Forget() {
	d.dirty = false
	if d.file == "" {
		return
	}
	file := d.file
	d.onDisk(func() error { return project.Discard(file) }, func(err error) {
		if err != nil {
			d.log.Note(err.Error())
		}
	})
}

// Close keeps what is not saved, waits until it is on the disk, and frees what
// the window holds, before the program ends. A running comparison must have
// been stopped.
func (d *Document) Close() {
	d.autosave()
	if d.written != nil {
		<-d.written
	}
	if l := d.lease; l != nil && l.users > 0 {
		l.users = 0
		if err := l.free(); err != nil {
			d.log.Note(err.Error())
		}
	}
}
