package lint

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
)

// ban forbids the use of some names of a package.
type ban struct {
	packages []string
	names    []string // the forbidden names; nil means all but those in but
	but      []string
	allowed  func(*File) bool
	why      string
}

var bans = []ban{
	{packages: []string{"math/rand", "math/rand/v2"},
		but: []string{"New", "NewSource", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "Source64", "PCG", "ChaCha8", "Zipf"},
		why: "the shared generator is seeded by the process: take a seed from internal/rng, so that a run can be repeated"},
	{packages: []string{"time"}, names: []string{"Now", "Since", "Until"}, allowed: readsClock,
		why: "only the faces read the clock: hand the time in, so that the same seed gives the same bytes"},
	{packages: []string{"time"}, names: []string{"Sleep"}, allowed: func(f *File) bool { return !f.Test },
		why: "a test that sleeps is slow on one machine and flaky on the next: wait for the event, or use testing/synctest"},
	{packages: []string{"os"}, names: []string{"Exit"}, allowed: endsProcess,
		why: "only main ends the process: return an error, so that files are closed and results kept"},
	{packages: []string{"log"}, names: []string{"Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln"}, allowed: isMain,
		why: "only main ends the process: return an error, so that files are closed and results kept"},
	{packages: []string{"context"}, names: []string{"TO" + "DO"},
		why: "a caller that cannot be stopped is not finished: take a context"},
	{packages: []string{"gorgonia.org/gorgonia"},
		names: []string{"GlorotN", "GlorotU", "GlorotEtAlN32", "GlorotEtAlN64", "GlorotEtAlU32", "GlorotEtAlU64", "HeN", "HeU", "HeEtAlN64", "HeEtAlU64",
			"Gaussian", "Gaussian32", "Gaussian64", "Uniform", "Uniform32", "Uniform64", "Binomial32", "Binomial64", "Dropout",
			"GaussianRandomNode", "UniformRandomNode", "BinomialRandomNode"},
		why: "gorgonia seeds these from the clock: draw from internal/rng"},
	{packages: []string{"gorgonia.org/tensor"}, names: []string{"Random"},
		why: "tensor draws this from the process-wide generator: draw from internal/rng"},
	{packages: []string{"fyne.io/fyne/v2"}, names: []string{"Do", "DoAndWait"}, allowed: func(f *File) bool { return f.Path == "window.go" },
		why: "in the test driver fyne.Do runs on the calling goroutine and races: hand in a func(func()) from window.go"},
}

// readsClock reports whether a file belongs to the faces, or is a test or for
// tests alone.
func readsClock(f *File) bool {
	return f.Test || slices.Contains(suites, f.Room()) || f.Room() == "." || inside(f.Room(), "internal/cli") || inside(f.Room(), "ui")
}

// endsProcess reports whether a file is part of a program, or stands in for
// one: script tests run the command line as a process of its own.
func endsProcess(f *File) bool { return isMain(f) || f.Path == "internal/cli/script_test.go" }

// isMain reports whether a file is part of a program.
func isMain(f *File) bool { return f.Syntax.Name.Name == "main" }

// bannedCalls reports uses of banned names, panics that stand for unwritten
// code, and parallel tests beside Fyne.
func bannedCalls(t *Tree) []Finding {
	var found []Finding
	for _, f := range t.goFiles() {
		names := t.packageNames(f)
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				found = append(found, t.bannedName(f, n, names)...)
			case *ast.CallExpr:
				found = append(found, t.emptyPanic(n)...)
				found = append(found, t.parallelWindow(f, n)...)
			}
			return true
		})
	}
	return sorted(found)
}

// packageNames maps what a file calls its imports to their paths.
func (t *Tree) packageNames(f *File) map[string]string {
	names := map[string]string{}
	for _, im := range t.imports(f) {
		names[im.name] = im.path
	}
	return names
}

func (t *Tree) bannedName(f *File, sel *ast.SelectorExpr, names map[string]string) []Finding {
	x, ok := sel.X.(*ast.Ident)
	if !ok {
		return nil
	}
	for _, b := range bans {
		if slices.Contains(b.packages, names[x.Name]) && b.forbids(sel.Sel.Name) && (b.allowed == nil || !b.allowed(f)) {
			return []Finding{{t.at(sel), fmt.Sprintf("uses %s.%s", x.Name, sel.Sel.Name), b.why}}
		}
	}
	return nil
}

func (b ban) forbids(name string) bool {
	if b.names == nil {
		return !slices.Contains(b.but, name)
	}
	return slices.Contains(b.names, name)
}

var unwritten = regexp.MustCompile(`(?i)to` + `do|unimplemented|not (yet )?implemented`)

// emptyPanic reports a panic with a literal that says the code is missing.
func (t *Tree) emptyPanic(call *ast.CallExpr) []Finding {
	name, ok := call.Fun.(*ast.Ident)
	if !ok || name.Name != "panic" || len(call.Args) != 1 {
		return nil
	}
	text, ok := call.Args[0].(*ast.BasicLit)
	if !ok || text.Kind != token.STRING || !unwritten.MatchString(text.Value) {
		return nil
	}
	return []Finding{{t.at(call), "panics with " + text.Value, "nothing is a stand-in that a later change replaces: write it, or leave it out"}}
}

// parallelWindow reports parallel tests in the window's rooms.
func (t *Tree) parallelWindow(f *File, call *ast.CallExpr) []Finding {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !f.Test || sel.Sel.Name != "Parallel" || len(call.Args) != 0 || !admitted(f.Room(), f.Path, []string{"ui", "!ui/vm"}) {
		return nil
	}
	return []Finding{{t.at(call), "runs a test in parallel", "Fyne has one current app per process: parallel window tests see each other's"}}
}
