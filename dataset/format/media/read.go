package media

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// What is read of files, in bytes.
const (
	mostFile = 1 << 30   // larger files are refused
	inFlight = 512 << 20 // held by all workers together
	mostKept = 256 << 20 // kept between the first look and decoding, so that few files are read twice
)

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
		f.fail(dataset.NoFile, errNoFile)
		return
	}
	if errors.As(err, &p) {
		err = p.Err
	}
	f.fail(dataset.Unreadable, err)
}

// errAllNaN says why a sound is missing that could be read.
var errAllNaN = say.Error("no sample is a number")

var errNoFile = say.Error("the file does not exist")

// errEmptyFile says why a file of length zero cannot be decoded.
var errEmptyFile = say.Error("the file is empty")

// regular returns the size of a file that can be read without harm: a pipe
// would never end.
func regular(fsys fs.FS, name string) (int64, error) {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return 0, err
	case info.IsDir():
		return 0, say.Error("it is a folder, not a file")
	case !info.Mode().IsRegular():
		return 0, say.Error("it is a pipe or a device, not a file")
	case info.Size() == 0:
		return 0, errEmptyFile
	case info.Size() > mostFile:
		return 0, say.Errorf("%d MB are too many: files of up to %d MB are read", info.Size()>>20, mostFile>>20)
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
		*err = say.Errorf("the decoder gave up: %v", r)
	}
}
