package lint

import (
	"bytes"
	"fmt"
	"go/ast"
)

// Lengths in lines. Most functions should stay far below: the median of the
// code bases we like is about ten.
const (
	maxFunction = 60
	maxFile     = 400
)

// sizes reports Go files and functions that have grown too long. Generated
// files are nobody's reading.
func sizes(t *Tree) []Finding {
	var found []Finding
	for _, f := range t.goFiles() {
		if f.Generated {
			continue
		}
		if n := bytes.Count(f.Text, []byte("\n")); n > maxFile {
			found = append(found, Finding{f.Path, fmt.Sprintf("%d lines", n),
				fmt.Sprintf("a file of more than %d lines holds more than one thought: split it", maxFile)})
		}
		found = append(found, t.longFunctions(f)...)
	}
	return sorted(found)
}

func (t *Tree) longFunctions(f *File) []Finding {
	var found []Finding
	for _, decl := range f.Syntax.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if n := t.fset.Position(fn.End()).Line - t.fset.Position(fn.Pos()).Line + 1; n > maxFunction {
			found = append(found, Finding{t.at(fn), fmt.Sprintf("func %s has %d lines", fn.Name.Name, n),
				fmt.Sprintf("a function of more than %d lines does more than one thing: name the parts", maxFunction)})
		}
	}
	return found
}
