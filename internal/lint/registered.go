package lint

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// registries are the rooms where one method is one file that registers itself.
// An estimator is a type with all of the given methods.
var registries = []struct {
	folder    string
	estimator []string
}{
	{"impute", []string{"Fit", "Transform"}},
	{"models", []string{"Fit", "Predict"}},
}

const oneFile = "one method is one file that registers itself: adding or removing a method touches nothing else"

// registered reports method files that register more than one method, or that
// lean on each other, and estimators that no registered method uses.
func registered(t *Tree) []Finding {
	var found []Finding
	rooms := t.rooms()
	for _, r := range registries {
		files := map[string]*File{}
		for _, f := range rooms[r.folder] {
			if !f.Test {
				files[f.Path] = f
			}
		}
		methods := map[string]bool{}
		for name, f := range files {
			calls := registrations(f)
			methods[name] = len(calls) > 0
			if len(calls) > 1 {
				found = append(found, Finding{t.at(calls[1]), fmt.Sprintf("registers %d methods", len(calls)), oneFile})
			}
		}
		uses := t.usesBetween(r.folder, files)
		found = append(found, leaning(methods, uses)...)
		found = append(found, t.unregistered(files, methods, uses, r.estimator)...)
	}
	return sorted(found)
}

// registrations returns the calls of the registry's door in a file. The
// declaration of the door itself is no call.
func registrations(f *File) []*ast.CallExpr {
	var calls []*ast.CallExpr
	ast.Inspect(f.Syntax, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if name, ok := call.Fun.(*ast.Ident); ok && strings.EqualFold(name.Name, "register") {
				calls = append(calls, call)
			}
		}
		return true
	})
	return calls
}

// use says that a file names something that another file of its package
// declares.
type use struct {
	by, of string // paths of the two files
	name   string
	where  string
}

// usesBetween resolves names between the files of one package. Imports stay
// unresolved: what other packages are does not matter here, and nothing needs
// to be built.
func (t *Tree) usesBetween(folder string, files map[string]*File) []use {
	var parsed []*ast.File
	for _, f := range files {
		parsed = append(parsed, f.Syntax)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: noImports{}, Error: func(error) {}}
	pkg, _ := config.Check(folder, t.fset, parsed, info) // the errors are the imports left out
	var uses []use
	for id, object := range info.Uses {
		by, of := t.fset.Position(id.Pos()).Filename, t.fset.Position(object.Pos()).Filename
		if object.Parent() == pkg.Scope() && by != of {
			uses = append(uses, use{by, of, id.Name, t.at(id)})
		}
	}
	return uses
}

// noImports is an importer that knows no package.
type noImports struct{}

var errNoImports = errors.New("imports are left out")

// Import returns an error for every path.
func (noImports) Import(string) (*types.Package, error) { return nil, errNoImports }

// leaning returns the uses of one method file by another.
func leaning(methods map[string]bool, uses []use) []Finding {
	var found []Finding
	for _, u := range uses {
		if methods[u.by] && methods[u.of] {
			found = append(found, Finding{u.where, fmt.Sprintf("uses %s of %s", u.name, u.of),
				"methods never lean on each other: what two of them need stands in a file of its own"})
		}
	}
	return found
}

// unregistered returns the estimators of files that neither register a method
// nor serve one that does.
func (t *Tree) unregistered(files map[string]*File, methods map[string]bool, uses []use, methodSet []string) []Finding {
	served := map[string]bool{}
	for _, u := range uses {
		served[u.of] = served[u.of] || methods[u.by]
	}
	var found []Finding
	for name, f := range files {
		if methods[name] || served[name] {
			continue
		}
		for kind, where := range t.typesWith(f, methodSet) {
			found = append(found, Finding{where, fmt.Sprintf("%s has %s but no method registers it", kind, strings.Join(methodSet, " and ")), oneFile})
		}
	}
	return found
}

// typesWith returns the types of a file that declare all given methods there,
// and the place of the first of them.
func (t *Tree) typesWith(f *File, methodSet []string) map[string]string {
	places := map[string]map[string]token.Pos{}
	for _, decl := range f.Syntax.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Recv == nil {
			continue
		}
		kind := receiver(fn)
		if places[kind] == nil {
			places[kind] = map[string]token.Pos{}
		}
		places[kind][fn.Name.Name] = fn.Pos()
	}
	out := map[string]string{}
	for kind, declared := range places {
		complete := true
		for _, m := range methodSet {
			complete = complete && declared[m].IsValid()
		}
		if complete {
			pos := t.fset.Position(declared[methodSet[0]])
			out[kind] = fmt.Sprintf("%s:%d", pos.Filename, pos.Line)
		}
	}
	return out
}
