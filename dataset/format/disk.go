package format

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// folder is a folder of this machine as a file system. Unlike os.DirFS it also
// opens what manifests point to: absolute paths, and files outside the folder.
type folder string

// Open opens a file by its path relative to the folder, or by an absolute one.
func (f folder) Open(name string) (fs.File, error) { return os.Open(f.path(name)) }

// ReadFile reads a whole file.
func (f folder) ReadFile(name string) ([]byte, error) { return os.ReadFile(f.path(name)) }

// ReadDir lists a folder, sorted by name.
func (f folder) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(f.path(name)) }

// Stat describes a file.
func (f folder) Stat(name string) (fs.FileInfo, error) { return os.Stat(f.path(name)) }

func (f folder) path(name string) string {
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(string(f), name)
}

// cleanPath makes a path of a manifest fit for a file system: Windows' strokes
// become ours, and "./" goes.
func cleanPath(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	return strings.TrimPrefix(name, "./")
}
