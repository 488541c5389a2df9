package format

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/dataset/format/media"
	"lacuna/dataset/format/record"
	"lacuna/internal/say"
)

// Options steer Open. The zero value recognises everything.
type Options struct {
	// Import is what is decided already about how to read; what it leaves open is
	// recognised.
	Import dataset.Import
	// Workers is the number of goroutines; zero means one per processor. The
	// result does not depend on it.
	Workers int
	// Cache is a folder that keeps what media files were turned into; "" for none.
	Cache string
}

// Open reads the dataset in a folder or a file. Errors that a person can do
// something about are *dataset.UserError.
func Open(ctx context.Context, path string, opt Options) (*dataset.Dataset, error) {
	return OpenFiles(ctx, []string{path}, opt)
}

// OpenFiles reads several files as one dataset, or a folder. Files must lie in
// one folder or in folders of it.
func OpenFiles(ctx context.Context, paths []string, opt Options) (*dataset.Dataset, error) {
	place, err := placeOf(paths)
	if err != nil {
		return nil, err
	}
	if place.FS, err = layout.Folder(place.Root); err != nil {
		return nil, err
	}
	if place.Files == nil {
		place.Files = layout.OnlyArchive(place.FS)
	}
	held := []any{place.FS} // until it is known whether media are read later
	if len(place.Files) == 1 {
		inside, archive, err := layout.Archive(place.FS, place.Files[0])
		if err != nil {
			release(held)
			return nil, err
		}
		if inside != nil {
			place = layout.Place{FS: inside, Name: place.Name}
			held = append(held, archive)
		}
	}
	d, err := open(ctx, place, opt)
	if err != nil || d.Media == nil {
		release(held)
	}
	return d, err
}

// release closes what can be closed. It was read from alone, so that nothing is
// lost if that fails.
func release(held []any) {
	for _, h := range held {
		if c, ok := h.(io.Closer); ok {
			_ = c.Close()
		}
	}
}

// OpenFS reads the dataset in the root of a file system, such as an archive.
// The name becomes the dataset's.
func OpenFS(ctx context.Context, fsys fs.FS, name string, opt Options) (*dataset.Dataset, error) {
	return open(ctx, layout.Place{FS: fsys, Name: name}, opt)
}

func open(ctx context.Context, p layout.Place, opt Options) (*dataset.Dataset, error) {
	if opt.Workers <= 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	p.Workers = opt.Workers
	found, err := layout.Find(ctx, p, opt.Import)
	if err != nil {
		return nil, cmp.Or(ctx.Err(), err) // cells that were not read any more say nothing
	}
	if named, changed := record.Named(found, opt.Import); changed {
		opt.Import = named
		if found, err = layout.Find(ctx, p, opt.Import); err != nil {
			return nil, cmp.Or(ctx.Err(), err)
		}
	}
	usual := frugal(found)
	d, err := record.Assemble(ctx, found, opt.Import, media.Options{
		ImageSize: opt.Import.ImageSize, SampleRate: opt.Import.SampleRate, Workers: opt.Workers, Cache: opt.Cache,
	})
	usual(d)
	return d, err
}

// placeOf finds the folder of the paths, and which of its files are meant.
func placeOf(paths []string) (layout.Place, error) {
	var p layout.Place
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return p, missingPath(path, err)
		}
		if info.IsDir() && len(paths) > 1 {
			return p, &dataset.UserError{What: say.Kept("%s is a folder", path), Why: say.Mark("several files can be opened together, or one folder"), Try: say.Mark("Open the folder that holds all of them.")}
		}
		if info.IsDir() {
			return layout.Place{Root: path, Name: nameOf(path)}, nil
		}
	}
	p.Root = filepath.Dir(paths[0])
	p.Name = stem(nameOf(paths[0]))
	for _, path := range paths {
		for !within(p.Root, path) {
			p.Root = filepath.Dir(p.Root)
		}
	}
	for _, path := range paths {
		rel, err := filepath.Rel(p.Root, path)
		if err != nil {
			return p, say.Errorf("%s is in no folder with the others: %w", path, err)
		}
		p.Files = append(p.Files, filepath.ToSlash(rel))
	}
	slices.Sort(p.Files)
	p.Files = slices.Compact(p.Files)
	if len(p.Files) > 1 {
		p.Name = nameOf(p.Root)
	}
	return p, nil
}

// within says whether a path lies in a folder.
func within(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err != nil || rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) || folder == filepath.Dir(folder)
}

// nameOf returns the last part of a path, also of "." and "..".
func nameOf(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	return filepath.Base(path)
}

// stem returns a file's name without ending and .gz.
func stem(file string) string {
	file = strings.TrimSuffix(file, ".gz")
	return strings.TrimSuffix(file, filepath.Ext(file))
}

func missingPath(path string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return &dataset.UserError{What: say.Kept("%s cannot be opened", path), Why: say.English(err), Try: say.Mark("Check its permissions."), Err: err}
	}
	u := &dataset.UserError{What: say.Kept("%s does not exist", path), Try: say.Mark("Check the spelling, or choose the folder in the window."), Err: err}
	for parent := filepath.Dir(filepath.Clean(path)); ; parent = filepath.Dir(parent) {
		if _, err := os.Stat(parent); err == nil {
			if parent == "." {
				return u
			}
			u.Why = say.Kept("the last part that exists is %s", parent)
			return u
		}
		if parent == filepath.Dir(parent) {
			return u
		}
	}
}
