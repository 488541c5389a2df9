package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"lacuna/dataset"
)

// What is read of files, in bytes.
const (
	mostFile = 1 << 30   // larger files are refused
	inFlight = 512 << 20 // held by all workers together
	mostKept = 256 << 20 // kept between the first look and decoding, so that few files are read twice
)

// file is one media file, however many rows name it.
type file struct {
	path     string
	record   int  // the first row that names it
	records  int  // how many do
	unlikely bool // its ending is that of a type which is not understood
	cause    dataset.Cause
	err      error // why it is not present
	format   *format
	size     int64
	hash     fileHash
	start    []byte // where the format is not known, to say what it is instead
	data     []byte // the file, if it is kept
	head     head
	content  *content
	row      int // of the numbers, or −1
}

// head is what the first look at a file tells.
type head struct {
	width, height int // of an image
	rate          int // of a sound, in hertz
}

func (f *file) fail(cause dataset.Cause, err error) { f.cause, f.err, f.data = cause, err, nil }

// refuse takes a file for unreadable, or for of a type that is not understood,
// as the error says.
func (f *file) refuse(err error) {
	cause := dataset.Unreadable
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		err = fmt.Errorf("the file ends too early: %w", err)
	case errors.Is(err, errAllNaN):
		cause = dataset.AllNaN
	case isUnsupported(err):
		cause = dataset.Unsupported
	case f.unlikely:
		cause, err = dataset.Unsupported, f.strangeness()
	}
	f.fail(cause, err)
}

// kind returns the kind of the file by content, else by ending.
func (f *file) kind() dataset.Kind {
	if f.format != nil {
		return f.format.kind
	}
	if kind, known := Unsupported(f.path); known {
		return kind
	}
	return KindOf(f.path)
}

// set is the files of one modality while they are decoded.
type set struct {
	Files
	Options
	fsys   fs.FS
	files  []file // each different path once, in the order of the rows
	of     []int  // per row: its file, or −1
	budget *semaphore.Weighted
	kept   atomic.Int64
}

func newSet(fsys fs.FS, f Files, o Options) *set {
	o.Workers = max(1, o.Workers)
	s := &set{Files: f, Options: o, fsys: fsys, of: make([]int, len(f.Paths)), budget: semaphore.NewWeighted(inFlight)}
	index := map[string]int{}
	for i, name := range f.Paths {
		s.of[i] = -1
		if name == "" {
			continue
		}
		cause := dataset.Present
		if f.Causes != nil {
			cause = f.Causes[i]
		}
		name = path.Clean(name)
		k, ok := index[name]
		if !ok {
			k = len(s.files)
			index[name] = k
			s.files = append(s.files, newFile(name, i, cause))
		}
		s.of[i] = k
		s.files[k].records++
	}
	return s
}

func newFile(name string, record int, cause dataset.Cause) file {
	f := file{path: name, record: record, row: -1}
	_, f.unlikely = Unsupported(name)
	switch cause {
	case dataset.Present:
	case dataset.Unsupported:
		f.unlikely = true
	default:
		f.cause = cause
	}
	if f.cause == dataset.Present && !fs.ValidPath(name) {
		f.fail(dataset.NoFile, errors.New("the path leads out of the dataset"))
	}
	return f
}

// present lists the files that nothing is wrong with so far.
func (s *set) present() []*file {
	var list []*file
	for i := range s.files {
		if s.files[i].cause == dataset.Present {
			list = append(list, &s.files[i])
		}
	}
	return list
}

// each visits files, several at a time.
func (s *set) each(ctx context.Context, files []*file, visit func(ctx context.Context, f *file) error) error {
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(s.Workers)
	const block = 8
	for start := 0; start < len(files) && inner.Err() == nil; start += block {
		g.Go(func() error {
			for _, f := range files[start:min(start+block, len(files))] {
				if err := inner.Err(); err != nil {
					return err
				}
				if err := visit(inner, f); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// survey reads every file once: its hash, its format and its head.
func (s *set) survey(ctx context.Context) error {
	return s.each(ctx, s.present(), func(ctx context.Context, f *file) error {
		if !s.worthReading(f) {
			return nil
		}
		return s.holding(ctx, f.size, func() error {
			data, err := s.read(ctx, f)
			if err == nil && data != nil {
				s.look(f, data)
			}
			return err
		})
	})
}

// look takes from a file what it shows before it is decoded.
func (s *set) look(f *file, data []byte) {
	f.format = formatOf(data)
	if f.format == nil {
		f.start = bytes.Clone(data[:min(len(data), sniffed)])
		if f.unlikely || s.Kind != dataset.Text && f.kind() != dataset.Text {
			return
		}
	}
	f.hash = sha256.Sum256(data)
	var err error
	if f.head, err = headOf(f.format, data); err != nil {
		f.refuse(err)
		return
	}
	if s.kept.Add(f.size) <= mostKept {
		f.data = data
	}
}

// holding does something that takes so many bytes of memory, when there is
// room for them.
func (s *set) holding(ctx context.Context, size int64, do func() error) error {
	weight := min(size, inFlight)
	if err := s.budget.Acquire(ctx, weight); err != nil {
		return err
	}
	defer s.budget.Release(weight)
	return do()
}

// headOf reads the head of a file. A text has none.
func headOf(f *format, data []byte) (h head, err error) {
	defer calm(&err)
	switch {
	case f == nil:
		return head{}, nil
	case f.kind == dataset.Image:
		return imageHead(f, data)
	}
	return soundHead(f, data)
}

// worthReading finds out the size of a file. Of one whose ending is not
// understood only the start is read, unless that shows that the file is
// something else than it says.
func (s *set) worthReading(f *file) bool {
	var err error
	if f.size, err = regular(s.fsys, f.path); err == nil && f.unlikely && f.size > sniffed {
		f.start, err = readStart(s.fsys, f.path)
	}
	if err != nil {
		f.failRead(err)
		return false
	}
	return f.start == nil || formatOf(f.start) != nil
}

// read returns the bytes of a file, from memory where they were kept. They are
// nil where the file cannot be read: the file then says why.
func (s *set) read(ctx context.Context, f *file) ([]byte, error) {
	if f.data != nil {
		return f.data, nil
	}
	data, err := readFile(ctx, s.fsys, f.path, f.size)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		f.failRead(err)
		return nil, nil
	}
	return data, nil
}

func (f *file) failRead(err error) {
	var p *fs.PathError
	if errors.Is(err, fs.ErrNotExist) {
		f.fail(dataset.NoFile, errors.New("the file does not exist"))
		return
	}
	if errors.As(err, &p) {
		err = p.Err
	}
	f.fail(dataset.Unreadable, err)
}

// errAllNaN says why a sound is missing that could be read.
var errAllNaN = errors.New("no sample is a number")

// errEmptyFile says why a file of length zero cannot be decoded.
var errEmptyFile = errors.New("the file is empty")

// regular returns the size of a file that can be read without harm: a pipe
// would never end.
func regular(fsys fs.FS, name string) (int64, error) {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return 0, err
	case info.IsDir():
		return 0, errors.New("it is a folder, not a file")
	case !info.Mode().IsRegular():
		return 0, errors.New("it is a pipe or a device, not a file")
	case info.Size() == 0:
		return 0, errEmptyFile
	case info.Size() > mostFile:
		return 0, fmt.Errorf("%d MB are too many: files of up to %d MB are read", info.Size()>>20, mostFile>>20)
	}
	return info.Size(), nil
}

// readFile reads a file that should have the given size, and no more.
func readFile(ctx context.Context, fsys fs.FS, name string, size int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := make([]byte, size)
	n, err := io.ReadFull(reader{ctx, f}, data)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil // it has become shorter: the decoder will tell
	}
	return data[:n], err
}

func readStart(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	start := make([]byte, sniffed)
	n, err := io.ReadFull(f, start)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return start[:n], err
}

// reader ends when its context does, so that a decoder that reads for long can
// be stopped.
type reader struct {
	ctx context.Context
	io.Reader
}

// Read reads unless the context has ended.
func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p[:min(len(p), 1<<20)])
}

// calm turns a decoder's panic over a broken file into an error.
func calm(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the decoder gave up: %v", r)
	}
}
