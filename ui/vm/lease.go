package vm

// lease is the lock of a project file that a comparison holds while its
// goroutines work; one that was stopped may still be ending when the next
// begins.
type lease struct {
	file  string
	users int
	free  func() error
}

// hold takes the lock of the project file for one more comparison.
func (d *Document) hold() (*lease, error) {
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
	if l.users--; l.users > 0 {
		return
	}
	if err := l.free(); err != nil {
		d.log.Note(err.Error())
	}
	waiting := d.freed
	d.freed = nil
	for _, f := range waiting {
		f()
	}
}

// whenFree calls f once no comparison holds the project.
func (d *Document) whenFree(f func()) {
	if l := d.lease; l == nil || l.users == 0 {
		f()
		return
	}
	d.freed = append(d.freed, f)
}
