package lint

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// documented reports exported names without a doc comment and packages without
// a package comment. The main package is read by nobody but its writers, and a
// test-only package documents itself by its tests.
func documented(t *Tree) []Finding {
	var found []Finding
	for folder, files := range t.rooms() {
		described, code := false, false
		for _, f := range files {
			if f.Test {
				continue
			}
			code = true
			described = described || f.Syntax.Doc != nil
			if f.Syntax.Name.Name != "main" && !f.Generated {
				found = append(found, t.undocumented(f)...)
			}
		}
		if code && !described {
			found = append(found, Finding{folder, "the package has no comment", "it opens with a sentence that is the package's contract and defines its words"})
		}
	}
	return sorted(found)
}

// undocumented returns the exported declarations of a file without a comment.
func (t *Tree) undocumented(f *File) []Finding {
	var found []Finding
	missing := func(n ast.Node, name string) {
		found = append(found, Finding{t.at(n), fmt.Sprintf("%s has no doc comment", name),
			"say what it is, with shapes, units, errors and the source paper where there is one"})
	}
	for _, decl := range f.Syntax.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if name, public := functionName(d); public && d.Doc.Text() == "" {
				missing(d, name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				for _, name := range bareNames(d, spec) {
					missing(name, name.Name)
				}
			}
		}
	}
	return found
}

// functionName returns the name of a function or method as a reader says it,
// and whether it is exported, its receiver included.
func functionName(d *ast.FuncDecl) (name string, public bool) {
	if d.Recv == nil {
		return d.Name.Name, d.Name.IsExported()
	}
	kind := receiver(d)
	return kind + "." + d.Name.Name, d.Name.IsExported() && ast.IsExported(kind)
}

// receiver returns the name of a method's type, without star and parameters.
func receiver(d *ast.FuncDecl) string {
	kind := d.Recv.List[0].Type
	for {
		switch k := kind.(type) {
		case *ast.StarExpr:
			kind = k.X
		case *ast.IndexExpr:
			kind = k.X
		case *ast.IndexListExpr:
			kind = k.X
		case *ast.Ident:
			return k.Name
		default:
			return ""
		}
	}
}

// bareNames returns the exported names of a type, const or var declaration
// that no comment describes: neither its own, nor one beside it, nor, for
// constants and variables, the group's.
func bareNames(d *ast.GenDecl, spec ast.Spec) []*ast.Ident {
	var names []*ast.Ident
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if said(s.Doc) || said(s.Comment) || !d.Lparen.IsValid() && said(d.Doc) {
			return nil
		}
		names = []*ast.Ident{s.Name}
	case *ast.ValueSpec:
		if said(s.Doc) || said(s.Comment) || said(d.Doc) {
			return nil
		}
		names = s.Names
	}
	var bare []*ast.Ident
	for _, name := range names {
		if name.IsExported() && d.Tok != token.IMPORT {
			bare = append(bare, name)
		}
	}
	return bare
}

func said(doc *ast.CommentGroup) bool { return strings.TrimSpace(doc.Text()) != "" }
