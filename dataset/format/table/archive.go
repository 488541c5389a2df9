package table

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// What an archive may hold at most.
const (
	mostUnzip   = 1 << 30 // bytes of all its tables, unpacked
	mostZipped  = 1000    // tables
	mostEntries = 1 << 20 // files
)

// zipMagic begins every archive that holds anything.
const zipMagic = "PK\x03\x04"

// zipOpener reads the tables of an archive.
var zipOpener = opener{
	endings: []string{".zip"},
	is: func(file string, head []byte) bool {
		return bytes.HasPrefix(head, []byte(zipMagic)) && !isWorkbook(file)
	},
	open: openZip,
}

func openZip(ctx context.Context, fsys fs.FS, file string, r Request) ([]*Table, error) {
	at, size, done, err := randomAccess(ctx, fsys, file)
	if err != nil {
		return nil, err
	}
	defer done()
	z, err := zip.NewReader(at, size)
	if err != nil {
		return nil, damaged(file, err)
	}
	list, others, err := zipped(file, z, size)
	if err != nil {
		return nil, err
	}
	out, err := openEntries(ctx, file, list, r)
	if err != nil {
		return nil, err
	}
	if len(others) > 0 {
		out[0].Problems = append(out[0].Problems, dataset.Problem{File: file,
			What: say.Kept("%s no table that is read: %s", say.KeptCount(len(others), "file in it is", "files in it are"), some(others)),
			Done: say.Mark("left out; unpack the archive to have them read")})
	}
	return out, nil
}

// zipped lists the tables of an archive, and what else is in it.
func zipped(file string, z *zip.Reader, size int64) (tables []*zip.File, others []string, err error) {
	refused := func(why string) error {
		return &dataset.UserError{What: say.Kept("%s cannot be read", file), Why: why, Try: say.Mark("Unpack it and open the folder.")}
	}
	if len(z.File) > mostEntries {
		return nil, nil, refused(say.Kept("the archive holds more than %d files", mostEntries))
	}
	left := uint64(unpacked(size))
	for _, f := range z.File {
		switch name := f.Name; {
		case strings.HasSuffix(name, "/"), strings.HasPrefix(name, "__MACOSX/"), strings.HasPrefix(path.Base(name), "."):
		case !Is(name) || isArchive(name):
			others = append(others, name)
		case f.Flags&1 != 0:
			return nil, nil, refused(say.Mark("the archive is encrypted"))
		case f.UncompressedSize64 > left:
			return nil, nil, refused(say.Mark("its tables unpack to more than those of an archive of that size can hold"))
		default:
			left -= f.UncompressedSize64
			tables = append(tables, f)
		}
	}
	switch {
	case len(tables) == 0 && len(others) > 0:
		return nil, nil, refused(say.Kept("the archive holds no table, but %s", some(others)))
	case len(tables) == 0:
		return nil, nil, refused(say.Mark("the archive holds no table"))
	case len(tables) > mostZipped:
		return nil, nil, refused(say.Kept("the archive holds %d tables", len(tables)))
	}
	return tables, others, nil
}

func isArchive(file string) bool { return strings.HasSuffix(strings.ToLower(file), ".zip") }

// openEntries opens the tables of an archive. One alone is called by the
// archive, several by archive:entry.
func openEntries(ctx context.Context, file string, list []*zip.File, r Request) ([]*Table, error) {
	var out []*Table
	for _, f := range list {
		data, err := unzip(ctx, file, f)
		if err != nil {
			return nil, err
		}
		part := file
		if len(list) > 1 {
			part = file + ":" + f.Name
		}
		tables, err := Open(ctx, alone{name: path.Base(f.Name), data: data}, path.Base(f.Name), r.part(part))
		if err != nil {
			return nil, entryError(file, f.Name, err)
		}
		for _, t := range tables {
			t.rename(part + strings.TrimPrefix(t.File, path.Base(f.Name)))
		}
		out = append(out, tables...)
	}
	return out, nil
}

// unpacked is how many bytes an archive of some size may unpack to.
func unpacked(size int64) int64 { return min(max(size*mostRatio, freeGunzip), mostUnzip) }

// unzip unpacks an entry. That it is not longer than it says is checked by the
// reader of archives.
func unzip(ctx context.Context, file string, f *zip.File) ([]byte, error) {
	rc, err := f.Open()
	if err != nil {
		return nil, damaged(file, err)
	}
	defer func() { _ = rc.Close() }()
	data, err := readUpTo(ctx, rc, int64(f.UncompressedSize64), mostUnzip)
	if err != nil && ctx.Err() == nil {
		return nil, damaged(file, err)
	}
	return data, ctx.Err()
}

// entryError says in which entry an error is.
func entryError(file, entry string, err error) error {
	var u *dataset.UserError
	if !errors.As(err, &u) {
		return err
	}
	return &dataset.UserError{What: say.Kept("%s cannot be read", file), Why: say.Kept("in its file %s: %s", entry, say.English(u)), Err: err}
}

// part is the request for one table of several in a file.
func (r Request) part(name string) Request {
	if one, ok := r.Parts[name]; ok {
		r.File = one
	}
	return r
}

// rename calls a table by its place in the dataset.
func (t *Table) rename(file string) {
	for i := range t.Problems {
		if t.Problems[i].File == t.File {
			t.Problems[i].File = file
		}
	}
	t.File = file
}

// randomAccess opens a file that is read in the middle. Where the file system
// cannot do that, its bytes are held.
func randomAccess(ctx context.Context, fsys fs.FS, file string) (at io.ReaderAt, size int64, done func(), err error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, 0, nil, unreadable(file, err)
	}
	info, err := f.Stat()
	if at, ok := f.(io.ReaderAt); ok && err == nil {
		return at, info.Size(), func() { _ = f.Close() }, nil
	}
	defer func() { _ = f.Close() }()
	data, err := readUpTo(ctx, f, 0, mostUnzip)
	if err == errTooLong {
		return nil, 0, nil, &dataset.UserError{What: say.Kept("%s cannot be read", file), Why: say.Kept("it has more than %d MB and lies where only whole files can be read", mostUnzip>>20),
			Try: say.Mark("Unpack what it lies in, and open it there."), Err: err}
	}
	if err != nil {
		return nil, 0, nil, readError(ctx, file, err)
	}
	return bytes.NewReader(data), int64(len(data)), func() {}, nil
}

// alone is a file system with one file.
type alone struct {
	name string
	data []byte
}

// Open opens the file.
func (a alone) Open(name string) (fs.File, error) {
	if name != a.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &aloneFile{alone: a, Reader: bytes.NewReader(a.data)}, nil
}

// aloneFile is the open file of alone, and what Stat says of it.
type aloneFile struct {
	alone
	*bytes.Reader
}

func (f *aloneFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *aloneFile) Close() error               { return nil }
func (f *aloneFile) Name() string               { return f.name }
func (f *aloneFile) Size() int64                { return int64(len(f.data)) }
func (f *aloneFile) Mode() fs.FileMode          { return 0o444 }
func (f *aloneFile) ModTime() time.Time         { return time.Time{} }
func (f *aloneFile) IsDir() bool                { return false }
func (f *aloneFile) Sys() any                   { return nil }
