package lint

import (
	"fmt"
	"slices"
	"strings"
)

// fence is a third-party module, or a part of one, that only some may import.
type fence struct {
	around []string // import path prefixes
	doors  []string // the doors: files, rooms with all below them, !rooms shut again
	why    string
}

var fences = []fence{
	{around: []string{"gorgonia.org/", "go4.org/unsafe/assume-no-moving-gc"}, doors: []string{"internal/nn"},
		why: "only internal/nn knows gorgonia: its panics, its global state and its clock seeds stay behind one door"},
	{around: []string{"fyne.io/fyne/v2/app", "github.com/sqweek/dialog"}, doors: []string{"window.go"},
		why: "importing it starts GTK or the graphics driver in every process, headless ones and tests included"},
	{around: []string{"github.com/ebitengine/oto"}, doors: []string{"internal/speaker"},
		why: "one room opens the sound device, which a process can do once"},
	{around: []string{"fyne.io/"}, doors: []string{"ui", "!ui/vm", "window.go", "window_test.go"},
		why: "nothing below ui knows the window, so that the core runs on a cluster node without a display"},
	{around: []string{"gonum.org/v1/plot"}, doors: []string{"charts"},
		why: "figures are made in one room, so that one palette and one style hold for all"},
	{around: []string{"github.com/spf13/cobra", "github.com/schollz/progressbar"}, doors: []string{"internal/cli", "main.go"},
		why: "commands and progress bars belong to the command line"},
	{around: []string{"github.com/mmcloughlin/avo"}, doors: []string{"internal/kernel"},
		why: "assembly is generated for kernels only"},
	{around: []string{"github.com/stretchr/testify", "gotest.tools/", "github.com/onsi/"}, doors: nil,
		why: "one assertion style: compare with go-cmp, state properties with rapid"},
}

// strict lists rooms that may import no third party but the named ones.
var strict = []struct {
	folder string
	may    []string
	why    string
}{
	{"dataset", []string{"gonum.org/v1/gonum"}, "domain types lean on no library but gonum, so that nothing outside decides what a record is"},
	{"experiment/metric", []string{"gonum.org/v1/gonum"}, "metrics are pure functions"},
	{"experiment/result", nil, "results are pure data"},
	{"internal/rng", nil, "seeds must give the same numbers for ever, whatever a library does"},
	{"internal/param", nil, "parameters are data"},
	{"internal/job", nil, "everybody imports it"},
	{"internal/lint", nil, "the rules run before anything else is built"},
}

// testTools may be imported by any test.
var testTools = []string{"github.com/google/go-cmp", "pgregory.net/rapid", "github.com/rogpeppe/go-internal", "go.uber.org/goleak"}

// fencedImports reports third-party imports outside their fence.
func fencedImports(t *Tree) []Finding {
	var found []Finding
	for _, f := range t.goFiles() {
		for _, im := range t.imports(f) {
			if why := trespass(f, im.path); why != "" {
				found = append(found, Finding{im.where, fmt.Sprintf("%s imports %s", f.Path, im.path), why})
			}
		}
	}
	return sorted(found)
}

// trespass returns why a file may not import a package, or "".
func trespass(f *File, target string) string {
	for _, fe := range fences {
		if hasPrefix(target, fe.around) && !admitted(f.Room(), f.Path, fe.doors) {
			return fe.why
		}
	}
	if _, ours := ownRoom(target); ours || !thirdParty(target) || f.Test && hasPrefix(target, testTools) {
		return ""
	}
	for _, s := range strict {
		if f.Room() == s.folder && !hasPrefix(target, s.may) {
			return s.why
		}
	}
	return ""
}

// admitted reports whether a room, or a file in it, is one of the doors. A door
// is a file, or a room with all below it; "!room" shuts what an earlier door
// opened.
func admitted(room, file string, doors []string) bool {
	open := false
	for _, door := range doors {
		name, shut := strings.CutPrefix(door, "!")
		if name == file || inside(room, name) {
			open = !shut
		}
	}
	return open
}

// thirdParty reports whether an import path lies outside the standard library.
func thirdParty(target string) bool {
	first, _, _ := strings.Cut(target, "/")
	return strings.Contains(first, ".")
}

func hasPrefix(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}
