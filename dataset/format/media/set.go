package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"path"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"lacuna/dataset"
	"lacuna/internal/say"
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
		err = say.Errorf("the file ends too early: %w", err)
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
	files  []file          // each different path that is there once, in the order of the rows
	of     []int           // per row: its file, or −1
	causes []dataset.Cause // per row without a file
	absent absentees
	budget *semaphore.Weighted
	kept   atomic.Int64
}

// absentees are the files that are named and are not there. A table may name a
// million of them: few are kept, to be shown.
type absentees struct {
	files   []file
	records int                  // that name a file which is not there
	kinds   map[dataset.Kind]int // by ending
}

// newSet finds the files that the rows name. Folders are listed once, so that
// files that are not there cost no look at the disk.
func newSet(ctx context.Context, fsys fs.FS, f Files, o Options) (*set, error) {
	o.Workers = max(1, o.Workers)
	s := &set{Files: f, Options: o, fsys: fsys, of: make([]int, len(f.Paths)), causes: make([]dataset.Cause, len(f.Paths)), budget: semaphore.NewWeighted(inFlight)}
	s.absent.kinds = map[dataset.Kind]int{}
	l := lister{fsys: fsys, folders: map[string]*folder{}}
	index := map[string]int{}
	for i, name := range f.Paths {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		s.of[i] = -1
		s.causes[i] = s.given(i)
		if c := s.causes[i]; c == dataset.Present || c == dataset.Unsupported && name != "" {
			s.add(ctx, i, path.Clean(name), &l, index)
		}
	}
	return s, ctx.Err()
}

// given returns the cause that a row came with.
func (s *set) given(i int) dataset.Cause {
	switch {
	case s.Causes != nil && s.Causes[i] != dataset.Present:
		return s.Causes[i]
	case s.Paths[i] == "":
		return dataset.Null
	}
	return dataset.Present
}

// add notes the file of a row, if it is there.
func (s *set) add(ctx context.Context, i int, name string, l *lister, index map[string]int) {
	if k, ok := index[name]; ok {
		s.of[i] = k
		s.files[k].records++
		return
	}
	var why error
	switch {
	case !fs.ValidPath(name):
		why = say.Error("the path leads out of the dataset")
	case !l.exists(ctx, name):
		why = errNoFile
	default:
		_, unlikely := Unsupported(name)
		s.of[i], index[name] = len(s.files), len(s.files)
		s.files = append(s.files, file{path: name, record: i, records: 1, row: -1, unlikely: unlikely || s.causes[i] == dataset.Unsupported})
		return
	}
	s.causes[i] = dataset.NoFile
	s.absent.records++
	if s.Kind == "" {
		s.absent.kinds[KindOf(name)]++
	}
	if len(s.absent.files) <= mostListed {
		s.absent.files = append(s.absent.files, file{path: name, record: i, records: 1, cause: dataset.NoFile, err: why})
	}
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
	if dataset.IsPointer(data) {
		f.fail(dataset.Unreadable, dataset.ErrPointer)
		return
	}
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
