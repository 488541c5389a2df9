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
