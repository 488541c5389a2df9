package media

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
)

// lister looks names up in the lists of their folders.
type lister struct {
	fsys    fs.FS
	folders map[string]*folder // those that exist and were asked about
	last    string             // the latest of them: most rows name files of one folder
	latest  *folder
}

// folder is what one folder holds.
type folder struct {
	names map[string]struct{} // nil for one that cannot be listed: opening a file will tell
}

// exists says whether a file may exist.
func (l *lister) exists(ctx context.Context, name string) bool {
	f := l.folder(ctx, path.Dir(name))
	if f == nil || f.names == nil {
		return f != nil
	}
	_, there := f.names[path.Base(name)]
	return there
}

// folder returns the folder of a name, or nil if there is none.
func (l *lister) folder(ctx context.Context, name string) *folder {
	if l.latest != nil && name == l.last {
		return l.latest
	}
	f, known := l.folders[name]
	if !known {
		if name != "." && !l.exists(ctx, name) {
			return nil
		}
		if f = l.list(ctx, name); f == nil {
			return nil
		}
		l.folders[name] = f
	}
	l.last, l.latest = name, f
	return f
}

// list reads what a folder holds.
func (l *lister) list(ctx context.Context, name string) *folder {
	file, err := l.fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return &folder{}
	}
	defer file.Close()
	d, ok := file.(fs.ReadDirFile)
	if !ok {
		return &folder{}
	}
	f := &folder{names: map[string]struct{}{}}
	for ctx.Err() == nil {
		entries, err := d.ReadDir(1024)
		for _, e := range entries {
			f.names[e.Name()] = struct{}{}
		}
		if errors.Is(err, io.EOF) {
			return f
		}
		if err != nil {
			break
		}
	}
	return &folder{}
}
