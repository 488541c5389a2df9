package vm

// lease is the lock of a project file that a comparison holds while its
// goroutines work; one that was stopped may still be ending when the next
// begins.
type lease struct {
	file  string
	users int
	free  func() error
}

// hold takes the lock of the project file for one more comparison; where there
// is no file yet, nothing is locked, but counted all the same.
func (d *Document) hold() (*lease, error) {
	l, err := d.locked()
	if err == nil {
		d.working++
	}
	return l, err
}

func (d *Document) locked() (*lease, error) {
	if d.file == "" || d.around.Lock == nil {
		return &lease{users: 1, free: func() error { return nil }}, nil
	}
	if l := d.lease; l != nil && l.users > 0 && l.file == d.file {
		l.users++
		return l, nil
	}
	free, err := d.around.Lock(d.file)
	if err != nil {
		return nil, err
	}
	d.lease = &lease{d.file, 1, free}
	return d.lease, nil
}

// release gives the lock back when the last comparison that holds it has ended.
func (d *Document) release(l *lease) {
	if l.users--; l.users == 0 {
		if err := l.free(); err != nil {
			d.log.Note(err.Error())
		}
	}
	if d.working--; d.working > 0 {
		return
	}
	waiting := d.freed
	d.freed = nil
	for _, f := range waiting {
		f()
	}
}

// whenFree calls f once no comparison works any more, also none that began
// before the project had a file: then what they finished lies beside the file,
// and nobody holds it.
func (d *Document) whenFree(f func()) {
	if d.working == 0 {
		f()
		return
	}
	d.freed = append(d.freed, f)
}
