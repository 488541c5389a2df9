package layout

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

// partKey is what tables of several parts have in common: where they lie and
// what they are called without the word for the part.
type partKey struct{ dir, name string }

// shard is what big tables that were cut into files end with.
var shard = regexp.MustCompile(`[-_]?\d+-of-\d+$`)

// partOfFile takes the word for a part out of a path: out of the name, or else
// out of the folders.
func partOfFile(dir, name string) (part string, key partKey) {
	name = shard.ReplaceAllString(name, "")
	dirs := strings.Split(dir, "/")
	if part, rest := partOf(name); part != "" {
		same := func(d string) bool { return PartNamed(d) != "" && partRank(d) == partRank(part) }
		return part, partKey{joinedDir(slices.DeleteFunc(dirs, same)), rest} // train/train.csv
	}
	for k, d := range dirs {
		if PartNamed(d) != "" {
			return d, partKey{joinedDir(slices.Delete(dirs, k, k+1)), name}
		}
	}
	return "", partKey{dir, name}
}

func joinedDir(dirs []string) string { return path.Join(append([]string{"."}, dirs...)...) }

// partRank orders the parts of the data.
func partRank(part string) int {
	switch PartNamed(part) {
	case trainPart:
		return 0
	case validationPart:
		return 1
	}
	return 2
}

// stackParts puts tables under each other that hold the same columns of
// several parts of the data: train.csv beside test.csv, train/blood.csv beside
// test/blood.csv.
func (f *finder) stackParts() error {
	groups := map[partKey][]*source{}
	parts := map[*source]string{}
	for _, s := range f.sources {
		if part, key := partOfFile(s.dir, s.name); part != "" || shard.MatchString(s.name) {
			groups[key] = append(groups[key], s)
			parts[s] = part
		}
	}
	var stacks [][]*source
	for _, key := range partKeys(groups) {
		group := groups[key]
		slices.SortStableFunc(group, func(a, b *source) int {
			return cmp.Or(cmp.Compare(partRank(parts[a]), partRank(parts[b])), cmp.Compare(a.File, b.File))
		})
		if differentParts(group, parts) && f.sameColumns(group) {
			stacks = append(stacks, group)
			f.restart = f.restart || idsRestart(group)
		}
	}
	for _, group := range stacks {
		f.stack(group, parts)
	}
	return nil
}

func partKeys(groups map[partKey][]*source) []partKey {
	keys := make([]partKey, 0, len(groups))
	for k := range groups {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b partKey) int { return cmp.Or(cmp.Compare(a.dir, b.dir), cmp.Compare(a.name, b.name)) })
	return keys
}

// differentParts says whether a group has one table for each of two or more
// parts, or several that were cut from one.
func differentParts(group []*source, parts map[*source]string) bool {
	seen := map[string]bool{}
	cut := true
	for _, s := range group {
		cut = cut && shard.MatchString(s.name)
		seen[PlainName(parts[s])] = true
	}
	return len(group) > 1 && (cut || len(seen) == len(group))
}

// sameColumns says whether tables have the same columns, but for a few: the
// part to be told may lack the label.
func (f *finder) sameColumns(group []*source) bool {
	first := map[string]bool{}
	for _, name := range group[0].Names {
		first[name] = true
	}
	for _, s := range group[1:] {
		both := 0
		for _, name := range s.Names {
			if first[name] {
				both++
			}
		}
		few := max(1, len(first)/10)
		if both == 0 || both < len(first)-few || both < len(s.Names)-few {
			f.unlike(group[0], s)
			return false
		}
	}
	return true
}

// unlike says that two tables of parts are not one, and in which columns they
// differ.
func (f *finder) unlike(one, other *source) {
	beyond := func(s, than *source) string {
		names := slices.DeleteFunc(slices.Clone(s.Names), func(name string) bool { return slices.Contains(than.Names, name) })
		if len(names) == 0 {
			return ""
		}
		return say.Kept("; only %s has %s", s.File, someOf(names))
	}
	p := dataset.Problem{File: other.File,
		What: say.Kept("%s, %s are called after parts of the data, but their columns differ%s%s", one.File, other.File, beyond(one, other), beyond(other, one)),
		Done: say.Mark("each is taken as a table of its own; give both the same columns (the one to be told may lack the label), or open one of them alone")}
	f.found.Problems, f.found.Unlike = append(f.found.Problems, p), append(f.found.Unlike, p)
}

// idsRestart says whether the same ids stand in several parts: then they are
// numbers that begin anew.
func idsRestart(group []*source) bool {
	for k, a := range group {
		for _, b := range group[k+1:] {
			if shared := sharedIDs(a.idSet(), b.idSet()); shared > 0 && 2*shared >= min(len(a.idSet()), len(b.idSet())) {
				return true
			}
		}
	}
	return false
}

func sharedIDs(a, b map[string]bool) int {
	n := 0
	for id := range a {
		if b[id] {
			n++
		}
	}
	return n
}

// stack replaces tables by one that holds the rows of all.
func (f *finder) stack(group []*source, parts map[*source]string) {
	var tables []*table.Table
	var files []string
	first := group[0]
	whole := &source{entry: first.entry, dir: first.dir}
	_, key := partOfFile(first.dir, first.name)
	whole.name = cmp.Or(key.name, "table")
	for _, s := range group {
		tables, files = append(tables, s.Table), append(files, s.File)
		if parts[s] == "" {
			continue
		}
		for range s.Rows() {
			whole.parts = append(whole.parts, parts[s])
		}
	}
	file := joinedName(files)
	whole.Table = table.Stack(file, tables, f.request(file))
	whole.paths = stackPaths(group, whole.Names)
	whole.look(f.ctx, f.imp.ID)
	if f.why(say.Mark("%s have the same columns: they are one table"), someOf(files)); whole.parts != nil {
		f.why(say.Mark("the parts of its split are in their names: %s"), someOf(distinct(whole.parts)))
	}
	if f.restart && whole.id >= 0 && whole.parts != nil {
		whole.Table = whole.With(whole.id, partIDs(whole.parts, whole.Texts(whole.id)[0]))
		whole.look(f.ctx, f.imp.ID)
		f.problem(file, say.Mark("the same ids stand in several parts of the data"), say.Kept("the part belongs to the id, as in %s", whole.Texts(whole.id)[0][0]))
	}
	f.replace(group, whole)
}

// distinct lists the different values of a list, in their order.
func distinct(list []string) []string {
	var out []string
	for _, x := range list {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// partIDs puts the part before each id.
func partIDs(parts, ids []string) []string {
	made := make([]string, len(ids))
	for i, id := range ids {
		if id != "" {
			made[i] = parts[i] + "/" + id
		}
	}
	return made
}

// stackPaths joins the columns of paths of the parts.
func stackPaths(group []*source, names []string) []Paths {
	var all []Paths
	rows := 0
	for _, s := range group {
		for _, p := range s.paths {
			k := slices.IndexFunc(all, func(a Paths) bool { return a.Name == p.Name })
			if k < 0 {
				k = len(all)
				all = append(all, Paths{Column: slices.Index(names, s.Names[p.Column]), Name: p.Name, Kind: p.Kind})
			}
			all[k].pad(rows)
			all[k].Files = append(all[k].Files, p.Files...)
			all[k].Causes = append(all[k].Causes, p.Causes...)
			all[k].Problems = append(all[k].Problems, p.Problems...)
		}
		rows += s.Rows()
	}
	for k := range all {
		all[k].pad(rows)
	}
	return all
}
