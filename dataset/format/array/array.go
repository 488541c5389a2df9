package array

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"lacuna/internal/say"
)

// Array is one array of a file: numbers, or words where Words is not nil.
type Array struct {
	Name    string    // of the variable; the stem of the file for .npy
	Shape   []int     // rows first; {1} for a single value
	Numbers []float64 // row-major, NaN where a value is missing
	Words   []string  // row-major; for arrays of strings, and for whole numbers that float64 cannot hold
}

// ErrHDF5 says that a .mat file is one of MATLAB 7.3, which is HDF5 inside.
var ErrHDF5 = say.Error("the file is one of MATLAB 7.3, which is HDF5 inside and has no well-kept reader in Go")

// openers read the kinds of file by their endings.
var openers = map[string]func(*source) error{".npy": openNPY, ".npz": openNPZ, ".mat": openMAT}

// Is says whether a file is one of arrays by its ending.
func Is(file string) bool { return openers[ending(file)] != nil }

// Open reads the arrays of a file, in its order. Cells of a MATLAB cell array
// {X1, X2} become arrays called NAME{1}, NAME{2}, fields of a struct NAME.field.
// What cannot be read as it stands is said in words, one line each, and left
// out; a file of which nothing can be read is an error.
func Open(ctx context.Context, fsys fs.FS, file string) (arrays []Array, left []string, err error) {
	open := openers[ending(file)]
	if open == nil {
		return nil, nil, say.Errorf("%s is no file of arrays", file)
	}
	s, err := newSource(ctx, fsys, file)
	if err != nil {
		return nil, nil, err
	}
	defer s.close()
	if err := open(s); err != nil {
		return nil, nil, err
	}
	if len(s.arrays) == 0 {
		return nil, nil, s.nothing()
	}
	return s.arrays, s.left, nil
}

func ending(file string) string { return strings.ToLower(path.Ext(file)) }

// source is a file that is being read, with what was read of it.
type source struct {
	ctx    context.Context
	stem   string // name of the file without folder and ending
	at     io.ReaderAt
	size   int64
	close  func()
	budget budget
	// subsystem is where MATLAB keeps what belongs to its objects, which are
	// left out and named.
	subsystem int64
	arrays    []Array
	left      []string
}

func newSource(ctx context.Context, fsys fs.FS, file string) (*source, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, err
	}
	s := &source{ctx: ctx, stem: strings.TrimSuffix(path.Base(file), path.Ext(file)), budget: fresh(), close: func() { _ = f.Close() }}
	if err := s.measure(f); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// measure finds the size of the file and how to read in the middle of it.
func (s *source) measure(f fs.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return say.Error("it is no regular file")
	}
	at, ok := f.(io.ReaderAt)
	if !ok {
		return say.Error("its folder cannot be read in the middle of a file; unpack it first")
	}
	s.at, s.size = at, info.Size()
	return nil
}

// most is how many lines of what was left out are kept.
const most = 100

func (s *source) leave(format string, args ...any) {
	switch line := fmt.Sprintf(format, args...); {
	case len(s.left) < most:
		s.left = append(s.left, line)
	case len(s.left) == most:
		s.left = append(s.left, say.Mark("further arrays are left out, too"))
	}
}

// add keeps an array, unless nothing is in it.
func (s *source) add(a *Array) {
	if len(a.Numbers) == 0 && len(a.Words) == 0 {
		s.leave(say.Mark("%s is empty (%s)"), a.Name, sizes(a.Shape))
		return
	}
	s.arrays = append(s.arrays, *a)
}

// nothing is the error of a file without an array.
func (s *source) nothing() error {
	switch len(s.left) {
	case 0:
		return say.Error("it holds no array")
	case 1:
		return errors.New(s.left[0])
	}
	return say.Errorf("none of its arrays can be read: %s, and %d more", s.left[0], len(s.left)-1)
}

// sizes writes a shape as people do: 20 × 3.
func sizes(shape []int) string {
	words := make([]string, len(shape))
	for i, n := range shape {
		words[i] = fmt.Sprint(n)
	}
	return strings.Join(words, " × ")
}
