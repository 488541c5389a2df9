package table

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"io/fs"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// What a file may be at most. A few megabytes can unpack to all the memory
// that there is.
const (
	mostText    = 32 << 30  // bytes of a text file
	mostGunzip  = 8 << 30   // bytes of an unpacked one
	freeGunzip  = 256 << 20 // bytes that any file may unpack to
	mostRatio   = 200       // unpacked to packed, beyond those
	mostLine    = 100 << 20 // bytes of a line
	mostColumns = 2_000_000
)

// gzipMagic begins every gzip file.
const gzipMagic = "\x1f\x8b"

// readAll reads a file, unpacked if it is gzip.
func readAll(ctx context.Context, fsys fs.FS, file string, workers int) ([]byte, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	defer func() { _ = f.Close() }()
	size := int64(0)
	if info, err := f.Stat(); err == nil {
		size = info.Size()
	}
	var data []byte
	if at, ok := f.(io.ReaderAt); ok && size > 2*readAtOnce && size < mostAtOnce {
		data, err = readParts(ctx, at, int(size), workers)
	} else {
		data, err = readUpTo(ctx, f, size, mostText)
	}
	if err != nil {
		return nil, readError(ctx, file, err)
	}
	if !bytes.HasPrefix(data, []byte(gzipMagic)) {
		return data, nil
	}
	return gunzip(ctx, file, data)
}

// readAtOnce is how much of a file one goroutine reads at a time, and
// mostAtOnce the size of a file that memory is made for by what its folder says.
const (
	readAtOnce = 8 << 20
	mostAtOnce = 1 << 31
)

// readParts reads a file of a known size in parts at once. A file that has
// become shorter meanwhile ends where it ends.
func readParts(ctx context.Context, f io.ReaderAt, size, workers int) ([]byte, error) {
	data, ends := make([]byte, size, size+512), make([]int, (size+readAtOnce-1)/readAtOnce)
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for k := range ends {
		g.Go(func() error {
			from := k * readAtOnce
			n, err := f.ReadAt(data[from:min(from+readAtOnce, size)], int64(from))
			if ends[k] = from + n; err != nil && err != io.EOF {
				return err
			}
			return inner.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	for k, end := range ends {
		if end < min((k+1)*readAtOnce, size) {
			return data[:end], nil
		}
	}
	return data, nil
}

// gunzip unpacks data, but no more than a table of that size can hold.
func gunzip(ctx context.Context, file string, packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, damaged(file, err)
	}
	most := max(int64(len(packed))*mostRatio, freeGunzip)
	data, err := readUpTo(ctx, r, 4*int64(len(packed)), min(most, mostGunzip))
	switch {
	case err == errTooLong:
		return nil, &dataset.UserError{What: say.Kept("%s cannot be read", file),
			Why: say.Kept("its %d bytes unpack to more than %d MB", len(packed), min(most, mostGunzip)>>20),
			Try: say.Mark("If it is a table indeed, unpack it with gunzip and open the result."), Err: err}
	case err != nil && ctx.Err() == nil:
		return nil, damaged(file, err)
	case err != nil:
		return nil, readError(ctx, file, err)
	}
	return data, nil
}

func damaged(file string, err error) error {
	return &dataset.UserError{What: say.Kept("%s cannot be unpacked", file), Why: say.Kept("it is damaged or not complete: %s", say.English(err)),
		Try: say.Mark("Get the file once more."), Err: err}
}

func readError(ctx context.Context, file string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == errTooLong {
		return &dataset.UserError{What: say.Kept("%s cannot be read", file), Why: say.Kept("it has more than %d GB", mostText>>30),
			Try: say.Mark("Split it into several tables, or convert it to Parquet."), Err: err}
	}
	return unreadable(file, err)
}

var errTooLong = say.Error("more bytes than are read")

// readUpTo reads everything, looking at ctx now and then; about is how much it
// may be. More than most bytes are errTooLong.
func readUpTo(ctx context.Context, r io.Reader, about, most int64) ([]byte, error) {
	const step = 4 << 20
	data := make([]byte, 0, min(max(about, 0), most, 1<<31)+512)
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
		n, err := r.Read(data[len(data):min(cap(data), len(data)+step)])
		data = data[:len(data)+n]
		if int64(len(data)) > most {
			return nil, errTooLong
		}
		if err == io.EOF {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
	}
}
