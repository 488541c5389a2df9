package lint

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
)

// unfinished words, and traces of one machine. Brackets keep the patterns from
// matching themselves.
var (
	unfinished = regexp.MustCompile(`\b(T[O]DO|F[I]XME|X[X]X)\b|(?i:\bnot (yet )?im[p]lemented\b)`)
	machine    = regexp.MustCompile(`/(w[o]rk|f[a]rm|r[o]ot|h[o]me)/[A-Za-z.]|/t[m]p/[A-Za-z]|[A-Z]:\\Us[e]rs\\`)
	registry   = regexp.MustCompile(`\b(pr[o]xy\.golang|s[u]m\.golang|(deb|security|ftp)\.d[e]bian|archive\.ub[u]ntu|reg[i]stry\.npmjs|p[y]pi|files\.pythonh[o]sted)\.(org|com)\b`)
)

// leftovers reports words that say the work is not done, in code and scripts.
func leftovers(t *Tree) []Finding {
	return t.matching(unfinished, func(f *File) bool {
		return f.Syntax != nil || slices.Contains([]string{".go", ".s", ".sh", ".xml", ".toml", ".desktop"}, path.Ext(f.Path)) ||
			slices.Contains([]string{"Makefile", ".ci/run"}, f.Path)
	}, "what is not done is an issue, not a comment")
}

// machineTraces reports paths of one machine and hosts of package registries.
func machineTraces(t *Tree) []Finding {
	all := func(*File) bool { return true }
	found := t.matching(machine, all, "it works on one machine only: use a relative path, t.TempDir or mktemp")
	return append(found, t.matching(registry, all, "name the package, not the host it came from: people have their own mirrors")...)
}

// matching returns a finding for every line of the wanted files that matches.
func (t *Tree) matching(pattern *regexp.Regexp, wanted func(*File) bool, why string) []Finding {
	var found []Finding
	for _, f := range t.Files {
		if !wanted(f) || !pattern.Match(f.Text) {
			continue
		}
		for i, line := range bytes.Split(f.Text, []byte("\n")) {
			if word := pattern.Find(line); word != nil {
				found = append(found, Finding{fmt.Sprintf("%s:%d", f.Path, i+1), fmt.Sprintf("says %q", word), why})
			}
		}
	}
	return sorted(found)
}
