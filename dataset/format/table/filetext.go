package table

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"io/fs"
	"sync"
	"time"
	"unicode/utf8"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// sizes are bytes by which large texts are read. What is zero is usual.
type sizes struct {
	held   int64 // a larger file stays where it is, and is read in parts
	head   int   // of its beginning, by which it is recognised
	part   int   // that one goroutine looks for rows in at a time
	window int   // that one goroutine cuts cells out of at a time
	cells  int   // so many, not bytes, and numbers of few digits are kept as dataset.Decimals
}

var usualSizes = sizes{held: 16 << 20, head: 4 << 20, part: 1 << 20, window: 256 << 10, cells: 8 << 20}

func (s sizes) or(t sizes) sizes {
	return sizes{cmp.Or(s.held, t.held), cmp.Or(s.head, t.head), cmp.Or(s.part, t.part), cmp.Or(s.window, t.window), cmp.Or(s.cells, t.cells)}
}

// fileText is a text that stays in its file: memory holds the parts of it that
// somebody is looking at. It is plain UTF-8, so that the file is the text.
type fileText struct {
	fsys    fs.FS
	file    string
	size    int64
	changed time.Time
	shift   int // where the text begins in the file
	sizes   sizes
}

// errHeld says that a text must be held as a whole: it is no plain UTF-8, or
// its rows do not end where its lines do.
var errHeld = say.Error("the text must be held in memory")

// largeText returns a text that can stay in its file, and the lines that it
// begins with; nil where it must be held.
func largeText(fsys fs.FS, file string, s sizes) (*fileText, []byte) {
	info, err := fs.Stat(fsys, file)
	s = s.or(usualSizes)
	if err != nil || info.Size() <= s.held || int64(int(info.Size())) != info.Size() || info.Size() > mostText {
		return nil, nil
	}
	f := &fileText{fsys: fsys, file: file, size: info.Size(), changed: info.ModTime(), sizes: s}
	r, err := f.open()
	if err != nil {
		return nil, nil
	}
	defer r.close()
	last := make([]byte, 1)
	head := make([]byte, min(int64(s.head), f.size))
	if r.read(head, 0) != nil || r.read(last, f.size-1) != nil || last[0] == endOfText {
		return nil, nil
	}
	if bytes.HasPrefix(head, []byte(gzipMagic)) {
		return nil, nil
	}
	if int64(len(head)) < f.size {
		head = head[:bytes.LastIndexByte(head, '\n')+1]
	}
	return f, head
}

// endOfText is the byte that old systems end a text with.
const endOfText = 0x1a

// begin finds where the text begins behind byte order marks. It is false where
// the head says that the file is not the text.
func (f *fileText) begin(ctx context.Context, head []byte, charset string) (decoded, bool) {
	d, err := toText(ctx, f.file, head, charset)
	plain := err == nil && len(d.text) > 0 && len(d.problems) == 0 && (d.charset == "utf-8" || d.charset == "utf8") && bytes.HasSuffix(head, d.text)
	return d, plain && fits(d.text)
}

// fits says whether some lines are text that needs no decoding.
func fits(text []byte) bool {
	return (isASCII(text) || utf8.Valid(text)) && bytes.IndexByte(text, 0) < 0 && !bytes.Contains(text, []byte("\x1b$"))
}

// fileReader is the open file of a text.
type fileReader struct {
	file fs.File
	at   io.ReaderAt
}

// open opens the file once more. It fails where it is not what it was.
func (f *fileText) open() (*fileReader, error) {
	file, err := f.fsys.Open(f.file)
	if err != nil {
		return nil, unreadable(f.file, err)
	}
	info, err := file.Stat()
	at, ok := file.(io.ReaderAt)
	if err == nil && ok && info.Size() == f.size && info.ModTime().Equal(f.changed) {
		return &fileReader{file, at}, nil
	}
	_ = file.Close()
	return nil, &dataset.UserError{What: say.Kept("%s cannot be read", f.file), Why: say.Mark("it was changed while it was read"), Try: say.Mark("Open it once more when it is written."), Err: err}
}

func (r *fileReader) close() { _ = r.file.Close() }

// read fills data.
func (r *fileReader) read(data []byte, from int64) error {
	if n, err := r.at.ReadAt(data, from); n < len(data) {
		return cmp.Or(err, io.ErrUnexpectedEOF)
	}
	return nil
}

// failure is the first thing that went wrong in reading cells.
type failure struct {
	lock sync.Mutex
	err  error
}

func (f *failure) set(err error) {
	f.lock.Lock()
	defer f.lock.Unlock()
	if f.err == nil {
		f.err = err
	}
}

func (f *failure) get() error {
	f.lock.Lock()
	defer f.lock.Unlock()
	return f.err
}

// window shows the rows of a text to one goroutine. What it shows holds until
// it shows another row.
type window struct {
	d     *delimited
	file  *fileReader
	data  []byte // of the text, where it lies in a file
	from  int    // where in the text data begins
	ahead int    // bytes to read beyond a row: many where rows follow each other
}

func (d *delimited) window() *window { return &window{d: d} }

// goesOn says whether there is a point in showing row after row, i being the
// number of rows that have been shown. Where work is to stop, the table
// remembers why.
func (w *window) goesOn(i int) bool {
	if i&1023 != 0 || w.d.ctx == nil {
		return true
	}
	err := w.d.ctx.Err()
	if err != nil {
		w.d.failure.set(err)
	}
	return err == nil && w.d.err() == nil
}

func (w *window) close() {
	if w.file != nil {
		w.file.close()
	}
}

// row returns a row, or nothing where the file cannot be read any more: the
// table remembers the error.
func (w *window) row(i int) []byte {
	s := w.d.spans[i]
	if w.d.file == nil {
		return w.d.data[s.start : s.start+int(s.size)]
	}
	if s.start < w.from || s.start+int(s.size) > w.from+len(w.data) {
		if err := w.load(s); err != nil {
			w.d.failure.set(err)
			w.data = w.data[:0]
			return nil
		}
	}
	return w.data[s.start-w.from:][:s.size]
}

// load reads a row and some of what follows.
func (w *window) load(s span) error {
	const first = 4 << 10
	f, gap := w.d.file, s.start-w.from-len(w.data)
	if gap >= 0 && gap <= w.ahead && w.ahead > 0 {
		w.ahead = min(8*w.ahead, f.sizes.window)
	} else {
		w.ahead = min(first, f.sizes.window)
	}
	if w.file == nil {
		var err error
		if w.file, err = f.open(); err != nil {
			return err
		}
	}
	n := min(max(int(s.size), w.ahead), int(f.size)-f.shift-s.start)
	if cap(w.data) < n {
		w.data = make([]byte, n)
	}
	w.data, w.from = w.data[:n], s.start
	if err := w.file.read(w.data, int64(f.shift+s.start)); err != nil {
		return unreadable(f.file, err)
	}
	return nil
}
