package lint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Graph maps every package of a build to the packages it imports, third party
// and standard library included.
type Graph map[string][]string

// Imports asks the go command for the import graph of the module in dir, for
// one set of build tags and with cgo or without. Nothing is compiled.
func Imports(dir, tags string, cgo bool) (Graph, error) {
	cmd := exec.Command("go", "list", "-deps", "-tags", tags, "-json=ImportPath,Imports", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED="+map[bool]string{true: "1", false: "0"}[cgo])
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("lint: go list: %w: %s", err, &complaints)
	}
	return decodeGraph(bytes.NewReader(out))
}

func decodeGraph(r io.Reader) (Graph, error) {
	graph := Graph{}
	for dec := json.NewDecoder(r); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return graph, nil
		}
		if err != nil {
			return nil, fmt.Errorf("lint: go list: %w", err)
		}
		graph[p.ImportPath] = p.Imports
	}
}

// Wall says that no package of ours outside Free may reach a package that
// starts with Target, by however many steps.
type Wall struct {
	Target string
	Free   []string // doors, as in a fence
	Why    string
}

// Walls returns what must stay out of reach in the build with a window.
func Walls() []Wall {
	return []Wall{
		{"fyne.io/fyne/v2/app", []string{"."}, "it starts the graphics driver: only the composition root may reach it"},
		{"github.com/sqweek/dialog", []string{"."}, "its init starts GTK: only the composition root may reach it"},
		{"fyne.io/", []string{".", "ui", "!ui/vm"}, "the core and the command line run where there is no display"},
		{"gorgonia.org/", []string{".", "ui", "assets/gallery", "internal/away", "internal/cli", "internal/report", "project", "experiment", "impute", "models", "internal/encode", "internal/nn"},
			"data, metrics and charts are read without an engine"},
	}
}

// HeadlessWalls returns what the binary for cluster nodes must not contain.
func HeadlessWalls() []Wall {
	why := "the headless binary is static: it needs neither a display nor a C library"
	return []Wall{{"fyne.io/fyne/v2/app", nil, why}, {"github.com/sqweek/dialog", nil, why}, {"fyne.io/", []string{"ui", "!ui/vm"}, why}}
}

// Breaches reports, for every wall, each of our packages that reaches through
// it, with the shortest way as the breach.
func (g Graph) Breaches(walls []Wall) []Finding {
	var found []Finding
	for _, w := range walls {
		for pkg := range g {
			folder, ours := ownRoom(pkg)
			if !ours || admitted(folder, "", w.Free) {
				continue
			}
			if way := g.way(pkg, w.Target); way != nil {
				found = append(found, Finding{folder, "reaches " + strings.Join(way[1:], " → "), w.Why})
			}
		}
	}
	return sorted(found)
}

// way returns a shortest chain of imports from pkg to a package with the given
// prefix, or nil.
func (g Graph) way(pkg, target string) []string {
	before := map[string]string{pkg: ""}
	for queue := []string{pkg}; len(queue) > 0; queue = queue[1:] {
		if strings.HasPrefix(queue[0], target) {
			return unroll(before, queue[0])
		}
		for _, next := range g[queue[0]] {
			if _, seen := before[next]; !seen {
				before[next] = queue[0]
				queue = append(queue, next)
			}
		}
	}
	return nil
}

func unroll(before map[string]string, last string) []string {
	var way []string
	for p := last; p != ""; p = before[p] {
		way = append(way, p)
	}
	slices.Reverse(way)
	return way
}
