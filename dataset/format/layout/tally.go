package layout

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"

	"lacuna/dataset"
)

// tally counts files per folder and reason, so that a thousand of them make one
// remark.
type tally struct {
	count map[tallied]int
	first map[tallied]string
}

type tallied struct{ folder, why string }

func (t *tally) add(file, why string) {
	if t.count == nil {
		t.count, t.first = map[tallied]int{}, map[tallied]string{}
	}
	key := tallied{path.Dir(file), why}
	if t.count[key] == 0 {
		t.first[key] = file
	}
	t.count[key]++
}

// problems makes one remark per folder and reason.
func (t *tally) problems(one, several string) []dataset.Problem {
	var list []dataset.Problem
	keys := slices.SortedFunc(maps.Keys(t.count), func(a, b tallied) int { return cmp.Or(cmp.Compare(a.folder, b.folder), cmp.Compare(a.why, b.why)) })
	for _, k := range keys {
		if t.count[k] == 1 {
			list = append(list, dataset.Problem{File: t.first[k], What: k.why, Done: "it " + one})
			continue
		}
		list = append(list, dataset.Problem{File: t.first[k], What: fmt.Sprintf("%s; so it is with %d files in %s", k.why, t.count[k], inFolder(k.folder)), Done: "they " + several})
	}
	return list
}

// inFolder names a folder of the place in a sentence.
func inFolder(dir string) string {
	if dir == "." {
		return "the folder itself"
	}
	return dir + "/"
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// plural is "1 row" or "3 rows".
func plural(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}

// someOf lists the first of some names.
func someOf(names []string) string {
	const most = 5
	text := ""
	for i, name := range names {
		if i == most {
			return fmt.Sprintf("%s and %d more", text, len(names)-most)
		}
		if i > 0 {
			text += ", "
		}
		text += name
	}
	return text
}
