package lint

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// module is the import path of the root of the tree.
const module = "lacuna"

// Tree is a source tree, read once and shared by all rules.
type Tree struct {
	Files []*File // every text file, ordered by path

	fset *token.FileSet
}

// File is one text file. The fields below Text are set for Go files only.
type File struct {
	Path string // slash-separated, relative to the root
	Text []byte

	Syntax    *ast.File
	Test      bool // the name ends in _test.go
	Generated bool // carries the standard "Code generated … DO NOT EDIT." line
	Script    bool // tagged "ignore": run by hand, part of no package
}

// Room returns the folder of the file; the root is ".".
func (f *File) Room() string { return path.Dir(f.Path) }

// Load reads all text files below the root of fsys, except what git, builds
// and runs leave there. Go files are parsed for every build tag at once. An
// error is a file that cannot be read or Go source that does not parse.
func Load(fsys fs.FS) (*Tree, error) {
	tree := &Tree{fset: token.NewFileSet()}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && passedOver(name):
			return fs.SkipDir
		case !entry.Type().IsRegular() || name == ".git": // of a working tree beside another, it is a file
			return nil
		}
		return tree.add(fsys, name)
	})
	if err != nil {
		return nil, fmt.Errorf("lint: %w", err)
	}
	return tree, nil
}

// passedOver reports whether a folder holds nothing of ours: git's own files,
// what is built, results of runs, pictures of failed comparisons.
func passedOver(name string) bool {
	return slices.Contains([]string{".git", ".cache", "bin", "out"}, name) ||
		strings.HasSuffix(name, ".runs") || strings.HasSuffix(name, "testdata/failed")
}

func (t *Tree) add(fsys fs.FS, name string) error {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return nil // a picture, a font, a golden array
	}
	file := &File{Path: name, Text: text}
	t.Files = append(t.Files, file)
	if path.Ext(name) != ".go" || strings.Contains(name, "testdata/") {
		return nil
	}
	file.Syntax, err = parser.ParseFile(t.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	file.Test = strings.HasSuffix(name, "_test.go")
	file.Generated = ast.IsGenerated(file.Syntax)
	file.Script = bytes.HasPrefix(text, []byte("//go:build ignore\n"))
	return nil
}

// goFiles returns the Go files, scripts left out.
func (t *Tree) goFiles() []*File {
	var out []*File
	for _, f := range t.Files {
		if f.Syntax != nil && !f.Script {
			out = append(out, f)
		}
	}
	return out
}

// rooms returns the Go files of every folder, tests included.
func (t *Tree) rooms() map[string][]*File {
	out := map[string][]*File{}
	for _, f := range t.goFiles() {
		out[f.Room()] = append(out[f.Room()], f)
	}
	return out
}

// at returns the place of a node as file:line.
func (t *Tree) at(n ast.Node) string {
	pos := t.fset.Position(n.Pos())
	return fmt.Sprintf("%s:%d", pos.Filename, pos.Line)
}

// imports returns the import paths of a file and their places, in order.
func (t *Tree) imports(f *File) []imported {
	var out []imported
	for _, spec := range f.Syntax.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has refused it already
		}
		out = append(out, imported{path: target, name: localName(spec, target), where: t.at(spec)})
	}
	return out
}

// imported is one import of one file.
type imported struct {
	path  string
	name  string // what the file calls the package
	where string
}

// localName returns what a file calls an imported package: its alias, or else
// the last element of the path that is no major version.
func localName(spec *ast.ImportSpec, target string) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	base := path.Base(target)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		base = path.Base(path.Dir(target))
	}
	return base
}

// inside reports whether room is folder or lies below it.
func inside(room, folder string) bool {
	return room == folder || strings.HasPrefix(room, folder+"/")
}
