package project

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/natefinch/atomic"

	"lacuna/internal/say"
)

// fileSystem is what saving needs of the disk. Every operation may fail, and
// tests make each of them fail in turn.
type fileSystem interface {
	ReadFile(name string) ([]byte, error)
	ReadDir(name string) ([]fs.DirEntry, error)
	// WriteFile makes a new file with the given rights and returns when its
	// content is on disk.
	WriteFile(name string, data []byte, rights fs.FileMode) error
	// Target returns the file that a name leads to through symbolic links, and
	// its rights: those of new files where there is none yet.
	Target(name string) (string, fs.FileMode, error)
	MkdirAll(name string) error
	// TempDir makes a folder with a name of its own in parent.
	TempDir(parent, pattern string) (string, error)
	// Rename moves a folder to a name that is free.
	Rename(from, to string) error
	// Replace moves a file over another one in one step.
	Replace(from, to string) error
	// SyncDir returns when the names in a folder are on disk.
	SyncDir(name string) error
	Size(name string) (int64, error)
	Remove(name string) error
	RemoveAll(name string) error
}

// disk is the real file system.
type disk struct{}

func (disk) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }
func (disk) MkdirAll(name string) error                 { return os.MkdirAll(name, 0o755) }
func (disk) TempDir(parent, pattern string) (string, error) {
	name, err := os.MkdirTemp(parent, pattern)
	if err != nil {
		return "", err
	}
	return name, os.Chmod(name, 0o755) // the runs are for colleagues to read, too
}
func (disk) Rename(from, to string) error  { return os.Rename(from, to) }
func (disk) Replace(from, to string) error { return atomic.ReplaceFile(from, to) }
func (disk) Remove(name string) error      { return os.Remove(name) }
func (disk) RemoveAll(name string) error   { return os.RemoveAll(name) }

// ReadFile reads a plain file. A project may be anybody's: a link to a device would
// be read without an end, and a pipe waits for ever.
func (disk) ReadFile(name string) ([]byte, error) {
	about, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !about.Mode().IsRegular():
		return nil, &fs.PathError{Op: "read", Path: name, Err: errNotPlain}
	}
	return os.ReadFile(name)
}

var errNotPlain = say.Error("it is no plain file")

func (disk) Size(name string) (int64, error) {
	info, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (disk) WriteFile(name string, data []byte, rights fs.FileMode) (err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, rights)
	if err != nil {
		return err
	}
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	if rights != newFile { // which the user's mask may cut; those that a file had come back whole
		if err := f.Chmod(rights); err != nil {
			return err
		}
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Sync()
}

// newFile are the rights of a file that was not there before.
const newFile fs.FileMode = 0o644

// mostLinks bounds a chain of symbolic links: longer ones go in a circle.
const mostLinks = 40

// Target follows links by itself, since the file at their end may be missing.
func (disk) Target(name string) (string, fs.FileMode, error) {
	for range mostLinks {
		about, err := os.Lstat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return name, newFile, nil
		case err != nil:
			return "", 0, err
		case about.Mode()&fs.ModeSymlink == 0:
			return name, about.Mode().Perm(), nil
		}
		to, err := os.Readlink(name)
		if err != nil {
			return "", 0, err
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(name), to)
		}
		name = to
	}
	return "", 0, say.Errorf("%s: too many symbolic links", name)
}

// SyncDir does nothing where a folder cannot be opened for syncing (Windows
// writes names through by itself).
func (disk) SyncDir(name string) error {
	d, err := os.Open(filepath.Clean(name))
	if err != nil {
		return err
	}
	defer d.Close()
	return syncFolder(d)
}
