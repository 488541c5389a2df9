package layout

import (
	"cmp"
	"maps"
	"path"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/say"
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

// problems makes one remark per folder and reason, or per reason where there
// are many folders.
func (t *tally) problems(one, several string) []dataset.Problem {
	const few = 4
	folders := map[string][]tallied{}
	keys := slices.SortedFunc(maps.Keys(t.count), func(a, b tallied) int { return cmp.Or(cmp.Compare(a.folder, b.folder), cmp.Compare(a.why, b.why)) })
	for _, k := range keys {
		folders[k.why] = append(folders[k.why], k)
	}
	var list []dataset.Problem
	for _, k := range keys {
		all := folders[k.why]
		switch n := t.count[k]; {
		case len(all) > few && k == all[0]:
			list = append(list, dataset.Problem{File: t.first[k], What: say.Kept("%s; so it is with %d files in %d folders", k.why, t.sum(all), len(all)), Done: several})
		case len(all) > few:
		case n == 1:
			list = append(list, dataset.Problem{File: t.first[k], What: k.why, Done: one})
		default:
			list = append(list, dataset.Problem{File: t.first[k], What: say.Kept("%s; so it is with %d files in %s", k.why, n, inFolder(k.folder)), Done: several})
		}
	}
	return list
}

func (t *tally) sum(keys []tallied) int {
	n := 0
	for _, k := range keys {
		n += t.count[k]
	}
	return n
}

// inFolder names a folder of the place in a sentence.
func inFolder(dir string) string {
	if dir == "." {
		return say.Mark("the folder itself")
	}
	return dir + "/"
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// someOf lists the first of some names.
func someOf(names []string) string {
	const most = 5
	text := ""
	for i, name := range names {
		if i == most {
			return say.Kept("%s and %d more", text, len(names)-most)
		}
		if i > 0 {
			text += ", "
		}
		text += name
	}
	return text
}
