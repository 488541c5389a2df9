package layout

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"lacuna/internal/say"
)

// Why a file of a folder is not opened.
var (
	errOutside   = say.Error("it leads out of the folder")
	errIrregular = say.Error("it is no regular file")
)

// disk is a folder of this machine as a file system that stays inside: links
// and paths that lead out are refused, and only regular files are opened, for a
// pipe or a device never ends.
type disk struct {
	root *os.Root
	dir  string // absolute, without links
}

// Folder opens a folder of this machine as a file system. Nothing outside of it
// can be reached through it, and nothing but folders and regular files can be
// opened.
func Folder(dir string) (fs.FS, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	absolute, err := filepath.Abs(dir)
	if err == nil {
		absolute, err = filepath.EvalSymlinks(absolute)
	}
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return &disk{root: root, dir: absolute}, nil
}

// Close lets the folder go.
func (d *disk) Close() error { return d.root.Close() }

// Open opens a regular file or a folder.
func (d *disk) Open(name string) (fs.File, error) {
	inside, _, err := d.look("open", name)
	if err != nil {
		return nil, err
	}
	return d.root.Open(inside)
}

// ReadFile reads a whole regular file.
func (d *disk) ReadFile(name string) ([]byte, error) {
	inside, _, err := d.look("read", name)
	if err != nil {
		return nil, err
	}
	return d.root.ReadFile(inside)
}

// ReadDir lists a folder, sorted by name.
func (d *disk) ReadDir(name string) ([]fs.DirEntry, error) {
	inside, info, err := d.look("list", name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "list", Path: name, Err: say.Error("it is no folder")}
	}
	return fs.ReadDir(d.root.FS(), filepath.ToSlash(inside))
}

// Stat describes a regular file or a folder.
func (d *disk) Stat(name string) (fs.FileInfo, error) {
	_, info, err := d.look(say.Mark("look at"), name)
	return info, err
}

// look returns the path below the root by which a file can be opened, and what
// it is. Opening comes after looking: to open a pipe is to wait for a writer.
func (d *disk) look(op, name string) (inside string, info fs.FileInfo, err error) {
	if !fs.ValidPath(name) {
		return "", nil, &fs.PathError{Op: op, Path: name, Err: errOutside}
	}
	inside = filepath.FromSlash(name)
	info, err = d.root.Stat(inside)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
		// os.Root takes no absolute links, not even those that stay inside.
		if inside, err = d.follow(inside); err == nil {
			info, err = d.root.Stat(inside)
		}
	}
	if err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		err = errIrregular
	}
	if err != nil {
		return "", nil, &fs.PathError{Op: op, Path: name, Err: bare(err)}
	}
	return inside, info, nil
}

// follow resolves the links of a path, and returns where it ends below the root.
func (d *disk) follow(name string) (string, error) {
	target, err := filepath.EvalSymlinks(filepath.Join(d.dir, name))
	if err != nil {
		return "", err
	}
	inside, err := filepath.Rel(d.dir, target)
	if err != nil || !filepath.IsLocal(inside) {
		return "", errOutside
	}
	return inside, nil
}

// bare takes the path out of an error: the caller adds the one that was asked
// for.
func bare(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// cleanPath makes a path that a person wrote fit for a file system: quotes,
// Windows' strokes, "file://" and "./" go.
func cleanPath(name string) string {
	if n := len(name); n >= 2 && strings.IndexByte("'\"`", name[0]) >= 0 && name[n-1] == name[0] {
		name = strings.TrimSpace(name[1 : n-1])
	}
	if strings.IndexByte(name, '\\') >= 0 {
		name = strings.ReplaceAll(name, `\`, "/")
	}
	name = strings.TrimPrefix(name, "file://")
	return strings.TrimPrefix(name, "./")
}

// isAbsolute says whether a path begins at the root of a machine, be it this
// one or one of another kind.
func isAbsolute(name string) bool {
	return strings.HasPrefix(name, "/") || len(name) > 2 && name[1] == ':' && name[2] == '/' && isLetter(name[0])
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// stemOf returns a file's name without folder and endings: of scan.nii.gz and
// blood.csv.gz two.
func stemOf(file string) string {
	base := path.Base(file)
	if lower := strings.ToLower(base); strings.HasSuffix(lower, ".gz") || strings.HasSuffix(lower, ".zst") || strings.HasSuffix(lower, ".bz2") {
		base = strings.TrimSuffix(base, path.Ext(base))
	}
	if stem := strings.TrimSuffix(base, path.Ext(base)); stem != "" {
		return stem
	}
	return base
}
