package lint

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// folders that may stand at the root.
var folders = []string{".ci", "assets", "charts", "dataset", "docs", "experiment", "impute", "internal", "models", "project", "scripts", "tools", "ui"}

// topFolders reports folders at the root that nobody has agreed on.
func topFolders(t *Tree) []Finding {
	var found []Finding
	seen := map[string]bool{}
	for _, f := range t.Files {
		top, _, nested := strings.Cut(f.Path, "/")
		if !nested || seen[top] || slices.Contains(folders, top) {
			continue
		}
		seen[top] = true
		found = append(found, Finding{top, "a new folder at the root",
			"the house has fixed rooms: put it into one of them, or give the reason in docs/ARCHITECTURE.md and name it in internal/lint/names.go"})
	}
	return sorted(found)
}

// hollow names say where code was left, not what it does.
var hollow = []string{"base", "common", "commons", "helper", "helpers", "lib", "misc", "shared", "stuff", "tools", "util", "utils", "utilities"}

// packageNames reports packages whose name says nothing.
func packageNames(t *Tree) []Finding {
	var found []Finding
	for folder, files := range t.rooms() {
		name := strings.TrimSuffix(files[0].Syntax.Name.Name, "_test")
		if slices.Contains(hollow, name) || slices.Contains(hollow, path.Base(folder)) {
			found = append(found, Finding{folder, fmt.Sprintf("package %s", name), "a package is named after what it provides, in the field's terms"})
		}
	}
	return sorted(found)
}

// tails are what an underscore in the name of a file may stand before: what the
// go command reads from it.
var tails = []string{"test", "unix", "windows", "linux", "darwin", "amd64", "arm64", "other"}

// fileNames reports source files that are not named in lower case, in one word.
func fileNames(t *Tree) []Finding {
	var found []Finding
	for _, f := range t.Files {
		if path.Ext(f.Path) != ".go" {
			continue
		}
		words := strings.Split(strings.TrimSuffix(path.Base(f.Path), ".go"), "_")
		odd := slices.IndexFunc(words[1:], func(w string) bool { return !slices.Contains(tails, w) })
		if odd >= 0 || words[0] != strings.ToLower(words[0]) {
			found = append(found, Finding{f.Path, "a file name of several words",
				"file names follow one rule: one word in lower case, or two joined; an underscore stands before test and the names of systems alone"})
		}
	}
	return sorted(found)
}
